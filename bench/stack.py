"""The environment of each function: what template.yaml gives it, with the world's addresses."""

from collections.abc import Mapping

from bench.artifact import Part
from bench.outside import ROOT
from bench.world.amazon import SIGNING_SECRET
from playground.plain import Json
from playground.runner.aws import CREDENTIALS
from playground.runner.cloudformation import ACCOUNT, REGION, Resolver, load
from playground.runner.given import MODEL_KEY, ModelAddress, parameters
from playground.runner.stack import made_up, read_stack
from playground.slack.records import Installation


def variables(part: Part, url: str) -> Mapping[str, str]:
    """Give what a function finds in its environment, when the world is at `url`."""
    spec = read_stack(_resolver(url, part), root=ROOT).functions[part.name]
    return {**around(url), "AWS_LAMBDA_FUNCTION_NAME": part.name, **spec.environment}


def memory(part: Part) -> int:
    """Give how many MB of memory a function has."""
    spec = read_stack(_resolver("http://127.0.0.1:9", part), root=ROOT).functions[part.name]
    return spec.memory


def around(url: str) -> Mapping[str, str]:
    """Give what every process here finds, the floor's too."""
    return {
        **CREDENTIALS,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": url,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "BENCH_SIGNING_SECRET": SIGNING_SECRET,
        "LANG": "en_US.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SIGNOFF_QUEUE_URL": f"{url}/{ACCOUNT}/signoff-TurnQueue",
        "TZ": ":UTC",
    }


def _resolver(url: str, part: Part) -> Resolver:
    template = load(ROOT / "template.yaml")
    return Resolver(
        template,
        # The address says who asks Slack.
        parameters=_parameters(url, f"{url}/{part.module}/api/"),
        attribute=lambda name, attribute: _attribute(template, url, name, attribute),
    )


def _attribute(template: Json, url: str, name: str, attribute: str | None) -> str:
    kind = str(template["Resources"][name]["Type"])
    match kind:
        case "AWS::SQS::Queue" if attribute is None:
            return f"{url}/{ACCOUNT}/signoff-{name}"
        case "AWS::S3::Bucket" if attribute is None:
            return f"signoff-{name}".lower()
        case "AWS::DynamoDB::Table" | "AWS::SecretsManager::Secret":
            return f"signoff-{name}"
        case _:
            return made_up(kind, name, attribute)


def _parameters(url: str, slack_url: str) -> dict[str, str]:
    return parameters(
        slack_url=slack_url,
        aws_url=url,
        api_url=url,
        model=ModelAddress(url=f"{url}/v1", key=MODEL_KEY),
        app=Installation(),
    )
