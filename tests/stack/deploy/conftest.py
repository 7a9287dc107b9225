"""One deployed stack for the whole session, with a local Slack and a local model beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from playground.model import LocalModel
from playground.slack.local_slack import LocalSlack
from tests.stack.deploy.cloud import Cloud, deployed, local_aws
from tests.stack.deploy.gate import Gate
from tests.stack.deploy.people import play
from tests.stack.templates import ROOT


@dataclass(slots=True)
class Road:
    """The way from Slack to the stack, which is deployed later than Slack is started."""

    clouds: list[Cloud] = field(default_factory=list[Cloud])

    def __call__(self, kind: str, headers: Mapping[str, str], body: str) -> tuple[int, str]:
        (cloud,) = self.clouds
        return cloud.deliver(kind, headers, body)


@pytest.fixture(scope="session")
def road() -> Road:
    return Road()


@pytest.fixture(scope="session")
def slack(road: Road) -> Iterator[LocalSlack]:
    with LocalSlack(deliver=road) as local:
        yield local


@pytest.fixture(scope="session")
def model() -> Iterator[LocalModel]:
    with LocalModel(script=play) as local:
        yield local


@pytest.fixture(scope="session")
def gate() -> Iterator[Gate]:
    with Gate() as one:
        yield one


@pytest.fixture(scope="session")
def cloud(
    road: Road,
    slack: LocalSlack,
    model: LocalModel,
    gate: Gate,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Cloud]:
    folder = tmp_path_factory.mktemp("aws")
    with local_aws(folder, log=ROOT / "build" / "ministack.log") as address:
        gate.behind = address
        parameters = {
            "SlackSigningSecret": "local-signing-secret",
            "SlackBotToken": "xoxb-local",
            "OpenAIApiKey": "local-model-key",
            "SlackAppId": "A0LOCAL",
            "SlackTeamId": "T0LOCAL",
            "SlackApiUrl": slack.api_url,
            "OpenAIBaseUrl": model.url,
            "AwsEndpointUrl": gate.address,
            "DeletionProtection": "false",
            "LogLevel": "DEBUG",
        }
        cloud = deployed(address, folder, parameters)
        road.clouds.append(cloud)
        yield cloud
