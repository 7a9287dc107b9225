"""The three questions: are these blocks, is this view, is this message within Slack's limits?"""

from typing import Literal

from playground.slack.blockkit.problems import Problem

Surface = Literal["message", "modal", "home"]


def check_blocks(blocks: object, *, surface: Surface) -> list[Problem]:
    """List what is wrong with the blocks of a surface."""
    _ = blocks, surface
    return []


def check_view(view: object) -> list[Problem]:
    """List what is wrong with a view."""
    _ = view
    return []


def check_message(message: object) -> list[Problem]:
    """List what is wrong with a message."""
    _ = message
    return []
