import json
from typing import Any
from urllib.parse import urlencode

import pytest

from playground.slack.blockkit.check import check_blocks
from signoff.adapters.slack import ratings, words
from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.inbound_clicks import Malformed, read
from signoff.adapters.slack.interactions import interact
from signoff.adapters.slack.posts import Posts
from signoff.adapters.slack.ratings import thumbs
from signoff.adapters.slack.speech import Speech
from signoff.core.click import Gone
from signoff.core.rating import Opinion, Rate
from signoff.ports import TransientError, UnreachableError
from signoff.settings import Door
from signoff.testing import say
from tests.adapters.slack.canned import US, CannedWeb
from tests.core.rows import THREAD
from tests.usecases.world import World

MARK = "3.reply.2"
BLOCK = thumbs(THREAD, MARK)
(ELEMENT,) = BLOCK["elements"]
GOOD, BAD = ELEMENT["positive_button"], ELEMENT["negative_button"]


def _payload(value: object, **more: Any) -> dict[str, Any]:
    action = {"type": "feedback_buttons", "action_id": "feedback", "value": value}
    place = {"type": "message", "channel_id": THREAD.channel, "thread_ts": THREAD.thread_ts}
    return {
        "type": "block_actions",
        "team": {"id": "T0LOCAL"},
        "user": {"id": "U0ANA", "team_id": "T0LOCAL"},
        "container": place,
        "actions": [{**action, **more}],
    }


def _clicked(world: World, payload: dict[str, Any]) -> list[str]:
    body = urlencode({"payload": json.dumps(payload)}).encode()
    answered = interact(body, ports_of=lambda _: world.decision_ports, door=Door(app="", team=""))
    assert answered["statusCode"] == 200
    told = [words.refusal(each.refusal) for each in world.chat.told]
    return told + [each.text for each in world.chat.whispered]


def _answered() -> World:
    world = World(say("Hello."))
    world.say("Hi")
    return world


def _value(opinion: str) -> str:
    return f"{opinion}.{THREAD.channel}.{THREAD.thread_ts}.1.reply.1"


def test_the_thumbs_are_blocks_that_slack_takes() -> None:
    assert check_blocks([BLOCK], surface="message") == []


@pytest.mark.parametrize(("button", "opinion"), [(GOOD, Opinion.GOOD), (BAD, Opinion.BAD)])
def test_a_thumb_reads_back_to_its_answer(button: dict[str, Any], opinion: Opinion) -> None:
    read_back = read(_payload(button["value"]))

    assert read_back == Rate(thread=THREAD, run=3, answer="reply.2", user="U0ANA", opinion=opinion)


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        "",
        "fine.C0OPS.1.2.1.reply.1",
        "good.C0OPS.1.2.1",
        "good.C0OPS.1.2.1.reply.1.more",
        "good.c0ops.1.2.1.reply.1",
        "good.C0OPS.1.2.1.reply#META.1",
        "good.C0OPS.1.2.1234567.reply.1",
        "good.C0OPS.1.2.1.reply.1\n",
    ],
)
def test_a_value_that_is_none_of_ours_names_nothing(value: object) -> None:
    assert isinstance(read(_payload(value)), Malformed)


def test_another_action_of_this_kind_is_none_of_ours() -> None:
    assert isinstance(read(_payload(GOOD["value"], action_id="other")), Malformed)


@pytest.mark.parametrize("opinion", list(Opinion))
def test_a_click_is_thanked_for_privately(opinion: Opinion) -> None:
    assert _clicked(_answered(), _payload(_value(opinion))) == [ratings.THANKS[opinion]]


def test_every_click_is_answered_whatever_is_wrong() -> None:
    busy = _answered()
    busy.store.fail_next("read", TransientError("busy"))

    assert _clicked(busy, _payload(_value("good"))) == [ratings.NOT_KEPT]
    gone = f"good.{THREAD.channel}.{THREAD.thread_ts}.9.reply.1"
    assert _clicked(_answered(), _payload(gone)) == [ratings.GONE]
    assert _clicked(_answered(), _payload("nothing")) == [words.refusal(Gone())]


def test_a_person_who_cannot_be_thanked_is_still_counted() -> None:
    world = _answered()
    world.chat.fail_next("whisper", UnreachableError("slow"))

    assert _clicked(world, _payload(_value("good"))) == []
    assert any(str(row["sk"]).startswith("FEEDBACK#") for row in world.rows)


def _speech(web: CannedWeb) -> Speech:
    posts = Posts(web=web, us=lambda: US)
    return Speech(posts=posts, place=THREAD, mark=MARK, below=(BLOCK,))


def test_the_thumbs_stand_below_the_last_message_of_an_answer() -> None:
    web = CannedWeb()

    _speech(web).say("word " * 4_000)

    last = [[block["type"] for block in sent["blocks"]] for sent in web.posted]
    assert last == [["markdown"]] * (len(last) - 1) + [["markdown", "context_actions"]]


def test_a_slack_that_takes_no_thumbs_takes_the_words() -> None:
    web = CannedWeb(
        lambda method, sent: (
            "invalid_blocks" if method is Method.POST_MESSAGE and len(sent["blocks"]) > 1 else None
        )
    )

    _speech(web).say("**Hello.**")

    assert [sent["blocks"] for sent in web.posted] == [[{"type": "markdown", "text": "**Hello.**"}]]
