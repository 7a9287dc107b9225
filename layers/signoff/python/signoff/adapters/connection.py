"""A connection that is kept: a request needs no handshake, and nothing but Python's own."""

import ssl
from _thread import allocate_lock
from collections.abc import Mapping
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from select import POLLIN, poll
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit
from weakref import finalize


class NotReachedError(ConnectionError):
    """Nobody was reached: nothing was sent."""


class NoAnswerError(ConnectionError):
    """A request was sent, and may have arrived; no answer came back."""


class Answer(NamedTuple):
    """What came back.

    Attributes:
        status: The status.
        headers: The headers, by their names in small letters.
        body: The body.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


def path_of(url: str) -> str:
    """Give what of an address is asked for at its host."""
    place = urlsplit(url)
    asked = f"{place.path or '/'}{place.query and '?'}{place.query}"
    return quote(asked, safe="!#$%&'()*+,/:;=?@[]~")


class Connection:
    """Speaks to one place; opened at the first request, and again when it was lost."""

    def __init__(self, url: str, *, authorities: str = "") -> None:
        """Get ready; nothing is opened yet.

        Args:
            url: Where; its path does not count.
            authorities: The file of those who may vouch for it; empty: the machine's own.
        """
        place = urlsplit(url)
        host = place.hostname or ""
        self._line = (
            _SafeLine(host, place.port, context=_tls(authorities))
            if place.scheme == "https"
            else _Line(host, place.port)
        )
        # Errands are run beside the work, and both may need the same secret.
        self._turn = allocate_lock()
        finalize(self, self._line.close)

    def post(
        self, path: str, body: bytes, headers: Mapping[str, str], *, timeout_s: float
    ) -> Answer:
        """Send one request, once.

        Raises:
            NotReachedError: It was not sent.
            NoAnswerError: It may have arrived.
        """
        return self._exchange("POST", path, body, headers, timeout_s=timeout_s)

    def get(self, path: str, headers: Mapping[str, str], *, timeout_s: float, most: int) -> Answer:
        """Ask for at most so many bytes of something, and hang up.

        Raises:
            NotReachedError: It was not asked for.
            NoAnswerError: It did not come through.
        """
        try:
            return self._exchange("GET", path, b"", headers, timeout_s=timeout_s, most=most)
        finally:
            self.close()

    def _exchange(
        self,
        verb: str,
        path: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        timeout_s: float,
        most: int | None = None,
    ) -> Answer:
        with self._turn:
            self._open(timeout_s)
            try:
                self._line.request(verb, path, body or None, headers)
                self._line.flush()
                reply = self._line.getresponse()
                named = {name.lower(): value for name, value in reply.getheaders()}
                return Answer(reply.status, named, reply.read(most))
            except (OSError, HTTPException) as error:
                self.close()
                raise NoAnswerError(f"no answer: {type(error).__name__}") from error

    def close(self) -> None:
        """Hang up; the next request opens it again."""
        self._line.close()

    def _open(self, timeout_s: float) -> None:
        if self._line.sock is not None and not self._is_hung_up():
            self._line.sock.settimeout(timeout_s)
            return
        self.close()
        self._line.timeout = timeout_s
        try:
            self._line.connect()
        except OSError as error:
            self.close()
            raise NotReachedError(f"not reached: {type(error).__name__}") from error

    def _is_hung_up(self) -> bool:
        """Tell whether something can be read unasked: between two requests, that the other left."""
        looking = poll()
        looking.register(self._line.sock, POLLIN)
        return bool(looking.poll(0))


class _Line(HTTPConnection):
    """Sends a request's head and body at once: a packet less, and no server waits for the rest."""

    _kept = b""

    def send(self, data: Any) -> None:
        """Keep it until all is said."""
        self._kept += data

    def flush(self) -> None:
        """Send what was kept."""
        kept, self._kept = self._kept, b""
        self.sock.sendall(kept)


class _SafeLine(_Line, HTTPSConnection):
    """The same, by TLS."""


@cache
def _tls(authorities: str) -> ssl.SSLContext:
    """Give a context, made once: to read who may vouch is most of what a connection costs."""
    context = ssl.create_default_context(cafile=authorities or None)
    context.set_alpn_protocols(["http/1.1"])
    return context
