"""Rows to test with: one believable thread, and requirements that wait in it."""

from dataclasses import replace

from signoff.core.canonical import canonical
from signoff.core.decision import Ask
from signoff.core.gate import Confirmation
from signoff.core.keys import Position, ThreadKey
from signoff.core.requirement import Requirement, digest_of
from signoff.core.who import Who

NOON = 1_795_096_800_000
DAY_MS = 86_400_000
ANA = Who(id="U0ANA", name="ana")
BOB = Who(id="U0BOB", name="bob")
THREAD = ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts="1795096800.000100")
FIRST = Position(run=1, step=1, index=0)


def a_requirement(
    ask: Ask | None = None, *, at: Position = FIRST, **changes: object
) -> Requirement:
    """Ask about one e-mail, unless told otherwise."""
    arguments = canonical({"to": "bob@example.com", "subject": "Refund for order 8841"})
    requirement = Requirement(
        at=at,
        card=at,
        ask=ask or Confirmation(),
        tool="send_email",
        tool_version="v1",
        call_id="call_1",
        arguments=arguments,
        schema=canonical(
            {
                "type": "object",
                "properties": {"to": {"type": "string"}, "subject": {"type": "string"}},
                "required": ["to", "subject"],
                "additionalProperties": False,
            }
        ),
        title="Send email to bob@example.com",
        risk=None,
        reason="Bob asked twice.",
        requester=ANA,
        asked_ts=THREAD.thread_ts,
        asked_at=NOON,
        exp=NOON + DAY_MS,
        digest=digest_of(tool="send_email", version="v1", arguments=arguments, at=at),
    )
    return replace(requirement, **changes)  # type: ignore[arg-type]
