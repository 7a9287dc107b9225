"""Who is who, by the real client."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.slack.local_slack import LocalSlack


def test_the_app_learns_who_it_is(slack: LocalSlack, client: WebClient) -> None:
    answer = client.auth_test()

    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0LOCAL", "U0BOT", "B0BOT")
    assert answer["url"] == slack.origin + "/"


def test_guests_and_strangers_are_marked(client: WebClient) -> None:
    guest = client.users_info(user="U0GUEST")["user"]
    stranger = client.users_info(user="U0OUT")["user"]

    assert guest["is_restricted"]
    assert (stranger["is_stranger"], stranger["team_id"]) == (True, "T0OTHER")


def test_an_unknown_person_is_not_found(client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="user_not_found"):
        client.users_info(user="U0NOBODY")


def test_everybody_is_listed_page_by_page(client: WebClient) -> None:
    found = [member["id"] for page in client.users_list(limit=4) for member in page["members"]]

    assert found == ["U0ANA", "U0BOB", "U0EVE", "U0GUEST", "U0OUT", "U0BOT"]


def test_a_user_group_names_its_people(slack: LocalSlack, client: WebClient) -> None:
    before = client.usergroups_users_list(usergroup="S0SRE")["users"]
    slack.change_group("S0SRE", ["U0ANA"])

    assert before == ["U0BOB", "U0EVE"]
    assert client.usergroups_users_list(usergroup="S0SRE")["users"] == ["U0ANA"]
    assert client.usergroups_list()["usergroups"][0]["handle"] == "sre-leads"


def test_an_unknown_user_group_is_none(client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="no_such_subteam"):
        client.usergroups_users_list(usergroup="S0NONE")
