from tests.scenarios.stage import BOB, Stage

COMMAND = "release 8841 --now; echo '*done*' <!channel>"


def _asked(stage: Stage) -> None:
    stage.model.call("run_in_warehouse", order_id="8841", command=COMMAND)
    stage.say("Release order 8841 in the warehouse")


def test_the_card_shows_the_whole_command(stage: Stage) -> None:
    _asked(stage)

    shown = "".join(
        str(part["text"])
        for block in stage.card.blocks
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_preformatted"
        for part in element["elements"]
    )
    assert COMMAND in shown
    assert stage.buttons() == ["done", "cannot", "more"]


def test_what_it_printed_is_fed_back(stage: Stage) -> None:
    _asked(stage)
    stage.click("done")
    stage.model.say("Released.")

    stage.slack.submit_view(
        BOB, stage.modal().id, stage.filled(stage.modal(), What_it_printed="OK 8841")
    )
    stage.settle()

    assert "OK 8841" in stage.outputs[0]
    assert stage.said == ["Released."]
    assert stage.buttons() == []


def test_it_may_turn_out_that_it_cannot_be_run(stage: Stage) -> None:
    _asked(stage)
    stage.click("cannot")
    modal = stage.modal()
    (label,) = stage.inputs(modal)
    stage.model.say("A pity.")

    stage.slack.submit_view(
        BOB, modal.id, stage.filled(modal, **{label.replace(" ", "_"): "The door is locked"})
    )
    stage.settle()

    assert "The door is locked" in stage.outputs[0]
    assert stage.said == ["A pity."]
