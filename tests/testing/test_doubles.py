import json
import subprocess
import sys

import pytest

from signoff.agent.agent import Agent
from signoff.agent.model import OpenAIResponses
from signoff.core.click import Gone, OpenForm
from signoff.core.effects import Card
from signoff.core.items import Item, Put, Update
from signoff.core.keys import Key
from signoff.ports import (
    CardView,
    PermanentError,
    TransientError,
    UndeliverableError,
    UnreachableError,
)
from signoff.ports.model import ModelCall
from signoff.testing import (
    Announced,
    CountingIds,
    Forwarded,
    InMemoryQueue,
    InMemoryStore,
    ManualClock,
    Opened,
    RecordingChat,
    RetriedEvent,
    ScriptedCall,
    ScriptedModel,
    Shown,
    Told,
    Wake,
    Whispered,
    call,
    calls,
    cut,
    guest,
    member,
    refused,
    say,
    stranger,
    turned_down,
    unavailable,
)
from tests.core.rows import FIRST, THREAD, a_requirement

AGENT = Agent(model=OpenAIResponses())
META = Key("T#1", "META")
CARD = Card(at=FIRST, rows=(FIRST,))


def test_a_clock_stands_still_until_it_is_moved() -> None:
    clock = ManualClock(1000)

    assert (clock(), clock()) == (1000, 1000)
    assert clock.advance(ms=5, seconds=2) == 3005
    assert clock() == 3005


def test_ids_count() -> None:
    new_id = CountingIds("w")

    assert [new_id(), new_id()] == ["w-1", "w-2"]


def test_a_store_begins_with_rows_and_shows_all_of_them() -> None:
    row: Item = {"pk": "T#1", "sk": "META", "n": 1}
    store = InMemoryStore(row)

    store.commit(Put(key=Key("T#1", "A"), item={}))

    assert store.rows == ({"pk": "T#1", "sk": "A"}, row)


def test_what_was_read_does_not_change_with_the_store() -> None:
    store = InMemoryStore()
    before = store.change(Update(key=META, add={"n": 1}))

    store.change(Update(key=META, add={"n": 1}))

    assert before["n"] == 1


def test_a_double_fails_when_it_is_told_to_and_only_then() -> None:
    store = InMemoryStore()
    store.fail_next("change", TransientError("busy"))

    with pytest.raises(TransientError):
        store.change(Update(key=META, add={"n": 1}))

    assert store.read(META) == (None,)
    assert store.change(Update(key=META, add={"n": 1}))["n"] == 1


def test_a_double_may_lose_its_answer_after_it_did_its_work() -> None:
    store, queue = InMemoryStore(), InMemoryQueue()
    store.fail_next("commit", TransientError("lost"), took_effect=True)
    queue.fail_next("wake", TransientError("lost"), took_effect=True)

    with pytest.raises(TransientError):
        store.commit(Put(key=META, item={}))
    with pytest.raises(TransientError):
        queue.wake(THREAD)

    assert store.read(META) != (None,)
    assert queue.waiting == (Wake(thread=THREAD),)


def test_a_queue_keeps_what_is_sent_until_it_is_taken() -> None:
    queue = InMemoryQueue()
    wake = Wake(thread=THREAD, delay_s=5)
    event = RetriedEvent(body="{}", team="T1", delay_s=30)

    queue.wake(THREAD, delay_s=5)
    queue.retry_event("{}", team="T1", delay_s=30)

    assert queue.waiting == queue.taken() == (wake, event)
    assert queue.waiting == queue.taken() == ()
    assert queue.sent == (wake, event)


def test_a_model_speaks_by_its_script_and_remembers_what_it_was_asked() -> None:
    model = ScriptedModel(say("Hello."), refused("No."), cut("I was", why="content_filter"))

    first = model.answer(AGENT, [{"role": "user", "content": "Hi"}])
    second = model.answer(AGENT, [])
    third = model.answer(AGENT, [])

    assert (first.text, second.refusal, third.text, third.cut) == (
        "Hello.",
        "No.",
        "I was",
        "content_filter",
    )
    assert model.conversations == (({"role": "user", "content": "Hi"},), (), ())
    assert model.remaining == 0


def test_calls_are_numbered_and_told_as_the_api_tells_them() -> None:
    model = ScriptedModel(call("send", to="ana"), calls(call("a"), call("b", n=1), text="Both:"))

    first, second = model.answer(AGENT, []), model.answer(AGENT, [])

    assert first.calls == (ModelCall(call_id="call_1", name="send", arguments='{"to":"ana"}'),)
    assert [each.call_id for each in second.calls] == ["call_2", "call_3"]
    kinds = [json.loads(item)["type"] for item in second.items]
    assert kinds == ["message", "function_call", "function_call"]
    assert second.text == "Both:"


def test_a_call_may_be_malformed_and_its_id_may_come_again() -> None:
    bad = ScriptedCall(name="send", arguments="{oops", call_id="c1")
    model = ScriptedModel(calls(bad), calls(bad))

    made = [model.answer(AGENT, []).calls for _ in range(2)]

    assert made == [(ModelCall(call_id="c1", name="send", arguments="{oops"),)] * 2


def test_a_model_may_be_down_and_may_turn_a_request_down() -> None:
    model = ScriptedModel(unavailable(), turned_down("Too long."))

    with pytest.raises(TransientError):
        model.answer(AGENT, [])
    with pytest.raises(PermanentError, match="Too long"):
        model.answer(AGENT, [])


def test_a_model_that_is_asked_once_too_often_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="once more than the script has lines"):
        ScriptedModel().answer(AGENT, [])


def test_a_card_is_drawn_anew_or_where_it_stands() -> None:
    chat = RecordingChat()
    view = CardView(thread=THREAD, card=CARD, rows=(a_requirement(),))

    (ts,) = chat.show(view).ts
    standing = CardView(thread=THREAD, card=Card(at=FIRST, rows=(FIRST,), ts=(ts,)), rows=())
    again = chat.show(standing).ts

    assert again == (ts,)
    assert chat.shown == [Shown(view=view, ts=(ts,)), Shown(view=standing, ts=(ts,))]
    assert chat.standing(THREAD, FIRST) == standing
    assert chat.find(THREAD, FIRST.place) == (ts,)


def test_a_card_that_was_never_drawn_stands_nowhere() -> None:
    with pytest.raises(AssertionError, match="no card"):
        RecordingChat().standing(THREAD, FIRST)


def test_what_is_said_is_found_by_its_mark() -> None:
    chat = RecordingChat()

    ts = chat.say(THREAD, "Done.", mark="reply.1")

    assert chat.find(THREAD, "reply.1") == (ts,)
    assert chat.find(THREAD, "reply.2") == ()
    assert chat.words(THREAD) == ("Done.",)


def test_what_is_told_directly_is_told_once() -> None:
    chat, why = RecordingChat(), UndeliverableError("is_archived")
    view = CardView(thread=THREAD, card=CARD, rows=(a_requirement(),))

    told = [chat.announce(view, why=why) for _ in range(2)]
    said = [chat.forward(THREAD, "U1", "Done.", mark="reply.1", why=why) for _ in range(2)]

    assert chat.announced == [Announced(view=view, why=why, ts=told[0])]
    (kept,) = chat.forwarded
    assert kept == Forwarded(thread=THREAD, user="U1", text="Done.", mark="reply.1", ts=said[0])
    assert (told[0], said[0]) == (told[1], said[1])


def test_a_double_may_take_a_card_in_words_only() -> None:
    chat = RecordingChat()
    chat.is_bare = True

    assert chat.show(CardView(thread=THREAD, card=CARD, rows=(a_requirement(),))).is_bare


def test_private_words_and_modals_are_kept() -> None:
    chat = RecordingChat()
    form: OpenForm = object.__new__(OpenForm)

    chat.tell(THREAD, "U1", Gone())
    chat.whisper(THREAD, "U1", "Psst.")
    chat.open_form(form, requirement := a_requirement())

    assert chat.told == [Told(thread=THREAD, user="U1", refusal=Gone())]
    assert chat.whispered == [Whispered(thread=THREAD, user="U1", text="Psst.")]
    assert [(each.form is form, each.requirement) for each in chat.opened] == [(True, requirement)]
    assert isinstance(chat.opened[0], Opened)


def test_a_chat_knows_the_people_it_was_told_of_and_nobody_else() -> None:
    chat = RecordingChat(member("U1", "ana"), guest("U2"), stranger("U3"))

    assert (chat.person("U1").name, chat.person("U2").name) == ("ana", "U2")
    assert (chat.person("U2").is_guest, chat.person("U3").is_stranger) == (True, True)
    assert chat.team() == "T0LOCAL"
    with pytest.raises(UndeliverableError):
        chat.person("U4")
    chat.know(member("U4"))
    assert chat.person("U4").id == "U4"


def test_a_message_may_arrive_although_slack_seemed_to_fail() -> None:
    chat = RecordingChat()
    chat.fail_next("say", UnreachableError("cut off", is_ambiguous=True), took_effect=True)

    with pytest.raises(UnreachableError):
        chat.say(THREAD, "Done.", mark="reply.1")

    assert chat.words(THREAD) == ("Done.",)


def test_the_doubles_need_no_vendor() -> None:
    code = (
        "import signoff.testing, sys;"
        "print({'boto3', 'botocore', 'openai', 'slack_sdk', 'pydantic'} & set(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout.strip() == "set()"
