"""Somebody wants a run to end: noted while it is open, and taken away with it."""

from signoff.core.codec import column
from signoff.core.items import Clause, Equal, Missing, Update
from signoff.core.keys import ThreadKey
from signoff.core.thread import DUE, Meta, Stop


def stop(thread: ThreadKey, wanted: Stop, *, seen: Meta, due: int) -> Update:
    """Want a run to end; refused once the run is a step further than it was seen.

    So a run that has just ended is not stopped, and neither is the one after it.
    """
    before: Clause = (
        Equal(name="stop", value=column(seen.stop)) if seen.stop else Missing(name="stop")
    )
    return Update(
        key=thread.meta(),
        put={"stop": column(wanted), "due": due, "due_shard": DUE},
        add={"wakes": 1},
        when=(Equal(name="run", value=seen.run), Equal(name="step", value=seen.step), before),
    )


def came_late(thread: ThreadKey, late: Stop, *, fence: int) -> Update:
    """Forget a stop whose run had ended by itself."""
    return Update(
        key=thread.meta(),
        drop=("stop",),
        when=(Equal(name="fence", value=fence), Equal(name="stop", value=column(late))),
    )
