import pytest

from signoff.adapters.http import Response
from signoff.adapters.slack.door import admitted
from signoff.testing import RecordingTell
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
