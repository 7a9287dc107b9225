"""What people asked for beside a thread."""

from dataclasses import dataclass

from signoff.core.keys import ThreadKey
from signoff.core.observations.observed import Observed


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTaken(Observed):
    """Somebody pressed Stop.

    Attributes:
        thread: Where.
        user: The person's id.
        became: What became of it.
    """

    thread: ThreadKey
    user: str
    became: str
