"""A high-risk call is about to start: whoever let it run must still be allowed to."""

from dataclasses import dataclass

from signoff.core.audit import Fact
from signoff.core.click import NotAllowed, Unverified
from signoff.core.decision import Answered, RunAgain
from signoff.core.gate import Risk
from signoff.core.keys import ThreadKey
from signoff.core.person import Bar
from signoff.core.requirement import Requirement
from signoff.core.who import Who
from signoff.ports import Chat, Clock, TransientError
from signoff.usecases.authorise import admitted

BLOCKED = "Not run: {who}, who {did}, may not decide any more."


class UnverifiedVoiceError(TransientError):
    """Whether somebody may still decide can't be found out now: nothing starts on their word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A call that does not start.

    Attributes:
        said: Why, for the model and the receipt.
        facts: Why, for the audit.
    """

    said: str
    facts: tuple[Fact, ...] = ()


def blocked(
    requirement: Requirement | None, *, thread: ThreadKey, chat: Chat, clock: Clock
) -> Blocked | None:
    """Hold everybody whose word counts against the rule once more, as things are now.

    Returns:
        None where the call may start: all may still decide, or its tool is not of high risk.

    Raises:
        UnverifiedVoiceError: Slack does not say so of somebody, now.
    """
    if requirement is None or requirement.risk is not Risk.HIGH:
        return None
    gone: dict[Who, Bar] = {}
    for voice in voices(requirement):
        said = admitted(voice.id, requirement, thread=thread, chat=chat, clock=clock)
        match said:
            case NotAllowed(why=bar):
                gone[voice] = bar
            case Unverified():
                raise UnverifiedVoiceError(requirement.at.place)
            case _:
                continue
    return _blocked(requirement, gone, now=clock()) if gone else None


def voices(requirement: Requirement) -> tuple[Who, ...]:
    """List everybody on whose word a call starts: each who approved, or the one who decided."""
    verdict = requirement.verdict
    decided = (verdict.by,) if verdict is not None and verdict.by is not None else ()
    return tuple({who.id: who for who in (*(v.by for v in requirement.votes), *decided)}.values())


def _blocked(requirement: Requirement, gone: dict[Who, Bar], *, now: int) -> Blocked:
    who = " and ".join(f"@{each.name}" for each in gone)
    note = ", ".join(f"{each.id}: {bar.value}" for each, bar in gone.items())
    facts = held_back(requirement, note, now=now)
    return Blocked(said=BLOCKED.format(who=who, did=_did(requirement)), facts=facts)


def held_back(requirement: Requirement | None, note: str, *, now: int) -> tuple[Fact, ...]:
    """Tell that what people had let run does not start, and why; never its arguments."""
    if requirement is None:
        return ()
    fact = Fact(
        action="blocked",
        at=now,
        by=None,
        about=(requirement.at.place,),
        digests=(requirement.digest,),
        note=note,
    )
    return (fact,)


def _did(requirement: Requirement) -> str:
    match requirement.verdict.decision if requirement.verdict else None:
        case Answered():
            return "filled it in"
        case RunAgain():
            return "restarted it"
        case _:
            return "approved it"
