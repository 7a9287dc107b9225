"""Whether what is stored of a request still is what was asked, and what was decided."""

from dataclasses import replace

from signoff.core.canonical import digest
from signoff.core.codec import UnreadableRowError, column
from signoff.core.decision import Verdict, fits, state_after
from signoff.core.journal import AskFirst, Call
from signoff.core.keys import ThreadKey
from signoff.core.merging import final_arguments
from signoff.core.requirement import Requirement, digest_of


def binding(thread: ThreadKey, requirement: Requirement, verdict: Verdict) -> str:
    """Tie a verdict to the very request that it is about, and to the bytes it was shown with."""
    place = requirement.at.place
    return digest(thread.pk, place, requirement.digest, column(verdict))[:32]


def require_as_asked(requirement: Requirement) -> None:
    """Hold a request against its digest.

    Raises:
        UnreadableRowError: What would be shown is not what the digest covers.
    """
    try:
        arguments = final_arguments(replace(requirement, verdict=None))
    except (TypeError, ValueError) as error:
        raise UnreadableRowError(f"{requirement.at.place}: what was changed is no JSON") from error
    shown = digest_of(
        tool=requirement.tool,
        version=requirement.tool_version,
        arguments=arguments,
        at=requirement.at,
    )
    if shown != requirement.digest:
        raise UnreadableRowError(f"{requirement.at.place}: it is not what its digest covers")


def standing_verdict(thread: ThreadKey, call: Call, requirement: Requirement) -> Verdict:
    """Give what was decided about a call, once it is sure that this is what was decided.

    Raises:
        UnreadableRowError: It is about something else, or is not what was decided.
    """
    require_as_asked(requirement)
    verdict = requirement.verdict
    is_its_own = (
        replace(requirement.at, again=0) == call.at
        and requirement.tool == call.tool
        and requirement.tool_version == call.tool_version
    )
    if verdict is None or not (is_its_own and _is_as_decided(thread, requirement, verdict)):
        raise UnreadableRowError(f"{call.at.place}: its decision is not what was decided")
    return verdict


def require_standing(thread: ThreadKey, call: Call, requirement: Requirement | None) -> None:
    """Hold what is to let a call start against the call, before it starts.

    Raises:
        UnreadableRowError: It waited for a decision, and has none that stands.
    """
    if requirement is not None:
        standing_verdict(thread, call, requirement)
    elif isinstance(call.plan, AskFirst):
        raise UnreadableRowError(f"{call.at.place}: what it waited for is gone")


def _is_as_decided(thread: ThreadKey, requirement: Requirement, verdict: Verdict) -> bool:
    return (
        requirement.state is state_after(verdict.decision)
        and fits(requirement.ask, verdict.decision)
        and requirement.bound == binding(thread, requirement, verdict)
    )
