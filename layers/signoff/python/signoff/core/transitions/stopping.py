"""Somebody wants a run to end: noted in the thread's own row, and taken away with the run."""

from signoff.core.codec import column
from signoff.core.items import Equal, Update
from signoff.core.keys import ThreadKey
from signoff.core.thread import DUE, Stop


def stop(thread: ThreadKey, wanted: Stop, *, due: int) -> Update:
    """Want a run to end.

    Nothing is required: the stop names its run, so one that comes late ends nothing.
    """
    return Update(
        key=thread.meta(),
        put={"stop": column(wanted), "due": due, "due_shard": DUE},
        add={"wakes": 1},
    )


def came_late(thread: ThreadKey, late: Stop) -> Update:
    """Forget a stop whose run had ended by itself; refused if there is another by now."""
    return Update(key=thread.meta(), drop=("stop",), when=(Equal(name="stop", value=column(late)),))
