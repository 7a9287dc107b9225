"""What an operator asks Slack: who the token is, what it may do, whether a card would be taken."""

from dataclasses import dataclass

from signoff.adapters.slack.api_methods import EVENT_SCOPES, METHOD_SCOPES, Method
from signoff.adapters.slack.payloads import id_at, text_at
from signoff.adapters.slack.web import RefusedBySlackError, SlackWeb
from signoff.core.canonical import Json, JsonObject

_SCOPES = "x-oauth-scopes"
_OBJECTIONS = {"invalid_blocks", "invalid_message", "invalid_view"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whom a bot token belongs to.

    Attributes:
        team: The workspace.
        user: The bot's user.
        scopes: What it may do; None: Slack did not say.
    """

    team: str
    user: str
    scopes: frozenset[str] | None


class Inspection:
    """Asks Slack about the app itself; changes nothing."""

    def __init__(self, web: SlackWeb) -> None:
        """Take the way to Slack."""
        self._web = web

    def identity(self) -> Identity:
        """Ask whom the token belongs to.

        Raises:
            UnreachableError: Slack could not say.
            RefusedBySlackError: The token counts for nothing.
        """
        answer, headers = self._web.with_headers(Method.AUTH_TEST)
        said = headers.get(_SCOPES)
        scopes = frozenset(part.strip() for part in said.split(",")) - {""} if said else None
        return Identity(team=id_at(answer, "team_id"), user=text_at(answer, "user"), scopes=scopes)

    def objection(self, **one: Json) -> str:
        """Ask whether `blocks`, a `view` or a `message` would be taken; empty: it would.

        Raises:
            UnreachableError: Slack could not say.
            RefusedBySlackError: It does not answer such questions.
        """
        try:
            self._web(Method.VALIDATE, json=one)
        except RefusedBySlackError as error:
            if error.code not in _OBJECTIONS:
                raise
            return str(error)
        return ""


def needed_scopes(manifest: JsonObject) -> frozenset[str]:
    """Give what the app's manifest asks for, and what the code calls and hears."""
    scopes: Json = manifest
    for name in ("oauth_config", "scopes", "bot"):
        scopes = scopes.get(name) if isinstance(scopes, dict) else None
    written = frozenset(map(str, scopes)) if isinstance(scopes, list) else frozenset[str]()
    called = (scope for needed in METHOD_SCOPES.values() for scope in needed)
    heard = (scope for needed in EVENT_SCOPES.values() for scope in needed)
    return written | {*called, *heard}
