import click
import pytest

from cli.threads import named, read
from signoff.core.keys import ThreadKey

THREAD = ThreadKey(team="T1AB", channel="C0OPS", thread_ts="1795096800.000100")


def test_what_is_named_is_read_back() -> None:
    assert read(named(THREAD)) == ("T1AB", "C0OPS", "1795096800.000100")


@pytest.mark.parametrize(
    ("text", "ts"),
    [
        ("C0OPS/1795096800.000100", "1795096800.000100"),
        ("https://x.slack.com/archives/C0OPS/p1795096800000100", "1795096800.000100"),
        ("http://127.0.0.1:3000/archives/C0OPS/p1795096800000100/", "1795096800.000100"),
        (
            "https://x.slack.com/archives/C0OPS/p1795096999000200?thread_ts=1795096800.000100",
            "1795096800.000100",
        ),
    ],
)
def test_a_thread_is_read_from_its_name_or_a_permalink(text: str, ts: str) -> None:
    assert read(text) == (None, "C0OPS", ts)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#ops",
        "C0OPS",
        "C0OPS/now",
        "U1/C0OPS/1.0",
        "archives/C0OPS/p1795096800000100",
        "https://x.slack.com/archives/C0OPS/p17",
        "https://x.slack.com/archives/C0OPS/p1795096800000100?thread_ts=first",
    ],
)
def test_what_names_no_thread_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(click.BadParameter, match="a message's permalink"):
        read(text)
