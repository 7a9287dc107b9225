"""Table, bucket and queue on moto, under the production adapters, for the whole system."""

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from greenlet import getcurrent, greenlet
from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends
from moto.sqs.models import sqs_backends

from signoff.adapters.bodies import brought_back
from signoff.adapters.dynamodb import DynamoStore
from signoff.adapters.expressions import WID, from_attributes
from signoff.adapters.s3 import S3Blobs
from signoff.adapters.sqs import QueueClient
from signoff.core.items import Item, Update, Write
from signoff.core.keys import Key
from signoff.testing import InMemoryStore
from tests.contract.table import BUCKET, TABLE, make_bucket, make_table
from tests.simulation.mailbox import Mailbox
from tests.simulation.rows import Table
from tests.simulation.scheduler import Scheduler
from tests.simulation.wire import Wire, a_client, counting

_ACCOUNT, _REGION, _QUEUE = "123456789012", "us-east-1", "turns"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What somebody wants of AWS.

    Attributes:
        writes: The rows that are to be written.
        is_inbox: Whether it is the inbox that is read.
    """

    writes: tuple[Write, ...] = ()
    is_inbox: bool = False


class Mirror(InMemoryStore):
    """The rows as moto has them, for whoever looks on: no look is a call.

    What is written here goes to moto past all that watch and fail.
    """

    def __init__(self, cloud: "Cloud") -> None:
        """Begin empty, as moto does."""
        super().__init__()
        self._cloud = cloud
        self._store = cloud.quiet("story")

    def change(self, update: Update) -> Item:
        """Change a row in moto."""
        self._store.change(update)
        self.look((update,))
        (item,) = self.read(update.key)
        if item is None:
            raise KeyError(update.key)
        return item

    def commit(self, *writes: Write) -> None:
        """Write in moto, all or nothing."""
        self._store.commit(*writes)
        self.look(writes)

    def look(self, writes: tuple[Write, ...]) -> bool:
        """See how rows are in moto now; True: it is not how they were."""
        found = {write.key: self._cloud.stored(write.key) for write in writes}
        is_new = any(self._rows.get(key) != item for key, item in found.items())
        for key, item in found.items():
            if item is None:
                self._rows.pop(key, None)
            else:
                self._rows[key] = item
        return is_new


class AwsTable(Table):
    """The `Store` port: the production adapter on moto; every write is looked at here as well."""

    rows: Mirror
    writes: int

    def __init__(self, cloud: "Cloud", scheduler: Scheduler, mailbox: Mailbox) -> None:
        """Begin with the rows that are there."""
        super().__init__(scheduler)
        self.rows = Mirror(cloud)
        self._on_the_way = scheduler
        self._mailbox = mailbox
        self._queue = cloud.queue
        self._store = cloud.store(lambda seconds: scheduler.sleep(int(seconds * 1000)))
        self._doing: dict[greenlet, Doing] = {}

    def read(self, *keys: Key) -> tuple[Item | None, ...]:
        """Read some rows."""
        return self._store.read(*keys)

    def query(
        self, pk: str, first: str, last: str, *, newest: int | None = None
    ) -> tuple[Item, ...]:
        """Read a range of rows."""
        with self._does(Doing(is_inbox=first == "IN#")):
            return self._store.query(pk, first, last, newest=newest)

    def change(self, update: Update) -> Item:
        """Change a row."""
        with self._does(Doing(writes=(update,))):
            return self._store.change(update)

    def commit(self, *writes: Write) -> None:
        """Write all, or nothing."""
        with self._does(Doing(writes=writes)):
            self._store.commit(*writes)

    def keep(self, content: bytes) -> str:
        """Keep the content of a file."""
        with self._does(Doing()):
            return self._store.keep(content)

    def kept(self, ref: str) -> bytes:
        """Read back what was kept."""
        return self._store.kept(ref)

    def due(self, *, now: int, limit: int) -> tuple[Key, ...]:
        """Name the rows that are due."""
        return self._store.due(now=now, limit=limit)

    def pending(self, team: str, *, limit: int) -> tuple[Key, ...]:
        """Name the open requirements of a team."""
        return self._store.pending(team, limit=limit)

    def decided(self, team: str, *, limit: int) -> tuple[Key, ...]:
        """Name the decided requirements of a team."""
        return self._store.decided(team, limit=limit)

    def threads(self) -> Iterator[Item]:
        """Go through the own rows of all threads."""
        return self._store.threads()

    def audits(self) -> Iterator[str]:
        """Go through the partitions that have an audit or ought to."""
        return self._store.audits()

    def send_message(self, **request: Any) -> Any:
        """Send a message to moto's queue."""
        return self._queue.send_message(**request)

    def landed(self, operation: str) -> None:
        """See what a call has done, in the moment in which it was done."""
        doing = self._doing.get(getcurrent(), Doing())
        actor = self._on_the_way.actor
        if operation == "Query" and doing.is_inbox and actor is not None:
            actor.inbox_read_at = self.writes
        if operation == "SendMessage":
            for body, delay_ms in taken():
                self._mailbox.put(body, delay_ms=delay_ms)
        elif doing.writes:
            self._look(doing.writes)

    def _look(self, writes: tuple[Write, ...]) -> None:
        before = self.rows.read(*(write.key for write in writes))
        if not self.rows.look(writes):
            return
        for write, old in zip(writes, before, strict=True):
            self.writes += 1
            (new,) = self.rows.read(write.key)
            for watch in self.watches:
                watch(write, old, new, writes)

    @contextmanager
    def _does(self, doing: Doing) -> Generator[None, None, None]:
        who = getcurrent()
        self._doing[who] = doing
        try:
            yield
        finally:
            self._doing.pop(who, None)


class Cloud:
    """All that is in moto, and the clients: one in a process, empty at the start of each case."""

    def __init__(self, wire: Wire) -> None:
        """Make table, bucket and queue."""
        self.wire = wire
        self._quiet_table, quiet_bucket = a_client("dynamodb"), a_client("s3")
        make_table(self._quiet_table)
        make_bucket(quiet_bucket)
        self._blobs = S3Blobs(quiet_bucket, BUCKET)
        a_client("sqs").create_queue(QueueName=_QUEUE)
        self._table = wire.listen(a_client("dynamodb"))
        self._bucket = wire.listen(a_client("s3"))
        self.queue = wire.listen(a_client("sqs"))

    def quiet(self, name: str) -> DynamoStore:
        """Give the adapter with clients that nobody listens to."""
        return DynamoStore(self._quiet_table, TABLE, self._blobs, counting(name))

    def store(self, pause: Callable[[float], None]) -> DynamoStore:
        """Give the adapter whose calls go wrong."""
        blobs = S3Blobs(self._bucket, BUCKET)
        return DynamoStore(self._table, TABLE, blobs, counting("w"), pause=pause)

    def furnish(self, scheduler: Scheduler, mailbox: Mailbox) -> tuple[Table, QueueClient]:
        """Empty it, and give the table and the way into the queue."""
        rows().clear()
        taken()
        table = AwsTable(self, scheduler, mailbox)
        self.wire.begin(scheduler, table.landed)
        return table, table

    def stored(self, key: Key) -> Item | None:
        """Give a row as moto has it."""
        for pk, own in rows().items():
            for sk, row in own.items():
                if (pk.value, sk.value) == (key.pk, key.sk):
                    return self._item(row)
        return None

    def is_mirrored(self, mirror: InMemoryStore) -> bool:
        """Tell whether moto has the rows that were looked at, and no others."""
        return mirror.rows == tuple(
            self._item(row)
            for _, own in sorted((pk.value, own) for pk, own in rows().items())
            for _, row in sorted((sk.value, row) for sk, row in own.items())
        )

    def _item(self, row: Any) -> Item:
        attributes = row.to_json()["Attributes"]
        own = {name: value for name, value in attributes.items() if name != WID}
        return brought_back(from_attributes(own), self._blobs)


@contextmanager
def a_cloud(wire: Wire) -> Generator[Cloud, None, None]:
    """Have a moto of one's own for a while."""
    with mock_aws():
        yield Cloud(wire)


def rows() -> Any:
    """Give the rows of moto's table, by partition and sort key."""
    # A refused transaction puts another table in the place of this one: ask each time.
    table: Any = dynamodb_backends[_ACCOUNT][_REGION].tables[TABLE]
    return table.items


def taken() -> list[tuple[str, int]]:
    """Take all messages out of moto's queue: what is in them, and the delay in milliseconds."""
    queue: Any = sqs_backends[_ACCOUNT][_REGION].queues[_QUEUE]
    # A look past the API, which would not show what is delayed.
    letters = queue._messages  # noqa: SLF001
    messages = [(str(each.body), _delay_ms(each)) for each in letters]
    letters.clear()
    return messages


def _delay_ms(message: Any) -> int:
    return max(0, int(message.delayed_until) - int(message.sent_timestamp))
