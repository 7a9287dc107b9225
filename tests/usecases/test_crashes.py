"""Every scenario, with every single call to the outside going wrong in every way."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest

from signoff.core.approving import ApproveWith
from signoff.core.audit import AuditEntry, is_intact
from signoff.core.canonical import Json
from signoff.core.click import Wish
from signoff.core.codec import from_item
from signoff.core.conversation import conversation
from signoff.core.decision import (
    Answered,
    Approved,
    Decision,
    Executed,
    ItHappened,
    Reconcile,
    Rejected,
    RequirementState,
)
from signoff.core.effects import Card, OutState
from signoff.core.gate import UserInput
from signoff.core.merging import final_arguments
from signoff.core.moves import Rest, next_move
from signoff.core.requirement import OutcomeState, Requirement, digest_of
from signoff.testing.model import Line, call, calls, say, unavailable
from signoff.usecases.give_up import TRIES
from signoff.usecases.take_turn import TRIED_TOO_OFTEN
from tests.usecases.tools import ALL, DONE
from tests.usecases.trouble import Fault, TroubledWorld
from tests.usecases.world import STOPPED

DAY_S = 86_400
SAID = "That is all."
EMAIL = call("send_email", to="bob", subject="Hi")
CLOSE = call("close_account", account="8841")
ANNOUNCE = call("announce", channel="ops", subject="Down")
PAY_OUT = call("pay_out", to="ana", amount=120)
OTHER = call("send_email", to="eve", subject="Yo")
QUESTION: dict[str, Json] = {
    "question": "Which region?",
    "header": "Region",
    "options": [{"label": "eu", "description": "near"}],
    "multi_select": False,
}

# What dies before a call has died after the one before it; what stalls after one, before the next.
FAULTS = [Fault.CRASH_AFTER, Fault.LOST_REPLY, Fault.ERROR, Fault.STALL_BEFORE]

Story = Callable[[TroubledWorld], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What the model says, what people do, and what must have come of it."""

    lines: tuple[Line, ...]
    story: Story
    said: str = SAID
    done: tuple[str, ...] = ()


def _decide(*decisions: Decision) -> Story:
    """Decide one request after the other; whoever is asked how a start ended says that it did."""

    def story(world: TroubledWorld) -> None:
        world.write("Do it")
        world.settle()
        left = list(decisions)
        while waiting := [each for each in world.requirements if each.is_open]:
            asked = waiting[0]
            is_doubt = isinstance(asked.ask, Reconcile)
            world.press(asked, ItHappened() if is_doubt else left.pop(0))
            world.settle()

    return story


def _vote(*wishes: Wish) -> Story:
    """Let one person after the other approve, in one way or another."""

    def story(world: TroubledWorld) -> None:
        world.write("Do it")
        world.settle()
        for who, wish in zip(["U0BOB", "U0EVE", "U0ANA"], wishes, strict=False):
            world.press(world.requirements[0], wish, by=who)
            world.settle()
        while waiting := [each for each in world.requirements if each.is_open]:
            world.press(waiting[0], ItHappened())
            world.settle()

    return story


def _wait(world: TroubledWorld) -> None:
    world.write("Do it")
    world.settle()
    world.clock.advance(seconds=DAY_S)
    world.settle()


def _stop(world: TroubledWorld) -> None:
    world.write("Do it")
    world.settle()
    world.stop()
    world.settle()


def _hurry(world: TroubledWorld) -> None:
    """Write twice more while the request is open."""
    world.write("Do it")
    world.settle()
    world.write("And this")
    world.write("And that")
    _decide(Approved())(world)


SCENARIOS = {
    "reply": Scenario(lines=(say(SAID),), story=_decide()),
    "approve": Scenario(
        lines=(EMAIL, say(SAID)), story=_decide(Approved()), done=("sent Hi to bob",)
    ),
    "reject": Scenario(lines=(EMAIL, say(SAID)), story=_decide(Rejected())),
    "user input": Scenario(
        lines=(call("refund", order="1", amount=None), say(SAID)),
        story=_decide(Answered(values='{"amount":5}')),
        done=("refunded 5 for 1",),
    ),
    "external": Scenario(
        lines=(call("roll_back", deployment="api"), say(SAID)),
        story=_decide(Executed(result="rolled back")),
    ),
    "feedback": Scenario(
        lines=(call("ask_user", questions=[QUESTION]), say(SAID)),
        story=_decide(Answered(values=json.dumps([{"question": "Which?", "answer": "eu"}]))),
    ),
    "mixed": Scenario(
        lines=(calls(EMAIL, call("look_up", order="1")), say(SAID)),
        story=_decide(Approved()),
        done=("looked up 1", "sent Hi to bob"),
    ),
    "two rows": Scenario(
        lines=(calls(EMAIL, OTHER), say(SAID)),
        story=_decide(Approved(), Rejected()),
        done=("sent Hi to bob",),
    ),
    "quorum": Scenario(
        lines=(CLOSE, say(SAID)), story=_vote(Approved(), Approved()), done=("closed 8841",)
    ),
    "quorum rejected": Scenario(lines=(CLOSE, say(SAID)), story=_vote(Approved(), Rejected())),
    "edit": Scenario(
        lines=(ANNOUNCE, say(SAID)),
        story=_vote(ApproveWith(values='{"subject":"Up"}')),
        done=("announced 'Up' '' in ops",),
    ),
    "edit of two": Scenario(
        lines=(PAY_OUT, say(SAID)),
        story=_vote(Approved(), ApproveWith(values='{"amount":7}'), Approved()),
        done=("paid 7 out to ana",),
    ),
    "expiry": Scenario(lines=(EMAIL, say(SAID)), story=_wait),
    "messages": Scenario(lines=(EMAIL, say(SAID)), story=_hurry, done=("sent Hi to bob",)),
    "give up": Scenario(
        lines=(unavailable(),), story=_decide(), said=TRIED_TOO_OFTEN.format(tries=TRIES)
    ),
    "stop": Scenario(lines=(calls(EMAIL, OTHER), say(SAID)), story=_stop, said=STOPPED),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_without_faults_neither_clock_nor_second_delivery_is_needed(name: str) -> None:
    world = _played(SCENARIOS[name])

    assert _wrong(world, SCENARIOS[name]) == []
    assert world.raised == []
    if name not in {"expiry", "give up"}:
        assert world.sweeps == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_whatever_goes_wrong_once_nothing_is_lost_or_done_twice(name: str, fault: Fault) -> None:
    scenario = SCENARIOS[name]
    calls_made = len(_played(scenario).trouble.calls)

    wrong = [
        f"{name}, {fault} at {at} ({struck}): {problem}"
        for at in range(1, calls_made + 1)
        for struck, problem in _problems(scenario, at, fault)
    ]

    assert not wrong, "\n".join([f"{len(wrong)} problems", *wrong[:60]])


def _problems(scenario: Scenario, at: int, fault: Fault) -> Iterator[tuple[str, str]]:
    try:
        world = _played(scenario, at, fault)
    except Exception as error:  # noqa: BLE001 - told with the case in which it happened
        yield "?", f"raised {error!r}"
        return
    for problem in _wrong(world, scenario):
        yield world.trouble.struck, problem


def _played(scenario: Scenario, at: int = 0, fault: Fault = Fault.ERROR) -> TroubledWorld:
    DONE.clear()
    world = TroubledWorld(*scenario.lines, tools=ALL)
    world.trouble.at, world.trouble.fault = at, fault
    scenario.story(world)
    return world


def _wrong(world: TroubledWorld, scenario: Scenario) -> list[str]:
    checks = (_ends, _words, _calls, _starts, _ballots, _rows_at_rest, _drawings, _cards, _audit)
    found = [problem for check in checks for problem in check(world, scenario)]
    found += [f"a click was not answered: {error!r}" for error in world.unanswered]
    if world.waiting or world.dead_letters:
        found.append(f"in the queue: {world.waiting}, dead: {world.dead_letters}")
    return found


def _ends(world: TroubledWorld, _: Scenario) -> Iterator[str]:
    if not isinstance(next_move(world.view), Rest):
        yield f"not at rest: {next_move(world.view)}"
    if world.view.is_run_open and not any(each.is_open for each in world.requirements):
        yield "the run is open and waits for nobody"


def _words(world: TroubledWorld, scenario: Scenario) -> Iterator[str]:
    times = Counter(world.said)[scenario.said]
    stalled = world.trouble.fault in {Fault.STALL_BEFORE, Fault.STALL_AFTER}
    may_twice = stalled or world.trouble.struck in {"say", "find"}
    if times not in ({1, 2} if may_twice else {1}):
        yield f"said {times} times; in all: {world.said}"


def _calls(world: TroubledWorld, _: Scenario) -> Iterator[str]:
    told = conversation(world.view, ())
    made = [item["call_id"] for item in told if item["type"] == "function_call"]
    given = [item["call_id"] for item in told if item["type"] == "function_call_output"]
    if sorted(map(str, made)) != sorted(map(str, given)):
        yield f"calls {made}, outputs {given}"


def _starts(world: TroubledWorld, scenario: Scenario) -> Iterator[str]:
    done = Counter(DONE)
    if any(times > 1 for times in done.values()) or set(done) - set(scenario.done):
        yield f"done: {list(DONE)}, not {scenario.done}"
    for each in world.requirements:
        if each.state is RequirementState.APPROVED and each.outcome is None:
            yield f"{each.at.place} was approved, and nothing came of it"
        if each.outcome is not None and each.outcome.state is OutcomeState.RUNNING:
            yield f"{each.at.place} runs for ever"


def _ballots(world: TroubledWorld, _: Scenario) -> Iterator[str]:
    for each in world.requirements:
        voters = [vote.by.id for vote in each.votes]
        if len(set(voters)) < len(voters):
            yield f"{each.at.place} counts a person twice: {voters}"
        if each.state is RequirementState.APPROVED and len(voters) != each.quorum:
            yield f"{each.at.place} was approved by {voters}, and {each.quorum} are needed"
        runs = final_arguments(each)
        digest = digest_of(tool=each.tool, version=each.tool_version, arguments=runs, at=each.at)
        if each.digest != digest and not isinstance(each.ask, UserInput):
            yield f"the digest of {each.at.place} covers something else than what runs"


def _rows_at_rest(world: TroubledWorld, _: Scenario) -> Iterator[str]:
    for row in world.store.rows:
        if "due" in row:
            yield f"{row['sk']} is due at {int(str(row['due'])) - world.clock():+} ms"
    for out in world.view.outs:
        if out.state is not OutState.SENT:
            yield f"{out.name} is {out.state}"


def _drawings(world: TroubledWorld, _: Scenario) -> Iterator[str]:
    for row in world.store.rows:
        if "#CARD#" in str(row["sk"]):
            card = from_item(Card, row)
            if (card.have, card.drawers) != (card.want, 0):
                yield f"card {card.at.place}: {card.have} of {card.want}, {card.drawers} drawers"


def _cards(world: TroubledWorld, _: Scenario) -> Iterator[str]:
    stored = {each.at: each for each in world.requirements}
    standing = {ts: shown.view for shown in world.chat.shown for ts in shown.ts}
    for ts, view in standing.items():
        for drawn in view.rows:
            if _looks(drawn) != _looks(stored[drawn.at]):
                yield f"{ts} shows {_looks(drawn)}, not {_looks(stored[drawn.at])}"
    if len(standing) > len({view.card.at for view in standing.values()}) + 1:
        yield f"{len(standing)} cards"
    for each in stored.values():
        if not any(each.at in view.card.rows for view in standing.values()):
            yield f"{each.at.place} stands on no card"


def _looks(row: Requirement) -> tuple[str, str, str, int]:
    outcome = row.outcome.state.value if row.outcome else ""
    return row.state.value, outcome, final_arguments(row), len(row.votes)


def _audit(world: TroubledWorld, _: Scenario) -> Iterator[str]:
    rows = sorted(
        (str(row["sk"]), row) for row in world.store.rows if str(row["sk"]).startswith("AUD")
    )
    entries = [from_item(AuditEntry, row) for _, row in rows]
    if [entry.number for entry in entries] != list(range(1, len(entries) + 1)):
        yield f"audit numbers: {[entry.number for entry in entries]}"
    if not all(map(is_intact, entries)):
        yield "an audit entry is spoilt"
    for before, after in pairwise(entries):
        if after.previous != before.hash:
            yield f"audit chain broken at {after.number}"
    facts = Counter(
        (fact.action, place) for entry in entries for fact in entry.facts for place in fact.about
    )
    for each in world.requirements:
        # What runs with edits was approved as well: of the edits tells a fact of their own.
        kind = each.verdict.decision.kind.removesuffix("_edited") if each.verdict else ""
        if kind and facts[kind, each.at.place] != 1:
            yield f"{kind} of {each.at.place} is not in the audit once"
        yield from _votes_in_audit(each, facts)
        is_ours = each.at.again == 0 and each.outcome is not None
        if (
            is_ours
            and each.consumed_by
            and "EXEC" in each.consumed_by
            and not facts["started", each.at.place]
        ):
            yield f"{each.at.place} started, says no audit entry"


def _votes_in_audit(each: Requirement, facts: Counter[tuple[str, str]]) -> Iterator[str]:
    told = facts["voted", each.at.place] + facts["approved", each.at.place]
    if len(each.votes) > told:
        yield f"{len(each.votes)} votes on {each.at.place}, {told} in the audit"
