"""state.values: what every input of a surface holds, in Slack's shapes."""

from dataclasses import dataclass
from typing import cast

from playground.slack.acts.refusals import Refused
from playground.slack.acts.surfaces import Placed, elements_in
from playground.slack.payload import Payload, payload_of, payloads_of, strings_of
from playground.slack.site import Site
from playground.slack.wire import file_payload


@dataclass(frozen=True, slots=True)
class Slot:
    """Under which key an element keeps its value, and under which its first one."""

    key: str
    initial: str
    is_list: bool = False


SLOTS: dict[str, Slot] = {
    "plain_text_input": Slot("value", "initial_value"),
    "number_input": Slot("value", "initial_value"),
    "email_text_input": Slot("value", "initial_value"),
    "url_text_input": Slot("value", "initial_value"),
    "rich_text_input": Slot("rich_text_value", "initial_value"),
    "static_select": Slot("selected_option", "initial_option"),
    "external_select": Slot("selected_option", "initial_option"),
    "radio_buttons": Slot("selected_option", "initial_option"),
    "checkboxes": Slot("selected_options", "initial_options", is_list=True),
    "multi_static_select": Slot("selected_options", "initial_options", is_list=True),
    "multi_external_select": Slot("selected_options", "initial_options", is_list=True),
    "users_select": Slot("selected_user", "initial_user"),
    "conversations_select": Slot("selected_conversation", "initial_conversation"),
    "channels_select": Slot("selected_channel", "initial_channel"),
    "multi_users_select": Slot("selected_users", "initial_users", is_list=True),
    "multi_conversations_select": Slot(
        "selected_conversations", "initial_conversations", is_list=True
    ),
    "multi_channels_select": Slot("selected_channels", "initial_channels", is_list=True),
    "datepicker": Slot("selected_date", "initial_date"),
    "timepicker": Slot("selected_time", "initial_time"),
    "datetimepicker": Slot("selected_date_time", "initial_date_time"),
    "file_input": Slot("files", "", is_list=True),
}


def state_values(site: Site, blocks: list[Payload], given: Payload) -> Payload:
    """Write the state of all inputs: as the person left them, or as they were drawn."""
    values: dict[str, Payload] = {}
    for placed in elements_in(blocks):
        if str(placed.element.get("type")) in SLOTS:
            touched = payload_of(given.get(placed.block_id)).get(placed.action_id, _UNTOUCHED)
            values.setdefault(placed.block_id, {})[placed.action_id] = _state(site, placed, touched)
    return dict(values)


_UNTOUCHED = object()


def _state(site: Site, placed: Placed, touched: object) -> Payload:
    kind = str(placed.element["type"])
    slot = SLOTS[kind]
    if touched is _UNTOUCHED:
        value = placed.element.get(slot.initial, [] if slot.is_list else None)
    else:
        value = chosen(site, placed.element, touched)
    zone = {"timezone": placed.element["timezone"]} if placed.element.get("timezone") else {}
    return {"type": kind, slot.key: value} | zone


def chosen(site: Site, element: Payload, touched: object) -> object:
    """Read what a person put into an element: the page's shape, Slack's, or just the value.

    Raises:
        Refused: unknown_option.
    """
    slot = SLOTS[str(element["type"])]
    value = _bare(slot, touched)
    if value is None or value == "":
        return [] if slot.is_list else None
    return _shaped(site, element, slot, value)


def _shaped(site: Site, element: Payload, slot: Slot, value: object) -> object:
    match slot.key:
        case "selected_option":
            return _option(site, element, value)
        case "selected_options":
            return [_option(site, element, item) for item in cast("list[object]", value)]
        case "files":
            return [_file(site, file_id) for file_id in _file_ids(value)]
        case "selected_date_time":
            return int(str(value))
        case "value":
            return str(value)
        case _:
            return value


def _bare(slot: Slot, touched: object) -> object:
    if not isinstance(touched, dict):
        return touched
    shaped = cast("Payload", touched)
    if slot.key == "rich_text_value" and shaped.get("type") == "rich_text":
        return shaped
    if "value" in shaped and "text" in shaped:
        return shaped
    for key in (slot.key, f"{slot.key.rstrip('s')}_value", f"{slot.key.rstrip('s')}_values"):
        if key in shaped:
            return shaped[key]
    return shaped.get("file_ids")


def _file_ids(value: object) -> list[str]:
    return [str(item["id"]) for item in payloads_of(value)] or strings_of(value)


def _file(site: Site, file_id: str) -> Payload:
    return file_payload(site.workspace.file(file_id), site.workspace.origin)


def _option(site: Site, element: Payload, wanted: object) -> Payload:
    asked = payload_of(wanted).get("value", wanted)
    for option in options_of(site, element):
        if option.get("value") == asked:
            return option
    raise Refused("unknown_option")


def options_of(site: Site, element: Payload) -> list[Payload]:
    """List the options of a select, be they stored, grouped, or suggested last."""
    groups = payloads_of(element.get("option_groups"))
    grouped = [option for group in groups for option in payloads_of(group.get("options"))]
    suggested = site.workspace.suggested.get(str(element.get("action_id")), [])
    drawn = [
        payload_of(element.get("initial_option")),
        *payloads_of(element.get("initial_options")),
    ]
    return [*payloads_of(element.get("options")), *grouped, *suggested, *drawn]
