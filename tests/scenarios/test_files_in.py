"""Files that people attach, through the whole stack: what the model has, and who is asked."""

import base64
from dataclasses import replace

import pytest

from tests.core.test_attachments import PDF, PNG
from tests.scenarios.attaching import (
    BILL,
    NOTES,
    PHOTO,
    SETUP,
    elsewhere,
    parts,
    say_with_file,
)
from tests.scenarios.stage import EMAIL, Stage


def test_images_documents_and_texts_reach_the_model(stage: Stage) -> None:
    stage.model.say("I have read all three.")

    stage.say("Look at these", attachments=(PHOTO, BILL, NOTES))

    kinds = [part["type"] for part in parts(stage)]
    assert kinds == ["input_text", "input_text", "input_image", "input_file", "input_text"]
    assert parts(stage)[2]["image_url"] == f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert parts(stage)[3]["file_data"].endswith(base64.b64encode(PDF).decode())
    assert parts(stage)[4]["text"].endswith("# Größe\n")
    assert stage.said == ["I have read all three."]


def test_what_it_cannot_read_is_named_in_the_thread_once(stage: Stage) -> None:
    stage.model.say("I have the notes.").say("You are welcome.")

    stage.say("Install this", attachments=(SETUP, NOTES))
    stage.say("Thanks")

    unread, *replies = stage.said
    assert unread.startswith("I can't read `setup.exe`: ")
    assert replies == ["I have the notes.", "You are welcome."]
    assert "setup.exe [not read" in str(stage.model.requests[-1].input)


def test_a_file_that_comes_while_a_decision_is_open_is_read_after_it(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    stage.say("And mind this", attachments=(NOTES,))
    stage.model.say("Sent, and I minded it.")

    stage.click("approve")
    stage.settle()

    assert parts(stage)[-1]["text"].endswith("# Größe\n")
    assert stage.said == ["Sent, and I minded it."]


def test_a_file_that_is_deleted_later_is_still_known(stage: Stage) -> None:
    stage.model.say("Seen.").say("It is still the same.")
    stage.say("Look", attachments=(PHOTO,))
    first = parts(stage)

    stage.slack.change_file(PHOTO.name, content=None)
    stage.say("And now?")

    (message,) = [i for i in stage.model.requests[-1].input if i.get("content") == first]
    assert message["role"] == "user"


def test_the_token_goes_to_no_other_host(stage: Stage) -> None:
    stage.model.say("Hello.").say("I can't see it.")
    stage.say("Hello")

    with elsewhere() as host:
        say_with_file(stage, "Look", url_private_download=f"{host.url}/files-pri/T0-F0/away.png")

    assert host.asked == []
    assert stage.said[1] == "I can't read `away.png`: it is kept outside of Slack."
    assert stage.said[2] == "I can't see it."


def test_an_answer_leads_the_token_to_no_other_host(stage: Stage) -> None:
    with elsewhere() as host:
        stage.model.say("Hello.").say("I can't see it.")
        stage.say("Hello")
        file = stage.slack.upload("U0ANA", "moved.png", PNG, "image/png")
        stage.slack.change_file("moved.png", leads_to=f"{host.url}/x.png")

        say_with_file(stage, "Look", id=file, name="moved.png", file_access="check_file_info")

    assert host.asked == []
    assert "I can't read `moved.png`" in stage.said[1]
    assert stage.said[2] == "I can't see it."


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"<!DOCTYPE html><html>Sign in</html>"])
def test_bytes_that_are_no_image_are_none(stage: Stage, content: bytes) -> None:
    stage.model.say("I can't see it.")

    stage.say("Look", attachments=(replace(PHOTO, content=content),))

    assert [part["type"] for part in parts(stage)] == ["input_text"]
    assert stage.said[0].startswith("I can't read `photo.png`: ")


def test_of_a_file_from_another_workspace_slack_is_asked(stage: Stage) -> None:
    stage.model.say("Hello.").say("Read.")
    stage.say("Hello")
    file = stage.slack.upload("U0ANA", "theirs.md", b"theirs", "text/markdown")

    say_with_file(stage, "Look", id=file, name="", file_access="check_file_info")

    assert parts(stage)[-1]["text"].endswith("theirs")
