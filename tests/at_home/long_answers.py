"""Answers that no single message holds: what was lost of them, byte by byte."""

from collections.abc import Callable
from functools import partial

from signoff.core.codec import from_item
from signoff.core.effects import Out
from tests.adapters.slack.answer_read import answer_in
from tests.at_home.scenario import Losses, Scenario
from tests.scenarios.stage import BOT, EMAIL, Stage

SIZE = 60_000

_CODE = "".join(f"    print({number}, 'a line of code, told at length')\n" for number in range(40))


def _chapter(number: int) -> str:
    """Give words, a list, code and a table, in several scripts and with both line ends."""
    rows = "".join(f"| {each} | größer 日本 😀 | `x{each}` |\n" for each in range(20))
    items = "".join(f"{each}. An item that says something\r\n" for each in range(1, 12))
    return (
        f"## Chapter {number}\r\n\r\n{'Words that follow each other. ' * 12}\r\n\r\n{items}\r\n"
        f"```python\ndef tell():\n{_CODE}```\n\n| n | wörter | code |\n|---|:-:|--:|\n{rows}\n"
    )


def mixed() -> str:
    """Give 60 KB of everything."""
    return _filled(_chapter)


def code() -> str:
    """Give one block of code that no message holds."""
    lines = _filled(lambda number: f"value_{number} = {number}  # a comment of some length\n")
    return f"Here it is:\n\n```python\n{lines}```\nThat is all."


def table() -> str:
    """Give one table that no message holds."""
    rows = _filled(lambda number: f"| row {number} | {'cell ' * 12}| {number} |\n")
    return f"| row | words | number |\n|:----|-------|-------:|\n{rows}"


def one_line() -> str:
    """Give a text without any place to cut."""
    return "語" * (SIZE // 3)


def _filled(part: Callable[[int], str]) -> str:
    found, size, number = list[str](), 0, 0
    while size < SIZE:
        found.append(part(number))
        size += len(found[-1].encode())
        number += 1
    return "".join(found)


def lost_bytes(stage: Stage) -> int:
    """Count the bytes of the last journalled answer that do not stand in its thread, in order."""
    outs = [from_item(Out, row) for row in stage.rows("#OUT#reply.")]
    wanted, mark = outs[-1].text, f"{outs[-1].run}.{outs[-1].name}"
    return _missing(wanted.encode(), _standing(stage, mark))


def _standing(stage: Stage, mark: str) -> bytes:
    """Read an answer back: from its file, or from its messages, put together."""
    for message in stage.messages:
        for file in (stage.slack.workspace.files[each] for each in message.files):
            if message.user == BOT and file.name == f"answer-{mark}.md":
                return file.content or b""
    said = [
        {"text": m.text, "blocks": m.blocks, "metadata": m.metadata}
        for m in stage.messages
        if (m.metadata or {}).get("event_payload", {}).get("mark") == mark
    ]
    return answer_in(said).encode()


def _missing(wanted: bytes, found: bytes) -> int:
    if wanted == found:
        return 0
    same = next((at for at, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), 0)
    return max(len(wanted) - (same or min(len(found), len(wanted))), 1)


def _says(text: Callable[[], str], stage: Stage) -> Losses:
    stage.model.say(text())
    stage.say("Tell me all of it")
    return Losses(lost_bytes=lost_bytes(stage), lost_messages=int(stage.requests != 1))


def _says_after_a_decision(stage: Stage) -> Losses:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob, and tell me all of it")
    stage.model.say(mixed())
    stage.click("approve")
    stage.settle()
    return Losses(lost_bytes=lost_bytes(stage))


def _says_though_slack_stumbles(stage: Stage) -> Losses:
    stage.model.say(mixed())
    stage.slack.fail("chat.postMessage", lose_reply=True)
    stage.say("Tell me all of it")
    for _ in range(3):
        stage.overdue("OUT#")
    return Losses(lost_bytes=lost_bytes(stage))


def _says_too_much_for_messages(stage: Stage) -> Losses:
    stage.model.say(mixed() * 4)
    stage.say("Tell me far more")
    return Losses(lost_bytes=lost_bytes(stage))


SCENARIOS = (
    Scenario(name="60 KB of everything arrive whole", play=partial(_says, mixed)),
    Scenario(name="60 KB of code arrive whole", play=partial(_says, code)),
    Scenario(name="60 KB of a table arrive whole", play=partial(_says, table)),
    Scenario(name="60 KB without a place to cut arrive whole", play=partial(_says, one_line)),
    Scenario(name="60 KB arrive whole after a decision", play=_says_after_a_decision),
    Scenario(name="60 KB arrive whole though Slack stumbles", play=_says_though_slack_stumbles),
    Scenario(name="240 KB are a file with a beginning", play=_says_too_much_for_messages),
)
