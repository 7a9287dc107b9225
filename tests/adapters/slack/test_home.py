"""The inbox as a Home tab: what stands in it, how it is paged, and that Slack takes any of it."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.slack.blockkit.check import check_view
from signoff.adapters.slack import home, modals
from signoff.adapters.slack.surfaces import LINK
from signoff.adapters.slack.verbs import deed
from signoff.core.address import LONGEST, Address
from signoff.core.decision import Rejected
from signoff.core.gate import Risk
from signoff.core.grants import ApproveAndKeep, Grant, approval, refusal
from signoff.core.home_place import HomePlace, Section
from signoff.core.inbox import HomeView, Inbox, Listed, Unchecked
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.terms import ChannelMembers, Group, Sticky, Terms
from tests.adapters.slack import asked
from tests.adapters.slack.test_cards import parts
from tests.adapters.slack.test_cards_that_slack_takes import requirements

URL = "https://acme.slack.com/"
REDACTED = "canary-4711"


def listed(*rows: Requirement) -> tuple[Listed, ...]:
    """Put each request into a thread of its own."""
    return tuple(
        Listed(
            thread=ThreadKey(team="T0LOCAL", channel="C0OPS", thread_ts=f"1795096800.{at:06d}"),
            requirement=row,
        )
        for at, row in enumerate(rows)
    )


def drawn(inbox: Inbox, place: HomePlace | None = None, *, url: str = URL) -> dict[str, Any]:
    """Draw an inbox that Slack takes."""
    view = home.draw(HomeView(inbox=inbox, place=place or HomePlace()), workspace_url=url)
    assert check_view(json.loads(json.dumps(view))) == []
    assert len(view["blocks"]) <= 100
    assert len(json.dumps(view)) < 250_000
    return view


def buttons(view: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in parts(view) if each.get("type") == "button"]


def waiting(*rows: Requirement) -> Inbox:
    return Inbox(user="U0BOB", waits=listed(*rows))


def test_a_row_says_what_waits_who_asked_where_and_until_when() -> None:
    view = drawn(waiting(asked.confirmation(risk=Risk.HIGH)))

    said = json.dumps(view)
    for each in ("Send email to bob@example.com", "High risk", "<@U0ANA>", "<#C0OPS>", "Expires"):
        assert each in said
    assert "To approve" in said


def test_a_row_shows_no_argument() -> None:
    row = asked.confirmation({**asked.EMAIL, "body": REDACTED})

    assert REDACTED not in json.dumps(drawn(waiting(row)))


def test_what_a_tool_hides_is_in_no_part_of_it() -> None:
    hiding = asked.confirmation(
        {**asked.EMAIL, "body": REDACTED},
        title=f"Send {REDACTED}",
        reason=f"It says {REDACTED}",
        terms=Terms(redact=("body",), sticky=Sticky()),
    )
    wish = ApproveAndKeep(in_thread=True, lasts_ms=3_600_000)
    grant = approval(asked.THREAD, hiding, wish, by=asked.BOB, evidence="e", now=1)
    over = asked.decided(hiding, Rejected(reason=f"Not {REDACTED}"))
    inbox = Inbox(
        user="U0BOB",
        waits=listed(hiding),
        asked=listed(hiding),
        decided=listed(over),
        standing=(grant,),
    )

    views = [drawn(inbox, HomePlace(section=each)) for each in Section]

    assert REDACTED not in json.dumps(views)
    assert REDACTED not in json.dumps(modals.view(asked.opening(hiding, "look"), hiding))


def test_a_row_leads_to_its_review_and_to_its_thread() -> None:
    look, link = buttons(drawn(waiting(asked.confirmation())))[-2:]

    verb, address = Address.parse(look["value"])
    assert (verb, look["action_id"], address.channel) == ("look", "look", "C0OPS")
    assert deed(verb) is not None
    assert (link["action_id"], link["url"]) == (LINK, f"{URL}archives/C0OPS/p1795096800000000")
    assert look["accessibility_label"] == "Review: Send email to bob@example.com"


def test_without_an_address_of_the_workspace_no_link_leads_anywhere() -> None:
    view = drawn(waiting(asked.confirmation()), url="")

    assert [each for each in buttons(view) if "url" in each] == []


def test_what_is_decided_has_its_outcome_and_no_review() -> None:
    row = asked.decided(asked.confirmation(), Rejected(reason="Too early"))
    place = HomePlace(section=Section.DECIDED)

    view = drawn(Inbox(user="U0BOB", decided=listed(row)), place)

    assert "Rejected: " in json.dumps(view)
    assert "by <@U0BOB>" in json.dumps(view)
    assert [each["action_id"] for each in buttons(view)][-1] == LINK
    assert "look" not in [each["action_id"] for each in buttons(view)]


def standing(*, in_thread: bool) -> Grant:
    row = asked.confirmation(terms=Terms(sticky=Sticky()))
    wish = ApproveAndKeep(in_thread=in_thread, lasts_ms=3_600_000)
    return approval(asked.THREAD, row, wish, by=asked.BOB, evidence="e", now=asked.DECIDED_AT)


@pytest.mark.parametrize(
    ("grant", "said"),
    [
        (standing(in_thread=True), "In its thread in <#C0OPS>"),
        (standing(in_thread=False), "In every thread"),
        (
            refusal(asked.THREAD, asked.confirmation(), by=asked.BOB, evidence="e", now=1),
            "until it is revoked",
        ),
    ],
)
def test_what_stands_says_what_it_covers_and_can_be_revoked(grant: Grant, said: str) -> None:
    inbox = Inbox(user="U0BOB", standing=(grant,))

    view = drawn(inbox, HomePlace(section=Section.STANDING))

    revoke, link = buttons(view)[-2:]
    assert said in json.dumps(view)
    assert Address.parse(revoke["value"]) == ("revoke", grant.address)
    assert deed(revoke["action_id"]) is not None
    assert "confirm" in revoke
    assert link["action_id"] == LINK


@pytest.mark.parametrize("section", Section)
def test_an_empty_part_says_so(section: Section) -> None:
    view = drawn(Inbox(user="U0BOB"), HomePlace(section=section))

    assert view["blocks"][-1]["text"]["text"].startswith("Noth")


def test_the_tabs_count_and_show_which_is_open() -> None:
    row = asked.confirmation()
    inbox = Inbox(user="U0BOB", waits=listed(row, row), asked=listed(row))

    tabs = buttons(drawn(inbox, HomePlace(section=Section.ASKED)))[:4]

    assert [each["text"]["text"] for each in tabs] == [
        "Waits on you (2)",
        "You asked for (1)",
        "Decided lately",
        "Standing approvals",
    ]
    assert [each.get("style") for each in tabs] == [None, "primary", None, None]
    parts_of_it = ("waits", "asked", "decided", "standing")
    assert [each["value"] for each in tabs] == [f"home.{each}.1" for each in parts_of_it]
    assert all(each["action_id"] == each["value"] for each in tabs)


def test_five_hundred_are_paged_by_twenty_and_each_stands_on_one_page() -> None:
    inbox, seen = waiting(*[asked.confirmation()] * 500), list[str]()

    for page in range(1, 26):
        view = drawn(inbox, HomePlace(page=page))
        turns = [
            each["value"] for each in buttons(view)[4:] if each["action_id"].startswith("home")
        ]
        seen += [each["value"] for each in buttons(view) if each["action_id"] == "look"]
        beside = [number for number in (page - 1, page + 1) if 1 <= number <= 25]
        assert turns == [f"home.waits.{number}" for number in beside]

    assert len(seen) == len(set(seen)) == 500


@pytest.mark.parametrize(("page", "shown"), [(1, 1), (2, 2), (3, 2), (9_999, 2)])
def test_a_page_that_does_not_exist_becomes_the_nearest(page: int, shown: int) -> None:
    view = drawn(waiting(*[asked.confirmation()] * 21), HomePlace(page=page))

    assert view["private_metadata"] == f"home.waits.{shown}"


def test_what_could_not_be_checked_is_left_out_and_said() -> None:
    unchecked = (
        Unchecked(of=Group(id="S0SRE", name="sre-leads"), count=2),
        Unchecked(of=ChannelMembers(id="C0HR"), count=1),
    )

    said = json.dumps(drawn(Inbox(user="U0BOB", unchecked=unchecked, is_cut=True)))

    assert "who is in @sre-leads just now, so 2 requests are not listed" in said
    assert "who is in the channel just now, so 1 request is not listed" in said
    assert "more open requests" in said


@given(st.lists(requirements(), max_size=45), st.sampled_from(Section), st.integers(1, 4))
@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
def test_slack_takes_any_inbox(rows: list[Requirement], section: Section, page: int) -> None:
    inbox = Inbox(user="U0BOB", waits=listed(*rows), asked=listed(*rows), decided=listed(*rows))

    view = drawn(inbox, HomePlace(section=section, page=page))

    assert all(len(each.get("value", "")) <= LONGEST for each in buttons(view))
