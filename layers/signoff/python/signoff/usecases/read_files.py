"""What people attached is fetched when it is heard, and kept: for the model it never changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from signoff.core.attachments import (
    MOST_FILES,
    TOO_MANY,
    Attached,
    why_not,
    why_not_these,
)
from signoff.core.effects import Out
from signoff.core.inbound import Inbound
from signoff.core.transitions import asking
from signoff.ports import UnfetchableError, UnreachableError
from signoff.usecases.turn import Turn, TurnPorts

TRIES: Final = 3
"""So often a turn waits for a Slack that does not give a file; then it goes on without."""

LONGEST_MS: Final = 40_000
"""So long the files of one turn may take."""

TOO_SLOW: Final = "Slack did not give it to me in time"


@dataclass(slots=True, kw_only=True)
class _Reading:
    """The files of one turn."""

    turn: Turn
    ports: TurnPorts
    until: int
    seen: dict[tuple[str, str], Attached] = field(default_factory=dict[tuple[str, str], Attached])

    def read(self, inbound: Inbound) -> Inbound:
        few = [self._read(file) for file in inbound.attached[:MOST_FILES]]
        many = [replace(file, skipped=TOO_MANY) for file in inbound.attached[MOST_FILES:]]
        files = (*few, *many)
        return replace(inbound, attached=files, files=tuple(file.name for file in files))

    def _read(self, file: Attached) -> Attached:
        known = (file.id, file.url)
        if known not in self.seen:
            self.seen[known] = self._fetched(file)
        return self.seen[known]

    def _fetched(self, file: Attached) -> Attached:
        if self.ports.clock() > self.until:
            return replace(file, skipped=TOO_SLOW)
        try:
            return self._kept(file)
        except UnfetchableError as error:
            return replace(file, skipped=str(error))
        except UnreachableError:
            if self.turn.tries < TRIES:
                raise
            return replace(file, skipped=TOO_SLOW)

    def _kept(self, file: Attached) -> Attached:
        if not (file.url or file.skipped):
            file = self.ports.chat.look_up(file)
        why = why_not(file)
        if why:
            return replace(file, skipped=why)
        content = self.ports.chat.fetch(file)
        why = why_not_these(file, content)
        if why:
            return replace(file, skipped=why)
        return replace(file, kept=self.ports.store.keep(content), size=len(content))


def read_files(turn: Turn, heard: Sequence[Inbound], ports: TurnPorts) -> tuple[Inbound, ...]:
    """Fetch what was attached to messages that are about to be heard; note what is not read.

    Raises:
        UnreachableError: Slack does not give a file just now; a later turn asks again.
    """
    reading = _Reading(turn=turn, ports=ports, until=ports.clock() + LONGEST_MS)
    return tuple(reading.read(each) if each.attached else each for each in heard)


def unread(heard: Sequence[Inbound], *, run: int, step: int, now: int) -> Out | None:
    """Say to people which of their files are not read, and why; None: all are."""
    skipped = [file for each in heard for file in each.attached if file.skipped]
    if not skipped:
        return None
    text = "\n".join(f"I can't read {_named(file)}: {file.skipped}." for file in skipped)
    return asking.new_out(run=run, name=f"unread.{step}", text=text, now=now)


def _named(file: Attached) -> str:
    return f"`{file.name.replace('`', chr(39))}`"
