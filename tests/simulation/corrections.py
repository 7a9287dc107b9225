"""Whoever wrote last corrects it, or takes it back, in the shapes of Slack's events."""

from collections.abc import Mapping
from typing import Any

from signoff.core.keys import ThreadKey
from tests.simulation.system import System
from tests.simulation.workspace import BOT


def edit_last(system: System, text: str, *, thread: ThreadKey) -> None:
    """Change what was written last, beside all that goes on."""
    (_, ts), said = list(system.texts.items())[-1]
    before = _words(thread, ts, said[-1])
    said.append(text)
    at = f"{system.scheduler.now // 1000}.{500_000 + len(said):06d}"
    after = {**_words(thread, ts, text), "edited": {"user": before["user"], "ts": at}}
    event = {"subtype": "message_changed", "message": after, "previous_message": before}
    system.tell(thread, _hidden(thread, event, at=at))


def delete_last(system: System, *, thread: ThreadKey) -> None:
    """Delete what was written last, beside all that goes on."""
    (place, ts), said = list(system.texts.items())[-1]
    system.deleted.add((place, ts))
    before = _words(thread, ts, said[-1])
    event = {"subtype": "message_deleted", "deleted_ts": ts, "previous_message": before}
    system.tell(thread, _hidden(thread, event, at=f"{system.scheduler.now // 1000}.600000"))


def _words(thread: ThreadKey, ts: str, text: str) -> dict[str, Any]:
    words = {"type": "message", "user": "U0ANA", "ts": ts, "thread_ts": thread.thread_ts}
    return {**words, "text": f"<@{BOT}> {text}"}


def _hidden(thread: ThreadKey, event: Mapping[str, Any], *, at: str) -> dict[str, Any]:
    place = {"channel": thread.channel, "channel_type": "channel", "ts": at, "hidden": True}
    return {"type": "message", **place, **event}
