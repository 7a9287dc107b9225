import pytest

from signoff.adapters.slack.typed_text import as_typed


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Email <mailto:bob@example.com|bob@example.com>!", "Email bob@example.com!"),
        ("See <https://example.com/a?b=1&amp;c=2>", "See https://example.com/a?b=1&c=2"),
        ("See <https://example.com|example.com>", "See https://example.com"),
        ("See <https://example.com|the page>", "See the page (https://example.com)"),
        ("Call <tel:+4930|+4930>", "Call +4930"),
        ("In <#C1|ops>, <!subteam^S1|@sre>, <!here>", "In #ops, @sre, @here"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;", "&lt;"),
        ("Ask <@U0BOB>", "Ask <@U0BOB>"),
        ("<<not a link>>", "<<not a link>>"),
    ],
)
def test_a_text_reaches_the_model_as_it_was_typed(stored: str, typed: str) -> None:
    assert as_typed(stored) == typed
