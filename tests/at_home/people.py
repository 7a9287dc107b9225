"""Several people in a thread, and who is who."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playground.slack.records import OtherApp
from signoff.core.transitions.lease import HOPS
from signoff.usecases.hear_app import ENOUGH
from tests.at_home.ids import raw_ids
from tests.at_home.scenario import Apart, Losses, Scenario
from tests.scenarios.stacks import stack_with
from tests.scenarios.stage import ANA, BOB, BOT, EMAIL, EVE, OPS, Stage


def _read(stage: Stage) -> list[str]:
    """What the model was last told of people's words."""
    return list(stage.model.requests[-1].user_texts)


def _several_people(stage: Stage) -> Losses:
    stage.model.say("Hello.").say("@bob, @ana says so; @eve does not write here.")
    stage.say("Hi, this is about <@U0BOB> and <#C0GENERAL>")
    stage.say("I am here", user=BOB)
    assert stage.said[-1] == "<@U0BOB>, <@U0ANA> says so; @eve does not write here."
    wanted = ["⟦ana⟧ Hi, this is about @bob and #general", "⟦bob⟧ I am here"]
    return Losses(lost_messages=int(_read(stage) != wanted))


def _in_mid_turn(stage: Stage) -> Losses:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    for user, text in ((BOB, "one"), (EVE, "two"), (ANA, "three")):
        stage.slack.message(user, OPS, text, thread_ts=stage.thread_ts)
    stage.settle()
    stage.model.say("All of it is done.")
    stage.click("approve")
    stage.settle()
    wanted = ["⟦ana⟧ Mail Bob", "⟦bob⟧ one", "⟦eve⟧ two", "⟦ana⟧ three"]
    lost = len([each for each in wanted if _read(stage).count(each) != 1])
    return Losses(lost_messages=lost + int(len(stage.said) != 1))


def _edited(stage: Stage) -> Losses:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    kept, gone, late = (
        stage.slack.message(user, OPS, text, thread_ts=stage.thread_ts)
        for user, text in ((ANA, "to eev"), (BOB, "never mind"), (EVE, "and this"))
    )
    stage.settle()
    stage.slack.edit(ANA, OPS, kept, "to eve")
    stage.slack.delete(BOB, OPS, gone)
    stage.slack.unfurl(OPS, late)
    stage.settle()
    stage.model.say("Done.").say("Yes.")
    stage.click("approve")
    stage.settle()
    stage.slack.edit(EVE, OPS, late, "and that")
    stage.say("All of it?")
    wanted = ["⟦ana⟧ Mail Bob", "⟦ana⟧ to eve", "⟦eve⟧ and this", "⟦ana⟧ All of it?"]
    return Losses(lost_messages=int(_read(stage) != wanted) + int(stage.said != ["Done.", "Yes."]))


def _called_by_an_edit(stage: Stage) -> Losses:
    stage.model.say("Here I am.")
    stage.thread_ts = stage.slack.message(ANA, OPS, "Can anybody help?")
    stage.settle()
    stage.slack.edit(ANA, OPS, stage.thread_ts, f"<@{BOT}> can you help?")
    stage.settle()
    return Losses(lost_messages=int(stage.said != ["Here I am."]))


_ECHO = OtherApp(app_id="A0ECHO", bot_id="B0ECHO", user="U0ECHO", name="Echo", echoes=True)
_SPAM = OtherApp(app_id="A0SPAM", bot_id="B0SPAM", user="U0SPAM", name="Spam", echoes=True)


def _two_agents() -> Losses:
    """Two agents answer each other; a third app is on no list."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        with stack_with("sociable_agent.py", root) as everything:
            stage = Stage(everything)
            for app in (_ECHO, _SPAM):
                stage.slack.install(app, OPS)
            for number in range(20):
                stage.model.say(f"Answer {number}")
            stage.say("Hi")
            stage.settle()
            answers = sum(text.startswith("Answer") for text in stage.said)
            assert answers == 1 + HOPS, f"{answers} answers, not {1 + HOPS}"
            assert stage.said.count(ENOUGH) == 1
            return Losses(raw_ids=len(raw_ids(stage.slack)))


SCENARIOS: tuple[Scenario | Apart, ...] = (
    Scenario(name="several people write in a thread", play=_several_people),
    Scenario(name="people write while a request is open", play=_in_mid_turn),
    Scenario(name="waiting messages are edited and deleted", play=_edited),
    Scenario(name="an edit calls the agent", play=_called_by_an_edit),
    Apart(name="two agents answer each other five times", play=_two_agents),
)
