"""What a scenario can do and see: people write and click, the model follows a script."""

from collections.abc import Sequence
from typing import Any

from playground.model import LocalModel
from playground.runner.everything import Everything
from playground.slack.acts.speaking import Attachment
from playground.slack.deliveries.transport import Outcome
from playground.slack.local_slack import LocalSlack
from playground.slack.records import Message, View
from signoff.adapters.dynamodb import DynamoStore
from signoff.adapters.new_id import new_id
from signoff.adapters.s3 import S3Blobs
from signoff.core.items import Item, Update
from signoff.core.keys import Key, ThreadKey

OPS = "C0OPS"
ANA, BOB, EVE, GUEST, STRANGER = "U0ANA", "U0BOB", "U0EVE", "U0GUEST", "U0OUT"
BOT = "U0BOT"
_ROWS_A_BATCH = 25
"""So many rows one BatchWriteItem takes."""

EMAIL = {"to": "bob@example.com", "subject": "Order 8841", "body": "It is on its way."}


class Stage:
    """One thread in #ops, or in another conversation."""

    def __init__(self, everything: Everything, *, channel: str = OPS) -> None:
        assert everything.model is not None
        self.system = everything.system
        self.slack: LocalSlack = everything.slack
        self.model: LocalModel = everything.model
        self.aws = everything.aws
        self.url = everything.system.url
        resources = everything.system.resources
        # Seen as Any: the stubs spell out every parameter, and the adapters ask for a few.
        clients: Any = everything.clients
        bucket = S3Blobs(clients.s3, resources.attribute("Bucket", None))
        self._dynamodb, self._table = clients.dynamodb, resources.physical_name("Table")
        self.store = DynamoStore(self._dynamodb, self._table, bucket, new_id)
        self.thread_ts, self.channel = "", channel
        self._first_request = len(self.model.requests)
        self._first_call = len(self.slack.calls())

    def clear(self) -> None:
        """Leave nothing behind that the next scenario, its clock or its inboxes would find.

        Nor what makes it slow: the local DynamoDB copies its table for each row of a transaction.
        """
        self.system.release_queue()
        self.model.forget()
        self.settle()
        self.slack.read(lambda site: site.faults.clear())
        if any(call.error == "ratelimited" for call in self.slack.calls()[self._first_call :]):
            # What Slack asked to be left alone with is remembered, and is no matter of the next.
            self.renew()
        keys = self._dynamodb.scan(TableName=self._table, ProjectionExpression="pk, sk")["Items"]
        for first in range(0, len(keys), _ROWS_A_BATCH):
            batch = keys[first : first + _ROWS_A_BATCH]
            gone = [{"DeleteRequest": {"Key": key}} for key in batch]
            self._dynamodb.batch_write_item(RequestItems={self._table: gone})

    def say(self, text: str, *, user: str = ANA, attachments: Sequence[Attachment] = ()) -> None:
        """Write to the agent: the first time by a mention, then in its thread."""
        if self.thread_ts:
            place, root = self.channel, self.thread_ts
            self.slack.message(user, place, text, thread_ts=root, attachments=attachments)
        elif self.channel == OPS:
            self.thread_ts = self.slack.mention(user, OPS, text, attachments=attachments)
        else:
            self.thread_ts = self.slack.message(user, self.channel, text, attachments=attachments)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.system.settle(60)

    def renew(self) -> None:
        """Have every function begin anew, with nothing in its memory."""
        for function in self.system.functions.values():
            function.renew()

    @property
    def messages(self) -> list[Message]:
        """The thread, without its first message."""
        return self.slack.messages(self.channel, self.thread_ts)[1:]

    @property
    def said(self) -> list[str]:
        """What the agent said, cards left out."""
        return [m.text for m in self.messages if m.user == BOT and not _is_card(m)]

    @property
    def cards(self) -> list[Message]:
        """The cards, in order."""
        return [message for message in self.messages if _is_card(message)]

    @property
    def card(self) -> Message:
        """The last card."""
        return self.cards[-1]

    def buttons(self, card: Message | None = None) -> list[str]:
        """The action ids of what can be clicked on a card."""
        blocks = (card or self.card).blocks
        return [
            str(element["action_id"])
            for block in blocks
            if block["type"] == "actions"
            for element in block["elements"]
        ]

    def click(
        self,
        action: str,
        *,
        by: str = BOB,
        card: Message | None = None,
        nth: int = 0,
        choose: object = None,
        values: dict[str, Any] | None = None,
    ) -> Outcome:
        """Click on a card; nothing of what follows is waited for."""
        on = card or self.card
        place = self.channel
        return self.slack.click(by, place, on.ts, action, nth=nth, choose=choose, values=values)

    def click_privately(self, action: str, *, by: str) -> Outcome:
        """Click on the last thing that only one person sees in this thread."""
        mine = [e for e in self.slack.ephemerals(by) if e.thread_ts == self.thread_ts]
        return self.slack.click_on(by, next(e for e in reversed(mine) if e.blocks), action)

    def reactions(self, message: Message) -> list[str]:
        """The small answers under a message."""
        at = (message.channel, message.ts)
        return self.slack.read(lambda site: list(site.workspace.reactions.get(at, {})))

    def menu(self, verb: str, *, by: str = BOB, card: Message | None = None) -> Outcome:
        """Choose from the ⋯ of a card."""
        on = card or self.card
        options = [
            option["value"]
            for block in on.blocks
            if block["type"] == "actions"
            for element in block["elements"]
            for option in element.get("options", [])
        ]
        value = next(value for value in options if str(value).startswith(f"{verb}."))
        return self.click("more", by=by, card=on, choose=value)

    def modal(self, user: str = BOB) -> View:
        """The modal on top."""
        return self.slack.views(user)[-1]

    def inputs(self, surface: Message | View) -> dict[str, dict[str, Any]]:
        """The inputs of a card or a modal, by their label."""
        blocks = surface.blocks if isinstance(surface, Message) else surface.content["blocks"]
        return {
            str(block["label"]["text"]): dict(block) for block in blocks if block["type"] == "input"
        }

    def filled(self, surface: Message | View, **by_label: object) -> dict[str, Any]:
        """What a person put into some inputs; labels are written with _ for spaces."""
        inputs = {label.lower(): block for label, block in self.inputs(surface).items()}
        values: dict[str, Any] = {}
        for label, value in by_label.items():
            block = inputs[label.replace("_", " ").lower()]
            values[str(block["block_id"])] = {str(block["element"]["action_id"]): value}
        return values

    def option(self, surface: Message | View, label: str, text: str) -> str:
        """The value of an option, by what a person reads."""
        element = self.inputs(surface)[label]["element"]
        return next(
            str(option["value"]) for option in element["options"] if option["text"]["text"] == text
        )

    def private(self, user: str) -> list[str]:
        """What only one person sees in this thread."""
        return [e.text for e in self.slack.ephemerals(user) if e.thread_ts == self.thread_ts]

    @property
    def thread(self) -> ThreadKey:
        """Where the thread is stored."""
        team = self.slack.workspace.installation.team_id
        return ThreadKey(team=team, channel=self.channel, thread_ts=self.thread_ts)

    def rows(self, kind: str) -> tuple[Item, ...]:
        """The thread's rows of one kind, as they are stored."""
        found = self.store.query(self.thread.pk, " ", "~")
        return tuple(row for row in found if kind in str(row["sk"]))

    def overdue(self, kind: str) -> None:
        """Let the clock find what is due of one kind of row."""
        for row in self.rows(kind):
            if row.get("due") is not None:
                key = Key(str(row["pk"]), str(row["sk"]))
                self.store.change(Update(key=key, put={"due": 1, "until": 1}))
        self.system.tick()
        self.settle()

    def expire(self) -> None:
        """Let the time of every open request be over."""
        for row in self.rows("#REQ#"):
            key = Key(str(row["pk"]), str(row["sk"]))
            self.store.change(Update(key=key, put={"exp": 1, "due": 1}))

    @property
    def requests(self) -> int:
        """How often the model was asked."""
        return len(self.model.requests) - self._first_request

    @property
    def outputs(self) -> list[str]:
        """What the model was last told of its calls."""
        items = self.model.requests[-1].input
        return [str(i["output"]) for i in items if i["type"] == "function_call_output"]

    def slack_calls(self, method: str) -> int:
        """How often a method of the Web API was called in this scenario."""
        calls = self.slack.calls()[self._first_call :]
        return sum(call.method == method for call in calls)


def _is_card(message: Message) -> bool:
    return (message.metadata or {}).get("event_type") == "signoff_card"
