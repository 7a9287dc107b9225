"""Where a requirement is drawn: its block ids, its buttons' values, its number among others."""

from dataclasses import dataclass

from signoff.adapters.slack.blocks import Block, button
from signoff.adapters.slack.escapes import one_line
from signoff.adapters.slack.labels import CANNOT, DECLINE, DONE, no_of, yes_of
from signoff.adapters.slack.limits import TEXT_IN_BLOCK, clipped
from signoff.core.address import Address
from signoff.core.keys import ThreadKey
from signoff.core.requirement import Requirement
from signoff.core.titles import title_of

_TITLE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A requirement on a card.

    Attributes:
        thread: The thread it belongs to.
        requirement: What is drawn.
        want: The version of the card.
        number: Its place among several, from 1; None: it is alone.
        has_own_expiry: Whether it stands apart from the others in when it expires.
        has_own_reason: Whether what the model said is not said above for all of them.
    """

    thread: ThreadKey
    requirement: Requirement
    want: int
    number: int | None = None
    has_own_expiry: bool = False
    has_own_reason: bool = True

    @property
    def suffix(self) -> str:
        """What makes the block ids of this drawing new: Slack keeps what was typed by block id."""
        return f".{self.requirement.at.place}.{self.want}"

    @property
    def title(self) -> str:
        """The human sentence, in one line."""
        return clipped(one_line(title_of(self.requirement)), min(_TITLE, TEXT_IN_BLOCK))

    @property
    def numbered_title(self) -> str:
        """The human sentence with its number, if there is one."""
        return self.title if self.number is None else f"{self.number}  {self.title}"

    def button(
        self, verb: str, text: str, *, does: str = "", style: str = "", confirm: Block | None = None
    ) -> Block:
        """Draw a button about this requirement; a screen reader says what it `does`, to what."""
        said = (does or text).rstrip("…")
        spoken = said if self.number is None else f"{said} {self.number}"
        return button(
            verb,
            text,
            self.value(verb),
            about=f"{spoken}: {self.title}",
            style=style,
            confirm=confirm,
        )

    def decline(self) -> Block:
        """Draw the button that leaves a form unfilled."""
        return self.button("decline", no_of(self.requirement, DECLINE), does=DECLINE)

    def report(self, *, style: str = "") -> tuple[Block, Block]:
        """Draw the two buttons with which a person tells what came of what they ran."""
        asked = self.requirement
        return (
            self.button("done", yes_of(asked, DONE), does=DONE, style=style),
            self.button("cannot", no_of(asked, CANNOT), does=CANNOT),
        )

    def value(self, verb: str) -> str:
        """Write the value of a button: where to look, and what was shown."""
        asked = self.requirement
        address = Address.of(self.thread, asked)
        return address.value(verb)
