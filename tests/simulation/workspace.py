"""Slack: messages with blocks, private words and modals, behind the Web API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from signoff.adapters.slack.api_methods import Method
from signoff.adapters.slack.web import RefusedBySlackError
from signoff.core.canonical import JsonObject
from signoff.ports import UnreachableError
from tests.simulation.faults import Kind
from tests.simulation.scheduler import Scheduler

BOT = "U0BOT"

STREAM_LIFE_MS = 306_000
"""So long a message may grow."""

People = Mapping[str, JsonObject]


@dataclass(slots=True, kw_only=True)
class Posted:
    """A message of the bot's.

    Attributes:
        channel: Where it stands.
        ts: Its time stamp.
        thread_ts: The thread it stands in.
        text: Its plain text.
        blocks: Its blocks, as they were sent last.
        metadata: What only apps see.
        drawings: How often it was posted or changed.
        files: The names of the files in it.
        grows_until: Until when it grows; 0: it does not.
        tasks: The tool calls in what was streamed: how far each has come, by its id.
    """

    channel: str
    ts: str
    thread_ts: str
    text: str
    blocks: Any
    metadata: Any
    drawings: int = 1
    files: tuple[str, ...] = ()
    grows_until: int = 0
    tasks: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def mark(self) -> str:
        """The name under which it is looked for."""
        return str((self.metadata or {}).get("event_payload", {}).get("mark", ""))

    @property
    def is_card(self) -> bool:
        """Whether it is a card."""
        return (self.metadata or {}).get("event_type") == "signoff_card"


@dataclass(slots=True, kw_only=True)
class Workspace:
    """One team's Slack.

    Attributes:
        scheduler: Who is next.
        team: The team's id.
        people: Who is in it, as `users.info` tells.
        messages: All messages of the bot's, by channel and time stamp.
        whispers: What single people were told, in order: whom, in which thread, what.
        offered: What single people were told that they can click on, in order.
        views: What was opened, by trigger.
        down_until: Until when it answers nobody.
        gone: Channels that take no message any more.
        groups: Who is in each user group.
        homes: What stands on each person's Home tab.
        uploads: What was sent for each file that was announced, by its id.
        names: What each file that was announced is called, by its id.
        statuses: How each thread stands, as Slack shows it.
        watch: Looks at each message that is posted.
        streams_not: Why it streams nothing; empty: it does.
    """

    scheduler: Scheduler
    team: str
    people: People
    messages: dict[tuple[str, str], Posted] = field(default_factory=dict[tuple[str, str], "Posted"])
    whispers: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    offered: list["Posted"] = field(default_factory=list["Posted"])
    views: dict[str, Any] = field(default_factory=dict[str, Any])
    down_until: int = 0
    gone: set[str] = field(default_factory=set[str])
    groups: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    homes: dict[str, Any] = field(default_factory=dict[str, Any])
    uploads: dict[str, bytes] = field(default_factory=dict[str, bytes])
    names: dict[str, str] = field(default_factory=dict[str, str])
    statuses: dict[str, str] = field(default_factory=dict[str, str])
    watch: Callable[["Posted"], None] = lambda _posted: None
    streams_not: str = ""
    _stamps: int = 0

    def __call__(
        self, method: Method, *, json: JsonObject | None = None, form: JsonObject | None = None
    ) -> JsonObject:
        """Answer a call of the Web API."""
        sent: Any = json or form or {}

        def answer() -> JsonObject:
            if self.scheduler.now < self.down_until:
                raise UnreachableError(f"{method}: Slack failed (503)")
            return self._answer(method, sent)

        about = sent.get("ts") or sent.get("user") or ""
        return self.scheduler.call(Kind.SLACK, f"{method} {about}", answer)

    def upload(self, url: str, content: bytes) -> None:
        """Take the bytes of a file."""

        def answer() -> None:
            if self.scheduler.now < self.down_until:
                raise UnreachableError("the file did not get through")
            self.uploads[url.rpartition("/")[2]] = content

        self.scheduler.call(Kind.SLACK, f"upload {url}", answer)

    def cards(self) -> list[Posted]:
        """Give all cards that stand anywhere."""
        return [posted for posted in self.messages.values() if posted.is_card]

    def said(self, thread_ts: str) -> list[str]:
        """Give what the agent said in a thread, in order."""
        found = (each for each in self.messages.values() if each.thread_ts == thread_ts)
        return [each.text for each in sorted(found, key=lambda each: each.ts) if not each.is_card]

    def _answer(self, method: Method, sent: Any) -> JsonObject:
        acts: dict[Method, Callable[[Any], JsonObject]] = {
            Method.AUTH_TEST: lambda _: {
                "team_id": self.team,
                "user_id": BOT,
                "url": "https://local.slack.com/",
            },
            Method.POST_MESSAGE: self._post,
            Method.UPDATE: self._update,
            Method.REPLIES: lambda sent: {"messages": self._replies(sent)},
            Method.HISTORY: lambda sent: {"messages": self._tops(sent)},
            Method.OPEN: lambda sent: {"channel": {"id": f"D{sent['users'][1:]}"}},
            Method.USERS_INFO: self._person,
            Method.POST_EPHEMERAL: self._whisper,
            Method.REACT: lambda _: {},
            Method.UNREACT: lambda _: {},
            Method.VIEWS_OPEN: self._open,
            Method.VIEWS_PUBLISH: self._publish,
            Method.VIEWS_UPDATE: lambda _: {},
            Method.CHANNEL_MEMBERS: lambda _: {"members": list(self.people)},
            Method.GROUPS: self._groups,
            Method.GROUP_MEMBERS: lambda sent: {"users": self.groups[str(sent["usergroup"])]},
            Method.START_STREAM: self._start,
            Method.APPEND_STREAM: lambda sent: self._grow(Method.APPEND_STREAM, sent),
            Method.STOP_STREAM: self._stop,
            Method.DELETE: self._delete,
            Method.UPLOAD_URL: self._announced,
            Method.UPLOAD_DONE: self._filed,
            Method.SESSION_STATUS: self._stands,
        }
        return {"ok": True, **acts[method](sent)}

    def _stands(self, sent: Any) -> JsonObject:
        self.statuses[str(sent["thread_ts"])] = str(sent["status"])
        return {}

    def _whisper(self, sent: Any) -> JsonObject:
        self.whispers.append((str(sent["user"]), str(sent["thread_ts"]), str(sent["text"])))
        if "blocks" in sent:
            self._stamps += 1
            told = Posted(
                channel=str(sent["channel"]),
                ts=f"{self.scheduler.now // 1000}.{self._stamps:06d}",
                thread_ts=str(sent["thread_ts"]),
                text=str(sent["text"]),
                blocks=sent["blocks"],
                metadata=None,
            )
            self.offered.append(told)
        return {}

    def _open(self, sent: Any) -> JsonObject:
        self.views[str(sent["trigger_id"])] = sent["view"]
        return {}

    def _publish(self, sent: Any) -> JsonObject:
        self.homes[str(sent["user_id"])] = sent["view"]
        return {}

    def _groups(self, _: Any) -> JsonObject:
        return {"usergroups": [{"id": each, "handle": each.lower()} for each in self.groups]}

    def _announced(self, sent: Any) -> JsonObject:
        file = f"F{len(self.names):05d}"
        self.names[file] = str(sent["filename"])
        return {"file_id": file, "upload_url": f"https://files.slack.com/{file}"}

    def _filed(self, sent: Any) -> JsonObject:
        (file,) = sent["files"]
        if file["id"] not in self.uploads:
            raise RefusedBySlackError(Method.UPLOAD_DONE, "file_not_found")
        self._post({**sent, "channel": sent["channel_id"], "text": "", "files": [file["id"]]})
        return {}

    def _post(self, sent: Any) -> JsonObject:
        channel = str(sent["channel"])
        if channel in self.gone:
            raise RefusedBySlackError(Method.POST_MESSAGE, "is_archived")
        self._stamps += 1
        ts = f"{self.scheduler.now // 1000}.{self._stamps:06d}"
        posted = Posted(
            channel=channel,
            ts=ts,
            thread_ts=str(sent.get("thread_ts") or ts),
            text=str(sent["text"]),
            blocks=sent.get("blocks", []),
            metadata=sent.get("metadata"),
            files=tuple(self.names[each] for each in sent.get("files", ())),
        )
        self.messages[channel, ts] = posted
        self.watch(posted)
        return {"ts": ts, "channel": channel}

    def _update(self, sent: Any) -> JsonObject:
        posted = self.messages.get((str(sent["channel"]), str(sent["ts"])))
        if posted is None:
            raise RefusedBySlackError(Method.UPDATE, "message_not_found")
        if posted.channel in self.gone:
            raise RefusedBySlackError(Method.UPDATE, "is_archived")
        if self.scheduler.now < posted.grows_until:
            raise RefusedBySlackError(Method.UPDATE, "streaming_state_conflict")
        posted.text, posted.blocks = str(sent["text"]), sent.get("blocks", [])
        posted.metadata = sent.get("metadata", posted.metadata)
        posted.drawings += 1
        return {"ts": posted.ts}

    def _start(self, sent: Any) -> JsonObject:
        if not (sent["recipient_user_id"] and sent["recipient_team_id"]):
            raise RefusedBySlackError(Method.START_STREAM, "missing_recipient_user_id")
        if self.streams_not:
            raise RefusedBySlackError(Method.START_STREAM, self.streams_not)
        begun = self._post({**sent, "text": ""})
        posted = self.messages[str(begun["channel"]), str(begun["ts"])]
        posted.grows_until = self.scheduler.now + STREAM_LIFE_MS
        return begun

    def _grow(self, method: Method, sent: Any) -> JsonObject:
        posted = self.messages.get((str(sent["channel"]), str(sent["ts"])))
        if posted is None:
            raise RefusedBySlackError(method, "message_not_found")
        if self.scheduler.now >= posted.grows_until:
            raise RefusedBySlackError(method, "message_not_in_streaming_state")
        for chunk in sent.get("chunks") or ():
            if chunk["type"] == "markdown_text":
                posted.text += str(chunk["text"])
            else:
                posted.tasks[str(chunk["id"])] = str(chunk["status"])
        return {"ts": posted.ts, "channel": posted.channel}

    def _stop(self, sent: Any) -> JsonObject:
        ended = self._grow(Method.STOP_STREAM, sent)
        posted = self.messages[str(sent["channel"]), str(sent["ts"])]
        posted.grows_until, posted.metadata = 0, sent.get("metadata")
        return ended

    def _delete(self, sent: Any) -> JsonObject:
        if self.messages.pop((str(sent["channel"]), str(sent["ts"])), None) is None:
            raise RefusedBySlackError(Method.DELETE, "message_not_found")
        return {}

    def _replies(self, sent: Any) -> list[JsonObject]:
        return [
            {
                "ts": each.ts,
                "user": BOT,
                "text": each.text,
                "metadata": each.metadata,
                "files": [{"name": name} for name in each.files],
                "blocks": list(each.tasks),
            }
            for each in self.messages.values()
            if (each.channel, each.thread_ts) == (sent["channel"], sent["ts"])
        ]

    def _tops(self, sent: Any) -> list[JsonObject]:
        return [
            {"ts": each.ts, "user": BOT, "metadata": each.metadata}
            for each in self.messages.values()
            if (each.channel, each.thread_ts) == (sent["channel"], each.ts)
        ]

    def _person(self, sent: Any) -> JsonObject:
        user = str(sent["user"])
        if user not in self.people:
            raise RefusedBySlackError(Method.USERS_INFO, "user_not_found")
        return {"user": self.people[user]}
