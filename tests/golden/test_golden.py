"""Every version's golden journals resume on this head, from both stores."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from signoff.core.codec import VERSION, UnreadableRowError
from signoff.ports import Store
from signoff.testing import InMemoryStore
from signoff.usecases.give_up import STUCK
from tests.contract.table import a_client, a_store, make_bucket, make_table
from tests.core.rows import THREAD
from tests.golden.journal import FOLDER, Golden, read, written
from tests.golden.record import golden_of, record, version
from tests.golden.resuming import Resumed, resumed
from tests.golden.scenes import SCENES
from tests.golden.tools import DONE

FILES = sorted(FOLDER.glob("*/*.json"))


@pytest.fixture(params=["in_memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    if request.param == "in_memory":
        yield InMemoryStore()
        return
    with mock_aws():
        client: Any = a_client("dynamodb")
        make_table(client)
        make_bucket(a_client("s3"))
        yield a_store(client)


def _named(file: Path) -> str:
    return f"{file.parent.name}-{file.stem}"


def _golden(file: Path) -> Golden:
    return read(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=_named)
def test_a_thread_of_any_version_resumes_or_ends_with_a_sentence(file: Path, store: Store) -> None:
    golden = _golden(file)

    assert resumed(golden, store) == []


def test_every_scene_is_kept_of_this_version() -> None:
    kept = {file.stem for file in FILES if file.parent.name == version()}

    assert kept == set(SCENES)


def test_a_journal_that_is_there_is_never_written_again(tmp_path: Path) -> None:
    name = next(iter(SCENES))
    (tmp_path / f"{name}.json").write_text("what an older head left", encoding="utf-8")

    written_now = record(tmp_path)

    assert set(written_now) == set(SCENES) - {name}
    assert (tmp_path / f"{name}.json").read_text(encoding="utf-8") == "what an older head left"


def test_a_thread_of_a_later_version_is_told_so_once_and_nothing_runs() -> None:
    golden = _golden(FOLDER / "0.1.0" / "approved_not_started.json")
    later = tuple({**row, "v": VERSION + 1} if "v" in row else row for row in golden.rows)
    world = Resumed(replace(golden, rows=later), InMemoryStore())
    DONE.clear()

    for _ in range(20):
        with suppress(UnreadableRowError):
            world.settle()

    assert DONE == []
    assert world.model.conversations == ()
    assert world.chat.words(THREAD) == (STUCK,)


@pytest.mark.parametrize("name", SCENES)
def test_a_journal_is_read_back_byte_by_byte(name: str) -> None:
    golden = golden_of(SCENES[name])

    assert read(written(golden)) == golden
