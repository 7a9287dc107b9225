"""What Slack itself refuses in a modal before the app is asked."""

import re
from collections.abc import Callable, Sized

from playground.slack.payload import Payload, payload_of

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)


def broken_inputs(blocks: list[Payload], state: Payload) -> dict[str, str]:
    """Name, by block, the inputs that can't be handed in like this."""
    broken: dict[str, str] = {}
    for block in blocks:
        if block.get("type") == "input":
            element = payload_of(block.get("element"))
            held = _held(state, str(block["block_id"]), str(element.get("action_id")))
            complaint = _complaint(block, element, held)
            if complaint:
                broken[str(block["block_id"])] = complaint
    return broken


def _held(state: Payload, block_id: str, action_id: str) -> Payload:
    return payload_of(payload_of(state.get(block_id)).get(action_id))


def _complaint(block: Payload, element: Payload, held: Payload) -> str | None:
    value = next((held[key] for key in held if key not in {"type", "timezone"}), None)
    if value in (None, "", []):
        return None if block.get("optional") else "Please complete this required field."
    check = _CHECKS.get(str(element.get("type")))
    return check(element, value) if check else None


def _text(element: Payload, value: object) -> str | None:
    length = len(str(value))
    least, most = element.get("min_length"), element.get("max_length") or 3000
    if least is not None and length < int(least):
        return f"This must be at least {least} characters long."
    if length > int(most):
        return f"This must be no longer than {most} characters."
    return None


def _number(element: Payload, value: object) -> str | None:
    try:
        number = float(str(value))
    except ValueError:
        return "Please enter a valid number."
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < float(least):
        return f"Please enter a number of {least} or more."
    if most is not None and number > float(most):
        return f"Please enter a number of {most} or less."
    return None


def _email(_element: Payload, value: object) -> str | None:
    return None if _EMAIL.fullmatch(str(value)) else "Please enter a valid email address."


def _url(_element: Payload, value: object) -> str | None:
    return None if _URL.fullmatch(str(value)) else "Please enter a valid URL."


def _items(element: Payload, value: object) -> str | None:
    most = element.get("max_selected_items") or element.get("max_files")
    if most is not None and isinstance(value, Sized) and len(value) > int(most):
        return f"Please choose no more than {most}."
    return None


_CHECKS: dict[str, Callable[[Payload, object], str | None]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
    "file_input": _items,
    "multi_static_select": _items,
    "multi_external_select": _items,
    "multi_users_select": _items,
    "multi_conversations_select": _items,
    "multi_channels_select": _items,
}
