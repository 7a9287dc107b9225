import json
from dataclasses import MISSING, fields, replace
from types import NoneType
from typing import get_args, get_type_hints

import pytest

from signoff.core.canonical import canonical
from signoff.core.codec import SEAL, Row, UnreadableRowError, from_item, to_item
from signoff.core.decision import Reconcile, Rejected, Verdict
from signoff.core.effects import Card, Out
from signoff.core.execution import Execution
from signoff.core.gate import Confirmation, Risk, UserInput
from signoff.core.inbound import Inbound
from signoff.core.journal import Call, GaveUp, ModelSpoke, Refuse, Step, ToolReturned, Usage
from signoff.core.keys import Key
from signoff.core.requirement import Outcome, OutcomeState, Requirement
from signoff.core.thread import Meta
from signoff.core.voting import Edit, Vote
from tests.core.rows import ANA, BOB, FIRST, NOON, THREAD, a_requirement

HEARD = Inbound(ts="1.1", user="U1", text="hi", files=("a.txt",))
CALL = Call(
    at=FIRST, call_id="c", tool="t", tool_version="", arguments="{", plan=Refuse(output="no")
)
ENTRIES = [
    ModelSpoke(
        step=1, heard=(HEARD,), output=("{}",), calls=(CALL,), said="", usage=Usage(input=1)
    ),
    ToolReturned(step=2, at=FIRST, call_id="c", output="ok"),
    GaveUp(step=3, heard=(), said="sorry"),
]
REQUIREMENTS = [
    a_requirement(),
    a_requirement(UserInput(fields=("env",)), risk=Risk.HIGH),
    a_requirement(
        Reconcile(attempt=1, started_at=NOON),
        verdict=Verdict(decision=Rejected(reason="no"), at=NOON, by=BOB),
        outcome=Outcome(state=OutcomeState.DONE, at=NOON, took=800),
    ),
    a_requirement(
        Confirmation(quorum=2, editable=("subject",)),
        votes=(Vote(by=BOB, at=NOON),),
        edited=Edit(values='{"subject":"Yo"}', by=(BOB, ANA), at=NOON, rev=2),
    ),
]


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_a_requirement_is_read_back_as_it_was_written(requirement: Requirement) -> None:
    item = to_item(requirement, THREAD.requirement(FIRST))

    assert from_item(Requirement, item) == requirement


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_step_is_read_back_as_it_was_written(entry: ModelSpoke | ToolReturned | GaveUp) -> None:
    step = Step(run=1, entry=entry)

    assert from_item(Step, to_item(step, THREAD.step(1, 1))) == step


def test_half_a_character_is_stored_as_an_escape_and_read_back_as_it_was() -> None:
    half = "\ud83d and 🎉"
    verdict = Verdict(decision=Rejected(reason=half), at=NOON, by=BOB)
    requirement = a_requirement(reason=half, verdict=verdict)

    item = to_item(requirement, THREAD.requirement(FIRST))

    assert from_item(Requirement, item) == requirement
    assert all("\ud83d" not in str(value) for value in item.values())
    assert "🎉" in str(item["body"])


def test_a_card_keeps_its_messages_in_a_column() -> None:
    card = Card(at=FIRST, rows=(FIRST,), ts=("1.1", "1.2"), due=5, due_shard="due")
    item = to_item(card, THREAD.card(FIRST))

    assert item["ts"] == ("1.1", "1.2")
    assert from_item(Card, item) == card


def test_a_row_from_before_a_column_or_an_option_existed_has_its_default() -> None:
    written = to_item(a_requirement(), THREAD.requirement(FIRST))
    kept = {name: written[name] for name in ("pk", "sk", "v", "exp", "digest", "state", "rev")}
    body = json.loads(str(written["body"]))
    del body["titled_by"], body["ask"]["quorum"], body["ask"]["editable"]

    assert from_item(Requirement, {**kept, "body": json.dumps(body)}) == a_requirement()


def test_what_conditions_look_at_are_columns_and_the_rest_is_one_body() -> None:
    item = to_item(a_requirement(), THREAD.requirement(FIRST))

    assert {"state", "rev", "digest", "exp", "body", "v"} <= set(item)
    assert "arguments" not in item


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"body": "{"},
        {"body": "{}"},
        {"body": '{"surprise":1}'},
        {"state": "ASLEEP"},
        {"rev": "1"},
        {"verdict": '{"decision":{"kind":"shrugged"},"at":1}'},
        {"verdict": '{"decision":{"kind":"approved"},"at":"now"}'},
        {"verdict": "[]"},
    ],
)
def test_a_row_of_another_shape_is_refused(change: dict[str, str | int]) -> None:
    item = {**to_item(a_requirement(), THREAD.requirement(FIRST)), **change}

    with pytest.raises(UnreadableRowError):
        from_item(Requirement, item)


@pytest.mark.parametrize("name", ["rev", "state"])
def test_a_column_that_an_older_head_did_not_write_has_its_default(name: str) -> None:
    item = dict(to_item(a_requirement(rev=7), THREAD.requirement(FIRST)))
    del item[name]

    read = from_item(Requirement, item)

    assert getattr(read, name) == getattr(a_requirement(), name)


def test_a_field_that_an_older_head_did_not_write_has_its_default() -> None:
    item = to_item(HEARD, THREAD.inbound(HEARD.ts))
    older = {**item, "body": '{"text":"hi","ts":"1.1","user":"U1"}'}
    del older[SEAL]

    assert from_item(Inbound, older) == replace(HEARD, files=())


def test_a_field_that_became_a_column_is_still_read_from_the_body() -> None:
    item = dict(to_item(a_requirement(), THREAD.requirement(FIRST)))
    body = json.loads(str(item["body"]))
    exp = item.pop("exp")
    del item[SEAL]

    read = from_item(Requirement, {**item, "body": canonical({**body, "exp": exp})})

    assert read == a_requirement()


@pytest.mark.parametrize("name", ["exp", "digest"])
def test_a_column_that_never_had_a_default_must_be_there(name: str) -> None:
    item = dict(to_item(a_requirement(), THREAD.requirement(FIRST)))
    del item[name]

    with pytest.raises(UnreadableRowError):
        from_item(Requirement, item)


@pytest.mark.parametrize("kind", [Meta, Requirement, Execution, Card, Out])
def test_no_column_can_be_empty_and_have_another_default(kind: type[Row]) -> None:
    """An empty column is not stored, so it would come back as that default."""
    may_be_empty = {
        name for name, hint in get_type_hints(kind).items() if NoneType in get_args(hint)
    }
    defaults = {each.name: each.default for each in fields(kind) if each.default is not MISSING}

    for name in may_be_empty & set(kind.columns):
        assert defaults.get(name) is None


def test_a_row_without_a_body_is_refused() -> None:
    item = dict(to_item(Meta(), THREAD.meta()))
    del item["body"]

    with pytest.raises(UnreadableRowError):
        from_item(Meta, item)


def test_a_later_version_is_never_guessed_at() -> None:
    item = {**to_item(replace(Meta(), wakes=3), THREAD.meta()), "v": 99}

    with pytest.raises(UnreadableRowError, match="version 99"):
        from_item(Meta, item)


@pytest.mark.parametrize("place", [THREAD.meta(), THREAD.requirement(replace(FIRST, index=1))])
def test_a_row_that_was_moved_is_refused(place: Key) -> None:
    item = {**to_item(a_requirement(), THREAD.requirement(FIRST)), "pk": place.pk, "sk": place.sk}

    with pytest.raises(UnreadableRowError, match="not what was written there"):
        from_item(Requirement, item)


def test_a_body_that_was_altered_is_refused_although_it_could_be_read() -> None:
    item = to_item(a_requirement(), THREAD.requirement(FIRST))
    altered = str(item["body"]).replace("bob@example.com", "eve@example.com")

    with pytest.raises(UnreadableRowError, match="not what was written there"):
        from_item(Requirement, {**item, "body": altered})


def test_a_row_that_was_written_before_there_were_seals_is_read() -> None:
    item = dict(to_item(a_requirement(), THREAD.requirement(FIRST)))
    del item["seal"]

    assert from_item(Requirement, item) == a_requirement()
