import pytest

from signoff.core.hearing import decides_in_words


@pytest.mark.parametrize(
    "text",
    [
        "approve",
        "Approved!",
        "yes, approve it please",
        "OK.",
        "LGTM, ship it",
        "<@U0BOT> reject",
        "I approve this request",
        "\N{THUMBS UP SIGN}",
        ":+1:",
        "no",
    ],
)
def test_words_that_would_decide_are_known(text: str) -> None:
    assert decides_in_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "approve the other one instead",
        "is it ok?  What else?",
        "yesterday",
        "<@U0BOT>",
        "please",
    ],
)
def test_other_words_are_not(text: str) -> None:
    assert not decides_in_words(text)
