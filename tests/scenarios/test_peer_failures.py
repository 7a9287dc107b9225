"""What went wrong in other people's agents, each with its test here.

Named after their failures, by the numbers of the list that the project keeps. Those that stand
elsewhere:

| failure | where |
|---|---|
| 3 anyone could approve | test_approvers (groups), test_click_table (each deed) |
| 4 approving one row rejected its sibling | test_several_calls, usecases/test_pauses |
| 5 an external card hid the command | test_peer_failures_on_cards |
| 9 101 options, 80-character labels: no card | test_peer_failures_on_cards |
| 19 a new message while waiting wedged the thread | test_several_calls, usecases/test_holding |
| 23 two stacks stole each other's clicks | test_bad_input (another app or workspace is a 403) |
| 24 arguments cut at 200 characters | test_peer_failures_on_cards, test_long_arguments |
"""

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from threading import Barrier
from typing import Any

import httpx
import pytest

from playground.model import call
from playground.runner.everything import Everything
from playground.slack.acts.clicking import Press
from playground.slack.deliveries.transport import Answered
from signoff import tool
from signoff.adapters.clock import now
from signoff.adapters.slack.decisions import reading
from signoff.agent.toolkit import ToolLike
from signoff.core.click import AlreadyDecided, Applied, PastExpiry
from signoff.core.decision import Approved, Rejected, RequirementState
from signoff.core.items import Update
from signoff.core.keys import Key
from signoff.testing.model import call as one
from signoff.testing.model import calls, say
from tests.adapters.slack.signed import envelope, form, signed
from tests.scenarios.stage import ANA, BOB, EMAIL, EVE, GUEST, OPS, Stage
from tests.usecases.world import World

SECRET = "local-signing-secret"  # noqa: S105 - made up
CLICKS = 20
DAY_MS = 86_400_000


def _asked(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")


def _at_once(stage: Stage, presses: Sequence[Press]) -> list[int | None]:
    """Let all clicks go off in the same moment; give the statuses they were answered with."""
    together = Barrier(len(presses))

    def press(held: Press) -> int | None:
        together.wait(20)
        outcome = stage.slack.press(held)
        return outcome.status if isinstance(outcome, Answered) else None

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))


def _overdue(stage: Stage, kind: str) -> None:
    """Let the time come at which the clock looks at some rows, and at which no limit is left."""
    stage.renew()
    for row in stage.rows(kind):
        if row.get("due") is not None:
            key = Key(str(row["pk"]), str(row["sk"]))
            stage.store.change(Update(key=key, put={"due": 1, "until": 1}))
    stage.system.tick()
    stage.settle()


def _post(stage: Stage, route: str, body: str, **headers: str) -> httpx.Response:
    made: Any = signed(body, secret=SECRET, at_s=now() // 1000)["headers"]
    kind = "application/json" if route == "events" else "application/x-www-form-urlencoded"
    return httpx.post(
        f"{stage.url}/slack/{route}",
        content=body.encode(),
        headers={**made, "content-type": kind, **headers},
        timeout=10,
    )


def test_peer_failure_01_two_clicks_in_flight_run_the_tool_once(stage: Stage) -> None:
    _asked(stage)
    people = [(BOB, EVE, ANA)[number % 3] for number in range(CLICKS)]
    held = [stage.slack.aim(person, stage.card, "approve") for person in people]
    stage.model.say("Sent.")

    statuses = _at_once(stage, held)
    stage.settle()

    assert set(statuses) <= {200, None}
    assert stage.outputs == ["E-mail “Order 8841” with 17 characters sent to bob@example.com."]
    assert stage.requests == 2
    assert stage.said == ["Sent."]
    assert len(stage.rows("#EXEC#")) == 1
    told = [text for person in (BOB, EVE, ANA) for text in stage.private(person)]
    assert all(text.startswith("Already approved by <@U0") for text in told)
    assert len(told) >= CLICKS - 1 - statuses.count(None)


def test_peer_failure_02_a_no_and_a_yes_at_once_never_run_what_was_refused(stage: Stage) -> None:
    _asked(stage)
    held = [stage.slack.aim(BOB, stage.card, "approve") for _ in range(CLICKS // 4)]
    held += [stage.slack.aim(EVE, stage.card, "reject") for _ in range(CLICKS // 4)]
    stage.model.say("Settled.")

    _at_once(stage, held)
    stage.settle()

    (row,) = stage.rows("#REQ#")
    is_approved = row["state"] == RequirementState.APPROVED
    assert stage.outputs[0].startswith("E-mail" if is_approved else "Rejected by @eve")
    assert len(stage.rows("#EXEC#")) == is_approved
    assert stage.card.text.startswith("Done" if is_approved else "Rejected by eve")
    assert stage.buttons() == []


@pytest.mark.parametrize("length", [3_901, 40_000])
def test_peer_failure_06_an_answer_after_a_pause_is_said_in_full(stage: Stage, length: int) -> None:
    _asked(stage)
    answer = " ".join(f"word{number}" for number in range(length // 8))
    stage.model.say(answer)

    stage.click("approve")
    stage.settle()

    blocks = [b for m in stage.messages for b in m.blocks if b["type"] == "markdown"]
    assert " ".join(str(block["text"]).strip() for block in blocks).split() == answer.split()


def test_peer_failure_07_a_reply_that_slack_would_not_take_is_said_later(stage: Stage) -> None:
    _asked(stage)
    stage.model.say("Sent.")
    stage.slack.fail("chat.postMessage", status=503)

    stage.click("approve")
    stage.settle()
    assert stage.said == []
    _overdue(stage, "OUT#")

    assert stage.said == ["Sent."]
    assert stage.outputs[0].startswith("E-mail")


def test_peer_failure_07_a_reply_whose_receipt_was_lost_is_not_said_twice(stage: Stage) -> None:
    _asked(stage)
    stage.model.say("Sent.")
    stage.slack.fail("chat.postMessage", lose_reply=True)

    stage.click("approve")
    stage.settle()
    _overdue(stage, "OUT#")

    assert stage.said == ["Sent."]


def test_peer_failure_07_a_card_that_cannot_be_updated_stops_nothing(stage: Stage) -> None:
    _asked(stage)
    stage.model.say("Sent.")
    stage.slack.fail("chat.update", status=503, times=3)

    stage.click("approve")
    stage.settle()

    assert stage.said == ["Sent."]
    _overdue(stage, "CARD#")
    assert stage.card.text.startswith("Done")
    assert stage.buttons() == []


@pytest.mark.parametrize("fault", [{"status": 503}, {"status": 429, "retry_after": 7}])
def test_peer_failure_08_a_card_that_could_not_be_posted_is_posted_by_the_clock(
    stage: Stage, fault: dict[str, Any]
) -> None:
    stage.slack.fail("chat.postMessage", **fault)
    _asked(stage)
    assert stage.cards == []

    _overdue(stage, "CARD#")

    assert len(stage.cards) == 1
    stage.model.say("Sent.")
    stage.click("approve")
    stage.settle()
    assert stage.said == ["Sent."]


def test_peer_failure_08_a_card_whose_receipt_was_lost_is_not_posted_twice(stage: Stage) -> None:
    stage.slack.fail("chat.postMessage", lose_reply=True)
    _asked(stage)
    assert len(stage.cards) == 1

    _overdue(stage, "CARD#")

    assert len(stage.cards) == 1
    stage.model.say("Sent.")
    stage.click("approve")
    stage.settle()
    assert (stage.said, stage.buttons()) == (["Sent."], [])


def test_peer_failure_08_a_click_on_a_card_whose_receipt_was_lost_settles_that_card(
    stage: Stage,
) -> None:
    stage.slack.fail("chat.postMessage", lose_reply=True)
    _asked(stage)
    stage.model.say("Sent.")

    stage.click("approve")
    stage.settle()

    assert len(stage.cards) == 1
    assert stage.buttons() == []
    assert stage.said == ["Sent."]


def test_peer_failure_08_blocks_that_slack_refuses_become_a_plainer_card(stage: Stage) -> None:
    stage.slack.fail("chat.postMessage", "invalid_blocks")

    _asked(stage)

    assert stage.buttons() == ["review", "reject"]
    stage.click("review")
    modal = stage.modal()
    (box,) = stage.inputs(modal).values()
    stage.model.say("Sent.")
    ticked = {box["block_id"]: {box["element"]["action_id"]: ["0"]}}
    assert stage.slack.submit_view(BOB, modal.id, ticked).ok
    stage.settle()
    assert stage.said == ["Sent."]


def test_peer_failure_10_thirty_three_confirmations_all_have_their_buttons(stage: Stage) -> None:
    mails = [call("send_email", **{**EMAIL, "subject": f"Mail {n}"}) for n in range(33)]
    stage.model.calls(mails)

    stage.say("Thirty-three mails")

    assert sum(stage.buttons(card).count("approve") for card in stage.cards) == 33
    assert all(len(card.blocks) <= 50 for card in stage.cards)


@pytest.mark.parametrize("count", [18, 30, 40])
def test_peer_failure_10_many_confirmations_are_all_decided_and_all_run(count: int) -> None:
    PAID.clear()
    made = calls(*(one("pay_at_once", amount=n) for n in range(count)))
    world = World(made, say("All paid."), tools=[pay_at_once])
    world.say("Pay them all")

    for asked in world.requirements:
        world.decide(asked, Rejected() if asked.at.index % 3 == 2 else Approved())
    world.work()

    assert sorted(PAID) == [n for n in range(count) if n % 3 != 2]
    assert len(world.outputs()) == count
    assert world.said == ("All paid.",)


def test_peer_failure_11_two_people_deciding_two_rows_at_once_lose_none(stage: Stage) -> None:
    stage.model.calls([call("send_email", **{**EMAIL, "subject": each}) for each in ("A", "B")])
    stage.say("Two mails")
    held = [
        stage.slack.aim(BOB, stage.card, "approve", nth=0),
        stage.slack.aim(EVE, stage.card, "reject", nth=1),
    ]
    stage.model.say("Both settled.")

    assert _at_once(stage, held) == [200, 200]
    stage.settle()

    first, second = stage.outputs
    assert first.startswith("E-mail “A”")
    assert second.startswith("Rejected by @eve")
    assert stage.buttons() == []


def test_peer_failure_12_a_stale_click_does_not_open_a_closed_card_again(stage: Stage) -> None:
    _asked(stage)
    late = [stage.slack.aim(EVE, stage.card, verb) for verb in ("approve", "reject")]
    stage.model.say("Sent.")
    stage.click("approve")
    stage.settle()
    closed = stage.card

    for held in late:
        stage.slack.press(held)
    stage.settle()

    assert stage.card == closed
    assert len(stage.private(EVE)) == 2


def test_peer_failure_13_two_calls_of_one_tool_keep_their_values_apart(stage: Stage) -> None:
    blank = dict.fromkeys(("payout", "restock", "pay_on", "note"))
    stage.model.calls(
        [
            call("refund", order_id="1", amount=10, **blank),
            call("refund", order_id="2", amount=20, **blank),
        ]
    )
    stage.say("Refund both")
    stage.model.say("Both refunded.")

    for card, amount, person in zip(stage.cards, ("11", "22"), (BOB, EVE), strict=True):
        stage.click("fill", card=card, by=person)
        modal = stage.modal(person)
        values = stage.filled(
            modal,
            amount=amount,
            payout=stage.option(modal, "Payout", "card"),
            restock=stage.option(modal, "Restock", "No"),
            pay_on="2026-11-20",
        )
        assert stage.slack.submit_view(person, modal.id, values).ok
    stage.settle()

    assert [text.split(" by ")[0] for text in stage.outputs] == [
        "11.00 EUR for order 1",
        "22.00 EUR for order 2",
    ]


PAID: list[int] = []


@tool(requires_confirmation=True)
def pay_at_once(amount: int) -> str:
    """Pay somebody."""
    PAID.append(amount)
    return "paid"


class Region(Enum):
    """Where to."""

    NORTH = "eu-north-1"
    SOUTH = "eu-south-1"


ROLLED: list[tuple[Region, dict[str, int], str]] = []


@tool(requires_user_input=True)
def roll_out(region: Region, shares: dict[str, int], note: str = "none") -> str:
    """Roll a release out."""
    ROLLED.append((region, shares, note))
    return "rolled out"


def test_peer_failure_14_blanks_members_and_objects_arrive_as_what_they_are() -> None:
    ROLLED.clear()
    nothing = one("roll_out", region=None, shares=None, note=None)
    world = World(nothing, say("Rolled out."), tools=[roll_out])
    world.say("Roll out")
    values: dict[str, Any] = {
        "f0": {"v": {"selected_option": {"value": "1"}}},
        "f1": {"v": {"value": '{"web": 10}'}},
        "f2": {"v": {"value": None}},
    }

    outcome = world.decide(world.requirements[0], reading("fill", values))
    world.work()

    assert isinstance(outcome, Applied)
    assert ROLLED == [(Region.SOUTH, {"web": 10}, "none")]


def test_peer_failure_15_a_click_with_a_retry_header_still_counts(stage: Stage) -> None:
    _asked(stage)
    stage.model.say("Sent.")
    held = stage.slack.aim(BOB, stage.card, "approve")
    retry = {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"}

    assert _post(stage, "interactions", form(held.payload), **retry).status_code == 200
    stage.settle()

    assert stage.said == ["Sent."]


def test_peer_failure_15_an_event_with_a_retry_header_is_still_heard(stage: Stage) -> None:
    stage.model.say("Here.")
    ts = f"{now() // 1000}.000100"
    mention = {"type": "app_mention", "user": ANA, "text": "<@U0BOT> hi", "ts": ts, "channel": OPS}
    retry = {"x-slack-retry-num": "3", "x-slack-retry-reason": "http_error"}

    assert _post(stage, "events", envelope(dict(mention)), **retry).status_code == 200
    stage.settle()

    assert stage.requests == 1


SUBTYPES = (
    "bot_message",
    "channel_join",
    "channel_name",
    "channel_topic",
    "message_changed",
    "message_deleted",
    "pinned_item",
    "reminder_add",
    "tombstone",
)


def test_peer_failure_16_joins_pins_and_edits_start_nothing(stage: Stage) -> None:
    stage.model.say("Once.")
    stage.say("Hi")
    there: dict[str, Any] = {
        "user": ANA,
        "channel": OPS,
        "ts": f"{now() // 1000}.000200",
        "thread_ts": stage.thread_ts,
        "text": "<@U0BOT> x",
    }

    for kind in ("pin_added", "reaction_added", "member_joined_channel"):
        stage.slack.deliver_event({**there, "type": kind})
    for subtype in SUBTYPES:
        stage.slack.deliver_event({**there, "type": "message", "subtype": subtype})
    stage.settle()

    assert stage.requests == 1


def test_peer_failure_17_an_unauthorised_click_leaves_the_button_to_others(stage: Stage) -> None:
    _asked(stage)
    stage.model.say("Sent.")

    stage.click("approve", by=GUEST)
    stage.click("reject", by=GUEST)
    stage.click("approve", by=BOB)
    stage.settle()

    assert stage.said == ["Sent."]
    assert len(stage.private(GUEST)) == 2
    assert stage.private(BOB) == []


def test_peer_failure_18_an_approval_whose_wake_was_lost_still_starts(
    stage: Stage, everything: Everything
) -> None:
    _asked(stage)
    stage.model.say("Sent.")
    stage.system.hold_queue()
    stage.click("approve")
    name = stage.system.resources.physical_name("TurnQueue").rpartition("/")[2]
    sqs = everything.clients.sqs
    sqs.purge_queue(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"])
    stage.system.release_queue()
    stage.settle()
    assert stage.requests == 1

    _overdue(stage, "META")

    assert stage.said == ["Sent."]
    assert len(stage.rows("#EXEC#")) == 1


LOOKED: list[int] = []


def _only_once(arguments: Mapping[str, Any]) -> bool:
    LOOKED.append(int(arguments["amount"]))
    return len(LOOKED) == 1


@tool(requires_confirmation=True, when=_only_once)
def pay(amount: int) -> str:
    """Pay somebody."""
    PAID.append(amount)
    return "paid"


@pytest.mark.parametrize(("decision", "paid"), [(Rejected(), []), (Approved(), [500])])
def test_peer_failure_20_a_predicate_is_not_asked_again_on_resume(
    decision: Approved | Rejected, paid: list[int]
) -> None:
    LOOKED.clear()
    PAID.clear()
    world = World(one("pay", amount=500), say("Settled."), tools=[pay])
    world.say("Pay")

    world.decide(world.requirements[0], decision)
    world.work()

    assert LOOKED == [500]
    assert paid == PAID


def _renamed() -> ToolLike:
    @tool(requires_confirmation=True)
    def pay_out(amount: int) -> str:
        """Pay somebody."""
        PAID.append(amount)
        return "paid"

    return pay_out


def _changed() -> ToolLike:
    @tool(requires_confirmation=True)
    def pay(amount: int, currency: str = "EUR") -> str:
        """Pay somebody."""
        PAID.append(amount)
        return f"paid in {currency}"

    return pay


@pytest.mark.parametrize("after", [None, _renamed(), _changed()])
def test_peer_failure_21_a_tool_that_changed_while_paused_does_not_start(
    after: ToolLike | None,
) -> None:
    LOOKED.clear()
    PAID.clear()
    world = World(one("pay", amount=500), say("Understood."), tools=[pay])
    world.say("Pay")
    world.agent = World(tools=[after] if after else []).agent

    world.decide(world.requirements[0], Approved())
    world.work()

    assert PAID == []
    assert world.outputs() == [
        "Not run: the tool pay was changed or removed while this call waited."
    ]
    assert world.said == ("Understood.",)


def test_peer_failure_22_a_replayed_click_and_a_replayed_form_are_one_decision(
    stage: Stage,
) -> None:
    _asked(stage)
    stage.menu("why")
    modal = stage.modal()
    stage.model.say("Understood.")
    stage.slack.submit_view(BOB, modal.id, stage.filled(modal, Reason="No"))
    stage.settle()
    submission = stage.slack.deliveries("interaction")[-1].payload

    answers = [_post(stage, "interactions", form(submission)) for _ in range(10)]
    stage.settle()

    assert {answer.status_code for answer in answers} == {200}
    assert all("Already rejected by bob" in answer.text for answer in answers)
    assert stage.requests == 2
    assert stage.said == ["Understood."]


@pytest.mark.parametrize("early_ms", [0, 1])
def test_peer_failure_25_at_the_last_moment_exactly_one_of_click_and_expiry_counts(
    early_ms: int,
) -> None:
    for is_click_first in (True, False):
        LOOKED.clear()
        PAID.clear()
        world = World(one("pay", amount=1), say("Settled."), tools=[pay])
        world.say("Pay")
        asked = world.requirements[0]
        world.clock.advance(ms=asked.exp - early_ms - world.clock())

        if not is_click_first:
            world.sweep()
        world.decide(asked, Approved())
        world.sweep()
        world.work()

        is_in_time = early_ms > 0
        expected = RequirementState.APPROVED if is_in_time else RequirementState.EXPIRED
        assert world.requirements[0].state is expected
        assert len(PAID) == is_in_time
        assert world.said == ("Settled.",)


def test_peer_failure_25_click_and_expiry_in_two_threads_leave_one_decision() -> None:
    for _ in range(20):
        LOOKED.clear()
        PAID.clear()
        world = World(one("pay", amount=1), say("Settled."), tools=[pay])
        world.say("Pay")
        asked = world.requirements[0]
        world.clock.advance(ms=DAY_MS - 1)
        together = Barrier(2)

        def click(world: World = world, together: Barrier = together) -> object:
            together.wait(10)
            return world.decide(world.requirements[0], Approved())

        def expire(world: World = world, together: Barrier = together) -> object:
            together.wait(10)
            world.clock.advance(ms=1)
            return world.sweep()

        with ThreadPoolExecutor(2) as pool:
            clicked, swept = pool.submit(click), pool.submit(expire)
            outcome = clicked.result()
            swept.result()
        world.work()

        assert isinstance(outcome, Applied | PastExpiry | AlreadyDecided)
        assert len(PAID) == isinstance(outcome, Applied)
        assert world.requirements[0].rev == asked.rev + 1


def test_peer_failure_26_a_decision_elsewhere_leaves_a_half_typed_form_alone(
    stage: Stage,
) -> None:
    question: dict[str, Any] = {
        "question": "Why?",
        "header": None,
        "options": [],
        "multi_select": False,
    }
    stage.model.calls([call("send_email", **EMAIL), call("ask_user", questions=[question] * 2)])
    stage.say("Both")
    mail, asked = stage.cards
    assert stage.buttons(asked)[0] == "submit"

    stage.click("approve", card=mail)
    stage.settle()

    assert stage.cards[1] == asked


def test_peer_failure_26_what_does_not_fit_is_said_and_the_card_stays_as_it_is(
    stage: Stage,
) -> None:
    question: dict[str, Any] = {
        "question": "Why?",
        "header": None,
        "options": [],
        "multi_select": False,
    }
    stage.model.call("ask_user", questions=[question] * 2)
    stage.say("Ask me")
    before = stage.card
    first, second = [block for block in before.blocks if block["type"] == "input"]
    values = {first["block_id"]: {first["element"]["action_id"]: "Because"}}
    values |= {second["block_id"]: {second["element"]["action_id"]: None}}

    stage.click("submit", values=values)
    stage.settle()

    assert stage.card == before
    assert stage.private(BOB) == [
        "Not sent: Why? needs an answer. What you typed is still on the card."
    ]


def test_every_failure_has_its_test_here_or_is_listed_with_its_place() -> None:
    here = set(re.findall(r"test_peer_failure_(\d\d)_", " ".join(globals())))
    elsewhere = {
        number.zfill(2) for number in re.findall(r"^\| (\d+) ", str(__doc__), re.MULTILINE)
    }

    assert here | elsewhere == {f"{number:02}" for number in range(1, 27)}
    assert here & elsewhere == set()
