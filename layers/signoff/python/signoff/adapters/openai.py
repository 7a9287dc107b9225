"""The language model, by the `openai` package: asked again while it may work, within one time."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from secrets import SystemRandom
from time import sleep
from typing import Any, Protocol

from signoff.adapters.openai_package import (
    APIConnectionError,
    APIError,
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    OpenAI,
    Stream,
    Timeout,
)
from signoff.adapters.responses import (
    TOO_LONG,
    BusyError,
    JsonDict,
    answer_of,
    failure,
    request,
)
from signoff.agent.agent import Agent
from signoff.core.canonical import JsonObject
from signoff.ports import Clock, PermanentError
from signoff.ports.model import NOBODY, Answer, Listener

OPENAI = "https://api.openai.com/v1"

LONGEST_PAUSE_S = 5.0
"""How long a request waits to be sent again; whoever asks for more is asked by a later turn."""

_FIRST_PAUSE_S = 0.5
_CONNECT_S = 5.0
_random = SystemRandom()


class ModelKey(Protocol):
    """The key of the model's API."""

    def __call__(self, *, again: bool = False) -> str:
        """Give it; with `again`, as it is now and not as it was remembered."""
        ...


class OpenAIModel:
    """The `Model` port on the Responses API, or on another endpoint that speaks it."""

    def __init__(
        self,
        key: ModelKey,
        *,
        url: str | None,
        clock: Clock,
        pause: Callable[[float], None] = sleep,
        client_of: Callable[[str], OpenAI] | None = None,
    ) -> None:
        """Make the client; at module scope, where Lambda's start is fast.

        Args:
            key: The key, asked for with each request.
            url: Where agents that name no endpoint of their own find the API; None: OpenAI.
            clock: Holds an answer, with all its retries, to the agent's `timeout`.
            pause: Waits between two tries, in seconds.
            client_of: Makes a client for an address; None: one that goes there.
        """
        self._key = key
        self._url = url or OPENAI
        self._clock = clock
        self._pause = pause
        self._client_of = client_of or _client
        self._clients = {self._url: self._client_of(self._url)}
        self._thoughtless: set[str] = set()

    def answer(
        self, agent: Agent, conversation: Sequence[JsonObject], listener: Listener = NOBODY
    ) -> Answer:
        deadline = self._clock() + int(agent.model.timeout * 1000)
        for attempt in range(agent.model.max_retries):
            try:
                return self._answer(agent, conversation, listener, deadline)
            except BusyError as busy:
                pause_s = max(busy.retry_after_s, _backoff_s(attempt))
                if pause_s > LONGEST_PAUSE_S or self._left_s(deadline) <= pause_s:
                    raise
                self._pause(pause_s)
        return self._answer(agent, conversation, listener, deadline)

    def _answer(
        self, agent: Agent, conversation: Sequence[JsonObject], listener: Listener, deadline: int
    ) -> Answer:
        with _in_our_words(agent.model.id):
            try:
                return self._ask(agent, conversation, listener, deadline)
            except AuthenticationError:
                # The key may have been changed since it was remembered.
                return self._ask(agent, conversation, listener, deadline, again=True)
            except BadRequestError as error:
                if "ncrypted content is not supported" not in error.message:
                    raise
                # A model without thoughts has none to give back.
                self._thoughtless.add(agent.model.id)
                return self._ask(agent, conversation, listener, deadline)

    def _ask(
        self,
        agent: Agent,
        conversation: Sequence[JsonObject],
        listener: Listener,
        deadline: int,
        *,
        again: bool = False,
    ) -> Answer:
        keeps_reasoning = agent.model.id not in self._thoughtless
        asked = request(agent, conversation, keeps_reasoning=keeps_reasoning)
        with self._sent(agent.model.base_url or self._url, asked, deadline, again=again) as stream:
            answer = answer_of(self._in_time(stream, deadline), listener)
            with suppress(APIError):
                # Read to its end, the connection serves the next request too.
                next(stream, None)
            return answer

    def _sent(self, url: str, asked: JsonDict, deadline: int, *, again: bool) -> Stream[object]:
        if url not in self._clients:
            self._clients[url] = self._client_of(url)
        # The typed way would compile its validators in the middle of the first turn.
        return self._clients[url].post(
            "/responses",
            cast_to=object,
            body=asked,
            stream=True,
            stream_cls=Stream[object],
            options={
                "headers": {"Authorization": f"Bearer {self._key(again=again)}"},
                "timeout": Timeout(max(self._left_s(deadline), 0.001), connect=_CONNECT_S),
            },
        )

    def _in_time(self, stream: Stream[object], deadline: int) -> Generator[object, None, None]:
        for event in stream:
            if self._clock() > deadline:
                raise BusyError("the model took too long")
            yield event

    def _left_s(self, deadline: int) -> float:
        return (deadline - self._clock()) / 1000


def _client(url: str) -> OpenAI:
    # Its own retries would wait as long as they are told, while the turn's lease runs out.
    return OpenAI(api_key="given with each request", base_url=url, max_retries=0)


def _backoff_s(attempt: int) -> float:
    return _FIRST_PAUSE_S * float(2**attempt) * _random.uniform(0.75, 1)


@contextmanager
def _in_our_words(model: str) -> Generator[None, None, None]:
    try:
        yield
    except APIStatusError as error:
        raise _refusal(error, model) from error
    except APIConnectionError as error:
        raise BusyError("the model did not answer") from error
    except APIError as error:
        raise failure(error.body) from error
    except ValueError as error:
        raise BusyError("the model's stream made no sense") from error


_PASSING = {408, 409, 429}
_SERVER_FAULT = 500


def _refusal(error: APIStatusError, model: str) -> BusyError | PermanentError:
    told = None if error.body is None or isinstance(error.body, str) else failure(error.body)
    if isinstance(told, PermanentError):
        return told
    if error.status_code in _PASSING or error.status_code >= _SERVER_FAULT:
        why = f"the model is busy: {error.status_code}"
        return BusyError(why, retry_after_s=_retry_after_s(error))
    return PermanentError(_sentence(error.status_code, error.code or "", model))


def _sentence(status: int, code: str, model: str) -> str:
    match status, code:
        case 401, _:
            return (
                "The model's vendor does not accept this app's key;"
                " whoever runs it must deploy with a valid OpenAIApiKey."
            )
        case 403, _:
            return f"The model's vendor does not let this app's key use {model}."
        case 404, "model_not_found":
            return f"The model's vendor has no {model} for this app's key: agent.py names it."
        case 404, _:
            return "There is no model at the address this app was given: see OpenAIBaseUrl."
        case 413, _:
            return TOO_LONG
        case _:
            return f"The model's vendor did not take the request ({code or status})."


def _retry_after_s(error: APIStatusError) -> float:
    headers: Any = error.response.headers
    try:
        return float(headers.get("retry-after-ms", 0)) / 1000 or float(
            headers.get("retry-after", 0)
        )
    except ValueError:
        return 0
