"""A stack that workspaces install themselves, two of them at one address, and a browser."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from playground.model import LocalModel
from playground.runner.everything import Everything
from playground.runner.system import Timing
from playground.slack.grants import CLIENT_ID, CLIENT_SECRET
from playground.slack.local_slack import LocalSlack
from playground.slack.records import Installation
from playground.slack.seed import seeded_workspace
from signoff.adapters.installations import DynamoInstallations
from tests.scenarios.stacks import ROOT

ONE, TWO, ORGANISATION = "T0LOCAL", "T0SECOND", "E0LOCAL"
OPS = "C0OPS"
FIRST = Installation(bot_token="")
SECOND = Installation(
    team_id=TWO,
    team_name="Second",
    team_domain="second",
    bot_user_id="U0BOT2",
    bot_id="B0BOT2",
    bot_token="",
)


@dataclass(slots=True, kw_only=True)
class Browser:
    """Somebody's browser: it keeps the cookies of the stack, which go over TLS when deployed.

    Attributes:
        stack: Where the stack is.
        cookies: What it keeps, by name.
    """

    stack: str
    cookies: dict[str, str] = field(default_factory=dict[str, str])

    def begin(self) -> str:
        """Go to the page that installs; gives the address at Slack that it leads to."""
        response = self.get(f"{self.stack}/slack/install")
        assert response.status_code == 302
        return response.headers["location"]

    def agree(self, at: str, team: str, *, answer: str = "allow") -> str:
        """Answer on Slack's page; gives the address that it leads back to."""
        response = httpx.post(at, data={"team": team, "as": "U0ANA", "answer": answer})
        assert response.status_code == 303
        return response.headers["location"]

    def get(self, url: str) -> httpx.Response:
        """Open a page of the stack."""
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        response = httpx.get(url, headers={"cookie": kept} if kept else {}, timeout=30)
        for line in response.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response

    def install(self, team: str, *, answer: str = "allow") -> httpx.Response:
        """Go all the way."""
        return self.get(self.agree(self.begin(), team, answer=answer))


def state_in(url: str) -> str:
    """Read the state out of an address."""
    return parse_qs(urlsplit(url).query)["state"][0]


class Installs:
    """The stack, the workspaces, and what is stored of them."""

    def __init__(self, everything: Everything) -> None:
        assert everything.model is not None
        self.everything = everything
        self.model: LocalModel = everything.model
        self.one: LocalSlack = everything.slack
        self.two: LocalSlack = everything.slack.neighbour(SECOND)
        resources = everything.system.resources
        # Seen as Any: the stubs spell out every parameter, and the adapter asks for a few.
        clients: Any = everything.clients
        self.table = resources.physical_name("Installations")
        self.installations = DynamoInstallations(
            clients.dynamodb,
            clients.kms,
            table=self.table,
            key=resources.attribute("InstallationsKey", "Arn"),
        )

    def browser(self) -> Browser:
        """Give a browser without cookies."""
        return Browser(stack=self.everything.system.url)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.one.settle()
        self.two.settle()
        self.everything.system.settle(60)

    @property
    def rows(self) -> list[dict[str, object]]:
        """All rows of the table of installations, as they are stored."""
        found = self.everything.clients.dynamodb.scan(TableName=self.table)["Items"]
        return [dict(each) for each in found]

    @property
    def tokens_left(self) -> int:
        """How many rows hold tokens."""
        return sum("sealed" in row for row in self.rows)


@contextmanager
def installs(
    lines: list[str] | None = None, parameters: Mapping[str, str] | None = None
) -> Iterator[Installs]:
    """Run a stack that workspaces install themselves, for as long as the `with` lasts.

    Args:
        lines: Gets all that the functions print.
        parameters: What the template is given beside what stands here.
    """

    def slack(url: str, port: int) -> LocalSlack:
        return LocalSlack(
            events_url=f"{url}/slack/events",
            interactions_url=f"{url}/slack/interactions",
            workspace=seeded_workspace(FIRST),
            port=port,
        )

    kept = [] if lines is None else lines
    given = {
        "SlackBotToken": "",
        "SlackTeamId": "",
        "SlackClientId": CLIENT_ID,
        "SlackClientSecret": CLIENT_SECRET,
        **(parameters or {}),
    }
    with Everything(
        ROOT / "template.yaml",
        model=LocalModel(),
        tell=lambda *line: kept.append(" ".join(map(str, line))),
        timing=Timing(schedule_seconds=0, watches=False),
        parameters=given,
        slack=slack,
    ) as everything:
        yield Installs(everything)
