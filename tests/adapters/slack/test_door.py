from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from botocore.exceptions import EndpointConnectionError

from signoff.adapters.http import Response
from signoff.adapters.secrets import LONGEST_AGE_MS, MAX_AGE_MS, Secret
from signoff.adapters.slack.door import admitted
from signoff.core.observations.doors import RequestRefused
from signoff.testing import ManualClock, RecordingTell
from tests.adapters.slack.signed import SECRET, signed
from tests.core.rows import NOON


def _admitted(event: dict[str, object], *secrets: str) -> bytes | Response:
    counts = secrets or (SECRET,)
    return admitted(event, secrets=lambda: counts, clock=lambda: NOON, tell=RecordingTell())


def _status(event: dict[str, object]) -> object:
    outcome = _admitted(event)
    return 200 if isinstance(outcome, bytes) else outcome["statusCode"]


def test_what_slack_signed_is_let_in() -> None:
    event = signed('{"a": 1}')

    assert (
        admitted(event, secrets=lambda: (SECRET,), clock=lambda: NOON, tell=RecordingTell())
        == b'{"a": 1}'
    )


def test_a_form_in_base64_is_checked_over_its_own_bytes() -> None:
    event = signed("payload=%7B%7D", encode=True)

    assert (
        admitted(event, secrets=lambda: (SECRET,), clock=lambda: NOON, tell=RecordingTell())
        == b"payload=%7B%7D"
    )


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 200),
        ({"headers": None}, 401),
        ({"headers": {}}, 401),
        ({"body": "another"}, 401),
        ({"body": 5}, 400),
        ({"body": "%%%", "isBase64Encoded": True}, 400),
    ],
)
def test_everything_else_is_answered_with_a_4xx(change: dict[str, object], status: int) -> None:
    assert _status(signed("{}") | change) == status


def test_a_stale_request_is_refused() -> None:
    assert _status(signed("{}", at_s=NOON // 1000 - 301)) == 401


def test_a_signature_with_another_alphabet_is_refused() -> None:
    event = signed("{}")
    event["headers"] = {**event["headers"], "x-slack-signature": "v0=ä"}  # type: ignore[dict-item]

    assert _status(event) == 401


def test_the_secret_before_the_current_one_counts_while_it_rotates() -> None:
    event = signed("{}", secret="the old one")  # noqa: S106 - made up

    assert (
        admitted(
            event, secrets=lambda: (SECRET, "the old one"), clock=lambda: NOON, tell=RecordingTell()
        )
        == b"{}"
    )


class Kept:
    """A Secrets Manager that counts how often it is asked."""

    def __init__(self, clock: ManualClock) -> None:
        self.asked = 0
        self.current, self.previous = SECRET, ""
        self.is_down = False
        self._made = datetime.fromtimestamp(clock() / 1000 - 2 * 86_400, UTC)

    def rotate(self, secret: str, *, at: int) -> None:
        self.current, self.previous = secret, self.current
        self._made = datetime.fromtimestamp(at / 1000, UTC)

    def get_secret_value(self, **request: object) -> object:
        self.asked += 1
        if self.is_down:
            raise EndpointConnectionError(endpoint_url="secrets")
        value = self.previous if "VersionStage" in request else self.current
        return {"SecretString": value, "CreatedDate": self._made}


class Doorway:
    """The door with a real secret behind it."""

    def __init__(self) -> None:
        self.clock = ManualClock(NOON)
        self.kept = Kept(self.clock)
        self.operator = RecordingTell()
        self._secret = Secret(self.kept, "arn", variable="SIGNING_SECRET_ARN", clock=self.clock)
        self._secret.accepted()

    def knock(self, change: dict[str, object] | None = None, *, secret: str = SECRET) -> int:
        event = signed("{}", secret=secret, at_s=self.clock() // 1000) | (change or {})
        outcome = admitted(
            event, secrets=self._secret.accepted, clock=self.clock, tell=self.operator
        )
        return 200 if isinstance(outcome, bytes) else int(str(outcome["statusCode"]))

    def asked_by(self, *knocks: Callable[[], object]) -> int:
        """How often the secret was read because of some knocks."""
        before = self.kept.asked
        for knock in knocks:
            knock()
        return self.kept.asked - before


FORGED = "another secret"
NEW = "the new one"
SHAPELESS: tuple[dict[str, object], ...] = (
    {"headers": None},
    {"headers": {}},
    {"headers": {"x-slack-signature": "v0=" + "0" * 64}},
    {"headers": {"x-slack-request-timestamp": str(NOON // 1000), "x-slack-signature": "v0=x"}},
    {"headers": {"x-slack-request-timestamp": "1", "x-slack-signature": "v0=" + "0" * 64}},
)


def test_no_number_of_forged_requests_has_the_secret_read_before_it_is_old() -> None:
    door = Doorway()

    def forged() -> None:
        assert door.knock(secret=FORGED) == 401

    assert door.asked_by(*[forged] * 1000) == 0
    assert door.operator.told == [RequestRefused(status=401)] * 1000


@pytest.mark.parametrize("change", SHAPELESS, ids=range(len(SHAPELESS)))
def test_what_cannot_be_slacks_never_has_the_secret_read_however_old_it_is(
    change: dict[str, object],
) -> None:
    door = Doorway()
    door.clock.advance(ms=LONGEST_AGE_MS)

    assert door.asked_by(*[partial(door.knock, change)] * 100) == 0


@pytest.mark.parametrize("secret", [SECRET, FORGED], ids=["signed", "forged"])
def test_in_an_hour_the_secret_is_read_as_often_for_strangers_as_for_slack(secret: str) -> None:
    door = Doorway()

    def a_second_passes() -> None:
        door.clock.advance(seconds=1)
        door.knock(secret=secret)

    assert door.asked_by(*[a_second_passes] * 3600) == 3_600_000 // MAX_AGE_MS


def test_a_secret_that_cannot_be_read_is_tried_once_in_five_minutes_whatever_arrives() -> None:
    door = Doorway()
    door.clock.advance(ms=MAX_AGE_MS)
    door.kept.is_down = True

    assert door.asked_by(*[partial(door.knock, secret=FORGED)] * 500) == 1
    assert door.asked_by(*[door.knock] * 500) == 0
    assert door.knock() == 200


def test_while_a_secret_rotates_both_are_let_in_and_a_day_later_the_new_one_alone() -> None:
    door = Doorway()
    door.kept.rotate(NEW, at=door.clock())

    assert (door.knock(), door.knock(secret=NEW)) == (200, 401)
    door.clock.advance(ms=MAX_AGE_MS)
    assert (door.knock(), door.knock(secret=NEW)) == (200, 200)
    door.clock.advance(seconds=86_400)
    assert (door.knock(), door.knock(secret=NEW)) == (401, 200)
