"""Reads template.yaml: as it is written, and as CloudFormation sees it."""

import re
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "template.yaml"
Json: TypeAlias = dict[str, Any]


@cache
def written() -> Json:
    """The template with its short tags spelled out."""
    template: Json = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    return template


@cache
def transformed() -> Json:
    """The template after the serverless transform."""
    return translated(yaml_parse(TEMPLATE.read_text(encoding="utf-8")))


def translated(template: Json, **parameters: str) -> Json:
    """A template, which is changed on the way, after the serverless transform."""
    for resource in template["Resources"].values():
        for key in {"CodeUri", "ContentUri"} & resource["Properties"].keys():
            resource["Properties"][key] = "s3://somewhere/else"
    translator = Translator(
        managed_policy_map={},
        sam_parser=Parser(),
        boto_session=boto3.Session(region_name="us-east-1"),
    )
    plain: Json = translator.translate(template, parameter_values=parameters)
    return plain


def resources(kind: str) -> Json:
    """The written resources of one type: logical id -> properties."""
    found = written()["Resources"].items()
    return {name: one["Properties"] for name, one in found if one["Type"] == kind}


def functions() -> Json:
    """The four functions: logical id -> properties."""
    return resources("AWS::Serverless::Function")


def statements(role: str) -> list[Json]:
    """What a role allows, with the statement that only tracing adds."""
    policies = resources("AWS::IAM::Role")[role]["Policies"]
    written_ones = [each for one in policies for each in one["PolicyDocument"]["Statement"]]
    return [each["Fn::If"][1] if "Fn::If" in each else each for each in written_ones]


def listed(value: Any) -> list[Any]:
    """A policy's one-or-many as many."""
    return value if isinstance(value, list) else [value]


def names_in(value: Any) -> set[str]:
    """Every logical id that a value speaks of."""
    match value:
        case {"Ref": str(name)}:
            return {name}
        case {"Fn::GetAtt": [str(name), _]}:
            return {name}
        case {"Fn::Sub": str(text)}:
            return {found.split(".")[0] for found in re.findall(r"\$\{([^}]+)}", text)}
        case dict():
            return set().union(*map(names_in, value.values()))
        case list():
            return set().union(*map(names_in, value))
        case _:
            return set()
