"""Hard rules: what a line is about, which line wins, and what is refused at import."""

from dataclasses import replace
from itertools import product
from random import Random
from typing import Any

import pytest

from signoff import Agent, OpenAIResponses, Rule, tool
from signoff.agent.rules import Candidate, Rules
from signoff.core.canonical import JsonObject

MODEL = OpenAIResponses(id="gpt-5.4")


@tool
def delete_order(order: str) -> str:
    """Delete an order."""
    return order


@tool(requires_confirmation=True)
def refund(order: str, amount: int) -> str:
    """Refund an order."""
    return f"{order} {amount}"


def _raises(arguments: Any) -> bool:
    return bool(arguments["no such field"])


def _says_maybe(_: Any) -> Any:
    return "maybe"


def _rules(**tables: Any) -> Rules:
    return Agent(model=MODEL, tools=[delete_order, refund], **tables).rules


def _call(name: str = "refund", *, amount: int = 5, user: str = "U0ANA") -> Candidate:
    arguments: JsonObject = {"order": "8841", "amount": amount}
    return Candidate(tool=name, arguments=arguments, user=user, channel="C0OPS")


def test_an_agent_without_tables_leaves_every_call_to_its_tool() -> None:
    rules = _rules()

    assert rules == Rules()
    assert (rules.forbids(_call()), rules.asks(_call())) == ("", False)


@pytest.mark.parametrize(
    ("pattern", "is_about"),
    [("refund", True), ("*", True), ("ref?nd", True), ("re[fg]und", True), ("delete_*", False)],
)
def test_a_pattern_is_about_the_tools_that_it_fits(pattern: str, is_about: bool) -> None:
    rules = _rules(deny=[pattern])

    assert rules.forbids(_call()) == (f"deny 1: {pattern}" if is_about else "")


def test_upper_case_in_a_pattern_is_not_lower_case() -> None:
    with pytest.raises(ValueError, match="'Refund' is no tool of it"):
        _rules(deny=["Refund"])


def test_a_rule_is_about_a_call_that_all_of_it_holds_of() -> None:
    rule = Rule(
        tool="refund",
        when=lambda arguments: arguments["amount"] > 100,
        users=("U0ANA",),
        channels=("C0OPS", "C0DEV"),
    )

    rules = _rules(deny=[rule])

    assert rules.forbids(_call(amount=101)) == "deny 1: refund"
    assert not rules.forbids(_call(amount=100))
    assert not rules.forbids(_call(amount=101, user="U0BOB"))
    assert not rules.forbids(_call("delete_order", amount=101))


def test_of_several_who_asked_one_is_enough_to_forbid_and_all_are_needed_to_allow() -> None:
    both = replace(_call(), joined=("U0BOB",))
    rules = _rules(
        deny=[Rule(tool="delete_order", users=("U0BOB",))],
        allow=[Rule(tool="refund", users=("U0ANA",))],
    )

    assert rules.forbids(replace(both, tool="delete_order"))
    assert _rules(ask=[Rule(tool="refund", users=("U0BOB",))]).asks(both)
    assert rules.asks(both)
    assert not rules.asks(_call())
    assert not _rules(allow=[Rule(tool="refund", users=("U0ANA", "U0BOB"))]).asks(both)


def test_of_all_tables_the_most_restrictive_wins() -> None:
    tables = ("deny", "ask", "allow")
    for named in product((False, True), repeat=3):
        given = {name: ["refund"] for name, is_named in zip(tables, named, strict=True) if is_named}
        rules = _rules(**given)

        is_denied, is_asked, _ = named
        assert bool(rules.forbids(_call())) == is_denied
        assert rules.asks(_call()) == is_asked
        assert rules.asks(_call("delete_order")) == ("allow" in given)


@pytest.mark.parametrize("when", [_raises, _says_maybe])
def test_a_predicate_that_does_not_answer_is_read_strictly(when: Any) -> None:
    rule = Rule(tool="refund", when=when)

    assert _rules(deny=[rule]).forbids(_call())
    assert _rules(ask=[rule]).asks(_call())
    assert _rules(allow=[rule]).asks(_call())


def test_a_predicate_can_not_change_what_runs() -> None:
    def spoil(arguments: Any) -> bool:
        arguments["order"] = "another"
        return False

    call = _call()
    _rules(deny=[Rule(when=spoil)]).forbids(call)

    assert call.arguments["order"] == "8841"


def test_random_tables_agree_with_the_words_of_the_manual() -> None:
    chance = Random(7)  # noqa: S311 - nothing here is secret
    for _ in range(600):
        tables = {name: _random_table(chance) for name in ("deny", "ask", "allow")}
        given = {name: [rule for rule, _ in lines] for name, lines in tables.items() if lines}
        rules = _rules(**given)

        hit = {name: any(is_about for _, is_about in lines) for name, lines in tables.items()}
        expected = "deny" if hit["deny"] else "ask" if hit["ask"] else "tool"
        if expected == "tool" and tables["allow"] and not hit["allow"]:
            expected = "ask"
        found = "ask" if rules.asks(_call()) else "tool"
        assert ("deny" if rules.forbids(_call()) else found) == expected


def _random_table(chance: Random) -> list[tuple[Rule, bool]]:
    return [_random_rule(chance) for _ in range(chance.randrange(4))]


def _random_rule(chance: Random) -> tuple[Rule, bool]:
    pattern, fits = chance.choice([("refund", True), ("r*", True), ("*", True), ("d*", False)])
    users, is_ana = chance.choice([(None, True), (("U0ANA", "U0X"), True), (("U0BOB",), False)])
    channels, is_here = chance.choice([(None, True), (("C0OPS",), True), (("C0DEV",), False)])
    limit = chance.randrange(10)
    rule = Rule(
        tool=pattern,
        when=lambda arguments: arguments["amount"] > limit,
        users=users,
        channels=channels,
    )
    return rule, fits and is_ana and is_here and limit < 5


@pytest.mark.parametrize(
    ("tables", "kind", "told"),
    [
        ({"deny": []}, ValueError, r"Agent\(deny=\[\]\) says nothing. Leave it out."),
        ({"allow": []}, ValueError, r'Write ask=\["\*"\] to ask about all.'),
        ({"deny": "refund"}, TypeError, r'Write deny=\["delete_\*"\]'),
        ({"ask": [7]}, TypeError, "holds 7. Write a tool's name"),
        ({"allow": ["refunds"]}, ValueError, "'refunds' is no tool of it"),
        ({"ask": [Rule(tool="send_*")]}, ValueError, "The tools: delete_order, refund"),
    ],
)
def test_a_table_that_can_not_be_meant_is_refused_with_the_mend(
    tables: Any, kind: type[Exception], told: str
) -> None:
    with pytest.raises(kind, match=told):
        _rules(**tables)


def test_a_rule_about_an_agent_without_tools_is_refused() -> None:
    with pytest.raises(ValueError, match="The tools: none"):
        Agent(model=MODEL, ask=["*"])


@pytest.mark.parametrize(
    ("options", "kind", "told"),
    [
        ({"tool": ""}, ValueError, "about no tool"),
        ({"tool": 7}, TypeError, "is no name"),
        ({"when": "amount > 7"}, TypeError, "can't be called"),
        ({"users": ()}, ValueError, "about nobody"),
        ({"users": ("bob",)}, ValueError, "'bob' is no id. Write the ids of people"),
        ({"users": ("C0OPS",)}, ValueError, "is no id"),
        ({"channels": ("#ops",)}, ValueError, "'#ops' is no id. Write the ids of channels"),
        ({"channels": ("C0OPS", 7)}, ValueError, "7 is no id"),
    ],
)
def test_a_rule_that_can_not_be_meant_is_refused_with_the_mend(
    options: Any, kind: type[Exception], told: str
) -> None:
    with pytest.raises(kind, match=told):
        Rule(**options)


def test_an_agent_can_be_copied_with_its_rules() -> None:
    agent = Agent(model=MODEL, tools=[delete_order, refund], deny=["refund"])

    assert replace(agent, name="Other").rules == agent.rules


def test_one_id_may_stand_without_a_list() -> None:
    assert Rule(users="U0ANA", channels="D0ANA") == Rule(users=("U0ANA",), channels=["D0ANA"])
