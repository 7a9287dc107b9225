"""Slack's Web API: one connection that is kept, one attempt for a call, and errors with a name."""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from json import dumps
from threading import Lock
from typing import Final, Protocol, TypeAlias
from urllib.parse import urlencode, urlsplit

from signoff.adapters.connection import (
    Answer,
    Connection,
    NoAnswerError,
    NotReachedError,
    path_of,
)
from signoff.adapters.slack.api_methods import OF_ONE_WORKSPACE, Method
from signoff.adapters.slack.payloads import object_at, parsed
from signoff.adapters.slack.quiet import Quiet
from signoff.core.canonical import Json, JsonObject
from signoff.core.errors import TellableError
from signoff.ports import (
    Clock,
    PermanentError,
    TransientError,
    UndeliverableError,
    UnreachableError,
)

Renew: TypeAlias = Callable[[], str]
"""Gives the bot's token as it is now, and not as it was remembered."""

SLACK_API_URL: Final = "https://slack.com/api/"

_IDLE_MS = 20_000
_OK, _TOO_MANY_REQUESTS, _BROKEN = 200, 429, 500
_LONGEST_WAIT_S = 3_600
_SECONDS = re.compile(r"[0-9]{1,9}", re.ASCII)
_CODE = re.compile(r"[a-z0-9_]{1,80}", re.ASCII)
_JSON, _FORM = "application/json;charset=utf-8", "application/x-www-form-urlencoded"
_NO_JSON = "no JSON"

_LATER = {
    "accesslimited",
    "external_channel_migrating",
    "message_limit_exceeded",
    "ratelimited",
    "rate_limited",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
}
"""Slack did nothing, and may do it another time."""

_TOKEN_REFUSED = {
    "account_inactive",
    "http_401",
    "invalid_auth",
    "not_authed",
    "token_expired",
    "token_revoked",
}
"""Slack did nothing, because of the token: it may have been changed since it was read."""

_UNCLEAR = {"fatal_error", "internal_error", "update_failed"}
"""Slack may have done it, or part of it."""


class RefusedBySlackError(UndeliverableError, TellableError):
    """Slack understood the call and will not do it.

    Attributes:
        code: Slack's name for the reason.
    """

    def __init__(self, method: Method, code: str, details: str = "") -> None:
        """Keep the reason."""
        super().__init__(f"{method}: {code}{details and f' ({details})'}")
        self.code = code
        self._method = method

    @property
    def in_log(self) -> str:
        """The method and the code; Slack's details may quote what it was sent."""
        return f"{self._method}: {self.code}"


class Web(Protocol):
    """Calls a method of the Web API."""

    def __call__(
        self, method: Method, *, json: JsonObject | None = None, form: JsonObject | None = None
    ) -> JsonObject:
        """Call a method, and give Slack's answer.

        Methods that only read take a form, all others JSON.

        Raises:
            UnreachableError: It may work later.
            RefusedBySlackError: It will not.
        """
        ...


class SlackWeb:
    """Calls Slack with a bot's token, and once more if the token was changed meanwhile."""

    def __init__(
        self,
        *,
        token: str,
        renew: Renew | None = None,
        team: str | None = None,
        client: tuple[str, str] | None = None,
        api_url: str,
        timeout_s: float,
        clock: Clock,
    ) -> None:
        """Get ready; nothing is sent yet.

        Args:
            token: The bot's token.
            renew: Gives the token as it is now; None: this one is all there is.
            team: The workspace, for a token that is good in several; None: it is good in one.
            client: The app's client id and secret, to call as the app itself; None: as its bot.
            api_url: Where the Web API is; ends in `/api/`.
            timeout_s: How long one call may take.
            clock: The time.
        """
        self._line = _Line(api_url=api_url, timeout_s=timeout_s, clock=clock)
        self._scheme = f"{api_url.partition('://')[0]}://"
        self._token = token
        self._renew = renew
        self._team: JsonObject = {"team_id": team} if team else {}
        self._client = f"Basic {b64encode(':'.join(client).encode()).decode()}" if client else ""
        self._asked_about: str | None = None
        self._quiet = Quiet(clock)

    def __call__(
        self, method: Method, *, json: JsonObject | None = None, form: JsonObject | None = None
    ) -> JsonObject:
        return self.with_headers(method, json=json, form=form)[0]

    def with_headers(
        self, method: Method, *, json: JsonObject | None = None, form: JsonObject | None = None
    ) -> tuple[JsonObject, Mapping[str, str]]:
        """Call a method, and give Slack's answer with the headers it came with, in small letters.

        Raises:
            UnreachableError: It may work later.
            RefusedBySlackError: It will not.
        """
        token = self._token
        try:
            return self._called(method, json, form)
        except RefusedBySlackError as error:
            if error.code not in _TOKEN_REFUSED or not self._has_newer(token):
                raise
        return self._called(method, json, form)

    @property
    def token(self) -> str:
        """The bot's token, as it was last read."""
        return self._token

    def upload(self, url: str, content: bytes) -> None:
        """Send the bytes of a file to where Slack wants them; the token stays here.

        Raises:
            UnreachableError: They did not arrive.
        """
        if not url.startswith(self._scheme):
            raise UnreachableError("Slack named no safe place for a file")
        try:
            status = self._line.send(url, content)
        except ConnectionError as error:
            raise UnreachableError("the file did not get through") from error
        if status != _OK:
            raise UnreachableError(f"the file was not taken ({status})")

    def _has_newer(self, old: str) -> bool:
        """Read the token again, once for each that is refused: one that is dead stays so."""
        if self._token != old:
            # Another hand, whose call was refused before, has read it.
            return True
        if self._renew is None or self._asked_about == old:
            return False
        try:
            self._token = self._renew()
        except (TransientError, PermanentError):
            # What Slack said of the old one says more.
            return False
        self._asked_about = old
        return self._token != old

    def _called(
        self, method: Method, json: JsonObject | None, form: JsonObject | None
    ) -> tuple[JsonObject, Mapping[str, str]]:
        self._quiet.keep(method, json)
        where: JsonObject = self._team if method in OF_ONE_WORKSPACE else {}
        kind, body = _spelled(json, {**(form or {}), **where} if where else form)
        headers = {"Authorization": self._client or f"Bearer {self._token}", "Content-Type": kind}
        try:
            answer = self._line.post(method, body, headers)
        except NotReachedError as error:
            raise UnreachableError(f"{method}: Slack cannot be reached") from error
        except NoAnswerError as error:
            why = f"{method}: no answer came back"
            raise UnreachableError(why, is_ambiguous=True) from error
        told = parsed(answer.body) or {}
        if answer.status != _OK or told.get("ok") is not True:
            named = _named(method, answer, told)
            if isinstance(named, UnreachableError) and _is_limit(answer, named):
                self._quiet.ask(method, json, seconds=named.retry_after_s)
            raise named
        return told, answer.headers


class _Line:
    """The connection to Slack; what is sent over it is sent once."""

    def __init__(self, *, api_url: str, timeout_s: float, clock: Clock) -> None:
        self._path = urlsplit(api_url).path
        self._connection = Connection(api_url)
        self._timeout_s = timeout_s
        self._clock = clock
        self._used_at = clock()
        self._in_use = Lock()

    def post(self, method: Method, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Call a method; of two who call at one time, one waits for the other."""
        path = f"{self._path}{method.value}"
        with self._in_use:
            self._hang_up_if_idle()
            return self._connection.post(path, body, headers, timeout_s=self._timeout_s)

    def send(self, url: str, content: bytes) -> int:
        """Post bytes as they are, with no word of who sends them; give the status."""
        elsewhere = Connection(url)
        headers = {"content-type": "application/octet-stream"}
        try:
            return elsewhere.post(path_of(url), content, headers, timeout_s=self._timeout_s).status
        finally:
            elsewhere.close()

    def _hang_up_if_idle(self) -> None:
        """Start anew after a pause: Slack, or a sleeping Lambda's network, has hung up unheard."""
        now = self._clock()
        if not 0 <= now - self._used_at < _IDLE_MS:
            self._connection.close()
        self._used_at = now


def _spelled(json: JsonObject | None, form: JsonObject | None) -> tuple[str, bytes]:
    """Spell a call's arguments: their type, and the bytes."""
    if arguments := _sent(json):
        return _JSON, dumps(arguments).encode()
    given = {
        name: int(value) if isinstance(value, bool) else value
        for name, value in _sent(form).items()
    }
    return _FORM, urlencode(given).encode()


def _sent(arguments: JsonObject | None) -> dict[str, Json]:
    return {name: value for name, value in (arguments or {}).items() if value is not None}


def _named(
    method: Method, answer: Answer, told: JsonObject
) -> UnreachableError | RefusedBySlackError:
    status, code = answer.status, str(told.get("error", _NO_JSON))
    if status == _TOO_MANY_REQUESTS or code in _LATER:
        wait = _seconds(answer.headers.get("retry-after"))
        return UnreachableError(f"{method}: {code}", retry_after_s=wait)
    is_known = bool(_CODE.fullmatch(code))
    if status >= _BROKEN or code in _UNCLEAR or (status == _OK and not is_known):
        return UnreachableError(f"{method}: Slack failed ({status})", is_ambiguous=True)
    if not is_known:
        return RefusedBySlackError(method, f"http_{status}")
    return RefusedBySlackError(method, code, _details(told))


def _is_limit(answer: Answer, named: UnreachableError) -> bool:
    return answer.status == _TOO_MANY_REQUESTS or named.retry_after_s > 0


def _seconds(header: object) -> int:
    text = str(header)
    return min(int(text), _LONGEST_WAIT_S) if _SECONDS.fullmatch(text) else 0


def _details(answer: Json) -> str:
    messages = object_at(answer, "response_metadata").get("messages")
    return "; ".join(str(each) for each in messages) if isinstance(messages, list) else ""
