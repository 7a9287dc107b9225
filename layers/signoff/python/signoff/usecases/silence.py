"""What one look of the clock learns of Slack: whom to leave alone, and whose place is next."""

from dataclasses import dataclass, field

PACE_MS = 1_500
"""How far apart what waits is sent: a channel takes about one message a second, and of other
methods a workspace takes fifty calls a minute."""


@dataclass(slots=True)
class Silence:
    """Until when each workspace is left alone, and how many places behind that are taken."""

    _until: dict[str, int] = field(default_factory=dict[str, int])
    _taken: dict[str, int] = field(default_factory=dict[str, int])

    def learn(self, team: str, until: int) -> None:
        """Note until when Slack wants to be left alone there, in milliseconds; 0: it answered."""
        self._until[team], self._taken[team] = until, 0

    def is_kept(self, team: str, *, now: int) -> bool:
        """Tell whether nothing is to be sent there now."""
        return self._until.get(team, 0) > now

    def next_place(self, team: str) -> int:
        """Give the time at which the next row there may be sent; no two rows get the same."""
        taken = self._taken[team]
        self._taken[team] = taken + 1
        return self._until[team] + taken * PACE_MS
