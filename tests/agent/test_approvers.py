"""Who may decide is read where the tool is written, and no contradiction waits for a click."""

from typing import Any

import pytest

from signoff import tool
from signoff.agent.errors import ToolDefinitionError
from signoff.agent.tool import Tool
from signoff.core.terms import ChannelMembers, Group, Policy, Requester, User

BOB, EVE, SRE = User(id="U0BOB"), User(id="U0EVE"), Group(id="S0SRE")


def _declared(**options: Any) -> Tool:
    @tool(requires_confirmation=True, **options)
    def restart(host: str) -> None:
        """Restart a host."""

    return restart


@pytest.mark.parametrize(
    ("options", "policy"),
    [
        ({}, Policy()),
        ({"approvers": "requester"}, Policy(approvers=(Requester(),))),
        ({"approvers": "not_requester"}, Policy(allow_requester=False)),
        ({"approvers": ["not_requester"], "allow_requester": False}, Policy(allow_requester=False)),
        ({"allow_requester": False}, Policy(allow_requester=False)),
        ({"approvers": "U0BOB"}, Policy(approvers=(BOB,))),
        ({"approvers": "W0BOB"}, Policy(approvers=(User(id="W0BOB"),))),
        ({"approvers": ("U0BOB", "U0EVE", "U0BOB")}, Policy(approvers=(BOB, EVE))),
        ({"approvers": "S0SRE"}, Policy(approvers=(SRE,))),
        ({"approvers": "channel"}, Policy(approvers=(ChannelMembers(),))),
        ({"approvers": "C0OPS"}, Policy(approvers=(ChannelMembers(id="C0OPS"),))),
        ({"approvers": "G0OPS"}, Policy(approvers=(ChannelMembers(id="G0OPS"),))),
        (
            {"approvers": ["S0SRE", "not_requester", "U0BOB"]},
            Policy(approvers=(SRE, BOB), allow_requester=False),
        ),
        (
            {"approvers": "S0SRE", "escalate_to": ["S0SRE", "U0EVE"]},
            Policy(approvers=(SRE,), escalate_to=(SRE, EVE)),
        ),
        ({"approvers": ["U0BOB", "requester"], "quorum": 2}, Policy(approvers=(BOB, Requester()))),
        ({"approvers": ["U0BOB", "S0SRE"], "quorum": 20}, Policy(approvers=(BOB, SRE))),
        ({"approvers": "channel", "quorum": 20}, Policy(approvers=(ChannelMembers(),))),
    ],
    ids=range(17),
)
def test_approvers_are_data(options: dict[str, Any], policy: Policy) -> None:
    assert _declared(**options).terms.policy == policy


NOBODY = "is nobody who could decide"
WRITE = 'Write "requester", "not_requester", "channel", or the id of a person'


@pytest.mark.parametrize(
    ("options", "reason", "mend"),
    [
        ({"approvers": []}, "approvers is an empty list: nobody could decide", WRITE),
        ({"approvers": ()}, "approvers is an empty list: nobody could decide", WRITE),
        ({"approvers": ""}, f"'' {NOBODY}", WRITE),
        ({"approvers": "sre-leads"}, f"'sre-leads' {NOBODY}", WRITE),
        ({"approvers": "@bob"}, f"'@bob' {NOBODY}", WRITE),
        ({"approvers": "u0bob"}, f"'u0bob' {NOBODY}", WRITE),
        ({"approvers": "U0BOB\n"}, NOBODY, WRITE),
        ({"approvers": "D0BOB"}, f"'D0BOB' {NOBODY}", WRITE),
        ({"approvers": ["U0BOB", 7]}, f"7 {NOBODY}", WRITE),
        ({"approvers": ["U0BOB", None]}, f"None {NOBODY}", WRITE),
        ({"approvers": [["U0BOB"]]}, f"['U0BOB'] {NOBODY}", WRITE),
        ({"approvers": 7}, "approvers=7 is no list of names", WRITE),
        ({"approvers": {"U0BOB": 1}}, "is no list of names", WRITE),
        ({"allow_requester": "no"}, "allow_requester='no' is no yes or no", "Write True or False"),
        ({"allow_requester": None}, "allow_requester=None is no yes or no", "Write True or False"),
        (
            {"approvers": ["requester", "not_requester"]},
            "its requester both may and may not decide",
            "Take one of the two away",
        ),
        (
            {"approvers": "requester", "allow_requester": False},
            "its requester both may and may not decide",
            "Take one of the two away",
        ),
        (
            {"approvers": ["U0BOB", "not_requester"], "escalate_to": "requester"},
            "its requester both may and may not decide",
            "Take one of the two away",
        ),
        (
            {"escalate_to": "S0SRE"},
            "it has escalate_to=, but every member may decide already",
            "Name approvers=",
        ),
        (
            {"approvers": "not_requester", "escalate_to": "S0SRE"},
            "it has escalate_to=, but every member may decide already",
            "Name approvers=",
        ),
        (
            {"approvers": "S0SRE", "escalate_to": ["S0SRE"]},
            "escalate_to names nobody who may not decide already",
            "Name somebody else",
        ),
        (
            {"approvers": "S0SRE", "escalate_to": ["U0BOB", "not_requester"]},
            "escalate_to lets more people decide, and not_requester is nobody",
            'Write "not_requester" in approvers=',
        ),
        ({"approvers": "S0SRE", "escalate_to": []}, "escalate_to is an empty list", WRITE),
        (
            {"approvers": "U0BOB", "quorum": 2},
            "quorum=2 is more than the 1 who may approve",
            "Name more approvers, or ask for fewer",
        ),
        (
            {"approvers": ["U0BOB", "U0BOB"], "quorum": 2},
            "quorum=2 is more than the 1 who may approve",
            "Name more approvers, or ask for fewer",
        ),
        (
            {"approvers": "U0BOB", "escalate_to": "U0EVE", "quorum": 2},
            "quorum=2 is more than the 1 who may approve",
            "Name more approvers, or ask for fewer",
        ),
    ],
    ids=range(26),
)
def test_a_contradiction_is_refused_with_the_tool_and_the_mend(
    options: dict[str, Any], reason: str, mend: str
) -> None:
    with pytest.raises(ToolDefinitionError) as refused:
        _declared(**options)

    assert refused.value.tool == "restart"
    assert reason in str(refused.value)
    assert mend in str(refused.value)
    assert "restart" in str(refused.value)
