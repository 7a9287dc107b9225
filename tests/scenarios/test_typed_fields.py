"""Every kind of value, from the model or from a person, reaches the tool as what it is."""

from collections.abc import Iterator
from typing import Any

import pytest

from playground.runner.everything import Everything
from tests.scenarios.stacks import stack_with
from tests.scenarios.stage import BOB, Stage

FROM_MODEL: dict[str, Any] = {
    "text": "s",
    "whole": 3.0,
    "number": 1,
    "truth": True,
    "word": "x",
    "env": "production",
    "level": 2,
    "maybe": None,
    "day": "2026-11-20",
    "moment": "2026-11-20T14:00:00Z",
    "hour": "14:30",
    "texts": ["a"],
    "envs": ["test"],
    "line": {"sku": "A", "count": None, "on": None},
    "lines": [{"sku": "B", "count": 2, "on": "2026-01-01"}],
    "choice": {"first": 1, "second": None},
    "money": {"amount": "12.30", "currency": "USD"},
    "counts": [{"key": "k", "value": 1}],
    "share": 5,
    "email": "a@example.com",
    "link": "https://example.com",
    "page": "https://example.com/p",
    "owner": "U0BOB",
    "watchers": ["U0ANA", "U0BOB"],
    "room": "C0OPS",
    "rooms": ["C0OPS"],
    "backup": None,
    "later": None,
    "seven": None,
    "otherwise": None,
}

AS_ASKED = [
    "text='s'",
    "whole=3",
    "number=1.0",
    "truth=True",
    "word='x'",
    "env=<Env.PROD: 'production'>",
    "level=<Level.HIGH: 2>",
    "maybe=None",
    "day=datetime.date(2026, 11, 20)",
    "moment=datetime.datetime(2026, 11, 20, 14, 0, tzinfo=datetime.timezone.utc)",
    "hour=datetime.time(14, 30)",
    "texts=['a']",
    "envs=[<Env.TEST: 'test'>]",
    "line=Line(sku='A', count=1, on=None)",
    "lines=[Line(sku='B', count=2, on=datetime.date(2026, 1, 1))]",
    "choice={'first': 1}",
    "money=Money(amount=Decimal('12.30'), currency='USD')",
    "counts={'k': 1}",
    "share=5",
    "email='a@example.com'",
    "link='https://example.com'",
    "page=HttpUrl('https://example.com/p')",
    "owner='U0BOB'",
    "watchers=['U0ANA', 'U0BOB']",
    "room='C0OPS'",
    "rooms={'C0OPS'}",
    "backup=None",
    "later=None",
    "seven=7",
    "otherwise=<Env.TEST: 'test'>",
]

PROPOSED = {
    **dict.fromkeys(FROM_MODEL),
    "whole": 4,
    "env": "test",
    "day": "2026-01-02",
    "moment": "2026-11-20T12:00:00Z",
    "envs": ["test"],
    "line": {"sku": "Z", "count": None, "on": None},
    "owner": "U0ANA",
    "rooms": ["C0OPS"],
    "seven": 9,
}

AS_FILLED = [
    "text='hello'",
    "whole=4",
    "number=1.5",
    "truth=False",
    "word='y'",
    "env=<Env.TEST: 'test'>",
    "level=<Level.LOW: 1>",
    "maybe=None",
    "day=datetime.date(2026, 1, 2)",
    "moment=datetime.datetime(2026, 11, 20, 12, 0, tzinfo=datetime.timezone.utc)",
    "hour=datetime.time(9, 15)",
    "texts=['a', 'b']",
    "envs=[<Env.TEST: 'test'>]",
    "line=Line(sku='Z', count=1, on=None)",
    "lines=[Line(sku='q', count=1, on=None)]",
    "choice={'first': 5}",
    "money=Money(amount=Decimal('3.5'), currency='EUR')",
    "counts={'k': 4}",
    "share=5",
    "email='x@example.com'",
    "link='https://example.com/a'",
    "page=HttpUrl('https://example.com/b')",
    "owner='U0ANA'",
    "watchers=['U0BOB', 'U0EVE']",
    "room='C0OPS'",
    "rooms={'C0OPS'}",
    "backup=None",
    "later=None",
    "seven=9",
    "otherwise=<Env.TEST: 'test'>",
]


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """The stack of template.yaml, with another agent.py in it."""
    root = tmp_path_factory.mktemp("project")
    with stack_with("typed_agent.py", root) as everything:
        yield everything


@pytest.fixture
def stage(typed: Everything) -> Iterator[Stage]:
    stage = Stage(typed)
    yield stage
    stage.clear()


def _filled(stage: Stage) -> dict[str, object]:
    modal = stage.modal()
    return {
        "text": "hello",
        "number": "1.5",
        "truth": stage.option(modal, "Truth", "No"),
        "word": stage.option(modal, "Word", "y"),
        "level": stage.option(modal, "Level", "1"),
        "hour": "09:15",
        "texts": '["a", "b"]',
        "lines": '[{"sku": "q"}]',
        "choice": '{"first": 5}',
        "money": '{"amount": "3.5"}',
        "counts": '{"k": 4}',
        "share": "5",
        "email": "x@example.com",
        "link": "https://example.com/a",
        "page": "https://example.com/b",
        "watchers": ["U0BOB", "U0EVE"],
        "room": "C0OPS",
    }


def test_what_the_model_writes_arrives_typed(stage: Stage) -> None:
    stage.model.call("book_as_asked", **FROM_MODEL).say("Booked.")
    stage.say("Book it")
    stage.click("review")
    modal = stage.modal()
    ticks = {
        str(block["block_id"]): {
            str(block["element"]["action_id"]): [block["element"]["options"][0]["value"]]
        }
        for block in stage.inputs(modal).values()
    }

    stage.slack.submit_view(BOB, modal.id, ticks)
    stage.settle()

    assert stage.outputs[0].splitlines() == AS_ASKED


def test_what_a_person_fills_in_or_leaves_as_proposed_arrives_typed(stage: Stage) -> None:
    stage.model.call("book_as_filled", **PROPOSED).say("Booked.")
    stage.say("Book it")
    stage.click("fill")
    modal = stage.modal()

    submitted = stage.slack.submit_view(BOB, modal.id, stage.filled(modal, **_filled(stage)))
    stage.settle()

    assert submitted.ok
    assert stage.outputs[0].splitlines() == AS_FILLED


def test_what_is_filled_in_on_the_card_itself_arrives_typed(stage: Stage) -> None:
    stage.model.call("hand_over", owner="U0ANA", room=None, env=None, day=None).say("Done.")
    stage.say("Hand it over")
    card = stage.card
    values = stage.filled(card, env=stage.option(card, "Env", "test"), day="2026-01-02")

    stage.click("submit", values=values)
    stage.settle()

    kinds = {block["element"]["type"] for block in stage.inputs(card).values()}
    assert kinds == {"users_select", "conversations_select", "radio_buttons", "datepicker"}
    assert stage.outputs[0] == "'U0ANA' None <Env.TEST: 'test'> datetime.date(2026, 1, 2)"


def test_what_does_not_fit_on_the_card_is_said_privately_and_the_card_stays(stage: Stage) -> None:
    stage.model.call("hand_over", owner="U0ANA", room=None, env=None, day=None)
    stage.say("Hand it over")
    before = stage.card

    stage.click("submit", values=stage.filled(before, day="2026-01-02"))
    stage.settle()

    assert stage.private(BOB) == ["Not sent: Env is missing. What you typed is still on the card."]
    assert (stage.card, stage.requests) == (before, 1)


def test_what_is_wrong_in_any_kind_of_field_is_said_at_that_field(stage: Stage) -> None:
    stage.model.call("book_as_filled", **PROPOSED)
    stage.say("Book it")
    stage.click("fill")
    modal = stage.modal()
    wrong = {"texts": "[1]", "lines": "[{}]", "choice": "{", "money": "{}", "counts": '{"k": "v"}'}
    labels = {label.lower(): block["block_id"] for label, block in stage.inputs(modal).items()}

    refused = stage.slack.submit_view(
        BOB, modal.id, stage.filled(modal, **{**_filled(stage), **wrong})
    )

    assert not refused.ok
    assert set(refused.errors) == {labels[name] for name in wrong}
    assert stage.requests == 1


def _ticked(stage: Stage) -> dict[str, object]:
    modal = stage.modal()
    box = stage.inputs(modal)["Before you approve"]
    option = box["element"]["options"][0]["value"]
    return {str(box["block_id"]): {str(box["element"]["action_id"]): [option]}}


def test_what_nobody_edits_arrives_as_the_model_wrote_it(stage: Stage) -> None:
    stage.model.call("book_as_edited", **FROM_MODEL).say("Booked.")
    stage.say("Book it")
    stage.menu("edit")

    submitted = stage.slack.submit_view(BOB, stage.modal().id, _ticked(stage))
    stage.settle()

    assert submitted.ok
    assert stage.card.text.startswith("Done:")
    assert stage.outputs[0].splitlines() == AS_ASKED


def test_only_what_was_edited_arrives_otherwise(stage: Stage) -> None:
    stage.model.call("book_as_edited", **FROM_MODEL).say("Booked.")
    stage.say("Book it")
    stage.menu("edit")
    modal = stage.modal()
    changed = stage.filled(modal, whole="4", day="2026-11-21", counts='{"k": 2}')

    stage.slack.submit_view(BOB, modal.id, {**_ticked(stage), **changed})
    stage.settle()

    expected = {"whole=3": "whole=4", "counts={'k': 1}": "counts={'k': 2}"}
    expected["day=datetime.date(2026, 11, 20)"] = "day=datetime.date(2026, 11, 21)"
    told, *lines = stage.outputs[0].splitlines()
    assert told.startswith("Before it ran, @bob changed: counts, day, whole.")
    assert lines == [expected.get(line, line) for line in AS_ASKED]


def test_an_edit_that_does_not_fit_is_said_at_its_field_and_nothing_is_decided(
    stage: Stage,
) -> None:
    stage.model.call("book_as_edited", **FROM_MODEL)
    stage.say("Book it")
    stage.menu("edit")
    modal = stage.modal()
    labels = {label.lower(): block["block_id"] for label, block in stage.inputs(modal).items()}
    wrong = {"texts": "[1]", "choice": "{", "counts": '{"k": "v"}'}

    refused = stage.slack.submit_view(
        BOB, modal.id, {**_ticked(stage), **stage.filled(modal, **wrong)}
    )

    assert set(refused.errors) == {labels[name] for name in wrong}
    assert stage.requests == 1
    assert stage.buttons() == ["review", "reject", "more"]
