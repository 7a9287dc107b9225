"""A click or a submit as the decision that it carries."""

from collections.abc import Callable, Mapping

from signoff.adapters.slack import edits, forms, keeping
from signoff.adapters.slack.bodies import shown_of
from signoff.adapters.slack.look import must_be_ticked
from signoff.adapters.slack.passing import WHY_CANCEL, handed_to
from signoff.adapters.slack.review import READ_ALL, UNREAD, can_be_approved, can_be_read, is_ticked
from signoff.adapters.slack.states import State, States, UnreadableError, value_of
from signoff.adapters.slack.verbs import picked
from signoff.adapters.slack.widgets import ACTION, Field, Text
from signoff.adapters.slack.words import NOT_EDITABLE, WRONG_FORM
from signoff.core.approving import ApproveWith
from signoff.core.click import Invalid, Reading, Wish
from signoff.core.decision import (
    AnsweredFor,
    Approved,
    Cancelled,
    CouldNotRun,
    Decision,
    Executed,
    ItHappened,
    Rejected,
    RunAgain,
    Stopped,
    fits,
)
from signoff.core.gate import Confirmation, UserFeedback, UserInput
from signoff.core.grants import ApproveAndKeep, RejectForGood
from signoff.core.requirement import Requirement
from signoff.core.schema import check
from signoff.core.voting import HandTo

REASON = Field(key="why", name="", label="Reason", widget=Text(is_long=True, most=1_000))
INSTEAD = Field(key="said", name="", label="Its answer", widget=Text(is_long=True))
RESULT = Field(key="text", name="", label="What it printed", widget=Text(is_long=True))

_FORMS = frozenset({"submit", "fill", "answer"})
_IN_WORDS: dict[str, tuple[Field, Callable[[str], Decision]]] = {
    "why": (REASON, lambda said: Rejected(reason=said.strip())),
    "instead": (INSTEAD, lambda said: AnsweredFor(output=said)),
    "cannot": (REASON, lambda said: CouldNotRun(reason=said.strip())),
    "done": (RESULT, lambda said: Executed(result=said)),
    "cancel": (WHY_CANCEL, lambda said: Cancelled(reason=said.strip())),
}
_ONLY_ON: dict[str, type | tuple[type, ...]] = {
    "reject": Confirmation,
    "edit": Confirmation,
    "look": Confirmation,
    "why": Confirmation,
    "instead": (Confirmation, UserInput),
    "decline": UserInput,
    "skip": UserFeedback,
}
"""Where it may come from: each kind of question has its own word for a no."""

_AT_ONCE: dict[str, Decision] = {
    "reject": Rejected(),
    "decline": Rejected(),
    "skip": Rejected(),
    "happened": ItHappened(),
    "again": RunAgain(),
    "stop": Stopped(),
}


_CHECKED_LATER = Invalid | ApproveWith | ApproveAndKeep | RejectForGood | HandTo


def reading(verb: str, values: States) -> Reading:
    """Keep what was clicked and filled in, to be read once it is known what was asked.

    `verb` is the button's own, or that of the button which opened the submitted form.
    """

    def read(requirement: Requirement) -> Wish | Invalid:
        wish = _wish(requirement, verb, values)
        if isinstance(wish, _CHECKED_LATER) or fits(requirement.ask, wish):
            return wish
        return forms.invalid("", WRONG_FORM)

    return read


def _wish(requirement: Requirement, verb: str, values: States) -> Wish | Invalid:
    if not isinstance(requirement.ask, _ONLY_ON.get(verb, object)):
        return forms.invalid("", WRONG_FORM)
    unseen = _unseen(requirement, verb)
    if unseen or verb in _FORMS or picked(verb) is not None:
        return unseen or forms.read(requirement, verb, values)
    if verb in {"approve", "review", "look", "edit", "keep"}:
        return _approved(requirement, verb, values)
    if verb in _IN_WORDS:
        return _in_words(verb, values)
    if verb == "hand":
        return handed_to(values)
    return _AT_ONCE.get(verb) or forms.invalid("", WRONG_FORM)


def _in_words(verb: str, values: States) -> Wish | Invalid:
    field, decide = _IN_WORDS[verb]
    said = _said(values, field)
    decision = said if isinstance(said, Invalid) else decide(said)
    return keeping.for_good(decision, values) if isinstance(decision, Rejected) else decision


def _state(values: States, block: str) -> State:
    states = values.get(block)
    state = states.get(ACTION) if isinstance(states, Mapping) else None
    return state if isinstance(state, Mapping) else {}


def _said(values: States, field: Field) -> str | Invalid:
    try:
        text = value_of(field, _state(values, field.key))
    except UnreadableError as error:
        return Invalid(problems=(forms.problem(field, str(error)),))
    if text is None and field.is_optional:
        return ""
    if not isinstance(text, str):
        return Invalid(problems=(forms.problem(field, "is missing"),))
    unfit = check({}, text)
    return Invalid(problems=(forms.problem(field, unfit[0].message),)) if unfit else text


def _approved(requirement: Requirement, verb: str, values: States) -> Wish | Invalid:
    if not isinstance(requirement.ask, Confirmation):
        return forms.invalid("", WRONG_FORM)
    if verb == "edit":
        return edits.read(requirement, values)
    if verb == "keep":
        return keeping.read(requirement, values)
    must_tick = verb == "review" or (verb == "look" and must_be_ticked(requirement))
    if must_tick and not is_ticked(_state(values, READ_ALL)):
        return forms.invalid(READ_ALL, UNREAD)
    return Approved()


def _unseen(requirement: Requirement, verb: str) -> Invalid | None:
    """Take a yes only where all of what will run could be seen: on the card, or in a modal."""
    match requirement.ask:
        case Confirmation() if verb == "edit":
            is_editable = edits.may_be_edited(requirement)
            return None if is_editable else forms.invalid("", NOT_EDITABLE)
        case Confirmation() if verb in {"approve", "review", "look"}:
            is_whole = shown_of(requirement).is_whole
            is_long = not can_be_approved(requirement)
        case UserInput(fields=names) if verb in {"submit", "fill"}:
            is_whole = shown_of(requirement, without=names, is_roomy=True).is_whole
            is_long = not can_be_read(requirement, without=names)
        case _:
            return None
    if is_long:
        return forms.invalid("", "It is too long to be reviewed, so only a no is possible")
    if verb in {"approve", "submit"} and not is_whole:
        return forms.invalid("", "Review all of it before you decide")
    return None
