import pytest

from signoff.core.switches import (
    EveryTool,
    OneAgent,
    OneTool,
    Reach,
    Scope,
    first_and_last,
    scope_at,
    switch_key,
    switches_over,
)

SCOPES: tuple[Scope, ...] = (EveryTool(), OneTool(name="a#b"), OneAgent(id="ops"))


@pytest.mark.parametrize("scope", SCOPES)
def test_where_a_switch_stands_says_what_it_stops(scope: Scope) -> None:
    assert scope_at(switch_key("T1", scope)) == scope


def test_a_tool_and_an_agent_of_one_name_have_two_switches() -> None:
    assert switch_key("T1", OneTool(name="x")) != switch_key("T1", OneAgent(id="x"))


def test_all_switches_of_a_workspace_stand_between_two_keys() -> None:
    first, last = first_and_last("T1")

    places = [switch_key("T1", scope) for scope in SCOPES]

    assert all(first.pk == place.pk for place in places)
    assert all(first.sk <= place.sk <= last.sk for place in places)


def test_every_agent_that_a_call_runs_for_is_looked_for_once() -> None:
    over = switches_over("T1", Reach(agents=("ops", "mail", "ops", ""), tool="send"))

    assert [key.sk for key in over] == [
        "KILL",
        "KILL#TOOL#send",
        "KILL#AGENT#ops",
        "KILL#AGENT#mail",
    ]
