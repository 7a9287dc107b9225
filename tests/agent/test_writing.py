"""Python values written as JSON."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import PurePosixPath
from typing import Any

import pytest
from pydantic import BaseModel

from signoff.agent.writing import UnwritableError, write


class Env(Enum):
    PROD = "prod"


@dataclass
class Ticket:
    id: int
    env: Env


class Place(BaseModel):
    day: date


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (True, True),
        ("a", "a"),
        (Env.PROD, "prod"),
        (date(2026, 11, 20), "2026-11-20"),
        ({Env.PROD: [1, (2,)], 3: {"b", "a"}}, {"prod": [1, [2]], "3": ["a", "b"]}),
        (Ticket(id=1, env=Env.PROD), {"id": 1, "env": "prod"}),
        (Place(day=date(2026, 11, 20)), {"day": "2026-11-20"}),
    ],
)
def test_a_value_has_a_spelling(value: Any, written: object) -> None:
    assert write(value) == written


@pytest.mark.parametrize("value", [object(), Ticket, Place, PurePosixPath("/")])
def test_what_has_no_spelling_is_refused(value: Any) -> None:
    with pytest.raises(UnwritableError, match="has no spelling in JSON"):
        write([value])


def test_what_has_no_spelling_may_be_written_otherwise() -> None:
    assert write([PurePosixPath("/tmp")], str) == ["/tmp"]  # noqa: S108
