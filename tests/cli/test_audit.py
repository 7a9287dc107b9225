import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from signoff.core.items import Delete, Put
from signoff.core.keys import Key
from tests.cli.conftest import Ask, Run
from tests.scenarios.stage import BOB, EMAIL, Stage


def named(stage: Stage) -> str:
    thread = stage.thread
    return f"{thread.team}/{thread.channel}/{thread.thread_ts}"


@pytest.fixture
def sent(stage: Stage) -> Stage:
    """A run in which a person approved a call."""
    stage.model.call("send_email", **EMAIL)
    stage.say("Mail Bob")
    stage.model.say("Sent.")
    stage.click("approve", by=BOB)
    stage.settle()
    return stage


def exported(signoff: Run, *words: str) -> list[dict[str, Any]]:
    result = signoff("audit", "export", *words)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_audit_that_nobody_altered_is_as_it_was_written(sent: Stage, ask: Ask) -> None:
    verified = ask("audit", "verify", named(sent))

    (audit,) = verified["audits"]
    assert (audit["thread"], audit["findings"]) == (named(sent), [])
    assert audit["entries"] == audit["head"]["number"] == verified["entries"] == 3


def test_all_audits_are_meant_where_none_is_named(sent: Stage, signoff: Run, ask: Ask) -> None:
    result = signoff("audit", "verify")

    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1].startswith("audits=")
    assert result.stdout.splitlines()[-1].endswith(" findings=0")
    assert named(sent) in {audit["thread"] for audit in ask("audit", "verify", "--all")["audits"]}


def test_an_entry_that_is_gone_is_found_and_the_exit_status_says_so(
    sent: Stage, signoff: Run, ask: Ask
) -> None:
    sent.store.commit(Delete(key=sent.thread.audit(2)))

    result = signoff("audit", "verify", named(sent))
    verified = ask("audit", "verify", "--all", status=1)

    assert result.exit_code == 1
    assert "what was between is missing" in result.stdout
    assert verified["findings"] > 0


def test_a_tail_that_was_cut_off_is_found(sent: Stage, ask: Ask) -> None:
    sent.store.commit(Delete(key=sent.thread.audit(3)))

    (audit,) = ask("audit", "verify", named(sent), status=1)["audits"]

    assert audit["findings"][0]["row"] == "AUDHEAD"


def test_a_thread_without_an_audit_is_said_to_have_none(signoff: Run) -> None:
    result = signoff("audit", "verify", "T0LOCAL/C0OPS/1795096800.999999")

    assert result.exit_code == 1
    assert "There is no audit in" in result.stderr


def test_each_fact_is_a_line_that_says_who_what_when_and_why_they_were_allowed(
    sent: Stage, signoff: Run
) -> None:
    lines = exported(signoff, "--thread", named(sent))

    assert [line["action"] for line in lines] == ["asked", "approved", "started", "succeeded"]
    approved = lines[1]
    assert approved["by_id"] == BOB
    assert approved["evidence"] == "member of the workspace"
    assert approved["tool"] == ["send_email"]
    assert approved["about"] == ["1.1.0"]
    assert approved["digest"] == lines[0]["digest"]
    assert approved["previous"] == lines[0]["hash"]
    assert approved["time"].endswith("+00:00")
    assert EMAIL["subject"] not in json.dumps(lines)


def test_facts_are_chosen_by_person_tool_and_time(sent: Stage, signoff: Run) -> None:
    thread = ("--thread", named(sent))

    by_bob = exported(signoff, *thread, "--person", BOB)
    of_tool = exported(signoff, *thread, "--tool", "send_email")
    at = by_bob[0]["time"]

    assert [line["action"] for line in by_bob] == ["approved"]
    assert len(of_tool) == 4
    assert exported(signoff, *thread, "--tool", "wipe") == []
    assert exported(signoff, *thread, "--until", "2001-01-01") == []
    assert exported(signoff, *thread, "--person", BOB, "--since", at) == by_bob
    assert exported(signoff, *thread, "--person", BOB, "--until", at) == []


def test_a_spreadsheet_takes_nobodys_name_for_a_formula(
    sent: Stage, signoff: Run, tmp_path: Path
) -> None:
    file = tmp_path / "audit.csv"
    words = ("--format", "csv", "--output", str(file), "--thread", named(sent))

    result = signoff("audit", "export", *words)

    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "facts=4" in result.stderr
    assert [row["action"] for row in rows] == ["asked", "approved", "started", "succeeded"]
    assert rows[1]["tool"] == "send_email"


def test_what_can_not_be_read_is_named_and_the_rest_is_written(sent: Stage, signoff: Run) -> None:
    key = sent.thread.audit(2)
    sent.store.commit(Put(key=Key(key.pk, key.sk), item={"v": 1, "body": "{"}))

    result = signoff("audit", "export", "--thread", named(sent))

    assert result.exit_code == 1
    assert "AUD#000002" in result.stderr
    assert len(result.stdout.splitlines()) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("export", "--since", "yesterday"), "write 2026-11-20"),
        (("export", "--since", "2026-11-20", "--until", "2026-11-20"), "turn them round"),
        (("export", "--json", "--format", "csv"), "say one"),
        (("export", "--output", "/nowhere/audit"), "can't be written"),
        (("verify", "C0OPS/1.2", "--all"), "say one"),
        (("verify", "here"), "names no thread"),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_what_to_write(
    signoff: Run, words: tuple[str, ...], said: str
) -> None:
    result = signoff("audit", *words)

    assert result.exit_code in {1, 2}
    assert said in result.stderr
