"""The steps of the conversation that stand as files in events/."""

from dataclasses import dataclass
from pathlib import Path

from playground.runner.cloudformation import TemplateError


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One file.

    Attributes:
        name: The file's name, without its ending.
        function: The function that it goes to.
        status: The HTTP status it is answered with; None for what comes by no HTTP.
        needs_pause: Whether it names the run that waits for a person.
        says: What it is, in a few words.
    """

    name: str
    function: str
    status: int | None
    needs_pause: bool
    says: str


def _http(name: str, says: str, function: str = "slack_events") -> Step:
    return Step(name=name, function=function, status=200, needs_pause=False, says=says)


def _click(name: str, says: str) -> Step:
    return Step(name=name, function="slack_interactions", status=200, needs_pause=True, says=says)


def _inside(name: str, function: str, says: str, *, needs_pause: bool = False) -> Step:
    return Step(name=name, function=function, status=None, needs_pause=needs_pause, says=says)


STEPS = (
    _http("url_verification", "Slack asks whether the address is ours"),
    _http("mention", "ana mentions the agent in #ops"),
    _http("direct_message", "bob writes to the agent directly"),
    _http("thread_reply", "bob answers in the thread of the mention"),
    _click("click_approve", "bob approves the e-mail"),
    _click("click_reject", "bob rejects the e-mail"),
    _click("submit_form", "bob answers the questions on their card"),
    _click("submit_modal", "bob hands in the form of the refund"),
    _inside("sqs_event", "turn_worker", "the queue delivers the mention"),
    _inside("sqs_wake", "turn_worker", "the queue wakes the thread", needs_pause=True),
    _inside("schedule", "clock", "a minute has passed"),
)


def step_of(file: Path) -> Step:
    """Give the step that a file holds, by its name.

    Raises:
        TemplateError: There is none of this name.
    """
    for step in STEPS:
        if step.name == file.stem:
            return step
    known = ", ".join(step.name for step in STEPS)
    raise TemplateError(f"{file} is none of the events: {known}.")
