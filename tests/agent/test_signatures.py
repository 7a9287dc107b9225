"""What a function takes, read from its signature."""

import functools
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

from signoff.agent.errors import ToolDefinitionError
from signoff.agent.signatures import read_signature
from signoff.agent.spot import Spot

HERE = Spot(tool="ship")


def without_a_type(to) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001
    """Ship it."""


def with_a_stranger(to: "Nowhere") -> None:  # type: ignore[name-defined] # noqa: F821
    """Ship it."""


def with_many(*to: str) -> None:
    """Ship it."""


def with_anything(**to: str) -> None:
    """Ship it."""


def by_place(to: str, /) -> None:
    """Ship it."""


async def later(to: str) -> None:
    """Ship it."""


async def later_and_later(to: str) -> AsyncIterator[str]:
    """Ship it."""
    yield to


def bit_by_bit(to: str) -> Iterator[str]:
    """Ship it."""
    yield to


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (without_a_type, "Tool 'ship', parameter 'to': it has no type. Write `to: str`."),
        (with_a_stranger, "Tool 'ship', parameter 'to': its type can't be found: name 'Nowhere'"),
        (with_many, "Tool 'ship', parameter 'to': the model can't know what to pass."),
        (with_anything, "Tool 'ship', parameter 'to': the model can't know what to pass."),
        (by_place, "Tool 'ship', parameter 'to': it takes no name."),
        (later, "Tool 'ship': it is an async function. Write def"),
        (later_and_later, "Tool 'ship': it is an async function. Write def"),
        (bit_by_bit, "Tool 'ship': it yields. Return one value"),
        (dict, "Tool 'ship': it has no signature."),
    ],
)
def test_a_function_that_can_not_be_called_is_refused(
    function: Callable[..., object], reason: str
) -> None:
    with pytest.raises(ToolDefinitionError) as refusal:
        read_signature(function, HERE)

    assert str(refusal.value).startswith(reason)


def test_the_docstring_describes_the_function_and_its_parameters() -> None:
    def ship(to: str, share: int) -> str:  # noqa: D417, ARG001 - one is left out on purpose
        """Ship it.

        Args:
            to: Where it goes.
        """
        return to

    signature = read_signature(ship, HERE)

    assert signature.description == "Ship it."
    assert [(each.name, each.description) for each in signature.record.fields] == [
        ("to", "Where it goes."),
        ("share", None),
    ]


def test_the_idempotency_key_is_ours() -> None:
    def pay(amount: int, idempotency_key: str) -> None:
        """Pay."""

    signature = read_signature(pay, HERE)

    assert signature.takes_key
    assert [each.name for each in signature.record.fields] == ["amount"]


def test_a_method_is_read_without_its_object() -> None:
    class Kit:
        def ship(self, to: "Destination") -> None:
            """Ship it."""

    signature = read_signature(Kit().ship, HERE)

    assert [each.name for each in signature.record.fields] == ["to"]


Destination = str


def test_a_decorated_function_is_looked_through() -> None:
    def logged(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            return function(*args, **kwargs)

        return wrapper

    @logged
    def ship(to: str) -> str:
        """Ship it."""
        return to

    assert [each.name for each in read_signature(ship, HERE).record.fields] == ["to"]
