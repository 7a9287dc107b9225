"""A model that speaks OpenAI's Responses API over HTTP and says what it is told to."""

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, Self, TypeAlias, assert_never

from playground import loopback
from playground.loopback import CutConnectionError, LoopbackServer, Response
from playground.model.checks import complaint
from playground.model.replies import (
    Answer,
    Call,
    Cut,
    Failed,
    Hang,
    HttpError,
    Item,
    Refusal,
    Reply,
    StreamError,
    Text,
)
from playground.model.request import ModelRequest, parse
from playground.model.responses import Ids, response_object
from playground.model.stream import as_sse, error_events, events
from playground.plain import Json

Script: TypeAlias = Callable[[ModelRequest], Reply]

_SSE = (("content-type", "text/event-stream; charset=utf-8"), ("cache-control", "no-cache"))
_JSON = (("content-type", "application/json"),)


class LocalModel:
    """A model in this process: queue what it answers, then read what it was asked.

    Each request takes the oldest reply in the queue. Once the queue is empty the script answers;
    without a script the request is refused, so that a call too many fails its test.
    """

    def __init__(
        self,
        *,
        script: Script | None = None,
        port: int = 0,
        api_key: str | None = "local-model-key",
        thinks: bool = True,
        delay: float = 0.0,
    ) -> None:
        """Take the port (0 = any free one).

        Args:
            script: Answers what the queue does not.
            port: Where to listen.
            api_key: The one key it accepts; None accepts all.
            thinks: Whether answers carry a reasoning item.
            delay: Seconds before each answer, so that a page shows the agent at work.

        Raises:
            PortTakenError: Another program listens there.
        """
        self.requests: list[ModelRequest] = []
        self.pace = 0.0
        """Seconds between two events of a stream: how fast it speaks."""
        self._script = script
        self._api_key = api_key
        self._thinks = thinks
        self._delay = delay
        self._queue: deque[Reply] = deque()
        self._ids = Ids()
        self._guard = threading.Lock()
        self._open = threading.Event()
        self._open.set()
        self._stopped = threading.Event()
        self._server = LoopbackServer(self._answer, port=port)

    @property
    def url(self) -> str:
        """What to give as OPENAI_BASE_URL."""
        return f"{self._server.url}/v1"

    @property
    def unsaid(self) -> int:
        """How many queued replies nobody has asked for yet."""
        return len(self._queue)

    def start(self) -> Self:
        """Answer from now on."""
        self._server.start()
        return self

    def stop(self) -> None:
        """End it, and drop who still waits."""
        self._stopped.set()
        self._open.set()
        self._server.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def forget(self) -> Self:
        """Take back what is queued and was not said."""
        with self._guard:
            self._queue.clear()
        return self

    def say(self, words: str, /) -> Self:
        """Queue an answer in words."""
        return self.answer(Text(text=words))

    def call(self, name: str, /, **arguments: Any) -> Self:
        """Queue an answer that calls one tool."""
        return self.answer(Call(name=name, arguments=arguments))

    def calls(self, items: Iterable[Item], /) -> Self:
        """Queue one answer with several calls, and words between them if there are any."""
        return self.answer(*items)

    def refuse(self, words: str = "I can't help with that.", /) -> Self:
        """Queue a refusal."""
        return self.answer(Refusal(refusal=words))

    def incomplete(
        self,
        words: str = "I was about to",
        /,
        *,
        reason: Literal["max_output_tokens", "content_filter"] = "max_output_tokens",
    ) -> Self:
        """Queue an answer that stops in the middle."""
        return self.reply(Answer(items=(Text(text=words),), incomplete=reason))

    def fail(
        self, status: int, message: str = "Scripted.", *, retry_after: float | None = None
    ) -> Self:
        """Queue an HTTP error."""
        headers = () if retry_after is None else (("retry-after", f"{retry_after:g}"),)
        kind, code = _ERRORS.get(status, ("server_error", None))
        return self.reply(
            HttpError(status=status, message=message, kind=kind, code=code, headers=headers)
        )

    def fail_midway(self, code: str = "server_error", message: str = "Scripted.") -> Self:
        """Queue a response that begins and ends as failed."""
        return self.reply(Failed(code=code, message=message))

    def error_midway(self, code: str = "server_error", message: str = "Scripted.") -> Self:
        """Queue a stream that breaks off with an error event."""
        return self.reply(StreamError(code=code, message=message))

    def cut(self, words: str = "This never arrives.", /, *, events: int = 5) -> Self:
        """Queue an answer whose connection drops after so many events."""
        return self.reply(Cut(answer=Answer(items=(Text(text=words),)), events=events))

    def hang(self, seconds: float = 3600.0) -> Self:
        """Queue an answer that does not come."""
        return self.reply(Hang(seconds=seconds))

    def answer(self, *items: Item) -> Self:
        """Queue an answer of these items."""
        return self.reply(Answer(items=items))

    def reply(self, *replies: Reply) -> Self:
        """Queue replies as they are."""
        self._queue.extend(replies)
        return self

    def hold(self) -> Self:
        """Let every request wait until `release`; it is recorded at once."""
        self._open.clear()
        return self

    def release(self) -> Self:
        """Answer again, and everybody who waits."""
        self._open.set()
        return self

    def _answer(self, request: loopback.Request) -> Response:
        if (request.method, request.path) != ("POST", "/v1/responses"):
            return _error(
                HttpError(
                    status=404,
                    kind="invalid_request_error",
                    message=f"Invalid URL ({request.method} {request.path})",
                )
            )
        try:
            asked = parse(request.body, request.headers)
        except ValueError:
            return _error(
                HttpError(
                    status=400,
                    kind="invalid_request_error",
                    message="We could not parse the JSON body of your request.",
                )
            )
        reply = self._next_reply(asked)
        self._open.wait()
        self._stopped.wait(self._delay)
        return self._perform(reply, asked)

    def _next_reply(self, asked: ModelRequest) -> Reply:
        with self._guard:
            self.requests.append(asked)
            if wrong := complaint(asked, api_key=self._api_key):
                return wrong
            if self._queue:
                return self._queue.popleft()
        if self._script is not None:
            return self._script(asked)
        return HttpError(
            status=400,
            kind="invalid_request_error",
            code="nothing_left_to_say",
            message=f"The script has no reply left. Asked for: {asked.last_user_text!r}",
        )

    def _perform(self, reply: Reply, asked: ModelRequest) -> Response:
        match reply:
            case HttpError():
                return _error(reply)
            case Hang(seconds=seconds):
                self._stopped.wait(seconds)
                raise CutConnectionError
            case Answer() | Failed():
                response = self._written(reply, asked)
                spoken = self._at_its_pace(events(response))
                return _sent(spoken) if asked.is_streaming else _plain(response)
            case StreamError(code=code, message=message):
                if not asked.is_streaming:
                    return _error(HttpError(status=500, code=code, message=message))
                begun = self._written(Answer(items=()), asked)
                return _sent(error_events(reply, begun))
            case Cut(answer=answer, events=number):
                if not asked.is_streaming:
                    raise CutConnectionError
                return _sent(_first(number, events(self._written(answer, asked))))
            case _:
                assert_never(reply)

    def _at_its_pace(self, sequence: Iterator[Json]) -> Iterator[Json]:
        for event in sequence:
            if self.pace:
                self._stopped.wait(self.pace)
            yield event

    def _written(self, answer: Answer | Failed, asked: ModelRequest) -> Json:
        if isinstance(answer, Answer) and not self._thinks:
            answer = Answer(items=answer.items, incomplete=answer.incomplete, thought=None)
        with self._guard:
            return response_object(answer, asked, ids=self._ids, now=time.time())


_ERRORS: dict[int, tuple[str, str | None]] = {
    400: ("invalid_request_error", None),
    401: ("invalid_request_error", "invalid_api_key"),
    403: ("invalid_request_error", "unsupported_country_region_territory"),
    404: ("invalid_request_error", "model_not_found"),
    429: ("requests", "rate_limit_exceeded"),
}


def _error(error: HttpError) -> Response:
    body = {
        "error": {
            "message": error.message,
            "type": error.kind,
            "param": error.param,
            "code": error.code,
        }
    }
    return Response(
        status=error.status,
        body=json.dumps(body).encode(),
        headers=(*_JSON, *error.headers),
    )


def _plain(response: Json) -> Response:
    return Response(status=200, body=json.dumps(response).encode(), headers=_JSON)


def _sent(sequence: Iterator[Json]) -> Response:
    return Response(status=200, body=map(as_sse, sequence), headers=_SSE)


def _first(number: int, sequence: Iterator[Json]) -> Iterator[Json]:
    for sent, event in enumerate(sequence):
        if sent == number:
            raise CutConnectionError
        yield event
