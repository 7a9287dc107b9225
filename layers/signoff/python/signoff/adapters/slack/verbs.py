"""What each button does: the one list of verbs, which are both action ids and words of values.

| verb | on | does |
|---|---|---|
| `approve`, `reject` | confirmation | decides |
| `yesall`, `noall` | several confirmations | decides all of them |
| `why` | confirmation, in the `more` menu | opens `reject`; its submit rejects with the reason |
| `edit` | confirmation, in the `more` menu | opens `edit`; its submit approves with the changes |
| `keep` | confirmation of a sticky tool | opens `keep`; its submit approves, and later calls |
| `revoke` | a receipt | takes back what stands since |
| `instead` | a call, in the `more` menu | opens `instead`; its submit is the call's output |
| `review` | long arguments | opens `review`; its submit approves |
| `reveal` | hidden arguments | opens `reveal`, which has no submit |
| `page1` … `page10` | the review | turns its page |
| `look` | App Home | opens `look`, the review with everything to decide; its submit approves |
| `look1` … `look10` | the same | turns its page |
| `submit`, `decline` | form on the card | decides |
| `fill` | form | opens `fill`; its submit answers |
| `done`, `cannot` | external execution | opens the form of that name; its submit decides |
| `pick0` … `pick3` | one question | answers with that option |
| `answer` | questions | opens `answer`; its submit answers |
| `skip` | questions | declines |
| `hand` | every kind, in the `more` menu | opens `hand`; its submit hands the request over |
| `cancel` | every kind, in the `more` menu | opens `cancel`; its submit takes the request back |
| `now` | the word to somebody whose message waits | cancels all that is open in the run |
| `happened`, `again`, `stop` | unknown outcome | decides |

A button's verb decides, opens a form, or takes back what stands; the submit of a form carries the
verb that opened it, and always decides, cancels or hands over.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from signoff.core.click import Form

MENU: Final = "more"
"""The action id of a row's menu; its options' values carry the verbs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decides:
    """The button carries a decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens:
    """The button opens a form, or turns its page."""

    form: Form
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidesTogether:
    """The button carries a decision for all rows of its card.

    Attributes:
        verb: What each row's own button would say.
    """

    verb: Literal["approve", "reject"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesBack:
    """The button takes back a decision that stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadsNow:
    """The button cancels what a message waits for."""


Deed: TypeAlias = Decides | DecidesTogether | Opens | ReadsNow | TakesBack

VERBS: Final[dict[str, Deed]] = {
    "approve": Decides(),
    "reject": Decides(),
    "yesall": DecidesTogether(verb="approve"),
    "noall": DecidesTogether(verb="reject"),
    "why": Opens(form="reject"),
    "edit": Opens(form="edit"),
    "keep": Opens(form="keep"),
    "revoke": TakesBack(),
    "instead": Opens(form="instead"),
    "review": Opens(form="review"),
    "look": Opens(form="look"),
    "reveal": Opens(form="reveal"),
    "submit": Decides(),
    "decline": Decides(),
    "fill": Opens(form="fill"),
    "done": Opens(form="done"),
    "cannot": Opens(form="cannot"),
    "answer": Opens(form="answer"),
    "skip": Decides(),
    "hand": Opens(form="hand"),
    "cancel": Opens(form="cancel"),
    "now": ReadsNow(),
    "happened": Decides(),
    "again": Decides(),
    "stop": Decides(),
}

VERB_OF: Final[dict[Form, str]] = {
    "reject": "why",
    "edit": "edit",
    "keep": "keep",
    "instead": "instead",
    "review": "review",
    "look": "look",
    "fill": "fill",
    "done": "done",
    "cannot": "cannot",
    "answer": "answer",
    "hand": "hand",
    "cancel": "cancel",
}
"""The verb that a form's submit carries."""

_PAGE = re.compile(r"(page|look)([1-9]|10)", re.ASCII)
_PICK = re.compile(r"pick([0-3])", re.ASCII)


def deed(verb: str) -> Deed | None:
    """Say what a button with this verb does; None: there is no such button."""
    page = _PAGE.fullmatch(verb)
    if page:
        form: Form = "look" if page[1] == "look" else "review"
        return Opens(form=form, page=int(page[2]))
    if _PICK.fullmatch(verb):
        return Decides()
    return VERBS.get(verb)


def picked(verb: str) -> int | None:
    """Say which option a `pick` button stands for."""
    pick = _PICK.fullmatch(verb)
    return int(pick[1]) if pick else None
