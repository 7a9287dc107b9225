"""What a function in a container must know to reach what `make dev` runs."""

from pathlib import Path

from playground.plain import Json
from playground.runner.cloudformation import ACCOUNT, Resolver, load
from playground.runner.given import MODEL_KEY, ModelAddress, parameters
from playground.runner.stack import made_up, read_stack
from playground.slack.records import Installation

_HOST = "http://host.docker.internal"


def variables(template: Path) -> Json:
    """Give the variables of each function, for `sam local invoke --env-vars`."""
    loaded = load(template)

    def attribute(logical_id: str, name: str | None) -> str:
        kind = str(loaded["Resources"][logical_id]["Type"])
        match kind:
            case "AWS::SQS::Queue" if name is None:
                return f"{_HOST}:3003/{ACCOUNT}/signoff-{logical_id}"
            case "AWS::S3::Bucket" if name is None:
                return f"signoff-{logical_id}".lower()
            case "AWS::DynamoDB::Table" | "AWS::SecretsManager::Secret":
                return f"signoff-{logical_id}"
            case _:
                return made_up(kind, logical_id, name)

    resolver = Resolver(loaded, parameters=_parameters(), attribute=attribute)
    stack = read_stack(resolver, root=template.parent)
    return {name: dict(spec.environment) for name, spec in stack.functions.items()}


def _parameters() -> dict[str, str]:
    return parameters(
        slack_url=f"{_HOST}:3000/api/",
        aws_url=f"{_HOST}:3003",
        api_url=f"{_HOST}:3001",
        model=ModelAddress(url=f"{_HOST}:3002/v1", key=MODEL_KEY),
        app=Installation(),
    )
