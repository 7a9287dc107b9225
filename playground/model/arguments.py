"""Arguments that satisfy a tool's schema, with what the person said where it fits."""

import re
from collections.abc import Callable
from typing import Any

from playground.model.request import ToolSpec
from playground.plain import Json

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ORDER = re.compile(r"#?\b(\d{3,})\b")
_AMOUNT = re.compile(
    r"[$€£]\s?(\d+(?:[.,]\d{1,2})?)|(\d+(?:[.,]\d{1,2})?)\s?(?:dollars|euros?|usd|eur)"
)

_QUESTION: Json = {
    "header": "Remedy",
    "question": "How should we make up for the late parcel?",
    "options": [
        {"label": "Refund", "description": "The whole amount, back to the card"},
        {"label": "Replacement", "description": "A new parcel by express"},
        {"label": "Store credit", "description": "The amount plus 10 percent"},
    ],
    "multi_select": False,
}
_SECOND_QUESTION: Json = {
    "header": "Notify",
    "question": "Who should hear about it?",
    "options": [
        {"label": "The customer", "description": "By email"},
        {"label": "The warehouse", "description": "In their channel"},
        {"label": "Accounting", "description": "With the order number"},
    ],
    "multi_select": True,
}


def arguments_for(tool: ToolSpec, said: str) -> Json:
    """Make up arguments for a tool, from the words that asked for it."""
    return _Filler(root=tool.parameters, said=said).object(tool.parameters)


def order_in(said: str) -> str:
    """Give the order number in a text, or a usual one."""
    found = _ORDER.search(_without_amounts(said))
    return found.group(1) if found else "8841"


def _without_amounts(said: str) -> str:
    return _AMOUNT.sub(" ", said)


def _address_in(said: str) -> str:
    found = _ADDRESS.search(said)
    return found.group() if found else "bob@example.com"


def _amount_in(said: str) -> float:
    found = _AMOUNT.search(said)
    return float((found.group(1) or found.group(2)).replace(",", ".")) if found else 42.5


def _body(said: str) -> str:
    return (
        f"Hello Bob,\n\nyour order {order_in(said)} left our warehouse late. We are sorry for the "
        "wait and will make up for it today.\n\nKind regards,\nCustomer care"
    )


def _command(said: str) -> str:
    if re.search(r"roll\s?-?back", said, re.IGNORECASE):
        return "warehousectl rollback --to previous"
    return f"warehousectl release --order {order_in(said)}"


# The first that is part of a field's name gives its value.
_TEXTS: tuple[tuple[tuple[str, ...], Callable[[str], str]], ...] = (
    (("email", "address", "recipient", "to"), _address_in),
    (("subject", "title"), lambda said: f"Your order {order_in(said)}"),
    (("body", "message", "content", "text"), _body),
    (("order",), order_in),
    (("command", "script"), _command),
    (("reason", "note", "why"), lambda _: "The parcel came a week late."),
    (("currency",), lambda _: "EUR"),
    (("service", "host", "server", "target"), lambda _: "api"),
    (("key",), lambda _: "warehouse-api"),
    (("name", "customer"), lambda _: "Bob"),
    (("id", "number"), order_in),
)
_FORMATS = {
    "date": "2026-12-01",
    "date-time": "2026-12-01T09:00:00Z",
    "time": "09:00:00Z",
    "email": "bob@example.com",
    "uri": "https://example.com",
    "uuid": "00000000-0000-4000-8000-000000000001",
}


class _Filler:
    """Walks through one schema."""

    def __init__(self, *, root: Json, said: str) -> None:
        self._root = root
        self._said = said

    def object(self, schema: Json) -> Json:
        if "questions" in (schema.get("properties") or {}):
            return {"questions": self._questions()}
        properties: Json = schema.get("properties") or {}
        return {name: self.value(below, name) for name, below in properties.items()}

    def value(self, schema: Json, name: str) -> Any:
        schema = self._followed(schema)
        if "const" in schema:
            return schema["const"]
        if "default" in schema:
            return schema["default"]
        options: list[Json] = schema.get("anyOf") or schema.get("oneOf") or []
        kinds = _kinds(schema)
        # What may be null is for a person to fill in.
        if "null" in kinds or any("null" in _kinds(option) for option in options):
            return None
        if schema.get("enum"):
            return schema["enum"][0]
        if options:
            return self.value(options[0], name)
        return self._plain(schema, kinds[0] if kinds else "string", name)

    def _plain(self, schema: Json, kind: str, name: str) -> Any:
        match kind:
            case "object":
                return self.object(schema)
            case "array":
                least = int(schema.get("minItems") or 1)
                return [self.value(schema.get("items") or {}, name) for _ in range(least)]
            case "boolean":
                return True
            case "integer":
                return int(self._number(schema, name))
            case "number":
                return self._number(schema, name)
            case _:
                return self._text(schema, name)

    def _number(self, schema: Json, name: str) -> float:
        is_money = any(part in name.lower() for part in ("amount", "price", "sum", "total"))
        wanted = _amount_in(self._said) if is_money else 1
        least, most = schema.get("minimum", wanted), schema.get("maximum", wanted)
        return float(max(min(wanted, most), least))

    def _text(self, schema: Json, name: str) -> str:
        if schema.get("format") in _FORMATS:
            return _FORMATS[schema["format"]]
        words = re.split(r"[^a-z]+", name.lower())
        for parts, give in _TEXTS:
            if any(part in words for part in parts):
                return give(self._said)
        return f"about order {order_in(self._said)}"

    def _followed(self, schema: Json) -> Json:
        while "$ref" in schema:
            name = str(schema["$ref"]).rsplit("/", 1)[-1]
            schema = self._root.get("$defs", {}).get(name, {})
        return schema

    def _questions(self) -> list[Json]:
        if re.search(r"\b(two|several|questions)\b", self._said, re.IGNORECASE):
            return [_QUESTION, _SECOND_QUESTION]
        return [_QUESTION]


def _kinds(schema: Json) -> list[str]:
    given: Any = schema.get("type", [])
    return [given] if isinstance(given, str) else list(given)
