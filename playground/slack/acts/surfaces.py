"""Where something interactive stands: a message, an ephemeral message or a view."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from playground.slack.acts.refusals import Refused
from playground.slack.payload import Payload, payload_of, payloads_of
from playground.slack.records import Ephemeral, Message, View
from playground.slack.site import Site

Surface: TypeAlias = Message | Ephemeral | View


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An element, and the block it stands in."""

    block: Payload
    element: Payload

    @property
    def block_id(self) -> str:
        """The id of the block."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """The id of the element."""
        return str(self.element.get("action_id", ""))


def surface_of(site: Site, user: str, container: Payload) -> Surface:
    """Find what a container names.

    Raises:
        Refused: unknown_container.
        SlackError: message_not_found, not_found.
    """
    match container:
        case {"type": "message", "channel": str(channel), "message_ts": str(ts)}:
            return site.workspace.message(channel, ts)
        case {"type": "ephemeral", "id": str(ephemeral_id)}:
            found = site.workspace.ephemerals.get(ephemeral_id)
            if found is None or found.user != user:
                raise Refused("unknown_container")
            return found
        case {"type": "view", "view_id": str(view_id)}:
            return site.workspace.view(view_id)
        case _:
            raise Refused("unknown_container")


def container_of(surface: Surface) -> Payload:
    """Name a surface as the page does."""
    match surface:
        case Message(channel=channel, ts=ts):
            return {"type": "message", "channel": channel, "message_ts": ts}
        case Ephemeral(id=ephemeral_id):
            return {"type": "ephemeral", "id": ephemeral_id}
        case View(id=view_id):
            return {"type": "view", "view_id": view_id}


def blocks_of(surface: Surface) -> list[Payload]:
    """List the blocks of a surface."""
    if isinstance(surface, View):
        return payloads_of(surface.content.get("blocks"))
    return list(surface.blocks)


def elements_in(blocks: list[Payload]) -> Iterator[Placed]:
    """Go through everything in blocks that a person can touch."""
    for block in blocks:
        for element in _elements_of(block):
            yield Placed(block=block, element=element)
        yield from elements_in(payloads_of(block.get("child_blocks")))
        yield from elements_in([card | {"block_id": block["block_id"]} for card in _cards(block)])


def _cards(block: Payload) -> list[Payload]:
    if block.get("type") != "carousel":
        return []
    return payloads_of(block.get("elements") or block.get("cards"))


def _elements_of(block: Payload) -> list[Payload]:
    match block.get("type"):
        case "section":
            return [payload_of(block["accessory"])] if block.get("accessory") else []
        case "input":
            return [payload_of(block.get("element"))]
        case "actions" | "context_actions":
            return payloads_of(block.get("elements"))
        case "card":
            return payloads_of(block.get("actions"))
        case _:
            return []
