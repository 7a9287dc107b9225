"""What people attached takes its place in a conversation, right before the model is asked."""

from collections.abc import Sequence

from signoff.core.attached_items import LOST, NO_ROOM, PLACE, filled_in, left_out
from signoff.core.attachments import MOST_AT_ONCE
from signoff.core.canonical import Json, JsonObject
from signoff.ports import LostContentError, Store


def filled(conversation: Sequence[JsonObject], store: Store) -> tuple[JsonObject, ...]:
    """Put files where they stand in a conversation; of too many, those that were attached last."""
    room = MOST_AT_ONCE
    found: list[JsonObject] = []
    for item in reversed(conversation):
        content = item.get("content")
        if not _has_files(content):
            found.append(item)
            continue
        parts: list[Json] = []
        for part in reversed(_parts(content)):
            given, used = _given(part, room, store)
            parts[:0] = given
            room -= used
        found.append({**item, "content": parts})
    return tuple(reversed(found))


def _has_files(content: Json) -> bool:
    return any(_is_place(part) for part in _parts(content))


def _parts(content: Json) -> Sequence[Json]:
    return content if isinstance(content, Sequence) and not isinstance(content, str) else ()


def _is_place(part: Json) -> bool:
    return isinstance(part, dict) and part.get("type") == PLACE


def _given(part: Json, room: int, store: Store) -> tuple[list[Json], int]:
    """Give what stands in a part's place, and how many bytes of a file that takes."""
    if not (isinstance(part, dict) and part.get("type") == PLACE):
        return [part], 0
    size = part.get("size")
    if isinstance(size, int) and size > room:
        return left_out(part, NO_ROOM), 0
    try:
        content = store.kept(str(part["kept"]))
    except LostContentError:
        return left_out(part, LOST), 0
    return filled_in(part, content), len(content)
