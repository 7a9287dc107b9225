"""The system on this machine with a real workspace in front of it."""

import secrets
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from playground.model import LocalModel
from playground.runner.aws import LocalAws, clients
from playground.runner.environment import TellLine
from playground.runner.everything import Ports
from playground.runner.given import MODEL_KEY, ModelAddress
from playground.runner.system import System, Timing
from playground.socket_mode.bridge import Bridge
from playground.socket_mode.envelopes import EVENTS, INTERACTIONS
from playground.socket_mode.tokens import Tokens, Whereabouts, whereabouts

SLACK_API_URL: Final = "https://slack.com/api/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where a person finds what runs."""

    workspace: str
    bot: str
    slack: str
    events: str
    interactions: str
    model: str
    aws: str


class Connected:
    """Functions, AWS and a model here, people and messages in Slack, while the `with` lasts.

    Attributes:
        system: The functions, the queue, the schedule.
        model: The scripted model; None if a real one is used.
    """

    def __init__(
        self,
        template: Path,
        *,
        tokens: Tokens,
        model: LocalModel | ModelAddress,
        tell: TellLine,
        api_url: str = "",
        root: Path | None = None,
        ports: Ports | None = None,
        timing: Timing | None = None,
        parameters: Mapping[str, str] | None = None,
    ) -> None:
        """Take every port at once.

        Args:
            template: The template file.
            tokens: What Slack knows us by.
            model: Who answers the agent.
            tell: Gets each line that a function prints.
            api_url: Where the Web API is, ending in `/api/`; empty = Slack's own.
            root: Where the template's paths start; None = its own folder.
            ports: Where everything listens; there is no page.
            timing: How the system keeps time.
            parameters: What the template is given beside what stands here.

        Raises:
            PortTakenError: Another program listens on one of them.
        """
        wanted = ports or Ports()
        self._tokens, self._api_url = tokens, api_url or SLACK_API_URL
        self._given = parameters or {}
        # Nobody but this process may speak for Slack here: no page in a browser knows it.
        self._signing_secret = secrets.token_hex(32)
        self.model = model if isinstance(model, LocalModel) else None
        self._model_address = (
            ModelAddress(url=model.url, key=MODEL_KEY) if isinstance(model, LocalModel) else model
        )
        self._whereabouts: Whereabouts | None = None
        self._tell = tell
        with ExitStack() as taken:
            if self.model is not None:
                taken.callback(self.model.stop)
            self._aws = LocalAws(port=wanted.aws)
            taken.callback(self._aws.stop)
            self.system = System(
                template,
                clients=clients(self._aws.url),
                tell=tell,
                root=root,
                port=wanted.events,
                timing=timing,
            )
            taken.callback(self.system.join)
            taken.callback(self._aws.stop)
            taken.callback(self.system.stop)
            self._ending = taken.pop_all()

    @property
    def addresses(self) -> Addresses:
        """Where everything is."""
        where = self._whereabouts
        return Addresses(
            workspace=where.team if where else "",
            bot=where.bot if where else "",
            slack=self._api_url,
            events=f"{self.system.url}{EVENTS}",
            interactions=f"{self.system.url}{INTERACTIONS}",
            model=self._model_address.shown,
            aws=self._aws.url,
        )

    def __enter__(self) -> Self:
        """Start it all, Slack last: what it sends finds the functions up.

        Raises:
            TokenError: Slack does not take a token.
            TemplateError: The template cannot be run as it stands.
            BrokenFunctionError: A function could not be imported.
        """
        with ExitStack() as started:
            started.enter_context(self._ending)
            self._whereabouts = whereabouts(self._tokens, api_url=self._api_url)
            self._aws.start()
            if self.model is not None:
                self.model.start()
            self.system.start(self._parameters(self._whereabouts))
            bridge = Bridge(
                self._tokens,
                api_url=self._api_url,
                functions_url=self.system.url,
                signing_secret=self._signing_secret,
                tell=self._tell,
            )
            started.callback(bridge.stop)
            bridge.start()
            self._ending = started.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """End it all."""
        self._ending.close()

    def _parameters(self, where: Whereabouts) -> dict[str, str]:
        ours = {
            "SlackSigningSecret": self._signing_secret,
            "SlackBotToken": self._tokens.bot,
            "SlackApiUrl": self._api_url,
            "SlackAppId": self._tokens.app_id,
            "SlackTeamId": where.team_id,
            "OpenAIApiKey": self._model_address.key,
            "OpenAIBaseUrl": self._model_address.url,
            "AwsEndpointUrl": self._aws.url,
            "DeletionProtection": "false",
        }
        return {**ours, **self._given}
