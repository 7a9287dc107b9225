"""A row whose body is gone: that it is, what its columns still tell, and what is shown of it."""

from signoff.core.codec import SEAL, from_item, to_item
from signoff.core.decision import RequirementState
from signoff.core.effects import Out
from signoff.core.gate import Confirmation
from signoff.core.items import LOST, Item
from signoff.core.keys import Key, Position, ThreadKey
from signoff.core.observations.upkeep import TextLost
from signoff.core.requirement import Requirement
from signoff.core.who import Who

UNREADABLE = "A request that can't be read any more"

_OVER = {RequirementState.CANCELLED.value, RequirementState.SUPERSEDED.value}


def is_lost(item: Item) -> bool:
    """Tell whether a row's body is missing, or is not what was stored."""
    return LOST in item


def is_missed(item: Item) -> bool:
    """Tell whether a turn can't go on without what a row has lost.

    It can without words that were said, and without a request that is over and done with.
    """
    kind = str(item["sk"]).split("#", 2)[-1]
    if not is_lost(item) or kind.startswith("OUT#"):
        return False
    if not kind.startswith("REQ#"):
        return True
    return _is_running(item) or ("consumed_by" not in item and item.get("state") not in _OVER)


def text_lost(item: Item) -> TextLost:
    """Tell the operator what a row has lost."""
    return TextLost(key=Key(str(item["pk"]), str(item["sk"])), why=str(item[LOST]))


def requirement_in(item: Item, card: Position | None = None) -> Requirement:
    """Read a requirement; of one that has lost its body, give what is shown in its place.

    What is shown has no arguments and names no tool, so nothing can be run from it.
    """
    if not is_lost(item):
        return from_item(Requirement, item)
    at = Position.of_key(str(item["sk"]))
    key = ThreadKey.from_pk(str(item["pk"])).requirement(at)
    body = to_item(_nothing(at, card or at), key)["body"]
    return from_item(Requirement, {**_without_reason(item), "body": body})


def wordless(item: Item) -> Out:
    """Read a message to the thread that has lost its words."""
    _, run, _, name = str(item["sk"]).split("#", 3)
    key = ThreadKey.from_pk(str(item["pk"])).out(int(run), name)
    body = to_item(Out(run=int(run), name=name, text=""), key)["body"]
    return from_item(Out, {**_without_reason(item), "body": body})


def _is_running(item: Item) -> bool:
    return '"state":"running"' in str(item.get("outcome", ""))


def _nothing(at: Position, card: Position) -> Requirement:
    return Requirement(
        at=at,
        card=card,
        ask=Confirmation(),
        tool="",
        tool_version="",
        call_id="",
        arguments="{}",
        schema="{}",
        title=UNREADABLE,
        risk=None,
        reason="",
        requester=Who(id="", name=""),
        asked_ts="",
        asked_at=0,
        exp=0,
        digest="",
    )


def _without_reason(item: Item) -> Item:
    # The seal was of the body that is gone.
    return {name: value for name, value in item.items() if name not in {LOST, SEAL}}
