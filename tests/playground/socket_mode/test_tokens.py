"""Whoever has no token, or a wrong one, is told which, why, and where to get it."""

import pytest

from playground.slack.local_slack import LocalSlack
from playground.socket_mode.tokens import TokenError, Tokens, refusal, tokens_from, whereabouts

APP, BOT = "xapp-1-A0LOCAL-1-secret", "xoxb-1-secret"


def _told(app: str, bot: str) -> str:
    with pytest.raises(TokenError) as caught:
        tokens_from({"SLACK_APP_TOKEN": app, "SLACK_BOT_TOKEN": bot})
    return str(caught.value)


def test_two_tokens_of_the_right_kinds_are_taken() -> None:
    tokens = tokens_from({"SLACK_APP_TOKEN": f" {APP}\n", "SLACK_BOT_TOKEN": f"xoxe.{BOT}"})

    assert (tokens.app, tokens.bot) == (APP, f"xoxe.{BOT}")
    assert tokens.app_id == "A0LOCAL"


def test_a_token_is_never_shown() -> None:
    assert "secret" not in repr(Tokens(app=APP, bot=BOT))


@pytest.mark.parametrize(
    ("app", "bot", "said"),
    [
        ("", BOT, "SLACK_APP_TOKEN is not set"),
        (APP, "", "SLACK_BOT_TOKEN is not set"),
        (BOT, BOT, "SLACK_APP_TOKEN holds a bot token, and must hold an app-level token"),
        ("xoxp-secret", BOT, "SLACK_APP_TOKEN holds a user's token"),
        (APP, "xoxp-secret", "SLACK_BOT_TOKEN holds a user's token, and must hold a bot token"),
        (APP, APP, "SLACK_BOT_TOKEN holds an app-level token"),
        (APP, "xoxe-secret", "SLACK_BOT_TOKEN holds a refresh token"),
        ("secret", BOT, "SLACK_APP_TOKEN holds no token of Slack"),
    ],
)
def test_a_wrong_one_is_named_with_its_kind_and_the_way_to_a_right_one(
    app: str, bot: str, said: str
) -> None:
    told = _told(app, bot)

    assert told.startswith(said)
    assert "api.slack.com/apps" in told
    assert "secret" not in told


def test_both_are_named_when_both_are_wrong() -> None:
    told = _told(BOT, APP)

    assert "SLACK_APP_TOKEN holds a bot token" in told
    assert "SLACK_BOT_TOKEN holds an app-level token" in told


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("invalid_auth", "none that Slack knows"),
        ("not_allowed_token_type", "of another kind"),
        ("token_revoked", "it was revoked"),
        ("missing_scope", "the scope connections:write"),
        ("access_denied", "Is Socket Mode on?"),
    ],
)
def test_a_refusal_says_why_and_what_to_do(code: str, said: str) -> None:
    told = refusal("SLACK_APP_TOKEN", code)

    assert f"({code})" in told
    assert said in told


def test_slack_says_whose_bot_it_is() -> None:
    with LocalSlack() as slack:
        where = whereabouts(Tokens(app=APP, bot="xoxb-local"), api_url=slack.api_url)

    assert (where.team_id, where.team, where.bot) == ("T0LOCAL", "Local", "signoff")


def test_a_bot_token_that_slack_does_not_know_is_named() -> None:
    with LocalSlack() as slack, pytest.raises(TokenError, match=r"SLACK_BOT_TOKEN \(invalid_auth"):
        whereabouts(Tokens(app=APP, bot=BOT), api_url=slack.api_url)


def test_a_slack_out_of_reach_is_said_to_be() -> None:
    with pytest.raises(TokenError, match="can't be reached"):
        whereabouts(Tokens(app=APP, bot=BOT), api_url="http://127.0.0.1:9/api/")
