"""Where the app is installed, and who hands out the tokens."""

from dataclasses import dataclass
from typing import Protocol

from signoff.core.installation import Installation, Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """What Slack gives for a code.

    Attributes:
        app: The app that it is for.
        team: The workspace; empty: it is for a whole organisation.
        organisation: The organisation, if there is one.
        name: What people call the workspace or the organisation.
        bot_user: The bot's user there.
        by: Who installed it.
        scopes: What the token may do.
        tokens: What lets the bot speak.
    """

    app: str
    team: str
    organisation: str
    name: str
    bot_user: str
    by: str
    scopes: tuple[str, ...]
    tokens: Tokens

    @property
    def key(self) -> str:
        """Where the app is installed with it."""
        return self.team or self.organisation


class Authority(Protocol):
    """Slack, as far as it hands out tokens.

    Every method raises `UnreachableError` when it may work later, and `UndeliverableError` when
    it will not.
    """

    def exchange(self, code: str) -> Granted:
        """Give the tokens that somebody's consent is worth, once for each code."""
        ...

    def renew(self, refresh: str) -> Tokens:
        """Give the next tokens for those that end; again for the same, if the answer was lost."""
        ...

    def revoke(self, bot: str) -> None:
        """Take back a token that nobody here will use."""
        ...


class Installations(Protocol):
    """Where the app is installed; the tokens lie there sealed."""

    def find(self, team: str, *, organisation: str = "") -> Installation | None:
        """Give the installation that counts in a workspace, or in an organisation by its own id.

        Args:
            team: The workspace.
            organisation: Where to look, too, if the workspace is known by no message yet.
        """
        ...

    def save(self, installation: Installation) -> None:
        """Keep what was installed, in place of what was."""
        ...

    def erase(self, key: str, *, until: int) -> bool:
        """Forget an installation, tokens and all, unless it is younger than this."""
        ...

    def note_workspace(self, team: str, organisation: str) -> None:
        """Keep to which organisation a workspace belongs that has no installation of its own."""
        ...

    def claim_renewal(self, installation: Installation, *, now: int, until: int) -> bool:
        """Take it on to renew its token, until then; False: somebody else does, or has."""
        ...

    def replace_tokens(self, installation: Installation, tokens: Tokens) -> Installation | None:
        """Put new tokens in the place of these; None: they are not these any more."""
        ...

    def expiring(self, *, now: int, limit: int) -> tuple[str, ...]:
        """List the keys of those whose tokens are to be renewed by now."""
        ...

    def spend(self, name: str, *, until: int) -> bool:
        """Use up what counts once, and is of no use after a time; False: it was used before."""
        ...
