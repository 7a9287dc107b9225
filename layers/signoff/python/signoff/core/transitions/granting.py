"""A decision that stands: given with the one on a call, required by each use, taken back."""

from dataclasses import replace

from signoff.core.codec import column, to_item
from signoff.core.grant_keys import key_at
from signoff.core.grants import Grant, GrantState, mark_of
from signoff.core.items import Above, Check, Equal, Missing, Put, Update, Write
from signoff.core.journal import Call, Granted
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Kept, Requirement
from signoff.core.who import Who


def given(decided: tuple[Write, ...], asked: Requirement, grant: Grant) -> tuple[Write, ...]:
    """Store a decision that stands, in the same write as the one that it was given with."""
    key = grant.came_from.requirement(asked.at)
    return (
        *(_with(each, mark_of(grant)) if each.key == key else each for each in decided),
        Put(key=grant.key, item=to_item(grant, grant.key), when=(Missing(name="pk"),)),
    )


def leave(thread: ThreadKey, call: Call, *, now: int) -> tuple[Check, ...]:
    """Require of a start that the approval it rests on still stands: nothing of other calls.

    Taking it back changes the same row, so of a start and a revocation one comes first.
    """
    if not isinstance(call.plan, Granted):
        return ()
    standing = (
        Equal(name="state", value=GrantState.LIVE.value),
        Equal(name="version", value=call.tool_version),
        Equal(name="pins", value=call.plan.pins),
        Above(name="until", value=now),
    )
    return (Check(key=key_at(thread.team, call.plan.place), when=standing),)


def revoked(grant: Grant, *, by: Who, now: int) -> tuple[Update, ...]:
    """Take a standing decision back: once this is written, no start rests on it any more."""
    over = Update(
        key=grant.key,
        put={
            "state": GrantState.REVOKED.value,
            "revoked_by": column(by),
            "revoked_at": now,
        },
        when=(Equal(name="state", value=GrantState.LIVE.value), Above(name="until", value=now)),
    )
    mark = mark_of(replace(grant, revoked_by=by, revoked_at=now))
    told = Update(
        key=grant.came_from.requirement(grant.at),
        put={"kept": column(mark)},
        when=(Equal(name="digest", value=grant.shown),),
    )
    return (over, told)


def _with(decided: Write, mark: Kept) -> Write:
    if not isinstance(decided, Update):
        raise TypeError(f"{decided.key.sk}: a decision changes its request")
    return replace(decided, put={**decided.put, "kept": column(mark)})
