"""Somebody wants a run to end: noted in the thread's own row, and taken away with the run."""

from dataclasses import replace

from signoff.core.codec import column
from signoff.core.items import Clause, Equal, Missing, Put, Update
from signoff.core.keys import ThreadKey
from signoff.core.thread import DUE, Stop


def stop(thread: ThreadKey, wanted: Stop, *, before: Stop | None, due: int) -> Update:
    """Want a run to end; refused when another stop was stored or forgotten since `before` was read.

    Nothing is required of the run: the stop names it, so one that comes late ends nothing. But it
    must not take the place of one that does.
    """
    as_read: Clause = (
        Missing(name="stop") if before is None else Equal(name="stop", value=column(before))
    )
    return Update(
        key=thread.meta(),
        put={"stop": column(wanted), "due": due, "due_shard": DUE},
        add={"wakes": 1},
        when=(as_read,),
    )


def came_late(thread: ThreadKey, late: Stop) -> Update:
    """Forget a stop whose run had ended by itself; refused if there is another by now."""
    return Update(key=thread.meta(), drop=("stop",), when=(Equal(name="stop", value=column(late)),))


def unless_stopped(update: Update) -> Update:
    """Have a write to the thread's own row be refused once somebody wants a run to end."""
    return replace(update, when=(*update.when, Missing(name="stop")))


def pressed(thread: ThreadKey, mark: str) -> Put:
    """Take a press of Stop in, once; refused when it came before."""
    key = thread.pressed(mark)
    return Put(key=key, item={"pk": key.pk, "sk": key.sk}, when=(Missing(name="pk"),))
