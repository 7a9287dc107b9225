"""A run's timeline, for people and for machines; what was said stays hidden unless asked for."""

from cli import answers, threads
from signoff.core.keys import ThreadKey
from signoff.core.moments import Detail, Moment
from signoff.usecases.show_run import ShownRun

_SHORT = 12
_DIGEST = "digest"


def as_json(thread: ThreadKey, shown: ShownRun, *, is_open: bool) -> dict[str, object]:
    """Write a run for a machine."""
    return {
        "thread": threads.named(thread),
        "run": shown.run,
        "last_run": shown.last,
        "state": shown.meta.state.value.lower(),
        "stop_asked": shown.meta.stop is not None,
        "moments": [_moment(each, is_open=is_open) for each in shown.moments],
    }


def as_table(thread: ThreadKey, shown: ShownRun, *, is_open: bool) -> None:
    """Write a run for a person."""
    answers.line(f"Run {shown.run} of {shown.last} in {threads.named(thread)} (times in UTC)")
    rows = [
        (
            answers.clock_time(each.at),
            each.what.replace("_", " "),
            each.call or answers.NOTHING,
            each.by.name if each.by else answers.NOTHING,
            _details(each, is_open=is_open),
        )
        for each in shown.moments
    ]
    answers.table(("time", "what", "call", "by", "details"), rows)
    if not is_open:
        answers.line("Arguments, texts and results are hidden: --show-arguments shows them.")


def _moment(moment: Moment, *, is_open: bool) -> dict[str, object]:
    written: dict[str, object] = {
        "what": moment.what,
        "at": answers.iso(moment.at),
        "call": moment.call or None,
        "by": {"id": moment.by.id, "name": moment.by.name} if moment.by else None,
        "details": {name: _told(name, value) for name, value in moment.details.items()},
    }
    return {**written, "words": dict(moment.words)} if is_open else written


def _told(name: str, value: Detail) -> Detail:
    return answers.iso(value) if name.endswith("_at") and isinstance(value, int) else value


def _details(moment: Moment, *, is_open: bool) -> str:
    told = [
        f"{name}={_in_short(name, value)}"
        for name, value in moment.details.items()
        if value is not None
    ]
    said = [f"{name}: {text}" for name, text in moment.words.items() if text] if is_open else []
    return "\n".join((" ".join(told), *said)).strip()


def _in_short(name: str, value: Detail) -> str:
    if name.endswith("_at") and isinstance(value, int):
        return answers.clock_time(value).replace(" ", "T")
    return str(value)[:_SHORT] if name == _DIGEST else str(value)
