"""How a person writes a time, for an option."""

import datetime as dt
from typing import Any

import click

HOW = "write 2026-11-20, or 2026-11-20T14:00 (UTC, or with a zone such as +01:00)"


class Moment(click.ParamType[int]):
    """A date or a time; a date means its first moment, and no zone means UTC."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Give it in milliseconds since 1970."""
        if isinstance(value, int):
            return value
        try:
            found = dt.datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date: {HOW}.", param, ctx)
        zoned = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
        return round(zoned.timestamp() * 1000)
