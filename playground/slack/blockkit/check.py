"""The three questions: are these blocks, is this view, is this message within Slack's limits?"""

from collections.abc import Iterator, Mapping
from typing import Literal

from playground.slack.blockkit.blocks import BLOCKS, IN_VIEW
from playground.slack.blockkit.objects import plain
from playground.slack.blockkit.problems import Problem
from playground.slack.blockkit.rules import (
    Rule,
    anything,
    by_type,
    distinct,
    flag,
    list_of,
    problem,
    shape,
    string,
)
from playground.slack.payload import Payload, payload_of, payloads_of

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: Mapping[Surface, int] = {"message": 50, "modal": 100, "home": 100}
MOST_MARKDOWN = 12_000
MOST_TABLE = 10_000
MOST_OF_KIND = {"table": 1, "data_visualization": 2}
MOST_TEXT = 40_000


def check_blocks(blocks: object, *, surface: Surface) -> list[Problem]:
    """List what is wrong with the blocks of a surface."""
    return list(_blocks(blocks, "/blocks", surface))


def check_view(view: object) -> list[Problem]:
    """List what is wrong with a view."""
    kind = payload_of(view).get("type")
    rules: Mapping[str, Rule] = {"modal": MODAL, "home": HOME}
    problems = list(by_type(rules)(view, "/view"))
    if kind in ("modal", "home"):
        inner = payload_of(view).get("blocks", [])
        problems += _blocks(inner, "/view/blocks", kind)
        problems += _submit(payload_of(view))
    return problems


def check_message(message: object) -> list[Problem]:
    """List what is wrong with a message as one would post it."""
    given = payload_of(message)
    problems: list[Problem] = []
    if not given.get("text") and not given.get("blocks"):
        problems.append(problem("", "missing_required_field", "must have text or blocks"))
    if "text" in given:
        problems += string(MOST_TEXT, least=0)(given["text"], "/text")
    return problems + (
        check_blocks(given["blocks"], surface="message") if "blocks" in given else []
    )


_VIEW: Mapping[str, Rule] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
MODAL = shape(
    {"title": plain(24), "blocks": anything},
    {
        **_VIEW,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
HOME = shape({"blocks": anything}, _VIEW)


def _submit(view: Payload) -> Iterator[Problem]:
    has_input = any(block.get("type") == "input" for block in payloads_of(view.get("blocks")))
    if view.get("type") == "modal" and has_input and view.get("submit") is None:
        yield problem("/view", "missing_required_field", "missing required field: submit")


def _blocks(blocks: object, pointer: str, surface: Surface) -> Iterator[Problem]:
    allowed = BLOCKS if surface == "message" else IN_VIEW
    # A message may be cleared of its blocks.
    least = 0 if surface == "message" else 1
    rule = list_of(by_type(allowed, BLOCKS), most=MOST_BLOCKS[surface], least=least)
    yield from rule(blocks, pointer)
    given = payloads_of(blocks)
    yield from distinct(list(_block_ids(given, pointer)), "block_id")
    yield from _one_focus(given, pointer)
    yield from _sums(given, pointer)


def _block_ids(blocks: list[Payload], pointer: str) -> Iterator[tuple[str, object]]:
    for index, block in enumerate(blocks):
        where = f"{pointer}/{index}"
        yield f"{where}/block_id", block.get("block_id")
        yield from _block_ids(payloads_of(block.get("child_blocks")), f"{where}/child_blocks")


def _one_focus(blocks: list[Payload], pointer: str) -> Iterator[Problem]:
    focused = 0
    for index, block in enumerate(blocks):
        inside = [payload_of(block.get("element")), *payloads_of(block.get("elements"))]
        focused += sum(element.get("focus_on_load") is True for element in inside)
        if focused > 1:
            where = f"{pointer}/{index}"
            yield problem(where, "duplicate_value", "only one element may have focus_on_load")
            return


def _sums(blocks: list[Payload], pointer: str) -> Iterator[Problem]:
    markdown = sum(len(str(b.get("text"))) for b in blocks if b.get("type") == "markdown")
    if markdown > MOST_MARKDOWN:
        words = f"markdown blocks must be no more than {MOST_MARKDOWN} characters together"
        yield problem(pointer, "too_long", words)
    for kind, most in MOST_OF_KIND.items():
        found = [index for index, block in enumerate(blocks) if block.get("type") == kind]
        if len(found) > most:
            words = f"must be no more than {most} of {kind}"
            yield problem(f"{pointer}/{found[most]}", "too_many_items", words)
    for index, block in enumerate(blocks):
        if block.get("type") == "table" and _length(block.get("rows")) > MOST_TABLE:
            words = f"must be no more than {MOST_TABLE} characters together"
            yield problem(f"{pointer}/{index}/rows", "too_long", words)


def _length(value: object) -> int:
    match value:
        case str():
            return len(value)
        case list():
            return sum(_length(item) for item in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        case dict():
            return sum(_length(item) for key, item in value.items() if key != "type")  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        case _:
            return 0
