"""What a tool gave beside words is kept before anything is journalled, and sent after it."""

from collections.abc import Iterable
from typing import Any

from signoff.agent.files import ToolResult
from signoff.core.effects import Out
from signoff.core.files_out import (
    MOST_FILES,
    NO_CONTENT,
    NOT_KEPT,
    TOO_MANY,
    OutFile,
    Unsent,
    file_name,
    told_of_files,
    why_not,
)
from signoff.core.outputs import stored
from signoff.core.transitions import asking
from signoff.ports import PermanentError, Store, TransientError


def kept_files(result: str | ToolResult, store: Store) -> tuple[str, tuple[OutFile, ...]]:
    """Keep the files of a result; give what the model is told, and what is to be sent."""
    if isinstance(result, str):
        return stored(result), ()
    sent: list[OutFile] = []
    unsent: list[Unsent] = []
    for place, file in enumerate(result.files):
        taken = [*(each.name for each in sent), *(each.name for each in unsent)]
        name = file_name(getattr(file, "name", ""), taken)
        found = TOO_MANY if place >= MOST_FILES else _kept(file, name, store)
        if isinstance(found, str):
            unsent.append(Unsent(name=name, why=found))
        else:
            sent.append(found)
    return told_of_files(sent, unsent) + stored(result.text), tuple(sent)


def _kept(file: Any, name: str, store: Store) -> OutFile | str:
    """Keep a file; or say why it is not sent. The tool has run: nothing here may undo that."""
    content = _octets(getattr(file, "content", None))
    if content is None:
        return NO_CONTENT
    why = why_not(content)
    if why:
        return why
    try:
        ref = store.keep(content)
    except (TransientError, PermanentError):
        return NOT_KEPT
    title = str(getattr(file, "title", "") or name)
    return OutFile(name=name, title=title, size=len(content), kept=ref)


def _octets(content: object) -> bytes | None:
    if isinstance(content, str):
        return content.encode("utf-8", "replace")
    return bytes(content) if isinstance(content, bytes | bytearray) else None


def outs_of(files: Iterable[OutFile], *, run: int, step: int, now: int) -> tuple[Out, ...]:
    """Make the messages that bring files, which whoever stores them is about to send."""
    return tuple(
        asking.new_file(file, run=run, name=f"file.{step}.{number}", now=now)
        for number, file in enumerate(files, 1)
    )
