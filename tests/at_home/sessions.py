"""What stands beside a thread: status, title, Stop, prompts, feedback."""

from typing import Final

from playground.model import LocalModel
from playground.runner.everything import Everything
from playground.runner.system import Timing
from playground.slack.local_slack import LocalSlack
from playground.slack.records import AgentSession, Installation
from playground.slack.seed import seeded_workspace
from tests.at_home.scenario import Apart, Losses, Scenario
from tests.scenarios.stacks import PATIENCE, ROOT
from tests.scenarios.stage import ANA, BOB, EMAIL, GUEST, OPS, Stage

WORKERS: Final = 4
"""So many processes of the worker there are at most."""


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


def _silently(*_: object) -> None:
    """Keep what the functions print to themselves."""


def _no_agent() -> Losses:
    """Each process is refused once, and shows the older line from then on."""
    plain = seeded_workspace(Installation(is_agent=False))

    def slack(url: str, port: int) -> LocalSlack:
        return LocalSlack(
            events_url=f"{url}/slack/events",
            interactions_url=f"{url}/slack/interactions",
            workspace=plain,
            port=port,
            patience=PATIENCE,
        )

    with Everything(
        ROOT / "template.yaml",
        model=LocalModel(),
        tell=_silently,
        timing=Timing(schedule_seconds=0, watches=False),
        slack=slack,
    ) as everything:
        stage = Stage(everything)
        stage.model.say("One.").say("Two.").say("Three.")
        for words in ("Refund order 8841", "And 8842", "And 8843"):
            stage.say(words)
        assert 1 <= stage.slack_calls("agents.sessions.setStatus") <= WORKERS
        assert stage.slack_calls("assistant.threads.setStatus") == 6
        assert _session(stage).title == "Refund order 8841"
        return Losses(lost_messages=int(stage.said != ["One.", "Two.", "Three."]))


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
    Apart(name="an app that is no agent shows the older line", play=_no_agent),
    Scenario(name="Stop ends a run that waits, and the next begins", play=_stopped),
    Scenario(
        name="Stop where nothing runs, or by a guest, is said privately", play=_stopped_in_vain
    ),
    Scenario(name="opened direct messages offer prompts", play=_prompted),
    Scenario(name="the channel that is open beside is told by name", play=_looking),
    Scenario(name="a name that a person gave a thread stays", play=_renamed),
    Scenario(name="a thumb below an answer is kept", play=_rated),
)
