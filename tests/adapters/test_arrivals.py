import json
from typing import Any

from signoff import Agent, OpenAIResponses
from signoff.adapters.arrivals import Arrivals
from signoff.adapters.deliveries import Worker, times
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.sessions import Sessions
from signoff.adapters.slack.web import SlackWeb
from signoff.adapters.workspaces import SlackHere
from signoff.core.installation import Installation, Tokens
from signoff.core.observations.installs import NotInstalled, Removed
from signoff.settings import Door
from signoff.testing import InMemoryInstallations, say
from tests.adapters.slack.signed import envelope
from tests.core.rows import NOON
from tests.usecases.world import World

URL = "http://127.0.0.1:9/api/"
OURS = Door(app="A0LOCAL", team=None)


def _installation(key: str) -> Installation:
    return Installation(
        key=key,
        name="Acme",
        app="A0LOCAL",
        bot_user="U0BOT",
        by="U0ANA",
        scopes=(),
        installed_at=NOON,
        tokens=Tokens(bot="xoxb-1"),
        version=1,
    )


class Some:
    """Workspaces by what is installed; each has the Slack of the test."""

    def __init__(self, kept: InMemoryInstallations, world: World) -> None:
        self.kept, self.forgotten = kept, list[str]()
        web = SlackWeb(token="t", api_url=URL, timeout_s=1, clock=world.clock)  # noqa: S106 - made up
        chat = SlackChat(token="t", team="T", api_url=URL, timeout_s=1, clock=world.clock)  # noqa: S106 - made up
        self._here = SlackHere(chat=chat, presence=Sessions(web=web, clock=world.clock))

    def of(self, team: str, organisation: str = "", /) -> SlackHere | None:
        return self._here if self.kept.find(team, organisation=organisation) else None

    def chat_of(self, team: str, /) -> None:
        raise AssertionError(team)

    def make_ready(self) -> None:
        raise AssertionError

    def forget(self, team: str) -> None:
        self.forgotten.append(team)


class Entrance:
    """Everything that a delivery comes to."""

    def __init__(self, *installed: str) -> None:
        self.world = World(say("Hello."))
        self.kept = InMemoryInstallations(*map(_installation, installed))
        self.workspaces = Some(self.kept, self.world)
        self.arrivals = Arrivals(
            workspaces=self.workspaces, installations=self.kept, door=OURS, tell=self.world.tell
        )

    def take(self, message: dict[str, Any]) -> str:
        def worker_in(_: SlackHere) -> Worker:
            agent = Agent(name="Assistant", model=OpenAIResponses(id="gpt-5.4"))
            planned = times(now=self.world.clock(), remaining_ms=180_000)
            return Worker(agent=agent, ports=self.world.ports, times=planned, door=OURS)

        return self.arrivals.take(json.dumps(message), worker_in, is_first_try=True)


def _event(**changes: Any) -> dict[str, Any]:
    return {"kind": "event", "body": envelope(**changes)}


def test_what_comes_from_where_the_app_is_installed_is_worked_on() -> None:
    door = Entrance("T0LOCAL")

    assert door.take(_event()) == "taken"
    assert door.world.said == ("Hello.",)


def test_what_comes_from_elsewhere_is_told_and_dropped() -> None:
    door = Entrance()
    home = {"kind": "home", "team": "T0LOCAL", "user": "U0ANA", "place": "home.asked.2"}
    wake = {"kind": "wake", "team": "T0LOCAL", "channel": "C1", "thread_ts": "1.1"}

    became = [door.take(each) for each in (_event(), wake, home)]

    assert became == ["not installed"] * 3
    assert door.world.queue.taken() == ()
    assert [type(each) for each in door.world.operator.told] == [NotInstalled] * 3


def test_an_organisations_workspace_is_noted_before_anything_is_kept_of_it() -> None:
    door = Entrance("E1")
    ours = [{"team_id": "T0LOCAL", "enterprise_id": "E1", "is_enterprise_install": True}]

    assert door.take(_event(authorizations=ours)) == "taken"
    assert door.kept.workspaces == {"T0LOCAL": "E1"}


def test_news_of_a_removal_erases_the_tokens() -> None:
    door = Entrance("T0LOCAL")
    gone = envelope(event={"type": "app_uninstalled"}, event_time=NOON // 1000)

    assert door.take({"kind": "event", "body": gone}) == "uninstalled"
    assert door.kept.installed == {}
    assert door.workspaces.forgotten == ["T0LOCAL"]
    assert door.world.operator.told == [Removed(where="T0LOCAL", was_known=True)]


def test_an_organisation_that_removes_the_app_names_no_workspace() -> None:
    door = Entrance("E1")
    gone = json.loads(envelope(event={"type": "app_uninstalled"}, event_time=NOON // 1000))
    gone |= {"team_id": None, "enterprise_id": "E1", "context_team_id": None}
    gone["authorizations"] = []

    assert door.take({"kind": "event", "body": json.dumps(gone)}) == "uninstalled"
    assert door.kept.installed == {}


def test_tokens_of_people_that_end_are_not_the_bots() -> None:
    door = Entrance("T0LOCAL")
    revoked: dict[str, object] = {
        "type": "tokens_revoked",
        "tokens": {"oauth": ["U0ANA"], "bot": []},
    }

    door.take({"kind": "event", "body": envelope(event=revoked, event_time=NOON // 1000)})

    assert door.kept.find("T0LOCAL") is not None


def test_news_for_another_app_erases_nothing() -> None:
    door = Entrance("T0LOCAL")
    gone = envelope(
        event={"type": "app_uninstalled"}, event_time=NOON // 1000, api_app_id="A0OTHER"
    )

    door.take({"kind": "event", "body": gone})

    assert door.kept.find("T0LOCAL") is not None
