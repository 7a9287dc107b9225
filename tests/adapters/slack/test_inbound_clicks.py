"""A click is read as what it asks for; a tampered one names nothing; none raises."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.adapters.slack.inbound_clicks import Malformed, Reaction, read
from signoff.core.address import Address
from signoff.core.click import Click, Decide, OpenForm, Surface
from signoff.core.hearing import HomeOpened, Ignored
from signoff.core.home_place import HomePlace, Section
from signoff.core.keys import Position, ThreadKey
from signoff.core.rating import Rate

ADDRESS = Address(
    channel="C0OPS",
    thread_ts="1795420800.000100",
    at=Position(run=1, step=2, index=0),
    rev=1,
    shown="0123456789abcdef",
)
THREAD = ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts="1795420800.000100")
CARD = "1795420801.000200"
IN_MESSAGE = {
    "type": "message",
    "message_ts": CARD,
    "channel_id": "C0OPS",
    "is_ephemeral": False,
    "thread_ts": "1795420800.000100",
}


def a_payload(**fields: Any) -> dict[str, Any]:
    return {
        "team": {"id": "T0LOCAL", "domain": "local"},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": "U0BOB", "username": "bob", "name": "bob", "team_id": "T0LOCAL"},
        "api_app_id": "A0LOCAL",
        "token": "legacy",
        "trigger_id": "13.abc",
    } | fields


def a_button(verb: str = "approve", **fields: Any) -> dict[str, Any]:
    return {
        "type": "button",
        "action_id": verb,
        "block_id": "actions.1",
        "value": ADDRESS.value(verb),
        "action_ts": "1795420802.000300",
    } | fields


def a_click(*actions: object, **fields: Any) -> dict[str, Any]:
    return a_payload(
        **{
            "type": "block_actions",
            "container": IN_MESSAGE,
            "channel": {"id": "C0OPS", "name": "ops"},
            "message": {"type": "message", "ts": CARD, "thread_ts": "1795420800.000100"},
            "state": {"values": {}},
            "actions": list(actions),
        }
        | fields
    )


def a_view(verb: str = "why", **fields: Any) -> dict[str, Any]:
    return {
        "id": "V1",
        "team_id": "T0LOCAL",
        "app_installed_team_id": "T0LOCAL",
        "type": "modal",
        "private_metadata": ADDRESS.value(verb),
        "state": {"values": {}},
    } | fields


def a_submit(verb: str = "why", **fields: Any) -> dict[str, Any]:
    return a_payload(type="view_submission", view=a_view(verb, **fields))


def decided(payload: dict[str, Any]) -> Decide:
    reaction = read(payload)
    assert isinstance(reaction, Decide)
    return reaction


def opened(payload: dict[str, Any]) -> OpenForm:
    reaction = read(payload)
    assert isinstance(reaction, OpenForm)
    return reaction


@pytest.mark.parametrize("verb", ["approve", "reject", "submit", "skip", "pick3", "stop"])
def test_a_button_that_decides_is_a_decision(verb: str) -> None:
    assert decided(a_click(a_button(verb))).click == Click(
        team="T0LOCAL", user="U0BOB", address=ADDRESS, channel="C0OPS", message_ts=CARD
    )


@pytest.mark.parametrize(
    ("verb", "form"),
    [("review", "review"), ("fill", "fill"), ("done", "done"), ("answer", "answer")],
)
def test_a_button_that_asks_for_a_form_opens_it(verb: str, form: str) -> None:
    wish = opened(a_click(a_button(verb)))

    assert (wish.form, wish.trigger, wish.view, wish.page) == (form, "13.abc", "", 1)


def test_an_entry_of_the_menu_is_read_like_a_button() -> None:
    chosen = {"text": {"type": "plain_text", "text": "…"}, "value": ADDRESS.value("why")}
    menu = {"type": "overflow", "action_id": "more", "block_id": "b", "selected_option": chosen}

    assert opened(a_click(menu)).form == "reject"


def test_a_button_in_the_review_turns_its_page() -> None:
    payload = a_click(
        a_button("page2"),
        container={"type": "view", "view_id": "V1"},
        view=a_view("review"),
        channel=None,
        message=None,
    )

    wish = opened(payload)

    assert (wish.form, wish.view, wish.page) == ("review", "V1", 2)
    assert wish.click.message_ts == ""


def test_what_stood_in_the_cards_fields_is_taken_along_to_the_form() -> None:
    values = {"f0.1": {"v": {"type": "plain_text_input", "value": "half a sen"}}}

    wish = opened(a_click(a_button("fill"), state={"values": values}))

    assert wish.filled == '{"f0.1":{"v":{"type":"plain_text_input","value":"half a sen"}}}'


@pytest.mark.parametrize("verb", ["why", "review", "fill", "done", "cannot", "answer"])
def test_a_submitted_form_is_a_decision(verb: str) -> None:
    assert decided(a_submit(verb)).click == Click(team="T0LOCAL", user="U0BOB", address=ADDRESS)


@pytest.mark.parametrize("verb", ["approve", "reject", "page2", "nothing"])
def test_a_form_that_was_opened_by_no_such_button_names_nothing(verb: str) -> None:
    reaction = read(a_submit(verb))

    assert reaction == Malformed(user="U0BOB", thread=THREAD, is_submit=True)


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        "",
        "{}",
        "why",
        "." * 8,
        5,
        ADDRESS.value("why") + " ",
    ],
    ids=range(7),
)
def test_a_form_that_carries_no_address_names_nothing(metadata: object) -> None:
    reaction = read(a_submit(private_metadata=metadata))

    assert reaction == Malformed(user="U0BOB", thread=None, is_submit=True)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "approve",
        17,
        ["approve"],
        ADDRESS.value("reject"),
        ADDRESS.value("approve") + ".1",
        ADDRESS.value("approve")[:-1],
        ADDRESS.value("approve").replace("C0OPS", "c0ops"),
        ADDRESS.value("approve").replace("C0OPS", "C0#T0"),
        ADDRESS.value("approve").replace("1795420800", "now"),
        ADDRESS.value("approve").replace(".1.2.0.", ".1.-2.0."),
        ADDRESS.value("approve").replace(".0.1.", ".0.x."),
        ADDRESS.value("launch"),
        "a" * 3_000,
    ],
    ids=range(15),
)
def test_a_tampered_button_names_nothing(value: object) -> None:
    reaction = read(a_click(a_button("approve", value=value)))

    assert reaction == Malformed(user="U0BOB", thread=THREAD, is_submit=False)


@pytest.mark.parametrize("verb", ["launch", "page11", "pick4", "more", "page\u0663"])
def test_an_unknown_button_names_nothing(verb: str) -> None:
    assert isinstance(read(a_click(a_button(verb))), Malformed)


@pytest.mark.parametrize("actions", [[], ["approve"], [{}], [{"type": 5}]], ids=range(4))
def test_a_click_on_nothing_names_nothing(actions: list[object]) -> None:
    assert isinstance(read(a_click(*actions)), Malformed)


@pytest.mark.parametrize("kind", ["static_select", "radio_buttons", "checkboxes", "datepicker"])
def test_a_changed_input_asks_for_nothing(kind: str) -> None:
    assert isinstance(read(a_click({"type": kind, "action_id": "v", "block_id": "f0"})), Ignored)


@pytest.mark.parametrize(
    "kind", ["view_closed", "block_suggestion", "shortcut", "message_action", "", None, ["x"]]
)
def test_other_interactions_ask_for_nothing(kind: object) -> None:
    assert isinstance(read(a_payload(type=kind)), Ignored)


@pytest.mark.parametrize("user", [None, {}, {"id": None}, {"id": "bob"}, "U0BOB"], ids=range(5))
def test_a_click_of_nobody_names_nothing(user: object) -> None:
    reaction = read(a_click(a_button(), user=user))

    assert reaction == Malformed(user="", thread=THREAD, is_submit=False)


def test_in_a_whole_organisation_the_workspace_is_the_persons() -> None:
    assert decided(a_click(a_button(), team=None)).click.team == "T0LOCAL"


def test_a_form_knows_the_workspace_it_was_opened_in() -> None:
    payload = a_submit() | {"team": {"id": "T0OTHER"}}

    assert decided(payload).click.team == "T0LOCAL"


def test_a_click_in_no_workspace_names_nothing() -> None:
    payload = a_click(a_button(), team=None, user={"id": "U0BOB"})

    assert read(payload) == Malformed(user="U0BOB", thread=None, is_submit=False)


def test_half_an_emoji_does_not_get_in() -> None:
    values = {"why": {"v": {"type": "plain_text_input", "value": "no \ud83d"}}}

    wish = opened(a_click(a_button("fill"), state={"values": values}))

    assert wish.filled.encode()


@pytest.mark.parametrize(
    "make",
    [lambda state: a_click(a_button("fill"), state=state), lambda state: a_submit(state=state)],
    ids=["click", "submit"],
)
def test_a_bottomless_form_names_nothing(make: Any) -> None:
    bottomless: dict[str, Any] = {}
    for _ in range(100_000):
        bottomless = {"values": bottomless}

    assert isinstance(read(make(bottomless)), Malformed)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
_FIELDS = ["type", "team", "user", "container", "channel", "message", "state", "actions", "view"]
_ACTION = ["type", "action_id", "value", "selected_option"]
_VIEW = ["id", "private_metadata", "state", "app_installed_team_id"]


@settings(max_examples=400, deadline=None, database=None)
@given(
    fields=st.dictionaries(st.sampled_from(_FIELDS), _JSON, max_size=2),
    action=st.dictionaries(st.sampled_from(_ACTION), _JSON, max_size=2),
    view=st.dictionaries(st.sampled_from(_VIEW), _JSON, max_size=2),
)
def test_no_shape_of_an_interaction_raises(
    fields: dict[str, Any], action: dict[str, Any], view: dict[str, Any]
) -> None:
    for payload in (a_click(a_button(**action)), a_submit(**view)):
        assert isinstance(read(payload | fields), Reaction)


HOME = {"id": "V9", "type": "home", "private_metadata": "home.asked.2"}


def at_home(button: dict[str, Any], **view: Any) -> dict[str, Any]:
    """A click in the inbox, or in a modal that was opened there."""
    shown = {"app_installed_team_id": "T0LOCAL", **HOME, **view}
    click = a_click(button) | {"container": {"type": "view", "view_id": shown["id"]}, "view": shown}
    return {name: value for name, value in click.items() if name not in {"channel", "message"}}


def test_a_review_that_is_opened_in_the_inbox_knows_where_and_replaces_nothing() -> None:
    wish = opened(at_home(a_button("look")))

    assert (wish.form, wish.view, wish.click.channel) == ("look", "", "")
    assert wish.click.home == HomePlace(section=Section.ASKED, page=2)


def test_a_modal_that_was_opened_in_the_inbox_still_knows_where() -> None:
    modal = {
        "type": "modal",
        "id": "V1",
        "private_metadata": f"{ADDRESS.value('look')} home.waits.3",
    }

    turned = opened(at_home(a_button("look2"), **modal))
    submit = decided(a_submit(private_metadata=modal["private_metadata"]))

    assert (turned.view, turned.page, turned.click.home) == ("V1", 2, HomePlace(page=3))
    assert submit.click.home == HomePlace(page=3)
    assert decided(a_submit()).click.home is None


def test_a_button_of_the_inbox_itself_shows_another_part_of_it() -> None:
    turn = {**a_button("home.decided.4"), "value": "home.decided.4"}

    assert read(at_home(turn)) == HomeOpened(
        team="T0LOCAL", user="U0BOB", place=HomePlace(section=Section.DECIDED, page=4)
    )


@pytest.mark.parametrize("value", ["home.waits.0", "home.mine.1", "home.waits.01", "home.waits.1 "])
def test_a_forged_button_of_the_inbox_is_answered_there(value: str) -> None:
    forged = read(at_home({**a_button(value), "value": value}))

    assert isinstance(forged, Malformed)
    assert forged.surface == Surface(trigger="13.abc")


def test_the_button_of_the_inbox_counts_nowhere_else() -> None:
    assert isinstance(
        read(a_click({**a_button("home.waits.1"), "value": "home.waits.1"})), Malformed
    )


def test_a_link_asks_for_nothing() -> None:
    link = {"type": "button", "action_id": "thread", "block_id": "b", "url": "https://x.slack.com"}

    assert isinstance(read(at_home(link)), Ignored)


@settings(max_examples=500, deadline=None, database=None)
@given(where=st.integers(0, 74), character=st.characters(max_codepoint=0x2FF))
def test_a_value_with_one_character_changed_stays_in_its_workspace(
    where: int, character: str
) -> None:
    value = ADDRESS.value("approve")
    where %= len(value)

    reaction = read(a_click(a_button(value=value[:where] + character + value[where + 1 :])))

    assert not isinstance(reaction, Ignored | HomeOpened | Rate)
    assert isinstance(reaction, Malformed) or reaction.click.team == "T0LOCAL"
