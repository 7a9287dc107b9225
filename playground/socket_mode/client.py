"""Slack's own client for Socket Mode, and what it lacks for a person at a terminal."""

import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient

from playground.socket_mode.tokens import APP_TOKEN, Tokens, code_of, refusal

_AT_ONCE: Final = 1 << 20
"""So many bytes are read at a time: the client calls itself for each piece of a message."""

_HERE: Final = {"127.0.0.1", "localhost"}


class Client(SocketModeClient):
    """Slack's own client, which says why it can't connect again, and hangs up at once."""

    def __init__(
        self,
        tokens: Tokens,
        *,
        api_url: str,
        ping_s: float,
        told: Callable[[str], None],
        refused: Callable[[str], None],
    ) -> None:
        # It logs whole messages of people.
        quiet = logging.getLogger("playground.socket_mode")
        quiet.setLevel(logging.CRITICAL + 1)
        self._refused = refused
        web: Any = WebClient(base_url=api_url, retry_handlers=[], logger=quiet)
        super().__init__(
            app_token=tokens.app,
            logger=quiet,
            web_client=web,
            ping_interval=ping_s,
            receive_buffer_size=_AT_ONCE,
            on_message_listeners=[told],
        )
        if urlsplit(api_url).hostname in _HERE:
            self.proxy = None

    def connect(self) -> None:
        """Connect anew, and have the new connection hang up at once when its time has come."""
        super().connect()
        session: Any = self.current_session
        session.close = partial(_hang_up, session)

    def issue_new_wss_url(self) -> str:
        """Ask for an address; while it was connected, a person is told why there is none."""
        try:
            return super().issue_new_wss_url()
        except SlackApiError as error:
            if self.current_session is not None:
                self._refused(f"WARNING {refusal(APP_TOKEN, code_of(error))}")
            raise


def _hang_up(session: Any) -> None:
    """Close a connection whose own thread reads from it.

    That thread must be woken: otherwise it reads on for three seconds, and for as long neither the
    new connection is read nor the program ended.
    """
    if session.sock is not None:
        with suppress(OSError):
            socket.socket.shutdown(session.sock, socket.SHUT_RDWR)
    session.disconnect()
