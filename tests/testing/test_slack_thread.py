"""The kit that agents are tested with: what a test says happens, and what it asks is true."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from signoff import Agent, OpenAIResponses, UserFeedbackTools, tool
from signoff.core.click import AlreadyDecided, Invalid, NotAllowed, Stale
from signoff.core.decision import Approved, ApprovedEdited, Rejected, RequirementState
from signoff.core.person import Bar
from signoff.core.requirement import OutcomeState
from signoff.testing import (
    ANA,
    BOB,
    EVE,
    GUEST,
    AskedCard,
    Line,
    ManualClock,
    ScriptedModel,
    SlackThread,
    applied,
    call,
    calls,
    member,
    say,
    unavailable,
)


@tool(requires_confirmation=True, editable=["subject"])
def send_email(to: str, subject: str) -> str:
    """Send it."""
    return f"Sent {subject} to {to}."


@tool(requires_user_input=True, user_input_fields=["amount", "on"])
def refund(order: str, amount: int, on: date) -> str:
    """Refund it."""
    return f"{amount + 1} for {order} on {on:%d.%m.}"


@tool(external_execution=True)
def run_outside(command: str) -> None:
    """Have somebody run it."""


@tool
def look_up(order: str) -> str:
    """Look it up."""
    if order == "0":
        raise LookupError("no such order")
    return f"{order} is paid."


@tool(requires_confirmation=True, approvers=["S0SRE"], expires_in=timedelta(hours=2))
def deploy(service: str) -> str:
    """Deploy it."""
    return f"{service} is out."


TOOLS = [send_email, refund, run_outside, look_up, deploy, UserFeedbackTools()]
EMAIL = {"to": "bob@example.com", "subject": "Hello"}


def a_thread(*lines: Line, tools: Sequence[object] = TOOLS) -> SlackThread:
    agent = Agent(name="Shop", model=OpenAIResponses(), tools=tools)  # type: ignore[arg-type]
    return SlackThread(agent, *lines)


def test_an_answer_without_a_call_is_said_in_the_thread() -> None:
    thread = a_thread(say("Hello."))

    thread.say("Hi")

    assert thread.said == ("Hello.",)
    assert (thread.tools_ran, thread.cards) == ((), ())
    assert thread.conversation[-1]["role"] == "user"


def test_a_tool_that_waits_for_nobody_runs_at_once_and_the_model_is_told() -> None:
    thread = a_thread(call("look_up", order="7"), say("Paid."))

    thread.say("Is 7 paid?")

    assert [(ran.tool, ran.arguments) for ran in thread.ran] == [("look_up", {"order": "7"})]
    assert thread.told == ("7 is paid.",)


def test_a_tool_that_raises_has_run_and_the_model_is_told_so() -> None:
    thread = a_thread(call("look_up", order="0"), say("There is none."))

    thread.say("Is 0 paid?")

    assert thread.tools_ran == ("look_up",)
    assert thread.told == ("The tool failed: LookupError: no such order",)


def test_arguments_that_do_not_fit_never_reach_the_function() -> None:
    thread = a_thread(call("look_up", number=7), say("Sorry."))

    thread.say("Is 7 paid?")

    assert thread.tools_ran == ()
    assert thread.told[0].startswith("Not run: ")


def test_what_a_rule_forbids_is_told_before_what_came_of_other_calls() -> None:
    lines = (call("deploy", service="api"), call("look_up", order="7"), say("It is paid."))
    ruled = Agent(model=OpenAIResponses(), tools=[deploy, look_up], deny=["deploy"])
    thread = SlackThread(ruled, *lines)

    thread.say("Deploy the api, if 7 is paid")

    assert (thread.cards, thread.tools_ran) == ((), ("look_up",))
    assert thread.told[0].startswith("Not run: a rule of this agent forbids it")
    assert thread.told[1:] == ("7 is paid.",)


def test_a_predicate_knows_who_asked_and_where() -> None:
    @tool(requires_confirmation=True, when=lambda _, context: context.user != "U0BOB")
    def reboot(host: str) -> str:
        """Reboot a host."""
        return f"{host} is up again"

    by_bob = a_thread(call("reboot", host="a"), say("Up."), tools=[reboot])
    by_ana = a_thread(call("reboot", host="a"), say("Up."), tools=[reboot])

    by_bob.say("Reboot a", by="U0BOB")
    by_ana.say("Reboot a", by="U0ANA")

    assert (by_bob.cards, by_bob.tools_ran) == ((), ("reboot",))
    assert by_ana.card.is_open


def test_an_approval_runs_the_tool_and_stands_on_the_card() -> None:
    thread = a_thread(call("send_email", **EMAIL), say("Done."))
    thread.say("Write to Bob")

    outcome = thread.card.approve()

    assert applied(outcome)
    assert thread.card.verdict is not None
    assert isinstance(thread.card.verdict.decision, Approved)
    assert thread.card.outcome is not None
    assert thread.card.outcome.state is OutcomeState.DONE
    assert thread.said == ("Done.",)


def test_a_rejection_is_told_with_its_reason() -> None:
    thread = a_thread(call("send_email", **EMAIL), say("I did not."))
    thread.say("Write to Bob")

    thread.card.reject("not today", by=EVE)

    assert (thread.tools_ran, thread.card.state) == ((), RequirementState.REJECTED)
    assert thread.card.verdict is not None
    assert thread.card.verdict.decision == Rejected(reason="not today")
    assert thread.told[0].startswith("Rejected by @eve, not run: not today.")


def test_an_edit_runs_what_was_edited() -> None:
    thread = a_thread(call("send_email", **EMAIL), say("Done."))
    thread.say("Write to Bob")

    thread.card.edit(subject="Good day")

    assert thread.card.verdict is not None
    assert thread.card.verdict.decision == ApprovedEdited()
    assert thread.card.arguments == {"to": "bob@example.com", "subject": "Good day"}
    assert thread.ran[0].arguments["subject"] == "Good day"


def test_an_edit_that_changes_nothing_is_an_approval() -> None:
    thread = a_thread(call("send_email", **EMAIL), say("Done."))
    thread.say("Write to Bob")

    thread.card.edit(subject="Hello")

    assert thread.card.verdict is not None
    assert thread.card.verdict.decision == Approved()


def test_what_is_not_open_to_a_change_is_refused() -> None:
    thread = a_thread(call("send_email", **EMAIL))
    thread.say("Write to Bob")

    outcome = thread.card.edit({"to": "eve@example.com"})

    assert isinstance(outcome, Invalid)
    assert outcome.problems[0].field == "to"
    assert thread.card.is_open


def test_a_form_is_filled_with_typed_values_that_the_tool_gets_typed() -> None:
    thread = a_thread(call("refund", order="7"), say("Done."))
    thread.say("Refund 7")

    thread.card.fill(amount=3, on=date(2026, 11, 20))

    assert thread.told == ("4 for 7 on 20.11.",)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"amount": "three", "on": date(2026, 11, 20)}, "amount"), ({"order": "8"}, "order")],
)
def test_a_form_that_is_filled_wrongly_says_where(values: dict[str, object], field: str) -> None:
    thread = a_thread(call("refund", order="7"))
    thread.say("Refund 7")

    outcome = thread.card.fill(values)

    assert isinstance(outcome, Invalid)
    assert outcome.problems[0].field == field
    assert thread.card.is_open


def test_questions_are_answered_in_their_order() -> None:
    questions = [{"question": "Which colour?"}, {"question": "Which sizes?"}]
    thread = a_thread(call("ask_user", questions=questions), say("Fine."))
    thread.say("Order a shirt")

    too_few = thread.card.answer("Red")
    thread.card.answer("Red", ["M", "L"])

    assert isinstance(too_few, Invalid)
    assert '"answer": "Red"' in thread.told[0]
    assert '"answer": ["M", "L"]' in thread.told[0]


def test_what_was_run_outside_is_reported_back() -> None:
    thread = a_thread(
        calls(call("run_outside", command="ls"), call("run_outside", command="rm")), say("Fine.")
    )
    thread.say("Clean up")

    thread.card.done("3 files")
    thread.card.could_not_run("not allowed")

    assert thread.tools_ran == ()
    assert thread.told == (
        "Run by @bob, outside. This is what came of it:\n3 files",
        "Not run: @bob could not run it: not allowed.",
    )


def test_somebody_answers_in_the_tools_place() -> None:
    thread = a_thread(call("send_email", **EMAIL), say("Fine."))
    thread.say("Write to Bob")

    thread.card.answer_for("I called him.")

    assert (thread.tools_ran, thread.card.state) == ((), RequirementState.ANSWERED)
    assert thread.told == ("Not run: @bob answered in its place:\nI called him.",)


@tool(requires_confirmation=True, sticky=True)
def tag(order: str) -> str:
    """Tag it."""
    return f"{order} is tagged."


def test_an_approval_that_stands_lets_later_calls_run() -> None:
    lines = (call("tag", order="7"), say("One."), call("tag", order="7"), say("Two."))
    thread = a_thread(*lines, tools=[tag])
    thread.say("Tag 7")

    thread.card.approve_and_keep(hours=2)
    thread.say("Once more")

    assert thread.tools_ran == ("tag", "tag")
    assert len(thread.cards) == 1


def test_a_rejection_for_good_refuses_later_calls() -> None:
    lines = (call("tag", order="7"), say("One."), call("tag", order="8"), say("Two."))
    thread = a_thread(*lines, tools=[tag])
    thread.say("Tag 7")

    thread.card.reject("no tags", for_good=True)
    thread.say("And 8?")

    assert (thread.tools_ran, len(thread.cards)) == ((), 1)
    assert thread.said == ("One.", "Two.")
    assert "does not want to be asked about it again" in thread.told[1]


def test_a_right_to_decide_moves_to_somebody_else() -> None:
    thread = a_thread(call("deploy", service="api"), say("Out."))
    thread.chat.gather("S0SRE", BOB)
    thread.say("Deploy")

    thread.card.hand_to(EVE)
    late = thread.card.approve(by=BOB)
    thread.card.approve(by=EVE)

    assert late == NotAllowed(why=Bar.HANDED_ON)
    assert thread.tools_ran == ("deploy",)


def test_whoever_asked_takes_it_back() -> None:
    thread = a_thread(call("deploy", service="api"), say("Fine."))
    thread.chat.gather("S0SRE", BOB)
    thread.say("Deploy")

    thread.card.cancel("wrong service")

    assert (thread.tools_ran, thread.card.state) == ((), RequirementState.CANCELLED)
    assert "@ana cancelled the request: wrong service." in thread.told[0]


def test_who_may_not_decide_is_told_why_and_the_card_stays_open() -> None:
    thread = a_thread(call("deploy", service="api"), say("Out."))
    thread.chat.gather("S0SRE", BOB)
    thread.say("Deploy")

    refused = [thread.card.approve(by=user) for user in (ANA, GUEST)]
    allowed = thread.card.approve(by=BOB)

    assert refused == [NotAllowed(why=Bar.NOT_APPROVER), NotAllowed(why=Bar.OUTSIDER)]
    assert applied(allowed)
    assert thread.tools_ran == ("deploy",)


def test_the_first_of_two_who_look_at_one_card_wins() -> None:
    thread = a_thread(call("send_email", **EMAIL), say("Done."))
    thread.say("Write to Bob")
    second = thread.card.seen()

    thread.card.approve(by=BOB)
    late = second.reject(by=EVE)

    assert isinstance(late, AlreadyDecided)
    assert thread.tools_ran == ("send_email",)


def test_an_old_look_at_a_card_that_was_changed_is_out_of_date() -> None:
    @tool(requires_confirmation=True, quorum=2, editable=["subject"])
    def publish(subject: str) -> str:
        """Publish it."""
        return subject

    thread = a_thread(call("publish", subject="A"), say("Out."), tools=[publish])
    thread.say("Publish A")
    older = thread.card.seen()

    thread.card.edit(subject="B", by=BOB)
    stale = older.approve(by=EVE)
    thread.card.approve(by=EVE)

    assert isinstance(stale, Stale)
    assert thread.ran[0].arguments == {"subject": "B"}


def test_time_brings_what_is_due_on_its_way_each_at_its_time() -> None:
    thread = a_thread(
        calls(call("deploy", service="api"), call("send_email", **EMAIL)), say("Nothing was done.")
    )
    thread.chat.gather("S0SRE", BOB)
    thread.say("Deploy and write")
    began = thread.clock()

    thread.clock.advance(days=2)

    verdicts = [card.verdict.at - began for card in thread.cards if card.verdict]
    assert verdicts == [2 * 3_600_000, 24 * 3_600_000]
    assert thread.clock() - began == 48 * 3_600_000
    assert thread.said == ("Nothing was done.",)


def test_a_model_that_is_busy_is_asked_again_when_its_time_has_come() -> None:
    thread = a_thread(unavailable(), say("Hello."))
    thread.say("Hi")
    before = thread.said

    thread.clock.advance(minutes=1)

    assert [before, thread.said] == [(), ("Hello.",)]


class CutOffError(BaseException):
    """The worker was killed."""


@pytest.mark.parametrize(
    ("settle", "ran", "told"),
    [
        (AskedCard.it_happened, 1, "@bob checked: it did happen."),
        (AskedCard.run_again, 2, "It ran 2 times."),
        (AskedCard.stop, 1, "Outcome unknown. @bob decided not to run it again."),
    ],
)
def test_an_unknown_outcome_is_settled_by_a_person(
    settle: Callable[[AskedCard], object], ran: int, told: str
) -> None:
    starts: list[str] = []

    @tool
    def pay(order: str) -> str:
        """Pay it."""
        starts.append(order)
        if len(starts) == 1:
            raise CutOffError
        return f"It ran {len(starts)} times."

    thread = a_thread(call("pay", order="7"), say("Fine."), tools=[pay])
    with pytest.raises(CutOffError):
        thread.say("Pay 7")
    thread.clock.advance(minutes=5)

    settle(thread.card)

    assert len(starts) == ran
    assert thread.told[0].startswith(told)


def test_what_was_never_asked_has_no_card() -> None:
    thread = a_thread()

    with pytest.raises(AssertionError, match="nobody was asked"):
        _ = thread.card


def test_a_second_message_goes_into_the_same_thread() -> None:
    thread = a_thread(say("One."), say("Two."))

    thread.say("Hi")
    thread.say("And?")

    assert thread.said == ("One.", "Two.")
    assert thread.model.remaining == 0


def test_a_script_a_clock_and_people_may_be_given() -> None:
    model, clock = ScriptedModel(say("Hello.")), ManualClock(1_800_000_000_000)
    agent = Agent(name="Shop", model=OpenAIResponses(), tools=[send_email])

    thread = SlackThread(agent, say("Bye."), model=model, clock=clock, people=[member("U0ZOE")])
    thread.say("Hi")

    assert (thread.said, thread.clock(), model.remaining) == (("Hello.",), clock(), 1)
    assert thread.chat.person("U0ZOE").name == "U0ZOE"
