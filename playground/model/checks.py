"""What the real API refuses, refused here too: a test that passes must not hide a 400."""

from collections import Counter
from collections.abc import Iterator

from playground.model.parts import part_problems
from playground.model.replies import HttpError
from playground.model.request import ModelRequest
from playground.model.sealed import is_genuine
from playground.plain import Json


def complaint(request: ModelRequest, *, api_key: str | None) -> HttpError | None:
    """Give the first thing that is wrong with a request."""
    return next(_complaints(request, api_key), None)


def _complaints(request: ModelRequest, api_key: str | None) -> Iterator[HttpError]:
    if api_key is not None and request.headers.get("authorization") != f"Bearer {api_key}":
        yield HttpError(
            status=401,
            kind="invalid_request_error",
            code="invalid_api_key",
            message="Incorrect API key provided.",
        )
    if not request.model:
        yield _invalid("Missing required parameter: 'model'.", param="model")
    if "input" not in request.body:
        yield _invalid("Missing required parameter: 'input'.", param="input")
    yield from (_invalid(problem) for item in request.input for problem in part_problems(item))
    yield from _unpaired_calls(request)
    yield from _bad_reasoning(request)
    yield from _bad_tools(request)


def _unpaired_calls(request: ModelRequest) -> Iterator[HttpError]:
    # Counted, because models reuse call ids in a long conversation.
    calls = Counter(item["call_id"] for item in request.input if item["type"] == "function_call")
    outputs = Counter(
        item["call_id"] for item in request.input if item["type"] == "function_call_output"
    )
    for call_id in calls - outputs:
        yield _invalid(f"No tool output found for function call {call_id}.")
    for call_id in outputs - calls:
        yield _invalid(f"No tool call found for function call output with call_id {call_id}.")


def _bad_reasoning(request: ModelRequest) -> Iterator[HttpError]:
    items = request.input
    for item, follower in zip(items, (*items[1:], None), strict=True):
        if item["type"] != "reasoning":
            continue
        sealed = item.get("encrypted_content")
        if sealed is None and request.body.get("store") is False:
            yield HttpError(
                status=404,
                kind="invalid_request_error",
                message=f"Item with id '{item.get('id')}' not found. Items are not persisted "
                "when `store` is set to false.",
            )
        if sealed is not None and not is_genuine(sealed, item_id=str(item.get("id", ""))):
            yield _invalid(
                f"The encrypted content for item {item.get('id')} could not be verified.",
                code="invalid_encrypted_content",
            )
        if follower is None or not _is_output(follower):
            yield _invalid(
                f"Item '{item.get('id')}' of type 'reasoning' was provided without its "
                "required following item."
            )


def _is_output(item: Json) -> bool:
    return item["type"] in {"function_call", "reasoning"} or item.get("role") == "assistant"


def _bad_tools(request: ModelRequest) -> Iterator[HttpError]:
    names = [tool.name for tool in request.tools]
    for name in names:
        if names.count(name) > 1:
            yield _invalid(f"Duplicate tool name: {name}.", param="tools")
    for tool in request.body.get("tools") or ():
        if tool.get("strict") is not False and tool.get("type") == "function":
            for problem in _loose(tool.get("parameters") or {}, context="()"):
                yield _invalid(
                    f"Invalid schema for function '{tool['name']}': {problem}",
                    code="invalid_function_parameters",
                    param="tools",
                )


def _loose(schema: Json, *, context: str) -> Iterator[str]:
    """Give what strict mode does not take: open objects, and properties that may be left out."""
    if "properties" in schema:
        if schema.get("additionalProperties") is not False:
            yield (
                f"In context={context}, 'additionalProperties' is required to be supplied and "
                "to be false."
            )
        missing = sorted(set(schema["properties"]) - set(schema.get("required") or ()))
        if missing:
            yield (
                f"In context={context}, 'required' is required to be supplied and to be an array "
                f"including every key in properties. Missing '{missing[0]}'."
            )
    for name, below in _inside(schema):
        yield from _loose(below, context=f"{context[:-1]}'{name}',)")


def _inside(schema: Json) -> Iterator[tuple[str, Json]]:
    for key in ("properties", "$defs"):
        yield from (schema.get(key) or {}).items()
    if isinstance(schema.get("items"), dict):
        yield "items", schema["items"]
    for number, option in enumerate(schema.get("anyOf") or ()):
        yield f"anyOf {number}", option


def _invalid(message: str, *, code: str | None = None, param: str = "input") -> HttpError:
    return HttpError(
        status=400, kind="invalid_request_error", code=code, param=param, message=message
    )
