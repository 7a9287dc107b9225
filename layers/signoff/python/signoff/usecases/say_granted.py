"""Calls that nobody is asked about, run or not: the thread is told why, in one line each."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from signoff.core.effects import Out
from signoff.core.journal import Call, Granted, Refuse
from signoff.core.naming import SOMEONE
from signoff.core.outputs import NOBODY_ASKED
from signoff.core.transitions import asking
from signoff.core.who import Who

_UNPLAIN = re.compile(r"[^\w .'-]")
_LONGEST = 80
_NOBODYS = Refuse(output=NOBODY_ASKED)


def notice(run: int, step: int, calls: Iterable[Call], *, now: int) -> Out | None:
    """Write what is said of the calls of one answer that are so; None: there are none."""
    found: dict[Granted | Refuse, list[str]] = {}
    for call in calls:
        plan = call.plan
        if isinstance(plan, Granted) or (isinstance(plan, Refuse) and plan == _NOBODYS):
            found.setdefault(plan, []).append(call.tool)
    if not found:
        return None
    text = "\n".join(_line(plan, tools) for plan, tools in found.items())
    return asking.new_out(run=run, name=f"granted.{step}", text=text, now=now)


def _line(plan: Granted | Refuse, tools: list[str]) -> str:
    times = f" ({len(tools)} calls)" if len(tools) > 1 else ""
    if isinstance(plan, Refuse):
        return (
            f"Not run: `{tools[0]}`{times}. Only whoever asks for it may approve it, and that was "
            "another app: no app approves anything."
        )
    until = datetime.fromtimestamp(plan.until // 1000, tz=UTC)
    return (
        f"Run without asking: `{tools[0]}`{times}, by {_named(plan.by)}'s standing approval, "
        f"until {until:%Y-%m-%d %H:%M} UTC."
    )


def _named(who: Who) -> str:
    """Name a person so that nothing in the name is Markdown."""
    plain = " ".join(_UNPLAIN.sub(" ", who.name).split())[:_LONGEST]
    return f"@{plain or SOMEONE}"
