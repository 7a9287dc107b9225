"""Who did something."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A person, by Slack id, with the name they had when they acted."""

    id: str
    name: str
