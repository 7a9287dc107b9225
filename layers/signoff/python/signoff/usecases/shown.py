"""What stands in the messages that grew while a last word was made."""

from dataclasses import dataclass

from signoff.ports.live import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What stands in the messages that a last word is to stand in.

    Attributes:
        streams: The messages; the last one may still grow.
        words: Their text together.
        tasks: The calls in the last one, as they are to stand.
        is_sound: Whether all that is known for certain.
    """

    streams: tuple[str, ...] = ()
    words: str = ""
    tasks: tuple[Task, ...] = ()
    is_sound: bool = False
