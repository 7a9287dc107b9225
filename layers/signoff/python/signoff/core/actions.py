"""Everything that an audit can tell: a closed list, each with its meaning."""

from collections.abc import Mapping
from typing import Literal, TypeAlias, assert_never

from signoff.core.decision import (
    Answered,
    AnsweredFor,
    Approved,
    ApprovedEdited,
    Cancelled,
    CouldNotRun,
    Decision,
    Executed,
    Expired,
    ItHappened,
    Rejected,
    RunAgain,
    Stopped,
    Superseded,
)

Action: TypeAlias = Literal[
    "asked",
    "denied",
    "reviewed",
    "revealed",
    "refused",
    "edited",
    "voted",
    "approved",
    "rejected",
    "answered",
    "executed",
    "answered_for",
    "could_not_run",
    "it_happened",
    "run_again",
    "stopped",
    "cancelled",
    "superseded",
    "expired",
    "handed",
    "reminded",
    "escalated",
    "blocked",
    "started",
    "succeeded",
    "failed",
    "given_up",
    "stop_asked",
    "lost",
    "granted",
    "grant_used",
    "grant_lapsed",
    "grant_revoked",
    "ruled_out",
    "ruled_out_used",
    "kill_on",
    "kill_off",
    "head_mended",
]

MEANINGS: Mapping[Action, str] = {
    "asked": "a question was put to people",
    "denied": "a rule refused a call before anybody was asked",
    "reviewed": "somebody opened the full arguments",
    "revealed": "somebody opened what a card hides",
    "refused": "somebody wanted to decide and was not let",
    "edited": "somebody changed arguments: the digests before and after, the names of the fields",
    "voted": "an approval that does not decide yet",
    "approved": "the approval that decides",
    "rejected": "a rejection",
    "answered": "a form or questions were filled in",
    "executed": "somebody ran it and brought the result",
    "answered_for": "somebody answered in the tool's place",
    "could_not_run": "somebody could not run it, or would not",
    "it_happened": "of a start with unknown outcome: it did its work",
    "run_again": "of a start with unknown outcome: start it once more",
    "stopped": "of a start with unknown outcome: leave it",
    "cancelled": "a request was taken back",
    "superseded": "what was asked is no longer what would run",
    "expired": "nobody answered in time",
    "handed": "somebody gave their right to decide to somebody else",
    "reminded": "those who may decide were reminded",
    "escalated": "more people may decide from now on",
    "blocked": "a tool that had been let run did not start; the note says why",
    "started": "a tool that had been let run was started",
    "succeeded": "that start returned a result",
    "failed": "that start raised an error",
    "given_up": "a run ended and something let run in it has no result",
    "stop_asked": "somebody wants a run to end",
    "lost": "stored rows can't be read any more",
    "granted": "a standing approval was given",
    "grant_used": "a call ran by a standing approval",
    "grant_lapsed": "a standing approval counted no more when a call was to start by it",
    "grant_revoked": "a standing approval or refusal was taken back",
    "ruled_out": "somebody does not want to be asked about a tool again in a thread",
    "ruled_out_used": "a call was refused by that",
    "kill_on": "starts were switched off",
    "kill_off": "starts were switched on again",
    "head_mended": "the head of this audit was not where its entries ended",
}
"""What each action tells, in a few words."""

BY_RIGHT: frozenset[Action] = frozenset(
    {
        "reviewed",
        "revealed",
        "edited",
        "voted",
        "approved",
        "rejected",
        "answered",
        "executed",
        "answered_for",
        "could_not_run",
        "it_happened",
        "run_again",
        "stopped",
        "handed",
        "stop_asked",
        "granted",
        "grant_revoked",
        "ruled_out",
        "kill_on",
        "kill_off",
    }
)
"""What a person does by a right: the evidence of it stands beside it.

A cancelling does so, too, where a person did it.
"""


OPERATOR = "an operator, with the rights that AWS gives"
"""The evidence of what is done at the command line."""


def action_of(decision: Decision) -> Action:
    """Name the action that tells of a decision; of edits tells one of their own."""
    match decision:
        case Approved() | ApprovedEdited():
            return "approved"
        case (
            Rejected(kind=kind)
            | Answered(kind=kind)
            | Executed(kind=kind)
            | AnsweredFor(kind=kind)
            | CouldNotRun(kind=kind)
            | ItHappened(kind=kind)
            | RunAgain(kind=kind)
            | Stopped(kind=kind)
            | Expired(kind=kind)
            | Cancelled(kind=kind)
            | Superseded(kind=kind)
        ):
            return kind
        case _:
            assert_never(decision)
