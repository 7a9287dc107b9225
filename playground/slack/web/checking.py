"""What a call may hand in: text, blocks, metadata and chunks within Slack's limits."""

import json
from typing import cast

from playground.slack.blockkit.check import check_blocks
from playground.slack.blockkit.problems import Problem
from playground.slack.errors import SlackError
from playground.slack.payload import Payload, payloads_of
from playground.slack.web.args import Args

MAX_TEXT = 40_000
MAX_MARKDOWN = 12_000
MAX_METADATA = 8_000


def checked_text(args: Args) -> str:
    """Read the text of a message.

    Raises:
        SlackError: msg_too_long.
    """
    text = args.text("text") or ""
    if len(text) > MAX_TEXT:
        raise SlackError("msg_too_long")
    return text


def checked_blocks(args: Args) -> tuple[Payload, ...]:
    """Read the blocks of a message, with an id for each that has none.

    Raises:
        SlackError: invalid_blocks, invalid_blocks_format.
    """
    value = args.structure("blocks")
    if value is None:
        return ()
    if not isinstance(value, list):
        raise SlackError("invalid_blocks_format")
    blocks = cast("list[object]", value)
    problems = check_blocks(blocks, surface="message")
    if problems:
        raise SlackError("invalid_blocks", messages_of(problems), errors_of(problems))
    return with_ids(payloads_of(blocks))


def messages_of(problems: list[Problem]) -> tuple[str, ...]:
    """Write the problems as the lines of response_metadata."""
    return tuple(
        f"[ERROR] {problem.message} [json-pointer:{problem.pointer}]" for problem in problems
    )


def errors_of(problems: list[Problem]) -> Payload:
    """Write the problems as the list that newer answers carry."""
    return {"errors": [problem.as_payload() for problem in problems]}


def with_ids(blocks: list[Payload]) -> tuple[Payload, ...]:
    """Give each block without a block_id one, as Slack does."""
    taken: set[object] = {block.get("block_id") for block in blocks}
    named: list[Payload] = []
    for index, block in enumerate(blocks):
        block_id = block.get("block_id") or _free_id(index, taken)
        children = payloads_of(block.get("child_blocks"))
        inner: Payload = {"child_blocks": list(with_ids(children))} if children else {}
        named.append({**block, "block_id": block_id, **inner})
    return tuple(named)


def _free_id(index: int, taken: set[object]) -> str:
    name = f"b{index}"
    while name in taken:
        name += "x"
    taken.add(name)
    return name


def checked_metadata(args: Args) -> Payload | None:
    """Read the metadata of a message.

    Raises:
        SlackError: metadata_too_large, invalid_metadata_format.
    """
    if "metadata" not in args:
        return None
    value = args.structure("metadata")
    if not isinstance(value, dict):
        raise SlackError("invalid_metadata_format")
    metadata = cast("Payload", value)
    if metadata and not {"event_type", "event_payload"} <= metadata.keys():
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > MAX_METADATA:
        raise SlackError("metadata_too_large")
    return metadata


def checked_markdown(text: str) -> str:
    """Let through what fits into one piece of streamed text.

    Raises:
        SlackError: msg_too_long.
    """
    if len(text) > MAX_MARKDOWN:
        raise SlackError("msg_too_long")
    return text
