"""Answers that grow while they are made, in direct messages."""

from playground.slack.records import Message
from signoff.core.codec import from_item
from signoff.core.effects import Out
from tests.at_home.scenario import Losses, Scenario
from tests.scenarios.stage import ANA, BOT, EMAIL, Stage

_DIRECT = "D0ANA"
_LONG = "\n\n".join(f"{number}. The order of that number is paid." for number in range(1_500))
_SECONDS = 12
_PIECE = 16


def _long(stage: Stage) -> Losses:
    """A long answer, faster than a model speaks, while Slack keeps its tiers."""
    stage.channel = _DIRECT
    stage.model.pace = _SECONDS * _PIECE / len(_LONG)
    stage.slack.keep_tiers()
    before = stage.slack.over_tier
    stage.model.say(_LONG)
    try:
        stage.say("What is paid?")
    finally:
        stage.model.pace = 0.0
        stage.slack.keep_tiers(are_kept=False)
    assert stage.slack_calls("chat.appendStream") > 1
    return _ended(stage, _LONG) + Losses(over_tier=stage.slack.over_tier - before)


def _paused(stage: Stage) -> Losses:
    stage.channel = _DIRECT
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    stage.model.say("Sent.")
    stage.click("approve", by=ANA)
    stage.settle()
    assert stage.slack_calls("chat.startStream") == 1
    return _ended(stage, "Sent.")


def _broken(stage: Stage) -> Losses:
    stage.channel = _DIRECT
    stage.slack.fail("chat.appendStream", "message_not_in_streaming_state")
    stage.model.say(_LONG[:6_000])
    stage.say("What is paid?")
    return _ended(stage, _LONG[:6_000])


def _refused(stage: Stage) -> Losses:
    stage.channel = _DIRECT
    stage.slack.fail("chat.startStream", "user_not_found")
    stage.model.say("All of them.")
    stage.say("What is paid?")
    assert stage.slack_calls("chat.appendStream") == 0
    return _ended(stage, "All of them.")


def _lost(stage: Stage) -> Losses:
    """Slack takes the end, and its answer never comes."""
    stage.channel = _DIRECT
    stage.slack.fail("chat.stopStream", lose_reply=True)
    stage.model.say(_LONG[:6_000])
    stage.say("What is paid?")
    stage.overdue("#OUT#")
    return _ended(stage, _LONG[:6_000])


def _ended(stage: Stage, reply: str) -> Losses:
    """Hold what stands in Slack against the journal, byte by byte."""
    stage.settle()
    ours = [message for message in stage.messages if message.user == BOT]
    assert not any(message.stream and message.stream.is_open for message in ours)
    stands = "".join(map(_shown, ours)).encode()
    texts = [from_item(Out, row).text for row in stage.rows("#OUT#")]
    assert texts == [reply]
    same = sum(one == other for one, other in zip(stands, reply.encode(), strict=False))
    return Losses(lost_bytes=max(len(stands), len(reply.encode())) - same)


def _shown(message: Message) -> str:
    return "".join(str(each["text"]) for each in message.blocks if each["type"] == "markdown")


SCENARIOS = (
    Scenario(name="a long answer grows within the tiers", play=_long),
    Scenario(name="an answer grows after a decision", play=_paused),
    Scenario(name="a message that breaks is put right", play=_broken),
    Scenario(name="where nothing is streamed it is posted", play=_refused),
    Scenario(name="an end whose answer is lost stands once", play=_lost),
)
