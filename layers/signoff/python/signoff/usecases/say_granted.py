"""Calls run without anybody being asked: the thread is told by whose word, in one line each."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from signoff.core.effects import Out
from signoff.core.journal import Call, Granted
from signoff.core.transitions import asking
from signoff.core.who import Who

_UNPLAIN = re.compile(r"[^\w .'-]")
_LONGEST = 80


def notice(run: int, step: int, calls: Iterable[Call], *, now: int) -> Out | None:
    """Write what is said of the calls of one answer that run so; None: there are none."""
    found: dict[Granted, list[str]] = {}
    for call in calls:
        if isinstance(call.plan, Granted):
            found.setdefault(call.plan, []).append(call.tool)
    if not found:
        return None
    text = "\n".join(_line(plan, tools) for plan, tools in found.items())
    return asking.new_out(run=run, name=f"granted.{step}", text=text, now=now)


def _line(plan: Granted, tools: list[str]) -> str:
    times = f" ({len(tools)} calls)" if len(tools) > 1 else ""
    until = datetime.fromtimestamp(plan.until // 1000, tz=UTC)
    return (
        f"Run without asking: `{tools[0]}`{times}, by {_named(plan.by)}'s standing approval, "
        f"until {until:%Y-%m-%d %H:%M} UTC."
    )


def _named(who: Who) -> str:
    """Name a person so that nothing in the name is Markdown."""
    plain = " ".join(_UNPLAIN.sub(" ", who.name).split())[:_LONGEST]
    return f"@{plain or who.id}"
