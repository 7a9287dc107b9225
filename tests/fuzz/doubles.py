"""Doubles that count what they are asked, and draw what Slack would be sent."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from signoff.adapters.slack import cards, modals, pieces, words
from signoff.adapters.slack.answers import in_view
from signoff.agent.agent import Agent
from signoff.agent.tool import Tool
from signoff.core.canonical import JsonObject, canonical
from signoff.core.click import ClickOutcome, OpenForm, Refusal, Surface
from signoff.core.items import Item, Update, Write
from signoff.core.keys import Key, ThreadKey
from signoff.core.requirement import Requirement
from signoff.ports import CardView, Standing
from signoff.ports.model import NOBODY, Answer, Listener, ModelCall
from signoff.testing import InMemoryStore, RecordingChat, guest, member, stranger


class CountedStore(InMemoryStore):
    """A store that knows how often it was asked.

    Attributes:
        reads: How often it was read.
        writes: How often it was to be written.
    """

    reads = 0
    writes = 0

    def read(self, *keys: Key) -> tuple[Item | None, ...]:
        self.reads += 1
        return super().read(*keys)

    def query(
        self, pk: str, first: str, last: str, *, newest: int | None = None
    ) -> tuple[Item, ...]:
        self.reads += 1
        return super().query(pk, first, last, newest=newest)

    def change(self, update: Update) -> Item:
        self.writes += 1
        return super().change(update)

    def commit(self, *writes: Write) -> None:
        self.writes += 1
        super().commit(*writes)


class DrawingChat(RecordingChat):
    """A Slack that draws everything as the adapter does, before it keeps it."""

    def __init__(self) -> None:
        super().__init__(
            member("U0ANA", "ana"),
            member("U0BOB", "bob"),
            member("U0EVE", "eve"),
            guest("U0GUEST", "guest"),
            stranger("U0OUT", "out"),
        )

    def show(self, view: CardView) -> Standing:
        for drawn in (cards.draw(view), cards.fallback(view)):
            json.dumps(drawn.blocks, allow_nan=False)
        return super().show(view)

    def say(self, thread: ThreadKey, text: str, *, mark: str, is_rated: bool = False) -> str:
        pieces.pieces(text)
        return super().say(thread, text, mark=mark, is_rated=is_rated)

    def tell(self, thread: ThreadKey, user: str, refusal: Refusal) -> None:
        words.refusal(refusal)
        super().tell(thread, user, refusal)

    def open_form(self, form: OpenForm, requirement: Requirement) -> None:
        json.dumps(modals.view(form, requirement), allow_nan=False)
        super().open_form(form, requirement)

    def tell_in_view(self, surface: Surface, outcome: ClickOutcome) -> None:
        json.dumps(in_view(outcome), allow_nan=False)
        super().tell_in_view(surface, outcome)

    @property
    def answers(self) -> int:
        """How often it showed or told anybody anything."""
        on_cards = len(self.told) + len(self.opened) + len(self.shown) + len(self.whispered)
        return on_cards + len(self.told_in_view)

    def forget(self) -> None:
        """Forget all that was shown and said."""
        for kept in (self.shown, self.said, self.told, self.whispered, self.opened):
            kept.clear()
        self.told_in_view.clear()


class PlainModel:
    """A model that calls what it was told to at first, and has nothing more to say after."""

    def __init__(self, *made: tuple[str, Mapping[str, Any]]) -> None:
        self._made = made

    def answer(
        self, agent: Agent, conversation: Sequence[JsonObject], listener: Listener = NOBODY
    ) -> Answer:
        _ = agent, listener
        was_called = {item.get("name") for item in conversation}
        if not self._made or self._made[0][0] in was_called:
            said = {"type": "message", "role": "assistant", "content": "Done."}
            return Answer(items=(canonical(said),), text="Done.", calls=())
        calls = tuple(
            ModelCall(call_id=f"call_{place}", name=name, arguments=canonical(arguments))
            for place, (name, arguments) in enumerate(self._made)
        )
        items = tuple(
            canonical(
                {
                    "type": "function_call",
                    "call_id": each.call_id,
                    "name": each.name,
                    "arguments": each.arguments,
                }
            )
            for each in calls
        )
        return Answer(items=items, text="I would like to.", calls=calls)


class CrashError(BaseException):
    """The process is gone."""


class WatchedTools:
    """Tools that do nothing but write down that they were started, with what.

    Attributes:
        started: The name, the arguments and the key of each start.
        dies_at: The tool at which the process dies.
    """

    def __init__(self) -> None:
        self.started: list[tuple[str, str, str]] = []
        self.dies_at = ""

    def __call__(self, tool: Tool, arguments: JsonObject, *, idempotency_key: str) -> str:
        self.started.append((tool.name, canonical(arguments), idempotency_key))
        if tool.name == self.dies_at:
            raise CrashError
        return "done"
