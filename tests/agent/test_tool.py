"""A tool as a value: preparing a call, checking it, asking about it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from enum import Enum
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signoff.agent.annotations import Range
from signoff.agent.arguments import Prepared, Refused
from signoff.agent.declaration import Declaration, define
from signoff.agent.tool import Tool
from signoff.agent.when import When
from signoff.core.canonical import Json, JsonObject
from signoff.core.gate import Risk


class Env(Enum):
    STAGING = "staging"
    PROD = "prod"


def deploy(
    service: str,
    env: Env,
    share: Annotated[int, Range(1, 100)] = 10,
    labels: dict[str, str] | None = None,
) -> str:
    """Deploy a service.

    Args:
        service: Which one.
        env: Where to.
        share: The share of the traffic.
        labels: What to note.
    """
    return f"{service} {env} {share} {labels}"


def a_tool(**declared: Any) -> Tool:
    return define(deploy, Declaration(**declared))


def a_form(*fields: str, **declared: Any) -> Tool:
    return a_tool(requires_user_input=True, user_input_fields=fields or None, **declared)


def prepared(tool: Tool, **arguments: Json) -> JsonObject:
    ready = tool.prepare(json.dumps(arguments))
    assert isinstance(ready, Prepared)
    return ready.arguments


def test_arguments_are_made_whole() -> None:
    given_pairs = [{"key": "team", "value": "pay"}]

    assert prepared(a_tool(), service="api", env="prod", share=None, labels=given_pairs) == {
        "service": "api",
        "env": "prod",
        "share": 10,
        "labels": {"team": "pay"},
    }
    assert prepared(a_tool(), service="api", env="prod", share=5.0) == {
        "service": "api",
        "env": "prod",
        "share": 5,
        "labels": None,
    }


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("{}", "service is missing; env is missing"),
        ('{"service": "api", "env": "live"}', "env must be one of staging, prod"),
        ('{"service": null, "env": "prod"}', "service must be text"),
        ('{"service": "a", "env": "prod", "share": 101}', "share must be 1 to 100"),
        ('{"service": "a", "env": "prod", "sure": true}', "sure is not known here"),
        ("[]", "the value must be an object"),
    ],
)
def test_a_bad_call_goes_back_to_the_model(raw: str, told: str) -> None:
    assert str(a_tool().prepare(raw)) == f"Not run: {told}. Mend the arguments and call again."


@pytest.mark.parametrize("guess", [None, "", "live", 3])
def test_a_persons_field_that_the_model_can_not_know_is_left_open(guess: Json) -> None:
    assert prepared(a_form("env"), service="api", env=guess) == {
        "service": "api",
        "share": 10,
        "labels": None,
    }


def test_a_persons_field_may_be_prefilled() -> None:
    assert prepared(a_form("env", "share"), service="api", env="prod", share=500) == {
        "service": "api",
        "env": "prod",
        "share": 10,
        "labels": None,
    }


def test_the_model_answers_for_its_own_fields_of_a_form() -> None:
    refused = a_form("env").prepare('{"service": 3, "env": "live"}')

    assert isinstance(refused, Refused)
    assert [str(problem) for problem in refused.problems] == ["service must be text"]


def test_what_a_person_left_out_is_found_before_the_tool_runs() -> None:
    tool = a_form("env")
    arguments = prepared(tool, service="api")

    assert [str(problem) for problem in tool.check_final(arguments)] == ["env is missing"]
    assert tool.check_final({**arguments, "env": "prod"}) == ()


def test_without_a_gate_nobody_is_asked() -> None:
    assert not a_tool().is_gated_for({})


def test_with_a_gate_a_person_is_asked() -> None:
    assert a_tool(requires_confirmation=True).is_gated_for({})


def fails(_: Mapping[str, Any]) -> bool:
    raise KeyError("service")


def gives_none(_: Mapping[str, Any]) -> Any:
    return None


def gives_zero(_: Mapping[str, Any]) -> Any:
    return 0


def says_yes(_: Mapping[str, Any]) -> bool:
    return True


def on_prod(arguments: Mapping[str, Any]) -> bool:
    return bool(arguments["env"] == "prod")


@pytest.mark.parametrize(
    ("when", "is_asked"),
    [
        (fails, True),
        (gives_none, True),
        (gives_zero, True),
        (says_yes, True),
        (on_prod, False),
    ],
)
def test_only_a_clear_no_spares_the_person(when: When, is_asked: bool) -> None:
    tool = a_tool(requires_confirmation=True, when=when)

    assert tool.is_gated_for({"service": "api", "env": "staging"}) is is_asked


def test_a_predicate_sees_the_arguments_and_can_not_change_them() -> None:
    def meddles(arguments: Mapping[str, Any]) -> bool:
        arguments["env"] = "staging"  # type: ignore[index]
        arguments["labels"]["team"] = 3
        return False

    arguments: JsonObject = {"service": "api", "env": "prod", "labels": {"team": "a"}}

    assert not a_tool(requires_confirmation=True, when=meddles).is_gated_for(arguments)
    assert arguments == {"service": "api", "env": "prod", "labels": {"team": "a"}}


def test_a_field_that_only_a_person_knows_asks_whatever_the_predicate_says() -> None:
    tool = a_form("env", "share", when=on_prod)

    assert tool.is_gated_for(prepared(tool, service="api"))
    assert not tool.is_gated_for(prepared(tool, service="api", env="staging"))


def test_a_title_names_the_call() -> None:
    assert a_tool().title({"service": "api"}) == "Deploy api"
    assert a_tool(summary="Roll out {service}").title({"service": "api"}) == "Roll out api"


def test_the_version_is_what_an_approval_rests_on() -> None:
    tool = a_tool(requires_confirmation=True)

    others = [
        a_tool(),
        a_form(),
        a_form("env"),
        a_tool(requires_confirmation=True, risk="high"),
        a_tool(requires_confirmation=True, idempotent=True),
        a_tool(requires_confirmation=True, name="roll_out"),
        a_tool(requires_confirmation=True, quorum=2),
        a_tool(requires_confirmation=True, editable=["env"]),
        a_shorter_one(),
    ]

    assert len({tool.version, *(other.version for other in others)}) == len(others) + 1
    assert len(tool.version) == 12


def a_shorter_one() -> Tool:
    def shorter(service: str, env: Env) -> None:
        """Deploy a service."""

    return define(shorter, Declaration(name="deploy", requires_confirmation=True))


def test_words_and_code_may_change_under_an_approval() -> None:
    def rewritten(
        service: str,
        env: Env,
        share: Annotated[int, Range(1, 100), "in percent"] = 10,
        labels: dict[str, str] | None = None,
    ) -> None:
        """Deploy it, in other words."""

    tool = a_tool(requires_confirmation=True)
    renewed = Declaration(name="deploy", requires_confirmation=True, summary="Deploy {service}")

    assert define(rewritten, renewed).version == tool.version
    assert replace(tool, risk=Risk.LOW).version != tool.version


def test_a_parameter_may_be_called_like_a_keyword() -> None:
    def note(description: str, properties: str) -> None:
        """Note it."""

    def note_less(properties: str) -> None:
        """Note it."""

    assert (
        define(note, Declaration(name="note")).version
        != define(note_less, Declaration(name="note")).version
    )


VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)
@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(["service", "env", "share", "labels"], VALUES))
)
def test_what_is_prepared_is_fit_to_run_but_for_what_a_person_fills(arguments: JsonObject) -> None:
    tool, form = a_tool(), a_form("env")
    raw = json.dumps(arguments)

    for ready in (tool.prepare(raw), form.prepare(raw)):
        if isinstance(ready, Prepared):
            problems = form.check_final(ready.arguments)
            assert [str(each) for each in problems] in ([], ["env is missing"])
            assert tool.prepare(json.dumps(ready.arguments)) == ready or problems
