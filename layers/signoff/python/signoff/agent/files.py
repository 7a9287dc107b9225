"""What a tool returns beside words: files for the people in the thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class File:
    """A file for the people in the thread.

    Attributes:
        name: Its name, with an ending that says what it is.
        content: What stands in it: bytes as they are, or text, which is written as UTF-8.
        title: What it is called in the thread; empty: its name.
    """

    name: str
    content: bytes | str = field(repr=False)
    title: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool returns that has files to give.

    Attributes:
        text: What the model is told; beside it, it learns the name and size of each file.
        files: The files, which are put into the thread; the model does not see what is in them.
    """

    text: str = ""
    files: Sequence[File] = field(default=(), kw_only=True)
