"""Several people in a thread, and who is who."""

from tests.at_home.scenario import Losses, Scenario
from tests.scenarios.stage import ANA, BOB, EMAIL, EVE, OPS, Stage


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


SCENARIOS = (
    Scenario(name="several people write in a thread", play=_several_people),
    Scenario(name="people write while a request is open", play=_in_mid_turn),
)
