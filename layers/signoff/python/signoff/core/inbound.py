"""A message that somebody wrote to the agent."""

from dataclasses import dataclass
from typing import ClassVar

from signoff.core.attachments import Attached
from signoff.core.who import Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """A message that somebody wrote to the agent, waiting to be heard.

    Attributes:
        ts: Slack's own time stamp of the message: its identity and its order.
        user: The author's Slack id.
        text: What they wrote, in Slack's mrkdwn; once a model has read it, with names for ids.
        files: What was attached, by name.
        name: What the model knows its author by, as long as the thread lasts; empty: it waits, or
            was read before names were.
        local: When and where it was written, by its author's clock; empty: the model is not told.
        named: Whom its text mentions, and which channels, each with the name that stands in it.
        is_bot: Whether another app wrote it.
        looks_at: The channel that its author had open beside their direct messages: by its id;
            once a model has read it, by its name. Empty: none, or nobody says.
        edited: When its author changed it last, in microseconds since 1970; 0: they never did.
        attached: The same as `files`, with what is known of each; none: nobody looked into it.
    """

    ts: str
    user: str
    text: str
    files: tuple[str, ...] = ()
    name: str = ""
    local: str = ""
    named: tuple[Who, ...] = ()
    is_bot: bool = False
    looks_at: str = ""
    edited: int = 0
    attached: tuple[Attached, ...] = ()

    columns: ClassVar[tuple[str, ...]] = ("edited",)
