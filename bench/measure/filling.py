"""Threads that have grown, made in this process by the real use cases on the echo's own table."""

import base64
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from bench.deeds import mention
from bench.world.model import ARGUMENTS, TALK
from bench.world.slack import APP, CHANNEL, TEAM
from bench.world.table import RefusedError, Table
from signoff import Agent, OpenAIResponses, tool
from signoff.adapters.clock import now
from signoff.adapters.deliveries import Worker, times, work
from signoff.adapters.dynamodb import DynamoStore
from signoff.adapters.new_id import new_id
from signoff.adapters.s3 import S3Blobs
from signoff.adapters.tools import FunctionTools
from signoff.core.canonical import JsonObject, canonical
from signoff.core.conversation import said_by_us
from signoff.core.keys import ThreadKey
from signoff.core.snapshot import Snapshot
from signoff.ports.model import NOBODY, Answer, Listener, ModelCall
from signoff.settings import Door
from signoff.testing import InMemoryQueue, RecordingChat
from signoff.usecases.read_thread import read_thread
from signoff.usecases.turn import TurnPorts

BUCKET = "signoff-bucket"
_AN_HOUR_MS = 3_600_000


@tool(requires_confirmation=True)
def send_email(to: str, subject: str, body: str) -> str:
    """Send an e-mail to a customer."""
    return f"{subject}: {len(body)} characters to {to}"


@dataclass(slots=True)
class LocalTable:
    """botocore's client of DynamoDB, as far as the store asks: the echo's table, called at once.

    Attributes:
        table: The table.
        read: How many bytes of rows were read in all.
        asked: How often the table was asked.
    """

    table: Table
    read: int = 0
    asked: int = 0

    def __getattr__(self, operation: str) -> Any:
        """Give an operation by botocore's name of it."""
        return partial(self._perform, "".join(map(str.title, operation.split("_"))))

    def _perform(self, operation: str, **request: Any) -> Any:
        self.asked += 1
        try:
            answer = self.table.perform(operation, request)
        except RefusedError as refused:
            body = {name: each for name, each in refused.body.items() if name != "__type"}
            kind = str(refused.body["__type"]).rpartition("#")[2]
            told: Any = {"Error": {"Code": kind, "Message": body["message"]}, **body}
            raise ClientError(told, operation) from refused
        self.read += self.table.read
        return answer


@dataclass(slots=True)
class LocalBucket:
    """botocore's client of S3, likewise.

    Attributes:
        bodies: What is in it, by the path that S3 would have for it.
        read: How many bytes were read.
    """

    bodies: dict[str, bytes] = field(default_factory=dict[str, bytes])
    read: int = 0

    def put_object(self, **request: Any) -> Any:
        """Keep a body."""
        self.bodies[f"/{request['Bucket']}/{request['Key']}"] = request["Body"]

    def get_object(self, **request: Any) -> Any:
        """Give one."""
        body = self.bodies[f"/{request['Bucket']}/{request['Key']}"]
        self.read += len(body)
        return {"Body": io.BytesIO(body)}


class Talker:
    """A model that answers small talk in a few sentences, and asks for an e-mail otherwise."""

    def answer(
        self, agent: Agent, conversation: Sequence[JsonObject], listener: Listener = NOBODY
    ) -> Answer:
        """Answer."""
        del agent, listener
        asked = canonical(conversation[-1])
        if TALK in asked:
            text = "Order 8841 left the warehouse at noon. " * 8
            return Answer(items=(said_by_us(text),), text=text, calls=())
        call = ModelCall(call_id="c1", name="send_email", arguments=json.dumps(dict(ARGUMENTS)))
        item = {"type": "function_call", "call_id": "c1", "name": call.name}
        written = canonical({**item, "arguments": call.arguments})
        return Answer(items=(written,), text="", calls=(call,))


class Grown:
    """A workspace in which people write, as fast as it goes.

    Attributes:
        table: Its rows.
        bucket: Its large bodies.
    """

    def __init__(self, *, bucket: str = BUCKET) -> None:
        """Begin empty, with a bucket of this name."""
        self.table, self.bucket = Table(), LocalBucket()
        self._client = LocalTable(self.table)
        client: Any = self._client
        store = DynamoStore(client, "t", S3Blobs(self.bucket, bucket), new_id)
        ports = TurnPorts(
            store=store,
            queue=InMemoryQueue(),
            chat=RecordingChat(team=TEAM),
            model=Talker(),
            tools=FunctionTools(),
            clock=now,
        )
        self._worker = Worker(
            agent=Agent(model=OpenAIResponses(id="none"), tools=[send_email]),
            ports=ports,
            times=times(now=now(), remaining_ms=_AN_HOUR_MS),
            door=Door(app=APP, team=TEAM),
        )

    def thread(self, thread_ts: str) -> Snapshot:
        """Give a thread as it stands."""
        key = ThreadKey(team=TEAM, channel=CHANNEL, thread_ts=thread_ts)
        found = read_thread(self._worker.ports.store, key)
        if found is None:
            raise LookupError(thread_ts)
        return found

    @property
    def table_read(self) -> int:
        """How many bytes of rows were read so far."""
        return self._client.read

    @property
    def table_asked(self) -> int:
        """How often the table was asked so far."""
        return self._client.asked

    def hears(self, text: str, *, thread_ts: str | None = None) -> str:
        """Take one message to its end, and give the thread's first `ts`."""
        body = str(mention(text=text, thread_ts=thread_ts)["body"])
        work(json.dumps({"kind": "event", "body": body}), self._worker, is_first_try=True)
        ts = str(json.loads(body)["event"]["ts"])
        return thread_ts or ts

    def told(self) -> dict[str, Any]:
        """Give everything as the world can take it."""
        bodies = {name: base64.b64encode(body).decode() for name, body in self.bodies()}
        return {"rows": self.table.snapshot(), "bodies": bodies}

    def bodies(self) -> Iterable[tuple[str, bytes]]:
        """Give the large bodies."""
        return self.bucket.bodies.items()


def small_talk(number: int) -> str:
    """Write the message of a person who has no wish but an answer."""
    return f"{TALK}, how is order 8841 doing, and what did the customer write about it? ({number})"
