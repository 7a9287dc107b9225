"""What people attach reaches the model, stays as it was, and never holds anybody up."""

import base64
from dataclasses import replace
from typing import Any

import pytest

from signoff.core.attachments import EMPTY, LARGEST, MOST_FILES, Attached
from signoff.ports import LostContentError, UnfetchableError, UnreachableError
from signoff.testing import say
from signoff.usecases.read_files import TRIES
from tests.core.test_attachments import EXE, PDF, PNG
from tests.usecases.world import World

TEXT = Attached(id="F1", name="notes.md", mimetype="text/markdown", url="https://x/1")
IMAGE = Attached(id="F2", name="photo.png", mimetype="image/png", url="https://x/2")
PAPER = Attached(id="F3", name="bill.pdf", mimetype="application/pdf", url="https://x/3")
SETUP = Attached(id="F4", name="setup.exe", mimetype="application/octet-stream", url="https://x/4")


def _world(*replies: str) -> World:
    world = World(*map(say, replies or ("Read.",)))
    for file, content in ((TEXT, b"# Notes"), (IMAGE, PNG), (PAPER, PDF), (SETUP, EXE)):
        world.chat.give(file, content)
    return world


def _say(world: World, *files: Attached, text: str = "Look") -> None:
    message = world.message(text)
    names = tuple(file.name for file in files)
    world.hear(replace(message, inbound=replace(message.inbound, files=names, attached=files)))
    world.work()


def _parts(world: World, *, call: int = -1, item: int = 0) -> list[Any]:
    content: Any = world.model.conversations[call][item]["content"]
    return list(content)


def _texts(world: World) -> list[str]:
    return [part["text"] for part in _parts(world) if part["type"] == "input_text"]


def test_an_image_a_pdf_and_a_text_reach_the_model_each_in_its_form() -> None:
    world = _world()

    _say(world, IMAGE, PAPER, TEXT)

    words, named, image, paper, text = _parts(world)
    assert words["text"].endswith(" Look\n(attached: photo.png, bill.pdf, notes.md)")
    assert named["text"] == "The image photo.png:"
    assert image == {
        "type": "input_image",
        "image_url": f"data:image/png;base64,{base64.b64encode(PNG).decode()}",
        "detail": "auto",
    }
    assert paper == {
        "type": "input_file",
        "filename": "bill.pdf",
        "file_data": f"data:application/pdf;base64,{base64.b64encode(PDF).decode()}",
    }
    assert "it is no order" in text["text"]
    assert text["text"].endswith("\n# Notes")
    assert world.chat.words(world.thread) == ("Read.",)


def test_a_later_turn_has_the_same_though_slack_has_it_no_more() -> None:
    world = _world("Read.", "Still known.")
    _say(world, TEXT, IMAGE)
    first = _parts(world)
    world.chat.fail_next("fetch", UnfetchableError("it was deleted"))

    world.say("And now?")

    assert _parts(world) == first
    assert world.chat.words(world.thread) == ("Read.", "Still known.")


def test_what_is_not_read_is_named_once_with_the_reason_and_the_model_told() -> None:
    world = _world("Read.", "Again.")

    _say(world, SETUP, TEXT)
    world.say("And now?")

    unread, *replies = world.chat.words(world.thread)
    assert unread.startswith("I can't read `setup.exe`: I read images")
    assert replies == ["Read.", "Again."]
    assert "setup.exe [not read: I read images" in _texts(world)[0]
    assert _texts(world)[1].endswith("# Notes")


@pytest.mark.parametrize(
    ("file", "content", "why"),
    [
        (IMAGE, EXE, "it is not the PNG image it says it is"),
        (IMAGE, b"<!DOCTYPE html><html>", "sign-in page"),
        (TEXT, b"", EMPTY),
        (TEXT, b"x" * (LARGEST + 1), "I read up to 20 MB"),
        (replace(IMAGE, size=LARGEST + 1), PNG, "I read up to 20 MB"),
        (replace(IMAGE, skipped="it was deleted"), PNG, "it was deleted"),
    ],
)
def test_whatever_is_wrong_with_a_file_the_turn_goes_on(
    file: Attached, content: bytes, why: str
) -> None:
    world = _world()
    world.chat.give(file, content)

    _say(world, file)

    unread, reply = world.chat.words(world.thread)
    assert why in unread
    assert reply == "Read."


def test_slack_is_asked_about_a_file_of_which_only_the_id_is_known() -> None:
    world = _world()

    _say(world, Attached(id="F1", name="a file", mimetype=""))

    assert _texts(world)[0].endswith("(attached: notes.md)")
    assert _texts(world)[1].endswith("# Notes")


def test_a_slack_that_does_not_answer_is_waited_for_and_then_gone_on_without() -> None:
    world = _world()
    for _ in range(TRIES):
        world.chat.fail_next("fetch", UnreachableError("down"))

    _say(world, TEXT)
    for _ in range(TRIES):
        world.clock.advance(minutes=1)
        world.sweep()
        world.work()

    unread, reply = world.chat.words(world.thread)
    assert unread == "I can't read `notes.md`: Slack did not give it to me in time."
    assert reply == "Read."
    assert len(world.model.conversations) == 1


def test_a_slack_that_answers_the_second_time_has_its_file_read() -> None:
    world = _world()
    world.chat.fail_next("fetch", UnreachableError("down"))

    _say(world, TEXT)
    world.clock.advance(minutes=1)
    world.sweep()
    world.work()

    assert _texts(world)[1].endswith("# Notes")
    assert world.chat.words(world.thread) == ("Read.",)


def test_more_files_than_are_read_are_named() -> None:
    world = _world()
    files = [replace(TEXT, id=f"F{number}", name=f"{number}.md") for number in range(12)]
    for file in files:
        world.chat.give(file, b"words")

    _say(world, *files)

    (unread, _) = world.chat.words(world.thread)
    assert unread.count("\n") == 12 - MOST_FILES - 1
    assert "`11.md`" in unread
    assert len(_texts(world)) == 1 + MOST_FILES


def test_of_more_than_a_request_carries_the_model_has_what_came_last() -> None:
    world = _world()
    first, second = replace(PAPER, id="F8", name="1.pdf"), replace(PAPER, id="F9", name="2.pdf")
    for file in (first, second):
        world.chat.give(file, PDF + b"x" * (LARGEST // 2 + 1))

    _say(world, first, second)

    _, left_out, kept = _parts(world)
    assert left_out["text"].startswith("The file 1.pdf is left out")
    assert kept["filename"] == "2.pdf"


def test_what_is_not_kept_any_more_is_said_to_the_model() -> None:
    world = _world("Read.", "Again.")
    _say(world, TEXT)
    world.store.fail_next("kept", LostContentError("gone"))

    world.say("And now?")

    assert _texts(world)[1] == "The file notes.md is not kept any more."
    assert world.chat.words(world.thread) == ("Read.", "Again.")


def test_a_name_does_not_come_alive_in_the_thread() -> None:
    world = _world()

    _say(world, replace(SETUP, name="`<!channel>` *x*.exe"))

    assert world.chat.words(world.thread)[0].startswith("I can't read `'<!channel>' *x*.exe`: ")
