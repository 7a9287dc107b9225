"""Files that come in and go out: what was lost of them, and who was asked with the token."""

import base64
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from playground.slack.acts.speaking import Attachment
from tests.at_home.scenario import Apart, Losses, Scenario
from tests.core.test_attachments import PDF, PNG
from tests.scenarios.attaching import (
    BILL,
    NOTES,
    PHOTO,
    SETUP,
    elsewhere,
    files_out,
    parts,
    say_with_file,
)
from tests.scenarios.filing_agent import ROWS
from tests.scenarios.stacks import stack_with
from tests.scenarios.stage import EMAIL, Stage

_WORDS = "Größe, 日本, 😀\r\n" * 2_000


def _given(stage: Stage) -> str:
    """All that stands in the parts of the last words of a person, decoded."""
    found: list[str] = []
    for part in parts(stage):
        data = str(part.get("image_url") or part.get("file_data") or "")
        found.append(str(part.get("text", "")))
        found.append(base64.b64decode(data.partition(",")[2]).decode("latin-1"))
    return "".join(found)


def _lost(stage: Stage, *contents: bytes) -> int:
    given = _given(stage)
    return sum(
        len(content)
        for content in contents
        if content.decode("latin-1") not in given and content.decode(errors="replace") not in given
    )


def _read(stage: Stage) -> Losses:
    stage.model.say("I have read all three.")
    stage.say("Look at these", attachments=(PHOTO, BILL, NOTES))
    return Losses(
        lost_bytes=_lost(stage, PNG, PDF, NOTES.content),
        lost_messages=int(stage.said != ["I have read all three."]),
    )


def _read_after_a_decision(stage: Stage) -> Losses:
    long = Attachment(name="long.txt", mimetype="text/plain", content=_WORDS.encode())
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    stage.say("And mind these", attachments=(PHOTO, long))
    stage.model.say("Sent, and I minded them.")
    stage.click("approve")
    stage.settle()
    return Losses(lost_bytes=_lost(stage, PNG, long.content))


def _kept_though_deleted(stage: Stage) -> Losses:
    own = replace(PHOTO, name="mine.png")
    stage.model.say("Seen.").say("Still seen.")
    stage.say("Look", attachments=(own,))
    first = parts(stage)
    stage.slack.change_file(own.name, content=None)
    stage.say("And now?")
    still = any(item.get("content") == first for item in stage.model.requests[-1].input)
    return Losses(lost_bytes=0 if still else len(PNG))


def _named(stage: Stage) -> Losses:
    stage.model.say("I have the notes.")
    stage.say("Install this", attachments=(SETUP, NOTES))
    unread, *replies = stage.said
    assert unread.startswith("I can't read `setup.exe`: ")
    return Losses(lost_messages=int(replies != ["I have the notes."]))


def _hostile(stage: Stage) -> Losses:
    stage.model.say("Hello.").say("I can't see it.")
    stage.say("Hello")
    with elsewhere() as host:
        say_with_file(stage, "Look", url_private_download=f"{host.url}/files-pri/T0-F0/a.png")
    return Losses(
        auth_elsewhere=host.with_token, lost_messages=int(stage.said[-1] != "I can't see it.")
    )


def _redirected(stage: Stage) -> Losses:
    stage.model.say("Hello.").say("I can't see it.")
    stage.say("Hello")
    with elsewhere() as host:
        file = stage.slack.upload("U0ANA", "led.png", PNG, "image/png")
        stage.slack.change_file("led.png", leads_to=f"{host.url}/a.png")
        say_with_file(stage, "Look", id=file, name="led.png", file_access="check_file_info")
    return Losses(
        auth_elsewhere=host.with_token, lost_messages=int(stage.said[-1] != "I can't see it.")
    )


def _sent() -> Losses:
    """Play files that go out in a stack whose agent has tools for it."""
    with TemporaryDirectory() as root, stack_with("filing_agent.py", Path(root)) as everything:
        stage = Stage(everything)
        stage.slack.fail("files.completeUploadExternal", lose_reply=True)
        stage.model.call("export_orders").call("print_invoice", order_id="8841")
        stage.say("Export the orders, then print the invoice")
        stage.overdue("OUT#")
        stage.model.say("There they are.")
        stage.click("approve")
        stage.settle()
        standing = files_out(stage)
    wanted = [ROWS.encode(), b"Invoice for 8841"]
    lost = sum(len(each) for each in wanted if [c for _, c in standing].count(each) != 1)
    return Losses(lost_bytes=lost, lost_messages=int(len(standing) != len(wanted) + 1))


SCENARIOS = (
    Apart(name="files of tools stand in the thread once, before and after a decision", play=_sent),
    Scenario(name="an image, a PDF and a text reach the model", play=_read),
    Scenario(name="files reach the model after a decision", play=_read_after_a_decision),
    Scenario(name="a file stays known though it was deleted", play=_kept_though_deleted),
    Scenario(name="a file that can't be read is named", play=_named),
    Scenario(name="a file at another host is not asked for", play=_hostile),
    Scenario(name="an answer that leads elsewhere is not followed", play=_redirected),
)
