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
    arguments = final_arguments(replace(requirement, verdict=None))
    shown = digest_of(
        tool=requirement.tool,
        version=requirement.tool_version,
        arguments=arguments,
        at=requirement.at,
    )
    if shown != requirement.digest:
        raise UnreadableRowError(f"{requirement.at.place}: it is not what its digest covers")


def require_standing(thread: ThreadKey, call: Call, requirement: Requirement | None) -> None:
    """Hold the decision that is to let a call start against the call, before it starts.

    Raises:
        UnreadableRowError: It is about something else, or is not what was decided.
    """
    if requirement is None:
        if isinstance(call.plan, AskFirst):
            raise UnreadableRowError(f"{call.at.place}: what it waited for is gone")
        return
    require_as_asked(requirement)
    is_its_own = (
        replace(requirement.at, again=0) == call.at
        and requirement.tool == call.tool
        and requirement.tool_version == call.tool_version
    )
    if not (is_its_own and _is_as_decided(thread, requirement)):
        raise UnreadableRowError(f"{call.at.place}: its decision is not what was decided")


def _is_as_decided(thread: ThreadKey, requirement: Requirement) -> bool:
    verdict = requirement.verdict
    return (
        verdict is not None
        and requirement.state is state_after(verdict.decision)
        and fits(requirement.ask, verdict.decision)
        and requirement.bound in {None, binding(thread, requirement, verdict)}
    )
