"""From Slack's WebSocket to the functions, and back: acked is only what a function has taken."""

import json
import time
from threading import Event
from typing import Any, Final
from urllib.error import URLError

import httpx
from slack_sdk.errors import SlackApiError, SlackClientError

from playground.runner.environment import TellLine
from playground.slack.deliveries.signature import signed_headers
from playground.socket_mode.client import Client
from playground.socket_mode.envelopes import Envelope, ack, is_too_large, request_for
from playground.socket_mode.tokens import (
    APP_TOKEN,
    TokenError,
    Tokens,
    code_of,
    refusal,
    unreachable,
)

_TAKEN: Final = 200
_LONGEST_S: Final = 30.0
_NAME: Final = "slack"
_TURNED_OFF = (
    "WARNING Socket Mode was turned off in the app's settings: turn it on again, and start anew"
)


class Bridge:
    """One app's connection to Slack, which Slack's own client keeps up.

    Attributes:
        has_connected: Set each time that Slack has greeted us.
    """

    def __init__(
        self,
        tokens: Tokens,
        *,
        api_url: str,
        functions_url: str,
        signing_secret: str,
        tell: TellLine,
        ping_s: float = 2.0,
    ) -> None:
        """Get ready; nothing is sent yet.

        Args:
            tokens: What Slack knows us by.
            api_url: Where the Web API is; ends in `/api/`.
            functions_url: Where the functions take requests.
            signing_secret: What they are signed with.
            tell: Gets each line that a person should read.
            ping_s: How often the connection is looked at; it is lost after four times as long.
        """
        self._api_url = api_url
        self._functions_url = functions_url
        self._signing_secret = signing_secret
        self._tell = tell
        self._http = httpx.Client(timeout=_LONGEST_S, trust_env=False)
        self.has_connected = Event()
        self._client: Any = Client(
            tokens, api_url=api_url, ping_s=ping_s, told=self._hear_message, refused=self._say
        )
        self._client.socket_mode_request_listeners.append(self._hear_request)

    def start(self) -> None:
        """Connect.

        Raises:
            TokenError: Slack does not let us, or can't be reached.
        """
        try:
            self._client.connect()
        except SlackApiError as error:
            raise TokenError(refusal(APP_TOKEN, code_of(error))) from None
        except (SlackClientError, URLError, OSError) as error:
            raise TokenError(unreachable(self._api_url, error)) from None

    def stop(self) -> None:
        """Hang up, once what is under way is answered."""
        self._client.close()
        self._http.close()

    def carry(self, envelope: Envelope) -> dict[str, Any] | None:
        """Take an envelope to its function; give its ack, or None: it is not taken."""
        request = request_for(envelope)
        if request is None:
            self._say(f"ignored {envelope.kind}: nothing here answers that")
            return ack(envelope, "")
        signed = signed_headers(self._signing_secret, request.body, time.time())
        try:
            answer = self._http.post(
                f"{self._functions_url}{request.path}",
                content=request.body.encode(),
                headers={**request.headers, **signed},
            )
        except httpx.HTTPError as error:
            self._say_not_taken(envelope, type(error).__name__)
            return None
        written = ack(envelope, answer.text)
        if answer.status_code == _TAKEN and not is_too_large(written):
            return written
        is_taken = answer.status_code == _TAKEN
        why = "its answer is too large" if is_taken else str(answer.status_code)
        self._say_not_taken(envelope, why)
        return None

    def _say_not_taken(self, envelope: Envelope, why: str) -> None:
        then = "Slack sends it again" if envelope.kind == "events_api" else "Slack says so there"
        self._say(f"WARNING {envelope.kind} was not taken ({why}): {then}")

    def _hear_request(self, client: Any, request: Any) -> None:
        envelope = Envelope(
            id=request.envelope_id,
            kind=request.type,
            payload=request.payload,
            takes_answer=bool(request.accepts_response_payload),
            attempt=request.retry_attempt or 0,
            reason=request.retry_reason or "",
        )
        written = self.carry(envelope)
        if written is not None:
            client.send_socket_mode_response(written)

    def _hear_message(self, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            return
        match message:
            case {"type": "hello"}:
                self._say("connected in Socket Mode")
                self.has_connected.set()
            case {"type": "disconnect", "reason": "link_disabled"}:
                self._say(_TURNED_OFF)
            case {"type": "disconnect"}:
                self._say("Slack renews the connection")
            case _:
                return

    def _say(self, line: str) -> None:
        self._tell(_NAME, line)
