"""What a person typed, as it is stored."""

import pytest

from playground.slack.blockkit.check import check_blocks
from playground.slack.typed import typed


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("plain", "plain"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("a &lt; b &amp; c", "a &lt; b &amp; c"),
        ("<@U0BOT> <#C0OPS> <!here>", "<@U0BOT> <#C0OPS> <!here>"),
        ("<!subteam^S0SRE|sre>", "<!subteam^S0SRE|sre>"),
        ("mail bob@example.com.", "mail <mailto:bob@example.com|bob@example.com>."),
        ("see https://x.io/a?b=1&c=2.", "see <https://x.io/a?b=1&c=2>."),
        ("<https://x.io|there>", "<https://x.io|there>"),
        ("<script>", "&lt;script&gt;"),
    ],
)
def test_text_is_escaped_once_and_addresses_are_marked(raw: str, stored: str) -> None:
    assert typed(raw).text == stored


def test_rich_text_says_the_same_without_escapes() -> None:
    blocks = typed("<@U0BOT> a < b: bob@example.com <#C0OPS> <!subteam^S0SRE> <!here>").blocks

    elements = blocks[0]["elements"][0]["elements"]
    assert [element["type"] for element in elements if element.get("text") != " "] == [
        "user",
        "text",
        "link",
        "channel",
        "usergroup",
        "broadcast",
    ]
    assert elements[1]["text"] == " a < b: "
    assert check_blocks(list(blocks), surface="message") == []


def test_nothing_typed_is_nothing_stored() -> None:
    assert typed("").blocks == ()


def test_a_long_text_is_read_in_no_time() -> None:
    written = "q" * 400_000

    assert typed(written).text == written
