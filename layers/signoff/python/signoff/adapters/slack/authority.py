"""Slack, as far as it hands out tokens: a code is exchanged, a token renewed or taken back."""

from collections.abc import Callable

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.payloads import id_at, object_at, text_at
from signoff.adapters.slack.web import RefusedBySlackError, SlackWeb
from signoff.core.canonical import JsonObject
from signoff.core.installation import Tokens
from signoff.ports import Clock, Granted

_LONGEST_NAME = 200
_PATIENCE_S = 8


class SlackAuthority:
    """The `Authority` port over Slack's Web API, as the app itself."""

    def __init__(
        self,
        *,
        client: Callable[[], tuple[str, str]],
        redirect_url: str,
        api_url: str,
        clock: Clock,
    ) -> None:
        """Get ready; nothing is sent yet.

        Args:
            client: Gives the app's client id and secret.
            redirect_url: Where people were sent back to with their code.
            api_url: Where the Web API is; ends in `/api/`.
            clock: The time.
        """
        self._api_url = api_url
        self._redirect_url = redirect_url
        self._clock = clock
        self._client = client

    def exchange(self, code: str) -> Granted:
        answer = self._asked_as_app({"code": code, "redirect_uri": self._redirect_url})
        is_of_organisation = answer.get("is_enterprise_install") is True
        granted = Granted(
            app=id_at(answer, "app_id"),
            team="" if is_of_organisation else id_at(answer, "team", "id"),
            organisation=id_at(answer, "enterprise", "id"),
            name=text_at(answer, "enterprise" if is_of_organisation else "team", "name")[
                :_LONGEST_NAME
            ],
            bot_user=id_at(answer, "bot_user_id"),
            by=id_at(answer, "authed_user", "id"),
            scopes=tuple(sorted(filter(None, text_at(answer, "scope").split(",")))),
            tokens=self._tokens(answer),
        )
        if not granted.key or text_at(answer, "token_type") != "bot":
            raise RefusedBySlackError(Method.OAUTH_ACCESS, "no_bot_token")
        return granted

    def renew(self, refresh: str) -> Tokens:
        form: JsonObject = {"grant_type": "refresh_token", "refresh_token": refresh}
        return self._tokens(self._asked_as_app(form))

    def revoke(self, bot: str) -> None:
        web = SlackWeb(token=bot, api_url=self._api_url, timeout_s=_PATIENCE_S, clock=self._clock)
        web(Method.AUTH_REVOKE, form={})

    def _asked_as_app(self, form: JsonObject) -> JsonObject:
        """Ask with the client's secret as it is now: it may be changed at any time."""
        web = SlackWeb(
            token="",
            client=self._client(),
            api_url=self._api_url,
            timeout_s=_PATIENCE_S,
            clock=self._clock,
        )
        return web(Method.OAUTH_ACCESS, form=form)

    def _tokens(self, answer: JsonObject) -> Tokens:
        bot, refresh = text_at(answer, "access_token"), text_at(answer, "refresh_token")
        lasts_s = object_at(answer).get("expires_in")
        if not bot:
            raise RefusedBySlackError(Method.OAUTH_ACCESS, "no_token")
        # Without the means to renew it there is no use in knowing when it ends.
        is_ending = type(lasts_s) is int and bool(refresh)
        ends = self._clock() + lasts_s * 1000 if is_ending and type(lasts_s) is int else None
        return Tokens(bot=bot, refresh=refresh, expires_at=ends)
