"""Templates: tags, parameters, conditions and the functions that values are made of."""

from pathlib import Path
from typing import Any

import pytest

from playground.runner.cloudformation import Resolver, TemplateError, load

TEMPLATE = """
Parameters:
  Level: {Type: String, Default: INFO, AllowedValues: [INFO, DEBUG]}
  Most: {Type: Number, Default: "7"}
  Names: {Type: CommaDelimitedList, Default: "a,b"}
  Url: {Type: String, Default: "", AllowedPattern: "^(https?://.+)?$"}
  Secret: {Type: String, MinLength: 1}
Conditions:
  IsLoud: !Equals [!Ref Level, DEBUG]
  HasUrl: !Not [!Equals [!Ref Url, ""]]
  IsBoth: !And [!Condition IsLoud, !Condition HasUrl]
  IsEither: !Or [!Condition IsLoud, !Condition HasUrl]
Mappings:
  Sizes:
    "7": {Turns: 3}
Resources:
  Table: {Type: AWS::DynamoDB::Table}
Values:
  parameter: !Ref Level
  number: !Ref Most
  list: !Ref Names
  table: !Ref Table
  arn: !GetAtt Table.Arn
  long: {"Fn::GetAtt": [Table, Arn]}
  text: !Sub "${Table}/${Table.Arn}/${Level}/${AWS::Region}/${!Kept}"
  own: !Sub ["${Word} ${Level}", {Word: !Ref Most}]
  joined: !Join ["-", [!Ref Level, x, !Ref Most]]
  found: !FindInMap [Sizes, !Ref Most, Turns]
  chosen: !If [IsLoud, loud, {quiet: !Ref Level}]
  gone: !If [HasUrl, !Ref Url, !Ref AWS::NoValue]
  several: [1, !If [HasUrl, 2, !Ref AWS::NoValue], 3]
  both: !If [IsBoth, "yes", "no"]
  either: !If [IsEither, "yes", "no"]
  missing: !Ref Nothing
  unknown: !Base64 x
  unmapped: !FindInMap [Sizes, "9", Turns]
"""


@pytest.fixture
def template(tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE)
    return load(path)


def resolver(template: dict[str, Any], **parameters: str) -> Resolver:
    return Resolver(
        template,
        parameters={"Secret": "hush", **parameters},
        attribute=lambda name, attribute: f"<{name}.{attribute}>" if attribute else f"<{name}>",
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("parameter", "INFO"),
        ("number", 7),
        ("list", ["a", "b"]),
        ("table", "<Table>"),
        ("arn", "<Table.Arn>"),
        ("long", "<Table.Arn>"),
        ("text", "<Table>/<Table.Arn>/INFO/us-east-1/${Kept}"),
        ("own", "7 INFO"),
        ("joined", "INFO-x-7"),
        ("found", 3),
        ("chosen", {"quiet": "INFO"}),
        ("gone", None),
        ("several", [1, 3]),
        ("both", "no"),
        ("either", "no"),
    ],
)
def test_a_value_is_worked_out(template: dict[str, Any], name: str, value: Any) -> None:
    assert resolver(template).resolve(template["Values"][name]) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("chosen", "loud"),
        ("gone", "https://x"),
        ("several", [1, 2, 3]),
        ("both", "yes"),
        ("either", "yes"),
    ],
)
def test_a_parameter_changes_what_it_stands_in(
    template: dict[str, Any], name: str, value: Any
) -> None:
    changed = resolver(template, Level="DEBUG", Url="https://x")

    assert changed.resolve(template["Values"][name]) == value


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("missing", "refers to Nothing, which is neither a resource nor a parameter"),
        ("unknown", "Fn::Base64 is not understood here"),
        ("unmapped", "has no Sizes.9.Turns in its Mappings"),
    ],
)
def test_what_does_not_exist_is_named(template: dict[str, Any], name: str, complaint: str) -> None:
    with pytest.raises(TemplateError, match=complaint):
        resolver(template).resolve(template["Values"][name])


@pytest.mark.parametrize(
    ("parameters", "complaint"),
    [
        ({"Level": "LOUD"}, "does not take 'LOUD' as Level: it must be one of INFO, DEBUG"),
        ({"Url": "here"}, "does not take 'here' as Url"),
        ({"Secret": ""}, "does not take '' as Secret"),
        ({"Other": "x"}, "has no parameter Other"),
    ],
)
def test_a_parameter_that_the_template_does_not_take_is_named(
    template: dict[str, Any], parameters: dict[str, str], complaint: str
) -> None:
    with pytest.raises(TemplateError, match=complaint):
        resolver(template, **parameters)


def test_a_parameter_without_a_value_is_named_with_the_mend(template: dict[str, Any]) -> None:
    with pytest.raises(TemplateError, match=r"Secret has no value: .* --parameter Secret="):
        Resolver(template, parameters={}, attribute=lambda name, _: name)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("a: [", "is no YAML"), ("a: 1", "has no Resources"), ("", "has no Resources")],
)
def test_a_file_that_is_no_template_is_named(tmp_path: Path, content: str, complaint: str) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(content)

    with pytest.raises(TemplateError, match=complaint):
        load(path)


def test_a_file_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="does not exist"):
        load(tmp_path / "template.yaml")
