"""What can be clicked and filled in, read off the cards and modals as they are drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from signoff.adapters.slack import cards, modals
from signoff.core.address import Address
from signoff.core.click import Click, Form, OpenForm
from signoff.core.codec import from_item
from signoff.core.effects import Card
from signoff.core.gate import Confirmation
from signoff.core.home_place import HomePlace
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.snapshot import Snapshot
from signoff.ports import CardView

_FITS: dict[str, tuple[Form, ...]] = {
    "confirmation": ("reject", "look", "review"),
    "user_input": ("fill", "look", "review"),
    "external_execution": ("done", "cannot", "look"),
    "user_feedback": ("answer", "look"),
    "reconcile": ("look",),
}
_EDIT: tuple[Form, ...] = ("edit",)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offer:
    """Something that a person can click.

    Attributes:
        surface: `button`, `overflow` or `submission`.
        action_id: The element's id; of a submission its callback's.
        value: What it carries.
        blocks: The blocks around it, for what can be filled in.
        ts: The message it stands in.
    """

    surface: str
    action_id: str
    value: str
    blocks: tuple[Any, ...]
    ts: str


def offers(view: Snapshot) -> tuple[Offer, ...]:
    """List everything that the cards and modals of a thread offer."""
    rows = {
        key.sk: from_item(Requirement, item) for key, item in view.rows.items() if "#REQ#" in key.sk
    }
    cards_of = [from_item(Card, item) for key, item in view.rows.items() if "#CARD#" in key.sk]
    found: list[Offer] = []
    for card in cards_of:
        asked = [rows[view.thread.requirement(at).sk] for at in card.rows]
        found += _on_card(view.thread, card, asked)
    for each in rows.values():
        may_edit = isinstance(each.ask, Confirmation) and bool(each.ask.editable)
        for form in (*_FITS[each.ask.kind], *(_EDIT if may_edit else ())):
            found += _in_modal(view.thread, each, form)
    return tuple(found)


def _on_card(thread: ThreadKey, card: Card, rows: list[Requirement]) -> Iterator[Offer]:
    drawn = cards.draw(CardView(thread=thread, card=card, rows=tuple(rows)))
    yield from _clickable(tuple(drawn.blocks), card.ts[0] if card.ts else "1.1")


def _in_modal(thread: ThreadKey, requirement: Requirement, form: Form) -> Iterator[Offer]:
    address = Address.of(thread, requirement)
    home = HomePlace() if form == "look" else None
    click = Click(team=thread.team, user="U0BOB", address=address, home=home)
    for page in (1, 2):
        wish = OpenForm(click=click, form=form, trigger="t", page=page)
        view: Any = modals.view(wish, requirement)
        blocks = tuple(view["blocks"])
        yield from _clickable(blocks, "")
        if "submit" in view:
            yield Offer(
                surface="submission",
                action_id=view.get("callback_id", ""),
                value=view["private_metadata"],
                blocks=blocks,
                ts="",
            )


def _clickable(blocks: tuple[Any, ...], ts: str) -> Iterator[Offer]:
    for element in _elements(blocks):
        surface, action_id = element.get("type", ""), element.get("action_id", "")
        carriers = {"button": [element], "overflow": element.get("options", [])}
        for each in carriers.get(surface, []):
            if "value" in each:
                yield Offer(
                    surface=surface, action_id=action_id, value=each["value"], blocks=blocks, ts=ts
                )


def _elements(blocks: Any) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield from block.get("elements", ())
        for name in ("accessory", "element"):
            if name in block:
                yield block[name]


def filled(blocks: tuple[Any, ...]) -> dict[str, Any]:
    """Fill in everything that can be filled in, believably."""
    values: dict[str, Any] = {}
    for block in blocks:
        for element in (*block.get("elements", ()), block.get("element"), block.get("accessory")):
            state = _state(element) if element else None
            if state:
                values[block["block_id"]] = {element["action_id"]: state}
    return values


def _state(element: dict[str, Any]) -> dict[str, Any]:
    kind = element.get("type", "")
    match kind:
        case "plain_text_input":
            return {"type": kind, "value": "It went well."}
        case "number_input":
            return {"type": kind, "value": "120"}
        case "static_select" | "radio_buttons":
            return {"type": kind, "selected_option": element["options"][0]}
        case "checkboxes" | "multi_static_select":
            return {"type": kind, "selected_options": element["options"][:1]}
        case "datepicker":
            return {"type": kind, "selected_date": "2026-12-01"}
        case _:
            return {}
