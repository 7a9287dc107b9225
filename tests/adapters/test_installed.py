from dataclasses import replace

import pytest

from signoff.adapters.installed import (
    DUE_AGE_MS,
    MAX_AGE_MS,
    InstalledWorkspaces,
    NotInstalledError,
)
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.sessions import Sessions
from signoff.adapters.slack.web import Renew, SlackWeb
from signoff.adapters.workspaces import SlackHere, as_it_is
from signoff.core.installation import Installation, Tokens
from signoff.testing import InMemoryInstallations, ManualClock
from tests.core.rows import NOON

URL = "http://127.0.0.1:9/api/"
ACME = Installation(
    key="T1",
    name="Acme",
    app="A1",
    bot_user="U0BOT",
    by="U0ANA",
    scopes=(),
    installed_at=NOON,
    tokens=Tokens(bot="xoxb-1"),
    version=1,
)


class Watched:
    """Workspaces of which one sees which tokens they were made with."""

    def __init__(self, *installed: Installation) -> None:
        self.kept, self.clock = InMemoryInstallations(*installed), ManualClock(NOON)
        self.made: list[str] = []
        self.renews: list[Renew] = []
        self.workspaces = InstalledWorkspaces(
            self.kept, slack_with=self._made, renewed=as_it_is, clock=self.clock
        )

    def _made(self, installation: Installation, team: str, renew: Renew) -> SlackHere:
        self.made.append(installation.tokens.bot)
        self.renews.append(renew)
        web = SlackWeb(token="t", api_url=URL, timeout_s=1, clock=self.clock)  # noqa: S106 - made up
        chat = SlackChat(
            token=installation.tokens.bot, team=team, api_url=URL, timeout_s=1, clock=self.clock
        )
        return SlackHere(chat=chat, presence=Sessions(web=web, clock=self.clock))


def test_a_workspace_has_a_slack_of_its_own_that_is_remembered() -> None:
    watched = Watched(ACME, replace(ACME, key="T2", tokens=Tokens(bot="xoxb-2")))

    one, two, again = (watched.workspaces.of(team) for team in ("T1", "T2", "T1"))

    assert (watched.made, one is again) == (["xoxb-1", "xoxb-2"], True)
    assert one is not None
    assert two is not None
    assert (one.chat.team(), two.chat.team()) == ("T1", "T2")


def test_where_the_app_is_not_installed_there_is_none() -> None:
    watched = Watched()

    assert watched.workspaces.of("T1") is None
    assert watched.workspaces.chat_of("T1") is None
    watched.kept.save(ACME)
    assert watched.workspaces.chat_of("T1") is not None


def test_an_organisations_app_is_found_in_a_workspace_that_is_new() -> None:
    watched = Watched(replace(ACME, key="E1"))

    assert watched.workspaces.of("T7") is None
    assert watched.workspaces.of("T7", "E1") is not None


def test_after_five_minutes_it_is_looked_for_again() -> None:
    watched = Watched(ACME)
    watched.workspaces.of("T1")
    watched.kept.erase("T1", until=NOON)

    assert watched.workspaces.of("T1") is not None
    watched.clock.advance(seconds=MAX_AGE_MS // 1000)
    assert watched.workspaces.of("T1") is None


def test_the_same_token_keeps_what_is_remembered_and_a_new_one_does_not() -> None:
    watched = Watched(ACME)
    first = watched.workspaces.of("T1")
    watched.clock.advance(seconds=MAX_AGE_MS // 1000)
    same = watched.workspaces.of("T1")
    watched.kept.replace_tokens(ACME, Tokens(bot="xoxb-2"))
    watched.clock.advance(seconds=MAX_AGE_MS // 1000)

    other = watched.workspaces.of("T1")

    assert first is same
    assert (other is same, watched.made) == (False, ["xoxb-1", "xoxb-2"])


def test_while_a_token_is_to_be_renewed_one_looks_more_often() -> None:
    due = replace(ACME, tokens=Tokens(bot="xoxb-1", refresh="r", expires_at=NOON + 60_000))
    watched = Watched(due)
    watched.workspaces.of("T1")
    watched.kept.replace_tokens(due, Tokens(bot="xoxb-2"))
    watched.clock.advance(seconds=DUE_AGE_MS // 1000)

    watched.workspaces.of("T1")

    assert watched.made == ["xoxb-1", "xoxb-2"]


def test_a_refused_token_is_looked_for_again_at_once() -> None:
    watched = Watched(ACME)
    watched.workspaces.of("T1")
    watched.kept.replace_tokens(ACME, Tokens(bot="xoxb-2"))

    assert watched.renews[0]() == "xoxb-2"
    watched.kept.erase("T1", until=NOON)
    with pytest.raises(NotInstalledError):
        watched.renews[0]()
    assert watched.workspaces.of("T1") is None
