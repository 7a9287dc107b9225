"""What the app was granted, by whom and where: codes, tokens that end, and their successors."""

import secrets
from dataclasses import dataclass, field, replace

from playground.slack.errors import SlackError

CLIENT_ID = "1000000000.2000000000"
CLIENT_SECRET = "local-client-secret"  # noqa: S105 - it opens nothing but this
CODE_LASTS_S = 600.0
TOKEN_LASTS_S = 43_200
GRACE_S = 300.0
"""How long a refresh token still counts while nobody has used its successor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What somebody's consent is worth, once.

    Attributes:
        key: The workspace, or the organisation.
        by: Who said yes.
        scopes: What to.
        redirect_url: Where the code was sent.
        made_at: When.
        is_spent: Whether it was exchanged.
    """

    key: str
    by: str
    scopes: tuple[str, ...]
    redirect_url: str
    made_at: float
    is_spent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A bot token as it stands.

    Attributes:
        bot: The token.
        key: The workspace, or the organisation.
        scopes: What it may do.
        refresh: What its successor is asked for with; empty: it never ends.
        expires_at: When it ends.
        is_used: Whether it was ever called with.
        dead: The error that a call with it gets; empty: none.
    """

    bot: str
    key: str
    scopes: tuple[str, ...]
    refresh: str = ""
    expires_at: float | None = None
    is_used: bool = False
    dead: str = ""

    def refused(self, now: float) -> str:
        """Name the error that a call with it gets now; empty: none."""
        is_over = self.expires_at is not None and now >= self.expires_at
        return self.dead or ("token_expired" if is_over else "")


@dataclass(slots=True, kw_only=True)
class Grants:
    """Everything that was granted, in all workspaces at this address.

    Attributes:
        redirect_urls: Where codes may be sent; none: anywhere on this machine.
        rotates: Whether tokens end and are renewed.
        takes_organisations: Whether a whole organisation may install the app.
    """

    redirect_urls: tuple[str, ...] = ()
    rotates: bool = False
    takes_organisations: bool = False
    codes: dict[str, Code] = field(default_factory=dict[str, Code])
    tokens: dict[str, Token] = field(default_factory=dict[str, Token])
    renewed: dict[str, tuple[str, float]] = field(default_factory=dict[str, tuple[str, float]])

    def agree(self, code: Code) -> str:
        """Let somebody say yes; gives the code that is sent back."""
        name = secrets.token_hex(16)
        self.codes[name] = code
        return name

    def exchange(self, name: str, redirect_url: str, now: float) -> tuple[Code, Token]:
        """Give a token for a code.

        Raises:
            SlackError: The code is no good.
        """
        code = self.codes.get(name)
        if code is None or now - code.made_at > CODE_LASTS_S:
            raise SlackError("invalid_code")
        if code.is_spent:
            raise SlackError("code_already_used")
        if redirect_url != code.redirect_url:
            raise SlackError("bad_redirect_uri")
        self.codes[name] = replace(code, is_spent=True)
        return code, self._granted(code.key, code.scopes, now)

    def renew(self, refresh: str, now: float) -> Token:
        """Give the next token for a refresh token; the last one again, if nobody has used it.

        Raises:
            SlackError: invalid_refresh_token.
        """
        bot, at = self.renewed.get(refresh, ("", 0.0))
        if bot and not self.tokens[bot].is_used and now - at <= GRACE_S:
            return self.tokens[bot]
        for token in list(self.tokens.values()):
            if token.refresh == refresh != "" and not token.dead and not bot:
                new = self._granted(token.key, token.scopes, now)
                self.renewed[refresh] = (new.bot, now)
                return new
        raise SlackError("invalid_refresh_token")

    def use(self, bot: str, now: float) -> Token:
        """Call with a token.

        Raises:
            SlackError: It is none, or is no good any more.
        """
        token = self.tokens.get(bot)
        refused = "invalid_auth" if token is None else token.refused(now)
        if token is None or refused:
            raise SlackError(refused)
        self.tokens[bot] = used = replace(token, is_used=True)
        return used

    def remove(self, key: str, *, why: str) -> None:
        """Let no token of a workspace, or an organisation, count any more."""
        for bot, token in self.tokens.items():
            if token.key == key and not token.dead:
                self.tokens[bot] = replace(token, dead=why)

    def living(self, key: str, now: float) -> list[Token]:
        """List the tokens that count somewhere."""
        return [each for each in self.tokens.values() if each.key == key and not each.refused(now)]

    def _granted(self, key: str, scopes: tuple[str, ...], now: float) -> Token:
        token = Token(
            bot=f"{'xoxe.' if self.rotates else ''}xoxb-{secrets.token_hex(16)}",
            key=key,
            scopes=scopes,
            refresh=f"xoxe-1-{secrets.token_hex(16)}" if self.rotates else "",
            expires_at=now + TOKEN_LASTS_S if self.rotates else None,
        )
        self.tokens[token.bot] = token
        return token
