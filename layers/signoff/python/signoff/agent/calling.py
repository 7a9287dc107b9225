"""One call of a tool: typed values in, the text for the model out."""

import inspect
import json
from typing import Any

from signoff.agent.errors import ArgumentsError
from signoff.agent.files import File, ToolResult
from signoff.agent.signatures import KEY
from signoff.agent.tool import Tool
from signoff.agent.values import BuildModel, build_fields, no_models
from signoff.agent.writing import write
from signoff.core.canonical import JsonObject

DONE = "Done."


def call(
    tool: Tool, arguments: JsonObject, *, idempotency_key: str, models: BuildModel = no_models
) -> str | ToolResult:
    """Call a tool and write down what it gave; whatever the function raises comes through.

    Returns:
        The text for the model; with the files, where the tool gave some.

    Raises:
        ArgumentsError: The arguments do not fit the tool; it was not called.
    """
    problems = tool.check_final(arguments)
    if problems:
        raise ArgumentsError(tool=tool.name, problems=problems)
    values = build_fields(tool.record, arguments, models)
    key = {KEY: idempotency_key} if tool.takes_key else {}
    result: Any = tool.function(**values, **key)
    if inspect.isawaitable(result):
        raise TypeError(f"{tool.name} gave an awaitable: it ran nothing. Write def, not async def.")
    if isinstance(result, File | ToolResult):
        return _with_files(result)
    return text_of(result)


def _with_files(result: File | ToolResult) -> str | ToolResult:
    """Take files out of a result, however they stand in it."""
    if isinstance(result, File):
        return ToolResult(DONE, files=(result,))
    given: Any = result.files
    files = (given,) if isinstance(given, File) else tuple(given or ())
    text = text_of(result.text or None)
    return ToolResult(text, files=files) if files else text


def text_of(result: object) -> str:
    """Write what a tool returned for the model; never raises, for the tool has already run."""
    if isinstance(result, str):
        return result
    if result is None:
        return DONE
    try:
        written = write(result, str)
        return written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)
    except Exception:  # noqa: BLE001 - the result's own code; what was done stays done
        return f"Done. The result, a {type(result).__name__}, can't be written as text."
