"""The dead-letter queue: what lies there is hidden while somebody looks at it."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.simulation.faults import Kind
from tests.simulation.mailbox import Letter, Mailbox
from tests.simulation.scheduler import Scheduler

_OVERLOOKED = 0.2


@dataclass(slots=True, kw_only=True)
class DeadBox:
    """What the SDK's client does with the dead letters of a mailbox, for one process.

    Attributes:
        scheduler: Who is next.
        mailbox: Whose dead letters these are.
        rng: Lets a short look overlook some; None: it finds all.
        taken: What this process has looked at, by id.
    """

    scheduler: Scheduler
    mailbox: Mailbox
    rng: Random | None
    taken: set[str] = field(default_factory=set[str])

    def receive_message(self, **request: Any) -> dict[str, Any]:
        """Hand over up to ten letters, and hide them from others for a while."""
        is_short = not request["WaitTimeSeconds"]
        most, hidden_ms = request["MaxNumberOfMessages"], request["VisibilityTimeout"] * 1000

        def take() -> dict[str, Any]:
            now, rng = self.scheduler.now, self.rng
            seen = [each for each in self.mailbox.dead if each.hidden_until <= now][:most]
            if is_short and seen and rng is not None and rng.random() < _OVERLOOKED:
                return {}
            for letter in seen:
                letter.hidden_until = now + hidden_ms
            self.taken |= {letter.id for letter in seen}
            return {"Messages": [_as_told(letter) for letter in seen]} if seen else {}

        return self.scheduler.call(Kind.QUEUE, "take dead letters", take)

    def change_message_visibility_batch(self, **request: Any) -> dict[str, Any]:
        """Have letters be seen again."""
        names = {str(entry["ReceiptHandle"]) for entry in request["Entries"]}

        def show() -> dict[str, Any]:
            for letter in self.mailbox.dead:
                if letter.id in names:
                    letter.hidden_until = 0
            return {}

        return self.scheduler.call(Kind.QUEUE, "put dead letters back", show)

    def send_message(self, **request: Any) -> dict[str, str]:
        """Send a message into the turn queue."""
        return self.mailbox.send_message(**request)

    def delete_message(self, **request: Any) -> dict[str, Any]:
        """Take a letter away for good."""

        def delete() -> dict[str, Any]:
            name = request["ReceiptHandle"]
            self.mailbox.dead[:] = [each for each in self.mailbox.dead if each.id != name]
            return {}

        return self.scheduler.call(Kind.QUEUE, "delete a dead letter", delete)


def _as_told(letter: Letter) -> dict[str, Any]:
    return {
        "MessageId": letter.id,
        "ReceiptHandle": letter.id,
        "Body": letter.body,
        "Attributes": {"SentTimestamp": str(letter.sent_at), "MessageGroupId": letter.group},
    }
