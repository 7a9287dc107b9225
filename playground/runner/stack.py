"""What template.yaml declares, as typed values: functions, routes, queues that call, schedules."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.plain import Json
from playground.runner.cloudformation import ACCOUNT, REGION, Resolver, TemplateError

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionSpec:
    """One function.

    Attributes:
        logical_id: Its name in the template.
        name: Its short name, the module of its handler.
        code: The folder with its code.
        handler: `module.function`.
        layers: The folders of its layers, in order; also those that it carries a part of.
        environment: Its variables.
        timeout: Seconds that an invocation may take.
        memory: MB; shown to the function, not enforced.
        concurrency: How many of it may run at once; None says nothing.
        runtime: The Python it runs on when deployed.
    """

    logical_id: str
    name: str
    code: Path
    handler: str
    layers: tuple[Path, ...]
    environment: Mapping[str, str]
    timeout: float
    memory: int
    concurrency: int | None
    runtime: str

    @property
    def arn(self) -> str:
        """Its Amazon resource name."""
        return function_arn(self.logical_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route of the HTTP API, and the function behind it."""

    method: str
    path: str
    function: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSource:
    """A queue whose messages call a function."""

    function: str
    queue_arn: str
    batch_size: int
    reports_failures: bool
    concurrency: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A function that is called every so many seconds."""

    function: str
    rule_arn: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """The whole template; functions are named by logical id."""

    functions: Mapping[str, FunctionSpec]
    routes: tuple[Route, ...]
    sources: tuple[QueueSource, ...]
    schedules: tuple[Schedule, ...]

    def function(self, name: str) -> FunctionSpec:
        """Give a function by its short name.

        Raises:
            TemplateError: There is none.
        """
        for spec in self.functions.values():
            if spec.name == name:
                return spec
        raise TemplateError(f"template.yaml has no function {name}.")


def function_arn(logical_id: str) -> str:
    """Give a function's Amazon resource name."""
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{logical_id}"


def made_up(kind: str, logical_id: str, attribute: str | None) -> str:
    """Give an attribute of a resource that exists on paper only."""
    if kind == "AWS::Serverless::Function" and attribute == "Arn":
        return function_arn(logical_id)
    return logical_id if attribute is None else f"{logical_id}.{attribute}"


def read_stack(resolver: Resolver, *, root: Path) -> Stack:
    """Read the template into typed values; paths start at `root`.

    Raises:
        TemplateError: Something in it is missing, or is nothing that runs here.
    """
    resources: Json = resolver.template["Resources"]
    functions = {
        name: _function(resolver, name, root)
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    return Stack(
        functions=functions,
        routes=tuple(_routes(resolver, functions)),
        sources=tuple(_sources(resolver, functions)),
        schedules=tuple(_schedules(resolver, functions)),
    )


def _function(resolver: Resolver, logical_id: str, root: Path) -> FunctionSpec:
    own: Json = resolver.resolve(resolver.template["Resources"][logical_id]["Properties"])
    shared: Json = resolver.resolve(resolver.template.get("Globals", {}).get("Function", {}))
    properties: Json = {**shared, **own}
    variables = {**_variables(shared), **_variables(own)}
    for key in ("CodeUri", "Handler"):
        if key not in properties:
            raise TemplateError(f"template.yaml: the function {logical_id} has no {key}.")
    return FunctionSpec(
        logical_id=logical_id,
        name=str(properties["Handler"]).partition(".")[0],
        code=root / properties["CodeUri"],
        handler=properties["Handler"],
        layers=tuple(_layer(resolver, name, root) for name in _layers(resolver, logical_id)),
        environment={name: str(value) for name, value in variables.items()},
        timeout=float(properties.get("Timeout", 3)),
        memory=int(properties.get("MemorySize", 128)),
        concurrency=properties.get("ReservedConcurrentExecutions"),
        runtime=properties.get("Runtime", "python3.13"),
    )


def _variables(properties: Json) -> Json:
    variables: Json = properties.get("Environment", {}).get("Variables", {})
    return variables


def _layers(resolver: Resolver, logical_id: str) -> Iterator[str]:
    """Name a function's layers, and those of which its build takes a part along."""
    resource: Json = resolver.template["Resources"][logical_id]
    yield from resolver.resolve(resource["Properties"]).get("Layers", [])
    yield from resource.get("Metadata", {}).get("Carries", [])


def _layer(resolver: Resolver, logical_id: str, root: Path) -> Path:
    resource = resolver.template["Resources"].get(logical_id, {})
    if "ContentUri" not in resource.get("Properties", {}):
        raise TemplateError(f"template.yaml: the layer {logical_id} has no ContentUri.")
    return root / str(resource["Properties"]["ContentUri"])


def _of_type(resolver: Resolver, kind: str) -> Iterator[tuple[str, Json]]:
    for name, resource in resolver.template["Resources"].items():
        if resource["Type"] == kind:
            yield name, resolver.resolve(resource["Properties"])


def _routes(resolver: Resolver, functions: Mapping[str, FunctionSpec]) -> Iterator[Route]:
    by_arn = {spec.arn: name for name, spec in functions.items()}
    behind = {
        name: properties["IntegrationUri"]
        for name, properties in _of_type(resolver, "AWS::ApiGatewayV2::Integration")
    }
    for name, properties in _of_type(resolver, "AWS::ApiGatewayV2::Route"):
        method, _, path = str(properties["RouteKey"]).partition(" ")
        integration = str(properties["Target"]).partition("/")[2]
        function = by_arn.get(behind.get(integration, ""))
        if function is None:
            raise TemplateError(f"template.yaml: the route {name} leads to no function.")
        yield Route(method=method, path=path, function=function)


def _events(resolver: Resolver, kind: str) -> Iterator[tuple[str, str, Json]]:
    for name, resource in resolver.template["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            for event_name, event in resource["Properties"].get("Events", {}).items():
                if event["Type"] == kind:
                    yield name, event_name, resolver.resolve(event["Properties"])


def _sources(resolver: Resolver, functions: Mapping[str, FunctionSpec]) -> Iterator[QueueSource]:
    for name in functions:
        for owner, _, properties in _events(resolver, "SQS"):
            if owner == name:
                yield QueueSource(
                    function=name,
                    queue_arn=properties["Queue"],
                    batch_size=int(properties.get("BatchSize", 10)),
                    reports_failures="ReportBatchItemFailures"
                    in properties.get("FunctionResponseTypes", []),
                    concurrency=_concurrency(properties),
                )


def _concurrency(properties: Json) -> int | None:
    most: Any = properties.get("ScalingConfig", {}).get("MaximumConcurrency")
    return None if most is None else int(most)


def _schedules(resolver: Resolver, functions: Mapping[str, FunctionSpec]) -> Iterator[Schedule]:
    for owner, event_name, properties in _events(resolver, "Schedule"):
        found = _RATE.fullmatch(str(properties["Schedule"]))
        if owner not in functions or found is None:
            raise TemplateError(f"template.yaml: the schedule of {owner} is no rate(…).")
        yield Schedule(
            function=owner,
            rule_arn=f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{owner}{event_name}",
            seconds=float(found[1]) * _SECONDS[found[2]],
        )
