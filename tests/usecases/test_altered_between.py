"""A byte that changes between what was shown, the click, and the start: nothing of it runs."""

import json
from contextlib import suppress
from dataclasses import replace

import pytest

from signoff.core.canonical import canonical
from signoff.core.click import NotRecorded, Stale
from signoff.core.codec import UnreadableRowError, to_item
from signoff.core.decision import Approved
from signoff.core.items import Item, Put, Write
from signoff.core.keys import Key
from signoff.core.requirement import Requirement, digest_of
from signoff.testing.model import call, say
from signoff.testing.store import InMemoryStore
from tests.usecases.tools import ALL, DONE
from tests.usecases.world import World

TO, SUBJECT = "bob@example.com", "Hi"
PLACES = [("to", place) for place in range(len(TO))] + [("subject", 0), ("subject", 1)]


def _asked() -> World:
    DONE.clear()
    world = World(call("send_email", to=TO, subject=SUBJECT), say("Sent."), tools=ALL)
    world.say("Mail Bob")
    return world


def _altered(asked: Requirement, name: str, place: int) -> Requirement:
    """Change one character of what was asked, and nothing else."""
    given = json.loads(asked.arguments)
    text = given[name]
    given[name] = f"{text[:place]}{chr(ord(text[place]) ^ 1)}{text[place + 1 :]}"
    return replace(asked, arguments=canonical(given))


def _with_its_digest(asked: Requirement) -> Requirement:
    new = digest_of(
        tool=asked.tool, version=asked.tool_version, arguments=asked.arguments, at=asked.at
    )
    return replace(asked, digest=new)


def _put(world: World, asked: Requirement) -> None:
    row = next(row for row in world.store.rows if "#REQ#" in str(row["sk"]))
    key = Key(str(row["pk"]), str(row["sk"]))
    world.store.commit(Put(key=key, item=to_item(asked, key)))


@pytest.mark.parametrize(("name", "place"), PLACES)
def test_between_what_was_shown_and_the_click(name: str, place: int) -> None:
    world = _asked()
    shown = world.requirements[0]
    _put(world, _altered(shown, name, place))
    with_a_foreign_digest = world.decide(shown, Approved())
    _put(world, _with_its_digest(_altered(shown, name, place)))
    with_its_own_digest = world.decide(shown, Approved())

    with suppress(UnreadableRowError):
        world.turn()

    assert isinstance(with_a_foreign_digest, NotRecorded)
    assert isinstance(with_its_own_digest, Stale)
    assert DONE == []


@pytest.mark.parametrize("is_digested", [False, True], ids=["digest kept", "digest set right"])
@pytest.mark.parametrize(("name", "place"), PLACES)
def test_between_the_click_and_the_start(name: str, place: int, is_digested: bool) -> None:
    world = _asked()
    world.decide(world.requirements[0], Approved())
    altered = _altered(world.requirements[0], name, place)
    _put(world, _with_its_digest(altered) if is_digested else altered)

    with pytest.raises(UnreadableRowError):
        world.turn()

    assert DONE == []
    assert not [row for row in world.store.rows if "#EXEC#" in str(row["sk"])]


class _Meddled(InMemoryStore):
    """A table in which a request changes in the moment before a call is started."""

    def commit(self, *writes: Write) -> None:
        if any("#EXEC#" in write.key.sk for write in writes):
            for row in [row for row in self.rows if "#REQ#" in str(row["sk"])]:
                self._meddle(row)
        super().commit(*writes)

    def _meddle(self, row: Item) -> None:
        key = Key(str(row["pk"]), str(row["sk"]))
        super().commit(Put(key=key, item={**row, "digest": "0" * 64}))


def test_between_the_last_look_and_the_start() -> None:
    world = _asked()
    world.decide(world.requirements[0], Approved())
    world.store = _Meddled(*world.store.rows)

    with suppress(UnreadableRowError):
        world.turn()

    assert DONE == []
    assert not [row for row in world.store.rows if "#EXEC#" in str(row["sk"])]
