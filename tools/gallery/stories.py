"""Short stories, each of which leaves a card as one picture shows it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from signoff.ports import CardView
from signoff.testing import BOB, EVE, ManualClock, Reply, SlackThread, call, calls, say
from tools.gallery.shop import EMAIL, CutOffError, agent

NOON = 1_795_182_000_000
"""Nov 20, 2026, 13:40 UTC."""

Story: TypeAlias = Callable[[SlackThread], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One state of one card.

    Attributes:
        kind: What is asked.
        name: The state, in words.
        view: The card, as the production code is to draw it.
    """

    kind: str
    name: str
    view: CardView


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is asked, and the stories of what becomes of it.

    Attributes:
        name: What is asked.
        reply: What the model says and calls.
        stories: What happens then, by the name of the state that it leaves; the second figure is
            which drawing of the card shows it, from the end.
    """

    name: str
    reply: Reply
    stories: Mapping[str, tuple[Story, int]]


def _nothing(_: SlackThread) -> None:
    """Leave the card as it was asked."""


def _tomorrow(thread: SlackThread) -> None:
    thread.clock.advance(days=2)


ASKED: dict[str, tuple[Story, int]] = {"asked": (_nothing, -1)}
EXPIRED: dict[str, tuple[Story, int]] = {"expired": (_tomorrow, -1)}

LONG = "\n".join(f"Order {8800 + n}: its parcel left the warehouse late." for n in range(190))
ROTATE = "sudo -u vault /opt/keys/rotate --host db-7 --keep-old 24h \\\n  | tee /var/log/rotate"
HIDDEN = "Pay to DE02 1203 0000 0000 2020 51\u202e\u200b (new account)"
LOGIN = {"account": "db-admin", "password": "correct horse battery staple"}
WHY = "Bob has written twice, and his parcel came a week late."

CUT_OFF = call("pay_out", order_id="8841", amount=120.0)

KINDS: Sequence[Kind] = (
    Kind(
        name="Confirmation",
        reply=calls(call("send_email", **EMAIL), text=WHY),
        stories={
            **ASKED,
            "approved": (lambda t: t.card.approve(), -2),
            "done": (lambda t: t.card.approve(), -1),
            "approved with edits": (
                lambda t: t.card.edit(subject="Your refund for order 8841"),
                -1,
            ),
            "rejected": (lambda t: t.card.reject(), -1),
            "rejected with a reason": (
                lambda t: t.card.reject("It was 60 EUR, not 120. Ask Ana first."),
                -1,
            ),
            "answered in its place": (lambda t: t.card.answer_for("I have called Bob."), -1),
            **EXPIRED,
        },
    ),
    Kind(
        name="Confirmation, high risk",
        reply=call("delete_index", index="orders-2019", reason="The retention time is over."),
        stories={**ASKED, "failed": (lambda t: t.card.approve(), -1), **EXPIRED},
    ),
    Kind(
        name="Confirmation, long arguments",
        reply=call("send_email", **{**EMAIL, "body": LONG}),
        stories={**ASKED, "done": (lambda t: t.card.approve(), -1)},
    ),
    Kind(
        name="Confirmation, invisible characters",
        reply=call("send_email", **{**EMAIL, "body": HIDDEN}),
        stories=ASKED,
    ),
    Kind(
        name="Confirmation, own words on the buttons",
        reply=call("ship", order_id="8841"),
        stories={**ASKED, "held back": (lambda t: t.card.reject(), -1)},
    ),
    Kind(
        name="Confirmation by two",
        reply=call("refund", order_id="8841", amount=120.0),
        stories={
            **ASKED,
            "one of two": (lambda t: t.card.approve(), -1),
            "changed by the first": (lambda t: t.card.edit(amount=60.0), -1),
            "done": (lambda t: [t.card.approve(), t.card.approve(by=EVE)], -1),
            "rejected by the second": (
                lambda t: [t.card.approve(), t.card.reject("Too much", by=EVE)],
                -1,
            ),
        },
    ),
    Kind(
        name="Several at once",
        reply=calls(
            call("restart", service="api"),
            call("restart", service="search"),
            call("restart", service="mail"),
            text="All three stopped answering at 13:20.",
        ),
        stories={
            **ASKED,
            "two decided": (
                lambda t: [t.cards[0].approve(), t.cards[2].reject("Mail is being moved.")],
                -1,
            ),
            "all decided": (lambda t: [card.approve() for card in t.cards], -1),
        },
    ),
    Kind(
        name="Hidden arguments",
        reply=call("set_password", **LOGIN),
        stories={
            **ASKED,
            "escalated": (lambda t: t.clock.advance(hours=7), -1),
            "handed on": (lambda t: t.card.hand_to(BOB, by=EVE), -1),
            "done": (lambda t: t.card.approve(by=EVE), -1),
            "cancelled": (lambda t: t.card.cancel("It is set already."), -1),
        },
    ),
    Kind(
        name="An approval that may stand",
        reply=call("tag_order", order_id="8841", label="paid"),
        stories={
            **ASKED,
            "stands": (lambda t: t.card.approve_and_keep(hours=8), -1),
            "rejected for good": (lambda t: t.card.reject("No tags here.", for_good=True), -1),
        },
    ),
    Kind(
        name="User input",
        reply=call("deploy", service="checkout-api", commit="4f1c9e2", share=10),
        stories={
            **ASKED,
            "filled in": (
                lambda t: t.card.fill(env="prod-eu", share=10, day=date(2026, 11, 23)),
                -1,
            ),
            "declined": (lambda t: t.card.reject(), -1),
            "answered in its place": (lambda t: t.card.answer_for("It is out already."), -1),
            **EXPIRED,
        },
    ),
    Kind(
        name="User input, a form of its own",
        reply=call("open_account", name="Northwind"),
        stories=ASKED,
    ),
    Kind(
        name="External execution",
        reply=call(
            "rotate_keys",
            host="db-7",
            command=ROTATE,
        ),
        stories={
            **ASKED,
            "done": (lambda t: t.card.done("rotated 3 keys\nold keys end Nov 21, 13:52 UTC"), -1),
            "could not run": (lambda t: t.card.could_not_run("db-7 is in maintenance."), -1),
            **EXPIRED,
        },
    ),
    Kind(
        name="Unknown outcome",
        reply=CUT_OFF,
        stories={
            **ASKED,
            "it happened": (lambda t: t.card.it_happened(), -1),
            "stopped": (lambda t: t.card.stop(), -1),
            **EXPIRED,
        },
    ),
    Kind(
        name="Question",
        reply=call(
            "ask_user",
            questions=[
                {
                    "question": "Which warehouse is to send the replacement?",
                    "options": [
                        {"label": "Hamburg", "description": "Tomorrow, 12 left."},
                        {"label": "Lyon", "description": "In two days, 240 left."},
                    ],
                }
            ],
        ),
        stories={
            **ASKED,
            "answered": (lambda t: t.card.answer("Hamburg"), -1),
            "skipped": (lambda t: t.card.reject(), -1),
            **EXPIRED,
        },
    ),
    Kind(
        name="Questions",
        reply=call(
            "ask_user",
            questions=[
                {
                    "question": "Which customers are told?",
                    "multi_select": True,
                    "options": [{"label": each} for each in ("Late", "Lost", "Returned")],
                },
                {"question": "What do we say about the delay?"},
            ],
        ),
        stories={
            **ASKED,
            "answered": (lambda t: t.card.answer(["Late", "Lost"], "The truck broke down."), -1),
        },
    ),
    Kind(
        name="Decided in another channel",
        reply=call("publish", title="Autumn sale"),
        stories={**ASKED, "done": (lambda t: t.card.approve(), -1)},
    ),
)


def pictures() -> tuple[Picture, ...]:
    """Play every story, and give each state that it leaves."""
    return tuple(
        Picture(kind=kind.name, name=name, view=_played(kind.reply, story, drawing))
        for kind in KINDS
        for name, (story, drawing) in kind.stories.items()
    )


def _played(reply: Reply, story: Story, drawing: int) -> CardView:
    thread = SlackThread(agent(), reply, say("Done."), clock=ManualClock(NOON))
    thread.chat.gather("S0SRE", "U0BOB", EVE)
    with suppress(CutOffError):
        thread.say("@Signoff please see to order 8841")
    # Nobody takes a thread up that a worker was cut off in, before its lease is over.
    thread.clock.advance(minutes=5 if reply is CUT_OFF else 0)
    first = thread.chat.shown[0].view.card.at
    story(thread)
    views = [each.view for each in thread.chat.shown if each.view.card.at == first]
    return views[drawing]
