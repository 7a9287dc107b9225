from typing import Any

import pytest

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.sessions import QUIET_MS, Sessions
from signoff.adapters.slack.web import RefusedBySlackError
from signoff.core.canonical import JsonObject
from signoff.core.presence import Activity, Prompt
from signoff.ports import TransientError, UnreachableError
from signoff.testing import ManualClock
from tests.core.rows import NOON, THREAD

PLACE = {"channel_id": THREAD.channel, "thread_ts": THREAD.thread_ts}
PROMPT = Prompt(title="Refund", message="Refund order 8841")


class Web:
    """A Web API that goes wrong as a test says, and remembers what it was sent."""

    def __init__(self, **errors: Exception) -> None:
        self.errors = {Method[name]: error for name, error in errors.items()}
        self.sent: list[tuple[Method, Any]] = []

    def __call__(
        self, method: Method, *, json: JsonObject | None = None, form: JsonObject | None = None
    ) -> JsonObject:
        self.sent.append((method, json or form))
        if method in self.errors:
            raise self.errors[method]
        return {"ok": True}

    @property
    def methods(self) -> list[Method]:
        return [method for method, _ in self.sent]


def _refused(method: Method, code: str) -> RefusedBySlackError:
    return RefusedBySlackError(method, code)


def _no_agent(code: str = "not_authorized", **errors: Exception) -> Web:
    return Web(SESSION_STATUS=_refused(Method.SESSION_STATUS, code), **errors)


def _sessions(web: Web, clock: ManualClock | None = None) -> Sessions:
    return Sessions(web=web, clock=clock or ManualClock(NOON))


@pytest.mark.parametrize("activity", list(Activity))
def test_a_thread_stands_as_it_is_said_to(activity: Activity) -> None:
    web = Web()

    _sessions(web).show(THREAD, activity)

    assert web.sent == [(Method.SESSION_STATUS, {**PLACE, "status": activity.value})]


def test_a_title_goes_with_the_status() -> None:
    web = Web()

    _sessions(web).show(THREAD, Activity.PROCESSING, title="Refund")

    assert web.sent[0][1] == {**PLACE, "status": "processing", "title": "Refund"}


@pytest.mark.parametrize("code", ["not_authorized", "unknown_method", "missing_scope"])
def test_where_the_app_is_no_agent_the_older_status_takes_its_place(code: str) -> None:
    web = _no_agent(code)
    sessions = _sessions(web)

    sessions.show(THREAD, Activity.PROCESSING, title="Refund")
    sessions.show(THREAD, Activity.ACTIVE)

    status = {"status": "is working on it…", "loading_messages": ["Working on it…"]}
    assert web.sent[1:] == [
        (Method.ASSISTANT_STATUS, {**PLACE, **status}),
        (Method.ASSISTANT_TITLE, {**PLACE, "title": "Refund"}),
        (Method.ASSISTANT_STATUS, {**PLACE, "status": ""}),
    ]


def test_what_is_refused_for_good_is_never_asked_for_again() -> None:
    old = _refused(Method.ASSISTANT_STATUS, "missing_scope")
    title = _refused(Method.ASSISTANT_TITLE, "missing_scope")
    prompts = _refused(Method.SUGGESTED_PROMPTS, "not_authorized")
    web = _no_agent(ASSISTANT_STATUS=old, ASSISTANT_TITLE=title, SUGGESTED_PROMPTS=prompts)
    sessions = _sessions(web)

    for _ in range(3):
        sessions.show(THREAD, Activity.PROCESSING, title="Refund")
        sessions.suggest("D0ANA", (PROMPT,))

    assert sorted(web.methods) == sorted(
        [
            Method.SESSION_STATUS,
            Method.ASSISTANT_STATUS,
            Method.ASSISTANT_TITLE,
            Method.SUGGESTED_PROMPTS,
        ]
    )


def test_what_is_refused_for_one_thread_is_tried_in_the_next() -> None:
    web = _no_agent("thread_not_found")
    sessions = _sessions(web)

    sessions.show(THREAD, Activity.PROCESSING)
    sessions.show(THREAD, Activity.ACTIVE)

    assert web.methods == [Method.SESSION_STATUS] * 2


def test_a_slack_that_does_not_answer_is_left_alone_for_a_while() -> None:
    clock = ManualClock(NOON)
    web = Web(SESSION_STATUS=UnreachableError("slow"))
    sessions = _sessions(web, clock)

    sessions.show(THREAD, Activity.PROCESSING)
    sessions.show(THREAD, Activity.PROCESSING)
    clock.advance(seconds=QUIET_MS // 1000)
    sessions.show(THREAD, Activity.PROCESSING)

    assert web.methods == [Method.SESSION_STATUS] * 2


@pytest.mark.parametrize("activity", [Activity.SUSPENDED, Activity.ACTIVE, Activity.CLOSED])
def test_how_a_thread_rests_is_said_though_slack_did_not_answer_before(activity: Activity) -> None:
    web = Web(SESSION_STATUS=UnreachableError("slow", is_ambiguous=True))
    sessions = _sessions(web)

    sessions.show(THREAD, Activity.PROCESSING)
    web.errors.clear()
    sessions.show(THREAD, activity)

    assert [sent["status"] for _, sent in web.sent] == ["processing", activity.value]


def test_slack_is_left_alone_for_as_long_as_it_asks() -> None:
    clock = ManualClock(NOON)
    web = Web(SESSION_STATUS=UnreachableError("limited", retry_after_s=60))
    sessions = _sessions(web, clock)

    sessions.show(THREAD, Activity.PROCESSING)
    clock.advance(seconds=59)
    sessions.show(THREAD, Activity.ACTIVE)
    sessions.suggest("D0ANA", (PROMPT,))

    assert web.methods == [Method.SESSION_STATUS, Method.SUGGESTED_PROMPTS]


def test_without_a_token_nothing_is_raised() -> None:
    web = Web(SESSION_STATUS=TransientError("no token"))

    _sessions(web).show(THREAD, Activity.PROCESSING)

    assert web.methods == [Method.SESSION_STATUS]


def test_prompts_are_offered_in_the_direct_messages() -> None:
    web = Web()

    _sessions(web).suggest("D0ANA", (PROMPT,))

    prompts = [{"title": "Refund", "message": "Refund order 8841"}]
    assert web.sent == [(Method.SUGGESTED_PROMPTS, {"channel_id": "D0ANA", "prompts": prompts})]


def test_no_prompts_are_no_call() -> None:
    web = Web()

    _sessions(web).suggest("D0ANA", ())

    assert web.sent == []
