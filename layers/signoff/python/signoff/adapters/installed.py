"""The workspaces in which somebody installed the app, each with a token and a memory of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from signoff.adapters.slack.web import Renew
from signoff.adapters.workspaces import Renewed, SlackHere
from signoff.core.errors import PermanentError, TellableError
from signoff.core.installation import Installation
from signoff.ports import Chat, Clock, Installations

MAX_AGE_MS = 300_000
"""How long an installation is believed without another look."""

DUE_AGE_MS = 30_000
"""How long, while its token is to be renewed."""

SlackWith: TypeAlias = Callable[[Installation, str, Renew], SlackHere]
"""Makes the Slack of a workspace: by its installation, its id, and the way to a newer token."""


class NotInstalledError(PermanentError, TellableError):
    """The app is not installed in this workspace any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    installation: Installation
    slack: SlackHere
    read_at: int

    def is_good(self, now: int) -> bool:
        longest = DUE_AGE_MS if self.installation.is_due(now) else MAX_AGE_MS
        return 0 <= now - self.read_at < longest


class InstalledWorkspaces:
    """Those in which the app is installed, each with a token and a memory of its own."""

    def __init__(
        self,
        installations: Installations,
        *,
        slack_with: SlackWith,
        renewed: Renewed,
        clock: Clock,
    ) -> None:
        """Know none yet.

        Args:
            installations: Where they are kept.
            slack_with: Makes a workspace's Slack.
            renewed: Gives an installation with a token that lasts, if one can be had.
            clock: The time.
        """
        self._installations = installations
        self._slack_with = slack_with
        self._renewed = renewed
        self._clock = clock
        self._known: dict[str, _Known] = {}

    def chat_of(self, team: str, /) -> Chat | None:
        here = self.of(team)
        return here.chat if here else None

    def of(self, team: str, organisation: str = "", /) -> SlackHere | None:
        known = self._known.get(team)
        if known is None or not known.is_good(self._clock()):
            known = self._looked_up(team, organisation)
        return known.slack if known else None

    def make_ready(self) -> None:
        """Read nothing: whose turn it is, is not known yet."""

    def forget(self, team: str) -> None:
        self._known.pop(team, None)

    def _looked_up(self, team: str, organisation: str) -> _Known | None:
        before = self._known.pop(team, None)
        installation = self._installations.find(team, organisation=organisation)
        if installation is None:
            return None
        installation = self._renewed(installation)
        is_same = before is not None and before.installation.tokens == installation.tokens
        slack = (
            before.slack
            if before is not None and is_same
            else self._slack_with(installation, team, lambda: self._token_now(team, organisation))
        )
        known = _Known(installation=installation, slack=slack, read_at=self._clock())
        self._known[team] = known
        return known

    def _token_now(self, team: str, organisation: str) -> str:
        """Look again, since Slack refused the one that is remembered.

        Raises:
            NotInstalledError: There is none any more.
        """
        installation = self._installations.find(team, organisation=organisation)
        if installation is None:
            self.forget(team)
            raise NotInstalledError(f"the app is not installed in {team} any more")
        return self._renewed(installation).tokens.bot
