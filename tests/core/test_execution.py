from dataclasses import replace

from signoff.core.execution import idempotency_key
from tests.core.rows import FIRST, THREAD


def _key(**changes: object) -> str:
    given = {"pk": THREAD.pk, "at": FIRST, "arguments": "{}"} | changes
    return idempotency_key(**given)  # type: ignore[arg-type]


def test_one_call_has_one_key_whatever_the_attempt() -> None:
    assert _key() == _key(at=replace(FIRST, again=3))


def test_any_other_call_has_another_key() -> None:
    others = {
        _key(),
        _key(pk="elsewhere"),
        _key(at=replace(FIRST, index=1)),
        _key(at=replace(FIRST, step=2)),
        _key(at=replace(FIRST, run=2)),
        _key(arguments='{"x":1}'),
    }

    assert len(others) == 6
