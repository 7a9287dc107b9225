"""Whether a click came from somebody's inbox, and where it is answered then: not in a channel."""

from signoff.adapters.slack.payloads import text_at
from signoff.core.canonical import JsonObject
from signoff.core.click import Surface
from signoff.core.home_place import HomePlace

LINK = "thread"
"""The action id of a button that only leads somewhere; Slack tells of it all the same."""

_MARK = " "


def marked(metadata: str, home: HomePlace | None) -> str:
    """Write into a modal's metadata from where in the inbox it was opened."""
    return f"{metadata}{_MARK}{home.value}" if home and metadata else metadata


def address_in(metadata: str) -> str:
    """Read a modal's metadata without that mark."""
    return metadata.partition(_MARK)[0] if _place(metadata) else metadata


def home_of(payload: JsonObject) -> HomePlace | None:
    """Say where in the inbox somebody clicked, be it in a modal that was opened there."""
    metadata = text_at(payload, "view", "private_metadata")
    match text_at(payload, "view", "type"):
        case "home":
            return _read(metadata) or HomePlace()
        case "modal":
            return _place(metadata)
        case _:
            return None


def modal_of(payload: JsonObject) -> str:
    """Give the id of the modal that was clicked in; empty: it was none."""
    is_modal = text_at(payload, "view", "type") != "home"
    return text_at(payload, "view", "id") if is_modal else ""


def surface_of(payload: JsonObject) -> Surface | None:
    """Say where a click in the inbox is answered; None: it came from elsewhere."""
    if home_of(payload) is None:
        return None
    return Surface(trigger=text_at(payload, "trigger_id"), view=modal_of(payload))


def _place(metadata: str) -> HomePlace | None:
    return _read(metadata.partition(_MARK)[2])


def _read(value: str) -> HomePlace | None:
    try:
        return HomePlace.parse(value)
    except ValueError:
        return None
