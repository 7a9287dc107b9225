import json
from collections.abc import Iterator
from typing import Any

import pytest

from playground.loopback import LoopbackServer, Request, Response
from playground.model import Answer as Scripted
from playground.model import Call, HttpError, LocalModel, ModelRequest, Text
from signoff.adapters.openai import LONGEST_PAUSE_S, OpenAIModel
from signoff.adapters.responses import AGAINST_RULES, NO_CREDIT, TOO_LONG, BusyError
from signoff.agent.agent import Agent
from signoff.agent.decorator import tool
from signoff.agent.model import OpenAIResponses
from signoff.core.canonical import JsonObject
from signoff.ports import PermanentError, TransientError
from signoff.ports.model import ModelCall
from signoff.testing import ManualClock

HELLO: list[JsonObject] = [{"role": "user", "content": "Hello"}]
RIGHT_KEY = "local-model-key"


@tool(requires_confirmation=True)
def send_email(to: str, subject: str = "Hello") -> str:
    """Send an email.

    Args:
        to: Whom it goes to.
        subject: What it is about.
    """
    return f"{to}: {subject}"


class Key:
    """A key that may have been changed."""

    def __init__(self, remembered: str = RIGHT_KEY, *, now: str = RIGHT_KEY) -> None:
        self._remembered, self._now = remembered, now

    def __call__(self, *, again: bool = False) -> str:
        return self._now if again else self._remembered


class World:
    """A model, its adapter, and a clock that its pauses move."""

    def __init__(self, local: LocalModel) -> None:
        self.local = local
        self.clock = ManualClock()
        self.pauses: list[float] = []

    def model(self, key: Key | None = None, *, url: str | None = None) -> OpenAIModel:
        return OpenAIModel(
            key or Key(), url=url or self.local.url, clock=self.clock, pause=self._pause
        )

    def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.clock.advance(ms=int(seconds * 1000))


@pytest.fixture
def world() -> Iterator[World]:
    with LocalModel() as local:
        yield World(local)


def an_agent(**options: Any) -> Agent:
    return Agent(model=OpenAIResponses(**options), tools=[send_email], instructions="Be brief.")


def test_what_the_model_says_is_read(world: World) -> None:
    world.local.say("Good morning. 🎉")

    answer = world.model().answer(an_agent(), HELLO)

    assert answer.text == "Good morning. 🎉"
    assert (answer.calls, answer.refusal, answer.cut) == ((), "", "")
    assert answer.usage.input > 0
    assert answer.usage.output > 0


def test_its_calls_are_read_with_their_arguments_as_it_wrote_them(world: World) -> None:
    raw = '{"to":  "ana@example.com", "subject'
    world.local.answer(
        Text(text="Two things."),
        Call(name="send_email", arguments=raw, call_id="c1"),
        Call(name="unheard_of", arguments={}, call_id="c2"),
    )

    answer = world.model().answer(an_agent(), HELLO)

    assert answer.text == "Two things."
    assert answer.calls == (
        ModelCall(call_id="c1", name="send_email", arguments=raw),
        ModelCall(call_id="c2", name="unheard_of", arguments="{}"),
    )


def test_everything_it_gave_goes_back_to_it_as_it_was(world: World) -> None:
    world.local.answer(Text(text="Sending."), Call(name="send_email", arguments={"to": "a"}))
    world.local.say("Sent.")
    model = world.model()

    first = model.answer(an_agent(), HELLO)
    items = [json.loads(item) for item in first.items]
    output = {
        "type": "function_call_output",
        "call_id": first.calls[0].call_id,
        "output": "done",
    }
    second = model.answer(an_agent(), [*HELLO, *items, output])

    assert [item["type"] for item in items] == ["reasoning", "message", "function_call"]
    assert items[0]["encrypted_content"]
    assert second.text == "Sent."


def test_the_request_leaves_nothing_with_the_vendor_and_binds_the_tools_strictly(
    world: World,
) -> None:
    world.local.say("Hi.")

    world.model().answer(an_agent(id="gpt-5.4"), HELLO)

    (request,) = world.local.requests
    assert request.body == {
        "model": "gpt-5.4",
        "input": HELLO,
        "instructions": "Be brief.",
        "include": ["reasoning.encrypted_content"],
        "store": False,
        "stream": True,
        "tools": [
            {
                "type": "function",
                "name": "send_email",
                "description": send_email.description,
                "parameters": send_email.model_schema,
                "strict": True,
            }
        ],
    }


def test_the_agents_options_reach_the_model(world: World) -> None:
    world.local.say("Hi.")
    agent = Agent(
        model=OpenAIResponses(
            id="gpt-x", reasoning_effort="low", temperature=0.0, max_output_tokens=900
        )
    )

    world.model().answer(agent, HELLO)

    (request,) = world.local.requests
    assert request.body == {
        "model": "gpt-x",
        "input": HELLO,
        "include": ["reasoning.encrypted_content"],
        "store": False,
        "stream": True,
        "reasoning": {"effort": "low"},
        "temperature": 0.0,
        "max_output_tokens": 900,
    }


def test_an_agent_may_name_an_endpoint_of_its_own(world: World) -> None:
    world.local.say("From elsewhere.")
    model = world.model(url="http://127.0.0.1:9/v1")

    assert model.answer(an_agent(base_url=world.local.url), HELLO).text == "From elsewhere."


def test_a_refusal_is_kept_apart_from_what_is_said(world: World) -> None:
    world.local.refuse("I can't do that.")

    answer = world.model().answer(an_agent(), HELLO)

    assert (answer.text, answer.refusal) == ("", "I can't do that.")


@pytest.mark.parametrize("why", ["max_output_tokens", "content_filter"])
def test_an_incomplete_answer_says_why(world: World, why: Any) -> None:
    world.local.incomplete("I was about", reason=why)

    answer = world.model().answer(an_agent(), HELLO)

    assert (answer.text, answer.cut) == ("I was about", why)


def test_half_a_call_is_none_and_no_thought_is_left_hanging(world: World) -> None:
    half = Call(name="send_email", arguments='{"to": "an')
    world.local.reply(Scripted(items=(half,), incomplete="max_output_tokens"))

    answer = world.model().answer(an_agent(), HELLO)

    assert (answer.items, answer.calls, answer.cut) == ((), (), "max_output_tokens")


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503])
def test_a_busy_model_is_asked_again(world: World, status: int) -> None:
    world.local.fail(status).fail(status).say("At last.")

    assert world.model().answer(an_agent(), HELLO).text == "At last."
    assert len(world.local.requests) == 3
    assert 0.3 < world.pauses[0] <= 0.5
    assert 0.7 < world.pauses[1] <= 1.0


def test_a_model_that_stays_busy_is_left_to_a_later_turn(world: World) -> None:
    world.local.fail(500).fail(500).fail(500)

    with pytest.raises(TransientError, match="the model is busy: 500"):
        world.model().answer(an_agent(max_retries=2), HELLO)

    assert len(world.local.requests) == 3


def test_the_model_is_left_alone_for_as_long_as_it_asks(world: World) -> None:
    world.local.fail(429, retry_after=3).say("Now.")

    assert world.model().answer(an_agent(), HELLO).text == "Now."
    assert world.pauses == [3.0]


def test_a_model_that_asks_for_long_is_left_to_a_later_turn(world: World) -> None:
    world.local.fail(429, retry_after=LONGEST_PAUSE_S + 1)

    with pytest.raises(BusyError) as busy:
        world.model().answer(an_agent(), HELLO)

    assert busy.value.retry_after_s == LONGEST_PAUSE_S + 1
    assert world.pauses == []


def test_all_tries_together_take_no_longer_than_the_agent_allows(world: World) -> None:
    world.local.fail(429, retry_after=4).fail(429, retry_after=4)

    with pytest.raises(BusyError):
        world.model().answer(an_agent(timeout=6, max_retries=5), HELLO)

    assert world.pauses == [4.0]


@pytest.mark.parametrize("events", [0, 1, 5])
def test_a_stream_that_is_cut_is_asked_for_again(world: World, events: int) -> None:
    world.local.cut(events=events).say("Whole.")

    assert world.model().answer(an_agent(), HELLO).text == "Whole."


@pytest.mark.parametrize("code", ["server_error", "rate_limit_exceeded"])
def test_a_response_that_fails_on_its_way_is_asked_for_again(world: World, code: str) -> None:
    world.local.fail_midway(code).error_midway(code).say("Whole.")

    assert world.model().answer(an_agent(), HELLO).text == "Whole."


def test_a_model_that_does_not_answer_is_not_waited_for(world: World) -> None:
    world.local.hang()

    with pytest.raises(TransientError, match="did not answer"):
        world.model().answer(an_agent(timeout=0.2, max_retries=0), HELLO)


def test_a_model_out_of_reach_may_be_reached_later(world: World) -> None:
    with pytest.raises(TransientError, match="did not answer"):
        world.model(url="http://127.0.0.1:9/v1").answer(an_agent(max_retries=1), HELLO)

    assert len(world.pauses) == 1


def test_a_key_that_was_changed_is_read_again(world: World) -> None:
    world.local.say("Welcome back.")

    answer = world.model(Key("old-key")).answer(an_agent(), HELLO)

    assert answer.text == "Welcome back."


def test_a_wrong_key_is_said_so_and_not_shown(world: World) -> None:
    with pytest.raises(PermanentError) as error:
        world.model(Key("sk-secret", now="sk-secret")).answer(an_agent(), HELLO)

    assert str(error.value) == (
        "The model's vendor does not accept this app's key;"
        " whoever runs it must deploy with a valid OpenAIApiKey."
    )


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (HttpError(status=400, message="no", code="context_length_exceeded"), TOO_LONG),
        (HttpError(status=429, message="no", code="insufficient_quota"), NO_CREDIT),
        (HttpError(status=400, message="no", code="invalid_prompt"), AGAINST_RULES),
        (
            HttpError(status=400, message="sk-secret", code="invalid_function_parameters"),
            "The model's vendor did not take the request (invalid_function_parameters).",
        ),
        (
            HttpError(status=422, message="sk-secret"),
            "The model's vendor did not take the request (422).",
        ),
        (
            HttpError(status=403, message="no"),
            "The model's vendor does not let this app's key use gpt-5.4.",
        ),
        (
            HttpError(status=404, message="no", code="model_not_found"),
            "The model's vendor has no gpt-5.4 for this app's key: agent.py names it.",
        ),
        (
            HttpError(status=404, message="no"),
            "There is no model at the address this app was given: see OpenAIBaseUrl.",
        ),
        (HttpError(status=413, message="no"), TOO_LONG),
    ],
    ids=str,
)
def test_what_will_never_work_is_said_in_a_plain_sentence(
    world: World, refusal: HttpError, sentence: str
) -> None:
    world.local.reply(refusal)

    with pytest.raises(PermanentError) as error:
        world.model().answer(an_agent(), HELLO)

    assert str(error.value) == sentence
    assert world.pauses == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("context_length_exceeded", TOO_LONG), ("insufficient_quota", NO_CREDIT)],
)
def test_what_will_never_work_is_known_also_in_the_middle_of_a_stream(
    world: World, code: str, sentence: str
) -> None:
    for scripted in (world.local.fail_midway, world.local.error_midway):
        scripted(code)

        with pytest.raises(PermanentError) as error:
            world.model().answer(an_agent(), HELLO)

        assert str(error.value) == sentence


def test_a_model_without_thoughts_is_not_asked_for_them_twice(world: World) -> None:
    message = "Encrypted content is not supported with this model."
    world.local.reply(HttpError(status=400, message=message, param="include"))
    world.local.say("One.").say("Two.")
    model = world.model()

    assert model.answer(an_agent(), HELLO).text == "One."
    assert model.answer(an_agent(), HELLO).text == "Two."
    assert ["include" in request.body for request in world.local.requests] == [True, False, False]


EVENTS = {
    "no JSON": "data: {oops\n\n",
    "no object": "data: [1]\n\n",
    "no response": 'data: {"type":"response.completed"}\n\n',
    "half a call": (
        'data: {"type":"response.completed","response":'
        '{"output":[{"type":"function_call","name":"x"}]}}\n\n'
    ),
    "an item without a type": (
        'data: {"type":"response.completed","response":{"output":[{"id":"x"}]}}\n\n'
    ),
    "nothing": "",
    "no end": 'data: {"type":"response.created","response":{}}\n\n',
}


@pytest.mark.parametrize("stream", EVENTS.values(), ids=EVENTS.keys())
def test_a_stream_that_makes_no_sense_may_make_sense_later(world: World, stream: str) -> None:
    with speaking(stream) as url, pytest.raises(BusyError):
        world.model(url=url).answer(an_agent(max_retries=0), HELLO)


def test_an_error_one_level_down_is_understood(world: World) -> None:
    stream = 'data: {"type":"error","error":{"code":"context_length_exceeded","message":"x"}}\n\n'

    with speaking(stream) as url, pytest.raises(PermanentError) as error:
        world.model(url=url).answer(an_agent(), HELLO)

    assert str(error.value) == TOO_LONG


def test_items_that_come_only_one_by_one_are_kept(world: World) -> None:
    part: JsonObject = {"type": "output_text", "text": "Hi."}
    item: JsonObject = {"type": "message", "content": [part], "new": [1]}
    events: list[JsonObject] = [
        {"type": "response.output_item.done", "item": item},
        {"type": "something.new"},
        {"type": "response.completed", "response": {"output": [], "status": "completed"}},
    ]

    with speaking("".join(f"data: {json.dumps(event)}\n\n" for event in events)) as url:
        answer = world.model(url=url).answer(an_agent(), HELLO)

    assert [json.loads(kept) for kept in answer.items] == [item]
    assert answer.text == "Hi."


def test_half_a_character_spoils_neither_the_answer_nor_the_next_request(world: World) -> None:
    half = "\ud83d"
    world.local.answer(Text(text=f"Oh {half}."), Call(name="x", arguments=f'{{"a":"{half}"}}'))
    world.local.say("Fine.")
    model = world.model()

    answer = model.answer(an_agent(), [{"role": "user", "content": f"Look: {half}"}])

    assert answer.text == "Oh ?."
    assert answer.calls[0].arguments == '{"a":"\\ud83d"}'
    assert all(item.isprintable() for item in answer.items)
    assert world.local.requests[0].input[0]["content"] == "Look: ?"
    output: JsonObject = {"type": "function_call_output", "call_id": answer.calls[0].call_id}
    again = [*HELLO, *map(json.loads, answer.items), {**output, "output": half}]
    assert model.answer(an_agent(), again).text == "Fine."


def test_an_answer_that_only_trickles_is_given_up(world: World) -> None:
    def late(_asked: ModelRequest) -> Scripted:
        world.clock.advance(seconds=6)
        return Scripted(items=(Text(text="Too late."),))

    with LocalModel(script=late) as slow, pytest.raises(BusyError, match="too long"):
        world.model(url=slow.url).answer(an_agent(timeout=5, max_retries=0), HELLO)


def speaking(stream: str) -> Any:
    """A server that answers every request with these bytes."""

    def answered(_request: Request) -> Response:
        kind = (("content-type", "text/event-stream"),)
        return Response(status=200, body=stream.encode(), headers=kind)

    return Speaking(LoopbackServer(answered, port=0))


class Speaking:
    def __init__(self, server: LoopbackServer) -> None:
        self._server = server

    def __enter__(self) -> str:
        self._server.start()
        return f"{self._server.url}/v1"

    def __exit__(self, *_: object) -> None:
        self._server.stop()
