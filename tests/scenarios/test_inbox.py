"""The inbox in the app's Home tab: what waits, all of it, and a decision from there."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from playground.slack.records import View
from signoff.core.audit import AuditEntry
from signoff.core.codec import from_item, to_item
from signoff.core.items import Delete, Put
from signoff.core.keys import ThreadKey
from tests.core.rows import a_requirement
from tests.scenarios.stage import ANA, BOB, EMAIL, EVE, GUEST, OPS, Stage

MANY = 500
TITLE = "Send email to bob@example.com"
FOREVER = 4_000_000_000_000


def asked(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")


def home(stage: Stage, user: str = BOB) -> View:
    """Open the Home tab, and see what comes."""
    stage.slack.open_home(user)
    stage.settle()
    return shown(stage, user)


def shown(stage: Stage, user: str = BOB) -> View:
    view = stage.slack.home(user)
    assert view is not None
    return view


def elements(view: View) -> list[dict[str, Any]]:
    return [each for block in view.content["blocks"] for each in block.get("elements", [])]


def turn(stage: Stage, value: str, user: str = BOB) -> View:
    """Press a button of the inbox itself."""
    stage.slack.click_on(user, shown(stage, user), value)
    stage.settle()
    return shown(stage, user)


def review(stage: Stage, view: View, user: str = BOB) -> View:
    """Press Review… on this thread's request."""
    values = [each["value"] for each in elements(view) if each.get("action_id") == "look"]
    (nth,) = (at for at, value in enumerate(values) if stage.thread_ts in value)
    stage.slack.click_on(user, view, "look", nth=nth)
    return stage.modal(user)


def choose(stage: Stage, view: View, verb: str) -> None:
    """Choose from the ⋯ of a modal."""
    options = [each["value"] for menu in elements(view) for each in menu.get("options", [])]
    (value,) = (each for each in options if each.startswith(f"{verb}."))
    stage.slack.click_on(BOB, view, "more", choose=value)


def words(view: View) -> str:
    return str(view.content["blocks"])


def is_listed(stage: Stage, view: View) -> bool:
    return stage.thread_ts in words(view) or stage.thread_ts.replace(".", "") in words(view)


@pytest.fixture(autouse=True)
def no_modals(stage: Stage) -> Iterator[None]:
    yield
    for user in (ANA, BOB, EVE, GUEST):
        for view in stage.slack.views(user):
            stage.slack.close_view(user, view.id)


def test_what_waits_is_read_whole_and_approved_in_the_inbox_and_its_card_settles(
    stage: Stage,
) -> None:
    asked(stage)
    stage.model.say("Sent.")

    modal = review(stage, home(stage))
    assert EMAIL["body"] in words(modal)
    stage.slack.submit_view(BOB, modal.id)
    stage.settle()

    assert stage.said == ["Sent."]
    assert stage.card.text.startswith(f"Done: {TITLE}. Approved by bob")
    assert stage.buttons() == []
    assert not is_listed(stage, shown(stage))
    assert "Approved by bob at" in words(stage.modal())
    facts = [f for row in stage.rows("AUD#") for f in from_item(AuditEntry, row).facts]
    assert [fact.action for fact in facts][:3] == ["asked", "reviewed", "approved"]
    assert facts[2].evidence == "member of the workspace"


def test_a_no_from_the_inbox_is_told_in_its_modal(stage: Stage) -> None:
    asked(stage)
    stage.model.say("I left it.")

    modal = review(stage, home(stage))
    stage.slack.click_on(BOB, modal, "reject")
    stage.settle()

    assert stage.said == ["I left it."]
    assert stage.card.text.startswith("Rejected by bob")
    assert "Rejected by bob at" in words(stage.modal())
    assert not is_listed(stage, shown(stage))
    assert stage.private(BOB) == []


def test_a_reason_is_given_in_the_same_modal(stage: Stage) -> None:
    asked(stage)
    stage.model.say("I left it.")

    choose(stage, review(stage, home(stage)), "why")
    form = stage.modal()
    stage.slack.submit_view(BOB, form.id, stage.filled(form, reason="Too early"))
    stage.settle()

    assert "Too early" in stage.outputs[0]
    assert "Reason: Too early." in words(stage.modal())


def test_a_request_is_cancelled_from_the_inbox(stage: Stage) -> None:
    asked(stage)
    stage.model.say("I left it.")

    choose(stage, review(stage, home(stage)), "cancel")
    form = stage.modal()
    stage.slack.submit_view(BOB, form.id, stage.filled(form))
    stage.settle()

    assert stage.card.text.startswith("Cancelled by bob")
    assert "Cancelled by bob at" in words(stage.modal())
    assert not is_listed(stage, shown(stage))


def test_a_form_is_filled_in_from_the_inbox(stage: Stage) -> None:
    stage.model.call("ask_user", questions=[{"question": "Why?", "options": []}])
    stage.say("Ask me why")
    stage.model.say("Thanks.")

    stage.slack.click_on(BOB, review(stage, home(stage)), "answer")
    form = stage.modal()
    (label,) = stage.inputs(form)
    block = stage.inputs(form)[label]
    value = {block["block_id"]: {block["element"]["action_id"]: "Because."}}
    stage.slack.submit_view(BOB, form.id, value)
    stage.settle()

    assert stage.said == ["Thanks."]
    assert "Because." in stage.outputs[0]


def test_what_somebody_asked_for_and_what_was_decided_have_parts_of_their_own(
    stage: Stage,
) -> None:
    asked(stage)
    stage.model.say("I left it.")
    home(stage, ANA)

    open_now = is_listed(stage, turn(stage, "home.asked.1", ANA))
    stage.click("reject")
    stage.settle()

    assert open_now
    assert not is_listed(stage, turn(stage, "home.asked.1", ANA))
    decided = turn(stage, "home.decided.1", ANA)
    assert is_listed(stage, decided)
    assert "Rejected: " in words(decided)


def test_a_review_of_what_was_decided_meanwhile_says_so_in_a_small_modal(stage: Stage) -> None:
    asked(stage)
    stage.model.say("I left it.")
    before = home(stage)
    stage.click("reject", by=EVE)
    stage.settle()

    modal = review(stage, before)

    assert "Already rejected by eve at" in words(modal)
    assert modal.content["title"]["text"] == "Nothing changed"
    stage.settle()
    assert not is_listed(stage, shown(stage))


def test_a_decision_that_comes_too_late_is_answered_in_its_modal(stage: Stage) -> None:
    asked(stage)
    stage.model.say("I left it.")
    modal = review(stage, home(stage))
    stage.click("reject", by=EVE)
    stage.settle()

    stage.slack.submit_view(BOB, modal.id)

    assert "Already rejected by eve at" in words(stage.modal())
    assert len(stage.rows("#EXEC#")) == 0


def test_whoever_asked_may_look_but_a_guest_decides_nothing_from_the_inbox(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob", user=GUEST)
    home(stage, GUEST)
    assert not is_listed(stage, shown(stage, GUEST))

    modal = review(stage, turn(stage, "home.asked.1", GUEST), GUEST)
    stage.slack.submit_view(GUEST, modal.id)
    stage.settle()

    assert "Guests and people from other organisations" in words(stage.modal(GUEST))
    assert stage.buttons() == ["approve", "reject", "more"]


def test_a_link_leads_to_the_thread_and_is_taken(stage: Stage) -> None:
    asked(stage)
    view = home(stage)

    stamp = stage.thread_ts.replace(".", "")
    links = [each["url"] for each in elements(view) if each.get("action_id") == "thread"]
    outcome = stage.slack.click_on(BOB, view, "thread")

    assert [url for url in links if url.endswith(f"/archives/{OPS}/p{stamp}")]
    assert outcome.is_accepted  # type: ignore[union-attr]
    assert stage.slack.views(BOB) == []


def test_a_review_of_much_needs_the_box(stage: Stage) -> None:
    stage.model.call("send_email", **{**EMAIL, "body": "It is on its way. " * 100})
    stage.say("Mail Bob")
    stage.model.say("Sent.")

    modal = review(stage, home(stage))
    unread = stage.slack.submit_view(BOB, modal.id)
    assert list(unread.errors) == ["ack"]
    box = stage.inputs(modal)["Before you approve"]
    ticked = {box["block_id"]: {box["element"]["action_id"]: ["0"]}}
    stage.slack.submit_view(BOB, modal.id, ticked)
    stage.settle()

    assert stage.said == ["Sent."]


def test_what_stands_is_revoked_from_the_inbox_and_its_card_says_so(stage: Stage) -> None:
    asked(stage)
    stage.model.say("I won't ask again.")
    stage.menu("why")
    form = stage.modal()
    never = stage.inputs(form)["From now on"]
    ticked = {never["block_id"]: {never["element"]["action_id"]: ["0"]}}
    stage.slack.submit_view(BOB, form.id, {**stage.filled(form, reason="No"), **ticked})
    stage.settle()
    home(stage)

    standing = turn(stage, "home.standing.1")
    values = [each["value"] for each in elements(standing) if each.get("action_id") == "revoke"]
    (nth,) = (at for at, value in enumerate(values) if stage.thread_ts in value)
    stage.slack.click_on(BOB, standing, "revoke", nth=nth)
    stage.settle()

    assert "The standing refusal was revoked by bob" in words(stage.modal())
    assert "Refusal revoked by <@U0BOB>" in str(stage.card.blocks)
    assert not is_listed(stage, shown(stage))


@pytest.fixture
def crowded(stage: Stage) -> Iterator[Stage]:
    """Five hundred open requests, all of which Bob may decide."""
    rows = [
        (thread.requirement(row.at), to_item(row, thread.requirement(row.at)))
        for number in range(MANY)
        for thread in [ThreadKey(team="T0LOCAL", channel=OPS, thread_ts=f"1600000000.{number:06d}")]
        for row in [replace(a_requirement(), open_team="T0LOCAL", exp=FOREVER + number)]
    ]
    for key, item in rows:
        stage.store.commit(Put(key=key, item=item))
    yield stage
    for key, _ in rows:
        stage.store.commit(Delete(key=key))


def test_the_pages_of_five_hundred_requests_turn_to_the_last_and_back(crowded: Stage) -> None:
    first = home(crowded)
    second = turn(crowded, "home.waits.2")
    last = turn_to_the_last(crowded, second)

    for view in (first, second, last):
        assert len(view.content["blocks"]) <= 100
    seen = [value for view in (first, second, last) for value in reviews(view)]
    assert len(reviews(first)) == len(reviews(second)) == 20
    assert len(seen) == len(set(seen))
    assert f"Page {MANY // 20}" in words(last) or f"Page {MANY // 20 + 1}" in words(last)


def reviews(view: View) -> list[str]:
    return [each["value"] for each in elements(view) if each.get("action_id") == "look"]


def turn_to_the_last(stage: Stage, view: View) -> View:
    """Send what the button of the last page would send: pages between are drawn alike."""
    (on,) = (each for each in elements(view) if each.get("value") == "home.waits.3")
    held = stage.slack.aim(BOB, view, on["action_id"])
    stage.slack.press(held, value="home.waits.999", action_id="home.waits.999")
    stage.settle()
    return shown(stage)
