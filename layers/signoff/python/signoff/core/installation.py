"""An app as somebody installed it in their workspace, or in their whole organisation."""

from dataclasses import dataclass, field

RENEWED_BEFORE_MS = 2 * 60 * 60 * 1000
"""So long before its end a token is renewed: many tries fit into it."""

_ORGANISATION = "E"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What lets the bot speak; nothing that prints it shows it.

    Attributes:
        bot: The bot's token.
        refresh: What the next one is asked for with; empty: this one never ends.
        expires_at: When it ends; None: never.
    """

    bot: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    expires_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The app in one workspace, or in one organisation.

    Attributes:
        key: The workspace (`T…`) or the organisation (`E…`) it is installed in.
        name: What people call that.
        app: The app.
        bot_user: The bot's user there.
        by: Who installed it.
        scopes: What the token may do.
        installed_at: When.
        tokens: What lets the bot speak there.
        version: Changes with every new token: a write under an older one is refused.
    """

    key: str
    name: str
    app: str
    bot_user: str
    by: str
    scopes: tuple[str, ...]
    installed_at: int
    tokens: Tokens
    version: int

    @property
    def is_of_organisation(self) -> bool:
        """Whether it counts in every workspace of an organisation."""
        return self.key.startswith(_ORGANISATION)

    @property
    def renew_at(self) -> int | None:
        """When its token is to be renewed; None: never."""
        expires_at = self.tokens.expires_at
        return None if expires_at is None else expires_at - RENEWED_BEFORE_MS

    def is_due(self, now: int) -> bool:
        """Tell whether its token is to be renewed by now."""
        return self.renew_at is not None and self.renew_at <= now

    def is_expired(self, now: int) -> bool:
        """Tell whether its token has ended."""
        expires_at = self.tokens.expires_at
        return expires_at is not None and expires_at <= now
