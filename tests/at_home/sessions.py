"""What stands beside a thread: status, title, Stop, prompts, feedback."""

from playground.slack.records import AgentSession
from tests.at_home.scenario import Losses, Scenario
from tests.scenarios.stage import ANA, BOB, EMAIL, GUEST, OPS, Stage


def _seen(stage: Stage) -> None:
    _asked(stage)
    assert _session(stage).status == "suspended"
    stage.model.say("Sent.")
    stage.click("approve")
    stage.settle()
    assert _session(stage).status == "active"


def _status_and_title(stage: Stage) -> Losses:
    _seen(stage)
    title = _session(stage).title
    assert title == "Tell @bob about order 8841"
    return Losses(lost_messages=int(stage.said != ["Sent."]), raw_ids=title.count("U0"))


def _not_taken(stage: Stage) -> Losses:
    stage.slack.fail("agents.sessions.setStatus", "not_in_channel", times=4)
    _asked(stage)
    stage.model.say("Sent.")
    stage.click("approve")
    stage.settle()
    return Losses(lost_messages=int(stage.said != ["Sent."]))


def _stopped(stage: Stage) -> Losses:
    _asked(stage)
    stage.slack.stop(ANA, OPS, stage.thread_ts)
    stage.settle()
    assert stage.said == ["Stopped by @ana."]
    assert stage.buttons() == []
    assert _session(stage).status == "closed"
    stage.model.say("New.")
    stage.say("Something else")
    return Losses(lost_messages=int(stage.said[1:] != ["New."]))


def _stopped_in_vain(stage: Stage) -> Losses:
    stage.model.say("Hello.")
    stage.say("Hi")
    for user in (ANA, GUEST):
        stage.slack.stop(user, OPS, stage.thread_ts)
    stage.settle()
    assert [len(stage.private(user)) for user in (ANA, GUEST)] == [1, 1]
    return Losses(lost_messages=int(stage.said != ["Hello."]))


def _prompted(stage: Stage) -> Losses:
    stage.slack.open_home(ANA, "messages")
    stage.settle()
    assert stage.slack_calls("assistant.threads.setSuggestedPrompts") == 1
    return Losses()


def _looking(stage: Stage) -> Losses:
    stage.model.say("It is about orders.")
    ts = stage.slack.dm(ANA, "What is this about?", looks_at=OPS)
    stage.settle()
    told = str(stage.model.requests[-1].input)
    assert "has #ops open" in told
    answers = stage.slack.messages(stage.slack.dm_channel(ANA), ts)[1:]
    return Losses(lost_messages=int(len(answers) != 1), raw_ids=told.count(OPS))


def _renamed(stage: Stage) -> Losses:
    stage.model.say("One.").say("Two.")
    stage.say("Refund order 8841")
    stage.slack.rename(ANA, OPS, stage.thread_ts, "Bob's refund")
    stage.say("And order 8842")
    assert _session(stage).title == "Bob's refund"
    return Losses(lost_messages=int(stage.said != ["One.", "Two."]))


def _rated(stage: Stage) -> Losses:
    stage.model.say("Hello.")
    stage.say("Hi")
    answer = stage.messages[-1]
    (element,) = answer.blocks[-1]["elements"]
    value = element["positive_button"]["value"]
    stage.slack.click(BOB, OPS, answer.ts, "feedback", choose=value)
    assert len(stage.rows("FEEDBACK#")) == 1
    return Losses(lost_messages=int(len(stage.private(BOB)) != 1))


def _asked(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Tell <@U0BOB> about order 8841")


def _session(stage: Stage) -> AgentSession:
    session = stage.slack.session(OPS, stage.thread_ts)
    assert session is not None
    return session


SCENARIOS = (
    Scenario(name="a thread shows status and title", play=_status_and_title),
    Scenario(name="a status that is not taken keeps nothing up", play=_not_taken),
    Scenario(name="Stop ends a run that waits, and the next begins", play=_stopped),
    Scenario(
        name="Stop where nothing runs, or by a guest, is said privately", play=_stopped_in_vain
    ),
    Scenario(name="opened direct messages offer prompts", play=_prompted),
    Scenario(name="the channel that is open beside is told by name", play=_looking),
    Scenario(name="a name that a person gave a thread stays", play=_renamed),
    Scenario(name="a thumb below an answer is kept", play=_rated),
)
