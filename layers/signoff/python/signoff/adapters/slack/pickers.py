"""The fields that Slack itself fills with choices: dates and times, people, channels."""

from datetime import datetime
from typing import assert_never

from signoff.adapters.slack.blocks import Block, plain
from signoff.adapters.slack.widgets import ACTION, Day, Hour, Listed, Moment, Picked
from signoff.core.canonical import Json
from signoff.core.schema import check


def picker(widget: Picked, value: Json) -> Block:
    """Draw a picker of a date, a time of day, or both."""
    match widget:
        case Day():
            drawn: Block = {"type": "datepicker"}
            initial = {"initial_date": value} if _is(value, "date") else {}
        case Hour():
            drawn = {"type": "timepicker"}
            initial = {"initial_time": str(value)[:5]} if _is(value, "time") else {}
        case Moment():
            drawn = {"type": "datetimepicker"}
            seconds = _seconds(value) if _is(value, "date-time") else 0
            initial = {"initial_date_time": seconds} if seconds >= _FIRST_PICKED else {}
        case _:
            assert_never(widget)
    return {**drawn, "action_id": ACTION, **initial}


def listed_by_slack(widget: Listed, value: Json) -> Block:
    """Draw Slack's own list of people or of channels; only true ids stand in it already."""
    kind = f"multi_{_LISTS[widget.of]}" if widget.is_several else _LISTS[widget.of]
    drawn: Block = {"type": kind, "action_id": ACTION, "placeholder": plain("Choose")}
    initial = f"initial_{_NAMED[widget.of]}"
    if widget.of == "channel":
        drawn["filter"] = {"include": ["public", "private"]}
    if not widget.is_several:
        return {**drawn, initial: value} if _is(value, f"slack-{widget.of}") else drawn
    wanted = value if isinstance(value, list | tuple) else ()
    chosen = [each for each in wanted if _is(each, f"slack-{widget.of}")]
    return {**drawn, f"{initial}s": chosen} if chosen else drawn


_LISTS = {"user": "users_select", "channel": "conversations_select"}
_NAMED = {"user": "user", "channel": "conversation"}


def _is(value: Json, form: str) -> bool:
    return isinstance(value, str) and not check({"format": form}, value)


def _seconds(value: Json) -> int:
    return int(datetime.fromisoformat(str(value)).timestamp())


_FIRST_PICKED = 1_000_000_000
"""Slack's picker takes ten digits: nothing before September 2001."""
