"""What people are offered to write to an agent, checked as it is declared."""

from collections.abc import Iterable
from typing import Final

from signoff.core.presence import Prompt

MOST: Final = 4
"""So many prompts Slack shows."""


def prompts(wanted: Iterable[object]) -> tuple[Prompt, ...]:
    """Read the prompts of a declaration.

    Raises:
        TypeError: One is no pair of texts.
        ValueError: One says nothing, or there are more than Slack shows.
    """
    if isinstance(wanted, str):
        raise TypeError(_no_pair(wanted))
    found = tuple(_prompt(each) for each in wanted)
    if len(found) > MOST:
        raise ValueError(f"suggested_prompts: Slack shows {MOST} at most, not {len(found)}.")
    return found


def _prompt(wanted: object) -> Prompt:
    match wanted:
        case (str(title), str(message)):
            pass
        case _:
            raise TypeError(_no_pair(wanted))
    if not title.strip() or not message.strip():
        raise ValueError(f"suggested_prompts: {(title, message)} needs a title and a message.")
    return Prompt(title=title.strip(), message=message.strip())


def _no_pair(wanted: object) -> str:
    return f'suggested_prompts: {wanted!r} is no ("title", "message").'
