import pytest

from signoff.core.address import LONGEST, Address
from signoff.core.keys import Position

ADDRESS = Address(
    channel="C0OPS0OPS0O",
    thread_ts="1795096800.000100",
    at=Position(run=9999, step=999, index=39, again=1),
    rev=12,
    shown="9f2c41d07ab8e635",
)


def test_an_address_is_read_back_from_a_button() -> None:
    assert Address.parse(ADDRESS.value("approve")) == ("approve", ADDRESS)


def test_an_address_fits_the_tightest_element_of_slack() -> None:
    assert len(ADDRESS.value("happened")) <= LONGEST


@pytest.mark.parametrize(
    "value",
    [
        "",
        "approve",
        "approve.C1.1.2.1.1.0.1",
        "approve.C1.1.2.1.1.0.1.short",
        "approve.C1.1.2.1.1.0.x.9f2c41d07ab8e635",
        "approve..1.2.1.1.0.1.9f2c41d07ab8e635",
        ".C1.1.2.1.1.0.1.9f2c41d07ab8e635",
        "approve.C1.1.2.1.1.0.1.9f2c41d07ab8e635.more",
        "approve.C1.1.2.1.1.zero.1.9f2c41d07ab8e635",
        "approve.C1.1.2.1.01.0.1.9f2c41d07ab8e635",
        "approve.C1.1.2.1.1.0r0.1.9f2c41d07ab8e635",
        "approve.C1.1.2.1.1.0.01.9f2c41d07ab8e635",
        "a" * 2000,
    ],
)
def test_a_tampered_button_is_no_address(value: str) -> None:
    with pytest.raises(ValueError, match=r"no address|no position"):
        Address.parse(value)
