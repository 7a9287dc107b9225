"""Every block with its limits."""

from collections.abc import Iterator, Mapping

from playground.slack.blockkit.elements import (
    ELEMENTS,
    IMAGE_FIELDS,
    IN_ACTIONS,
    IN_CARD,
    IN_CONTEXT,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
)
from playground.slack.blockkit.objects import BLOCK_ID, URL, any_text, plain
from playground.slack.blockkit.problems import Problem
from playground.slack.blockkit.rich_text import RICH_TEXT, RICH_TEXT_BLOCK
from playground.slack.blockkit.rules import (
    Fields,
    Rule,
    anything,
    at_least_one,
    by_type,
    distinct,
    exactly_one,
    flag,
    later,
    list_of,
    one_of,
    problem,
    shape,
    string,
    whole,
)
from playground.slack.blockkit.tables import DATA_TABLE, DATA_VISUALIZATION, TABLE
from playground.slack.payload import Payload, payloads_of

NAMED: Fields = {"block_id": BLOCK_ID}


def distinct_actions(block: Payload, pointer: str) -> Iterator[Problem]:
    """Refuse two elements of a block with one action_id."""
    elements = payloads_of(block.get("elements"))
    found = [
        (f"{pointer}/elements/{i}/action_id", e.get("action_id")) for i, e in enumerate(elements)
    ]
    yield from distinct(found, "action_id")


def _collapsed(block: Payload, pointer: str) -> Iterator[Problem]:
    if block.get("has_header_divider") and block.get("is_collapsible"):
        where = f"{pointer}/has_header_divider"
        yield problem(where, "invalid_value", "not together with is_collapsible")


ICON = by_type({"image": ELEMENTS["image"]})

TASK_CARD = shape(
    {"task_id": string(255), "title": string(256)},
    {
        **NAMED,
        "details": RICH_TEXT_BLOCK,
        "output": RICH_TEXT_BLOCK,
        "sources": list_of(
            by_type({"url": shape({"url": URL, "text": string(3000)})}), most=100, least=0
        ),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
)

CARD = shape(
    {},
    {
        **NAMED,
        "title": any_text(150),
        "subtitle": any_text(150),
        "body": any_text(200),
        "hero_image": ICON,
        "icon": ICON,
        "actions": list_of(by_type(IN_CARD, ELEMENTS), most=25),
    },
    at_least_one("hero_image", "title", "actions", "body"),
)

CONTAINER = shape(
    {"child_blocks": list_of(later(lambda: by_type(_in_container(), BLOCKS)), most=10)},
    {
        **NAMED,
        "title": plain(150),
        "rich_text_title": RICH_TEXT_BLOCK,
        "subtitle": plain(150),
        "icon": ICON,
        "width": one_of("narrow", "standard", "wide", "full"),
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
    },
    exactly_one("title", "rich_text_title"),
    _collapsed,
)

LAYOUT = shape(
    {"label": string(150), "rows": list_of(anything, most=5)},
    {
        **NAMED,
        "grid_lines": one_of("none", "rows", "outer"),
        "fallback": list_of(later(lambda: by_type(BLOCKS)), most=50, least=0),
    },
)

BLOCKS: Mapping[str, Rule] = {
    "section": shape(
        {},
        {
            **NAMED,
            "text": any_text(3000),
            "fields": list_of(any_text(2000), most=10),
            "accessory": by_type(IN_SECTION, ELEMENTS),
            "expand": flag,
        },
        at_least_one("text", "fields"),
    ),
    "header": shape({"text": plain(150)}, {**NAMED, "level": whole(1, 6)}),
    "divider": shape({}, NAMED),
    "image": shape(
        {"alt_text": string(2000)},
        {**NAMED, **IMAGE_FIELDS, "title": plain(2000)},
        exactly_one(*IMAGE_FIELDS),
    ),
    "context": shape({"elements": list_of(by_type(IN_CONTEXT, ELEMENTS), most=10)}, NAMED),
    "actions": shape(
        {"elements": list_of(by_type(IN_ACTIONS, ELEMENTS), most=25)}, NAMED, distinct_actions
    ),
    "input": shape(
        {"label": plain(2000), "element": by_type(IN_INPUT, ELEMENTS)},
        {**NAMED, "hint": plain(2000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": RICH_TEXT,
    "markdown": shape({"text": string(12_000)}, NAMED),
    "table": TABLE,
    "data_table": DATA_TABLE,
    "data_visualization": DATA_VISUALIZATION,
    "alert": shape(
        {"text": any_text(3000)},
        {**NAMED, "level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": CARD,
    "carousel": shape({"elements": list_of(by_type({"card": CARD}), most=10)}, NAMED),
    "container": CONTAINER,
    "layout": LAYOUT,
    "task_card": TASK_CARD,
    "plan": shape(
        {"title": string(256)},
        {**NAMED, "tasks": list_of(by_type({"task_card": TASK_CARD}), most=100, least=0)},
    ),
    "context_actions": shape(
        {"elements": list_of(by_type(IN_CONTEXT_ACTIONS, ELEMENTS), most=5)},
        NAMED,
        distinct_actions,
    ),
    "auth_provider": shape(
        {"value": string(150), "name": string(75), "is_connected": flag},
        {
            **NAMED,
            "auth_url": URL,
            "disconnect_url": URL,
            "icon_url": URL,
            "description": string(3000),
            "connected_identity": string(255),
            "connected_context": string(255),
            "accessory": by_type(IN_SECTION, ELEMENTS),
            "fallback": list_of(later(lambda: by_type(BLOCKS)), most=50, least=0),
        },
    ),
    "video": shape(
        {
            "alt_text": string(2000),
            "title": plain(199),
            "thumbnail_url": URL,
            "video_url": URL,
        },
        {
            **NAMED,
            "author_name": string(49),
            "description": plain(2000),
            "provider_icon_url": URL,
            "provider_name": string(255),
            "title_url": URL,
        },
    ),
    "file": shape({"external_id": string(255), "source": one_of("remote")}, NAMED),
}


def _some(*kinds: str) -> dict[str, Rule]:
    return {kind: BLOCKS[kind] for kind in kinds}


def _in_container() -> dict[str, Rule]:
    return _some(*_CHILDREN)


_CHILDREN = (
    "actions",
    "context",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)

IN_VIEW = _some(
    "section",
    "header",
    "divider",
    "image",
    "context",
    "actions",
    "input",
    "rich_text",
    "video",
    "container",
    "layout",
)
