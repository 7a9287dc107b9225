"""Where an agent's answers grow while they are made, and how its tool calls stand in them."""

from typing import Literal, TypeAlias, get_args

Stream: TypeAlias = Literal["dm", "all", "off"]
"""Where answers grow: in direct messages, in channels too, or nowhere."""

TaskDisplay: TypeAlias = Literal["plan", "timeline"]
"""How tool calls stand in an answer: together above the text, or where they were made."""

_DIRECT = "D"
"""How Slack's ids of direct messages begin."""


def check_streaming(stream: object, task_display: object) -> None:
    """Refuse what is no such word.

    Raises:
        ValueError: It says which words there are.
    """
    for option, value, words in (
        ("stream", stream, get_args(Stream)),
        ("task_display", task_display, get_args(TaskDisplay)),
    ):
        if value not in words:
            known = " or ".join(f'"{word}"' for word in words)
            raise ValueError(f"{option} must be {known}, not {value!r}.")


def streams_in(channel: str, stream: Stream) -> bool:
    """Tell whether answers grow in a conversation."""
    return stream == "all" or (stream == "dm" and channel.startswith(_DIRECT))
