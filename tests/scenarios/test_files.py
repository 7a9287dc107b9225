"""Arguments that no modal holds: read in a file in the thread, approved beside it."""

import json
from hashlib import sha256

from signoff.core.codec import from_item
from signoff.core.items import Update
from signoff.core.keys import Key
from signoff.core.requirement import Requirement
from tests.adapters.slack.reading_back import read_back
from tests.scenarios.stage import BOB, EMAIL, Stage

BODY = "".join(f"Line {number} of an endless letter.\n" for number in range(5_000))


def _asked(stage: Stage) -> None:
    stage.model.call("send_email", **{**EMAIL, "body": BODY})
    stage.say("Mail Bob")


def _files(stage: Stage) -> list[tuple[str, bytes]]:
    found = []
    for message in stage.messages:
        for name in message.files:
            file = stage.slack.workspace.files[name]
            found.append((file.name, file.content or b""))
    return found


def _let_pass(stage: Stage) -> None:
    """Let the clock find the card due."""
    for row in stage.rows("CARD#"):
        if row.get("due") is not None:
            key = Key(str(row["pk"]), str(row["sk"]))
            stage.store.change(Update(key=key, put={"due": 1, "until": 1}))
    stage.system.tick()
    stage.settle()


def test_all_of_it_stands_in_one_file_in_the_thread_and_is_approved_beside_it(
    stage: Stage,
) -> None:
    _asked(stage)
    ((name, content),) = _files(stage)
    stage.click("review")
    modal = stage.modal()
    said = json.dumps(modal.content)
    (box,) = stage.inputs(modal).values()
    ticked = {box["block_id"]: {box["element"]["action_id"]: ["0"]}}
    stage.model.say("Sent.")

    assert stage.slack.submit_view(BOB, modal.id, ticked).ok
    stage.settle()

    assert read_back(content.decode()) == {**EMAIL, "body": BODY}
    assert name in said
    assert sha256(content).hexdigest() in said
    assert f"I have read all {len(content.decode()):,} characters" in said
    assert f"{len(BODY)} characters" in stage.outputs[0]
    assert len(_files(stage)) == 1


def test_without_its_file_nobody_approves_and_the_clock_brings_it(stage: Stage) -> None:
    stage.slack.fail("files.getUploadURLExternal", "internal_error")
    _asked(stage)
    assert _files(stage) == []
    stage.click("review")
    assert "submit" not in stage.modal().content
    assert "It is tried again." in json.dumps(stage.modal().content)

    _let_pass(stage)

    assert len(_files(stage)) == 1
    stage.click("review")
    assert stage.modal().content["submit"]["text"] == "Approve"


def test_a_file_whose_receipt_was_lost_is_found_by_its_name(stage: Stage) -> None:
    stage.slack.fail("files.completeUploadExternal", lose_reply=True)
    _asked(stage)

    _let_pass(stage)

    assert len(_files(stage)) == 1
    (row,) = stage.rows("#REQ#")
    assert from_item(Requirement, row).filed
