from dataclasses import replace

from signoff.core.codec import to_item
from signoff.core.grants import Grant, GrantKind
from signoff.core.items import Put
from signoff.core.keys import Position
from tests.cli.conftest import Ask, Run
from tests.core.rows import BOB
from tests.scenarios.stage import BOB as BOBS_ID
from tests.scenarios.stage import EMAIL, Stage


def _rejected_for_good(stage: Stage) -> None:
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    stage.model.say("Then not.")
    stage.menu("why")
    modal = stage.modal()
    filled = stage.filled(modal, reason="No mails", from_now_on=[{"value": "0"}])
    stage.slack.submit_view(BOBS_ID, modal.id, filled)
    stage.settle()


def _here(stage: Stage, ask: Ask) -> dict[str, object]:
    """Find what stands in this thread: the workspace is that of all tests."""
    thread = f"{stage.thread.team}/{stage.thread.channel}/{stage.thread.thread_ts}"
    (found,) = [each for each in ask("grants", "list")["grants"] if each["thread"] == thread]
    return dict(found)


def test_what_stands_is_listed_with_who_what_and_where(
    stage: Stage, ask: Ask, signoff: Run
) -> None:
    _rejected_for_good(stage)

    listed = _here(stage, ask)
    shown = signoff("grants", "list").stdout

    assert (listed["kind"], listed["tool"], listed["covers"]) == (
        "refusal",
        "send_email",
        "every call",
    )
    assert (listed["by"], listed["until"]) == ({"id": BOBS_ID, "name": "bob"}, None)
    assert str(listed["id"]) in shown
    signoff("grants", "revoke", str(listed["id"]))


def test_once_it_is_revoked_people_are_asked_again(stage: Stage, ask: Ask, signoff: Run) -> None:
    _rejected_for_good(stage)
    name = str(_here(stage, ask)["id"])

    revoked = ask("grants", "revoke", name)
    again = signoff("grants", "revoke", name)
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob after all")

    assert revoked == {"id": name, "result": "revoked"}
    assert (again.exit_code, again.stdout) == (1, f"Nothing stands under {name}.\n")
    assert len(stage.cards) == 2


def test_an_approval_for_every_thread_is_listed_until_it_runs_out(
    stage: Stage, ask: Ask, signoff: Run
) -> None:
    stage.say("Hello")
    grant = Grant(
        id="0123456789ab",
        kind=GrantKind.APPROVAL,
        team=stage.thread.team,
        tool="send_email",
        agent="signoff",
        names=("to",),
        in_thread=False,
        came_from=stage.thread,
        at=Position(run=1, step=1, index=0),
        shown="0" * 64,
        by=BOB,
        evidence="member of the workspace",
        given_at=1_795_096_800_000,
        covers='to = "bob@example.com", any subject',
        until=32_503_680_000_000,
        version="v1",
        pins="0" * 64,
    )
    over = replace(grant, id="ba9876543210", until=1_795_096_800_001)
    for each in (grant, over):
        stage.store.commit(Put(key=each.key, item=to_item(each, each.key)))

    found = {each["id"]: each for each in ask("grants", "list")["grants"]}
    shown = signoff("grants", "list").stdout
    words = signoff("grants", "revoke", grant.id).stdout

    assert found[grant.id]["until"] == "3000-01-01T00:00:00.000+00:00"
    assert found[grant.id]["thread"] is None
    assert over.id not in found
    assert "every thread" in shown
    assert 'to = "bob@example.com", any subject' in shown
    assert words == "Revoked: the approval of send_email by bob.\n"
    assert grant.id not in signoff("grants", "list").stdout
