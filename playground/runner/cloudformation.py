"""Reads a CloudFormation template: its tags, parameters, conditions and intrinsic functions."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from playground.plain import Json, is_array, is_object

Attribute: TypeAlias = Callable[[str, str | None], str]
"""Gives a resource's attribute by logical id; None asks for what `Ref` gives."""

ACCOUNT = "123456789012"
REGION = "us-east-1"

_PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::StackName": "signoff",
    "AWS::URLSuffix": "amazonaws.com",
}
_PLACE = re.compile(r"\$\{([^!}][^}]*)\}")


class TemplateError(Exception):
    """The template cannot be run as it stands; the message names the place and the mend."""


class _Nothing:
    """What `AWS::NoValue` stands for: leave the key out."""


_NO_VALUE = _Nothing()


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short tags."""


def _construct(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> Json:
    match node:
        case yaml.ScalarNode():
            value: Any = loader.construct_scalar(node)
        case yaml.SequenceNode():
            value = loader.construct_sequence(node, deep=True)
        case _:
            value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]
    if name == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name if name in {"Ref", "Condition"} else f"Fn::{name}": value}


_Loader.add_multi_constructor("!", _construct)  # pyright: ignore[reportUnknownMemberType]


def load(path: Path) -> Json:
    """Read a template file.

    Raises:
        TemplateError: There is no such file, or it is no YAML.
    """
    try:
        loaded: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    except FileNotFoundError as error:
        raise TemplateError(f"{path} does not exist.") from error
    except yaml.YAMLError as error:
        raise TemplateError(f"{path.name} is no YAML: {' '.join(str(error).split())}") from error
    if not is_object(loaded) or "Resources" not in loaded:
        raise TemplateError(f"{path.name} has no Resources.")
    return loaded


class Resolver:
    """Turns the template's values into plain ones."""

    def __init__(
        self, template: Json, *, parameters: Mapping[str, str], attribute: Attribute
    ) -> None:
        """Check the parameters.

        Raises:
            TemplateError: A parameter has no value, or one that the template does not take.
        """
        self.template = template
        self._attribute = attribute
        self._parameters = _parameters(template, parameters)
        self.template = {**template, "Resources": self._there(template["Resources"])}

    def _there(self, resources: Json) -> Json:
        """Leave out what stands under a condition that does not hold."""
        return {
            name: each
            for name, each in resources.items()
            if "Condition" not in each or self.holds(each["Condition"])
        }

    def resolve(self, value: Any) -> Any:
        """Give the plain value.

        Raises:
            TemplateError: It refers to something that does not exist.
        """
        resolved = self._value(value)
        return None if resolved is _NO_VALUE else resolved

    def _value(self, value: Any) -> Any:
        if is_array(value):
            return [each for each in map(self._value, value) if each is not _NO_VALUE]
        if not is_object(value):
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name in {"Ref", "Condition"} or name.startswith("Fn::"):
                return self._call(name, argument)
        resolved = {key: self._value(below) for key, below in value.items()}
        return {key: below for key, below in resolved.items() if below is not _NO_VALUE}

    def _call(self, name: str, argument: Any) -> Any:
        functions: dict[str, Callable[[Any], Any]] = {
            "Ref": self._ref,
            "Condition": self.holds,
            "Fn::GetAtt": lambda pair: self._resource(pair[0], pair[1]),
            "Fn::Sub": self._sub,
            "Fn::If": self._if,
            "Fn::Not": lambda given: not self._value(given[0]),
            "Fn::Equals": lambda pair: str(self._value(pair[0])) == str(self._value(pair[1])),
            "Fn::And": lambda given: all(map(self._value, given)),
            "Fn::Or": lambda given: any(map(self._value, given)),
            "Fn::Join": lambda pair: pair[0].join(map(str, self._value(pair[1]))),
            "Fn::FindInMap": self._find,
        }
        if name not in functions:
            raise TemplateError(f"{name} is not understood here: write it with the others.")
        return functions[name](argument)

    def _ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _NO_VALUE
        if name in _PSEUDO:
            return _PSEUDO[name]
        if name in self._parameters:
            return self._parameters[name]
        return self._resource(name, None)

    def _resource(self, name: str, attribute: str | None) -> str:
        if name not in self.template["Resources"]:
            raise TemplateError(
                f"template.yaml refers to {name}, which is neither a resource nor a parameter: "
                "put it back, or take the reference out."
            )
        return self._attribute(name, attribute)

    def _sub(self, argument: Any) -> str:
        text: str = argument if isinstance(argument, str) else argument[0]
        own: Json = {} if isinstance(argument, str) else argument[1]

        def replaced(match: re.Match[str]) -> str:
            name, _, attribute = match[1].partition(".")
            if match[1] in own:
                return str(self._value(own[match[1]]))
            return str(self._resource(name, attribute) if attribute else self._ref(name))

        return _PLACE.sub(replaced, text).replace("${!", "${")

    def _if(self, argument: list[Any]) -> Any:
        condition, then, otherwise = argument
        return self._value(then if self.holds(condition) else otherwise)

    def holds(self, condition: str) -> bool:
        """Say whether a condition holds.

        Raises:
            TemplateError: There is no such condition.
        """
        conditions = self.template.get("Conditions", {})
        if condition not in conditions:
            raise TemplateError(f"template.yaml has no condition {condition}.")
        return bool(self._value(conditions[condition]))

    def _find(self, argument: list[Any]) -> Any:
        table, first, second = (str(self._value(each)) for each in argument)
        try:
            return self.template["Mappings"][table][first][second]
        except KeyError as error:
            raise TemplateError(
                f"template.yaml has no {table}.{first}.{second} in its Mappings."
            ) from error


def _parameters(template: Json, given: Mapping[str, str]) -> Json:
    declared: Json = template.get("Parameters", {})
    for name in given:
        if name not in declared:
            raise TemplateError(f"template.yaml has no parameter {name}: declare it there.")
    return {name: _parameter(name, spec, given.get(name)) for name, spec in declared.items()}


def _parameter(name: str, spec: Json, given: str | None) -> Any:
    value = spec.get("Default") if given is None else given
    if value is None:
        raise TemplateError(
            f"template.yaml: the parameter {name} has no value: give it a Default, or start with "
            f"--parameter {name}=…"
        )
    allowed = [str(each) for each in spec.get("AllowedValues", [])]
    pattern = spec.get("AllowedPattern", "")
    if (
        (allowed and str(value) not in allowed)
        or (pattern and not re.search(pattern, str(value)))
        or len(str(value)) < int(spec.get("MinLength", 0))
    ):
        hint = spec.get("ConstraintDescription") or f"must be one of {', '.join(allowed)}."
        raise TemplateError(f"template.yaml does not take {value!r} as {name}: it {hint}")
    return _typed(value, spec["Type"])


def _typed(value: Any, kind: str) -> Any:
    if kind == "Number":
        return float(value) if "." in str(value) else int(value)
    if kind == "CommaDelimitedList":
        return str(value).split(",")
    return str(value)
