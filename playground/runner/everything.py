"""The system with what stands around it: AWS, Slack and the model, all on this machine."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self

from playground.loopback import listening_socket
from playground.model import LocalModel
from playground.runner import given
from playground.runner.aws import LocalAws, clients
from playground.runner.environment import TellLine
from playground.runner.given import MODEL_KEY, ModelAddress
from playground.runner.system import System, Timing
from playground.slack.local_slack import LocalSlack


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where everything listens; 0 = any free port."""

    page: int = 0
    events: int = 0
    model: int = 0
    aws: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where a person or a test finds what runs."""

    page: str
    events: str
    interactions: str
    slack: str
    model: str
    aws: str


class Everything:
    """The whole playground, for as long as the `with` lasts.

    Attributes:
        aws: SQS, DynamoDB, S3 and Secrets Manager.
        clients: The way to them.
        slack: The workspace, and the people in it.
        model: The scripted model; None if a real one is used.
        system: The functions, the queue, the schedule.
    """

    def __init__(
        self,
        template: Path,
        *,
        model: LocalModel | ModelAddress,
        tell: TellLine,
        root: Path | None = None,
        ports: Ports | None = None,
        timing: Timing | None = None,
        parameters: Mapping[str, str] | None = None,
        slack: Callable[[str, int], LocalSlack] | None = None,
        patience: float = 1.0,
    ) -> None:
        """Take every port at once.

        Args:
            template: The template file.
            model: Who answers the agent.
            tell: Gets each line that a function prints.
            root: Where the template's paths start; None = its own folder.
            ports: Where everything listens.
            timing: How the system keeps time.
            parameters: What the template is given beside what stands here.
            slack: Makes a workspace of another kind, from the API's address and a port.
            patience: How many times as long as Slack the local one waits for its app.

        Raises:
            PortTakenError: Another program listens on one of them.
        """
        wanted = ports or Ports()
        self._given = parameters or {}
        self._ending = ExitStack()
        self.model = model if isinstance(model, LocalModel) else None
        self._model_address = (
            ModelAddress(url=model.url, key=MODEL_KEY) if isinstance(model, LocalModel) else model
        )
        with ExitStack() as taken:
            if self.model is not None:
                taken.callback(self.model.stop)
            self.aws = LocalAws(port=wanted.aws)
            taken.callback(self.aws.stop)
            self.clients = clients(self.aws.url)
            self.system = System(
                template,
                clients=self.clients,
                tell=tell,
                root=root,
                port=wanted.events,
                timing=timing,
            )
            # The other way round: functions first, and polls are over once AWS is gone.
            taken.callback(self.system.join)
            taken.callback(self.aws.stop)
            taken.callback(self.system.stop)
            self.slack = (slack or partial(_slack, patience=patience))(self.system.url, wanted.page)
            self._ending = taken.pop_all()

    @property
    def addresses(self) -> Addresses:
        """Where everything is."""
        return Addresses(
            page=f"{self.slack.origin}/",
            events=f"{self.system.url}/slack/events",
            interactions=f"{self.system.url}/slack/interactions",
            slack=self.slack.api_url,
            model=self._model_address.shown,
            aws=self.aws.url,
        )

    @property
    def parameters(self) -> dict[str, str]:
        """What the template is given."""
        ours = given.parameters(
            slack_url=self.slack.api_url,
            aws_url=self.aws.url,
            api_url=self.system.url,
            model=self._model_address,
            app=self.slack.workspace.installation,
        )
        return {**ours, **self._given}

    def __enter__(self) -> Self:
        """Start it all.

        Raises:
            TemplateError: The template cannot be run as it stands.
            BrokenFunctionError: A function could not be imported.
        """
        with ExitStack() as started:
            started.enter_context(self._ending)
            self.aws.start()
            if self.model is not None:
                self.model.start()
            started.enter_context(self.slack)
            self.system.start(self.parameters)
            self._ending = started.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """End it all."""
        self._ending.close()


def _slack(url: str, port: int, *, patience: float) -> LocalSlack:
    # Tried first, so that a taken port is named as the others are.
    listening_socket(port).close()
    return LocalSlack(
        events_url=f"{url}/slack/events",
        interactions_url=f"{url}/slack/interactions",
        port=port,
        patience=patience,
    )
