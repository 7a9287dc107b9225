"""The Slack app asks for what the code needs, and for nothing else."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from signoff.adapters.slack.api_methods import EVENT_SCOPES, METHOD_SCOPES, Event, Method
from tools.manifest import FILE, ROOT, main, manifest, problems, scopes

CODE = "layers/signoff/python/signoff/adapters/slack"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The parts of the repository that the check looks at."""
    shutil.copytree(ROOT / CODE, tmp_path / CODE)
    shutil.copytree(ROOT / "slack", tmp_path / "slack")
    shutil.copy(ROOT / "template.yaml", tmp_path)
    return tmp_path


def the_manifest() -> Any:
    return json.loads((ROOT / FILE).read_text())


def test_the_manifest_is_what_the_code_needs() -> None:
    assert list(problems()) == []
    assert main(["--check"]) == 0


def test_every_method_and_event_has_its_permissions() -> None:
    assert set(METHOD_SCOPES) == set(Method)
    assert set(EVENT_SCOPES) == set(Event)


def test_the_permissions_are_few() -> None:
    assert scopes() == [
        "app_mentions:read",
        "assistant:write",
        "channels:history",
        "channels:read",
        "chat:write",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "reactions:write",
        "usergroups:read",
        "users:read",
    ]


def test_in_socket_mode_the_app_has_no_address_and_asks_for_the_same(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--socket-mode"]) == 0
    made = json.loads(capsys.readouterr().out)

    settings = made["settings"]
    assert settings["socket_mode_enabled"]
    assert settings["interactivity"] == {"is_enabled": True}
    assert "https://" not in json.dumps(settings)
    usual = manifest()
    assert made["oauth_config"] == usual["oauth_config"]
    assert made["features"] == usual["features"]


def test_the_app_is_an_agent_that_is_reached_over_http() -> None:
    made = the_manifest()

    assert "assistant_view" not in made["features"]
    assert made["features"]["app_home"]["home_tab_enabled"] is True
    assert made["features"]["app_home"]["messages_tab_enabled"] is True
    assert made["features"]["app_home"]["messages_tab_read_only_enabled"] is False
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["interactivity"]["is_enabled"] is True
    assert made["settings"]["event_subscriptions"]["bot_events"] == [
        "agent_session_stopped",
        "agent_session_title_changed",
        "app_context_changed",
        "app_home_opened",
        "app_mention",
        "message.channels",
        "message.groups",
        "message.im",
    ]


def test_the_words_keep_to_slacks_lengths() -> None:
    made = the_manifest()
    about, features = made["display_information"], made["features"]

    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4_000
    assert re.fullmatch("#[0-9a-f]{6}", about["background_color"])
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    assert len(made["oauth_config"]["scopes"]["bot"]) <= 255
    assert len(made["settings"]["event_subscriptions"]["bot_events"]) <= 100
    for name in ("event_subscriptions", "interactivity"):
        url = made["settings"][name]["request_url"]
        assert url.startswith("https://")
        assert len(url) <= 3_500


def _more_scopes(made: Any) -> None:
    made["oauth_config"]["scopes"]["bot"].append("files:read")


def _fewer_scopes(made: Any) -> None:
    made["oauth_config"]["scopes"]["bot"].remove("chat:write")


def _fewer_events(made: Any) -> None:
    made["settings"]["event_subscriptions"]["bot_events"].remove("message.im")


def _another_url(made: Any) -> None:
    made["settings"]["interactivity"]["request_url"] += "s"


def _socket_mode(made: Any) -> None:
    made["settings"]["socket_mode_enabled"] = True


def _no_agent(made: Any) -> None:
    del made["features"]["agent_view"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (_more_scopes, "oauth_config.scopes.bot"),
        (_fewer_scopes, "oauth_config.scopes.bot"),
        (_fewer_events, "settings.event_subscriptions.bot_events"),
        (_another_url, "settings.interactivity.request_url"),
        (_socket_mode, "settings.socket_mode_enabled"),
        (_no_agent, "features.agent_view"),
    ],
)
def test_a_difference_is_named(copy: Path, change: Callable[[Any], None], place: str) -> None:
    made = the_manifest()
    change(made)
    (copy / FILE).write_text(json.dumps(made))

    assert list(problems(copy)) == [
        f"{FILE} differs from what the code needs at {place}: run python -m tools.manifest"
    ]


@pytest.mark.parametrize("written", [None, "", "{", "[]"], ids=range(4))
def test_a_file_that_is_no_manifest_is_named(copy: Path, written: str | None) -> None:
    (copy / FILE).unlink()
    if written is not None:
        (copy / FILE).write_text(written)

    (problem,) = problems(copy)
    assert problem.startswith(FILE)


def test_a_method_that_nothing_calls_is_named(copy: Path) -> None:
    chat = copy / CODE / "chat.py"
    chat.write_text(chat.read_text().replace("Method.POST_EPHEMERAL", "Method.UPDATE"))

    (problem,) = problems(copy)
    assert problem.startswith("api_methods.py lists chat.postEphemeral, which nothing uses")


def test_a_method_that_is_not_in_the_table_is_named(copy: Path) -> None:
    (copy / CODE / "more.py").write_text('call("reactions.add", json={})\n')

    (problem,) = problems(copy)
    assert problem.startswith(f"{CODE}/more.py:1 names a Web API method itself")


def test_a_route_that_is_not_there_is_named(copy: Path) -> None:
    template = copy / "template.yaml"
    template.write_text(template.read_text().replace("POST /slack/events\n", "POST /events\n"))

    assert list(problems(copy)) == ["template.yaml has no route POST /slack/events"]


def test_the_two_addresses_can_be_filled_in(capsys: pytest.CaptureFixture[str]) -> None:
    events, interactions = "https://a.example/slack/events", "https://a.example/slack/interactions"

    assert main(["--events-url", events, "--interactions-url", interactions]) == 0

    printed = json.loads(capsys.readouterr().out)
    assert printed == manifest(events_url=events, interactions_url=interactions)
    assert printed["settings"]["event_subscriptions"]["request_url"] == events
    assert printed["settings"]["interactivity"]["request_url"] == interactions


def test_an_app_that_others_install_says_where_that_leads_and_hears_of_its_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = "https://x.example.com/slack/oauth_redirect"

    assert main(["--redirect-url", url, "--rotate", "--organisations"]) == 0

    made = json.loads(capsys.readouterr().out)
    assert made["oauth_config"]["redirect_urls"] == [url]
    assert made["oauth_config"]["scopes"] == the_manifest()["oauth_config"]["scopes"]
    assert made["settings"]["token_rotation_enabled"] is True
    assert made["settings"]["org_deploy_enabled"] is True
    heard = set(made["settings"]["event_subscriptions"]["bot_events"])
    before = set(the_manifest()["settings"]["event_subscriptions"]["bot_events"])
    assert heard - before == {"app_uninstalled", "tokens_revoked"}


def test_an_app_for_one_workspace_has_nothing_of_that() -> None:
    made = the_manifest()

    assert "redirect_urls" not in made["oauth_config"]
    assert made["settings"]["token_rotation_enabled"] is False
    assert made["settings"]["org_deploy_enabled"] is False


@pytest.mark.parametrize("flag", ["--rotate", "--organisations"])
def test_a_flag_for_others_needs_to_be_told_where_installing_leads(flag: str) -> None:
    with pytest.raises(SystemExit):
        main([flag])
