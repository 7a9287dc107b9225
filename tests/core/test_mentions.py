import pytest

from signoff.core.mentions import addressed, channels_in, groups_in, named, people_in, readable
from signoff.core.who import Who

ANA, BOB = Who(id="U0ANA", name="Ana Alves"), Who(id="W0BOB", name="bob")
NAMES = {"U0ANA": "Ana Alves", "C0OPS": "ops", "S0SRE": "sre-leads"}


def test_who_and_what_a_text_names_by_id_is_found_once() -> None:
    text = "<@U0ANA> <@W0BOB|bob> <@U0ANA> <#C0OPS> <#C1|general> <#C0OPS|> <!subteam^S0SRE>"

    assert people_in(text) == ("U0ANA", "W0BOB")
    assert channels_in(text) == ("C0OPS",)
    assert groups_in(text) == ("S0SRE",)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ask <@U0ANA>", "Ask @Ana Alves"),
        ("Ask <@U0NOBODY>", "Ask @someone"),
        ("Ask <@U0NOBODY|nina>", "Ask @nina"),
        ("Ask <@U0NOBODY|U0NOBODY>", "Ask @someone"),
        ("In <#C0OPS> or <#C9|general>", "In #ops or #general"),
        ("In <#C9>", "In #some-channel"),
        ("<!subteam^S0SRE> and <!subteam^S9|@night-watch>", "@sre-leads and @night-watch"),
        ("<!subteam^S9>", "@someone"),
        ("<!here> <!channel|channel>", "@here @channel"),
        ("<!date^1392734382^{date} at {time}|Feb 18th>", "Feb 18th"),
        ("<!date^1392734382^{date}>", "2014-02-18 14:39 UTC"),
        ("<!DOCTYPE html> <!-- a comment -->", "<!DOCTYPE html> <!-- a comment -->"),
        ("List<@Override>", "List<@Override>"),
    ],
    ids=range(13),
)
def test_a_text_is_read_with_names_for_ids(text: str, read: str) -> None:
    assert readable(text, NAMES) == read


@pytest.mark.parametrize(
    ("said", "sent"),
    [
        ("@Ana Alves, done.", "<@U0ANA>, done."),
        ("**@bob**: (@bob) _@bob_ @bob's", "**<@W0BOB>**: (<@W0BOB>) _<@W0BOB>_ <@W0BOB>'s"),
        ("@bobby @bob_b @bob-b x@bob @Bob", "@bobby @bob_b @bob-b x@bob @Bob"),
        ("@eve and <@U0EVE>", "@eve and @someone"),
        ("<@U0ANA> and U0ANA", "<@U0ANA> and <@U0ANA>"),
        ("<!channel> <!here> @channel", "@channel @here @channel"),
        ("<!subteam^S0SRE> <#C0OPS|ops>", "@someone #ops"),
        ("`@bob` and ```\n@bob <@W0BOB>\n```", "`@bob` and ```\n@bob @bob\n```"),
        ("https://example.com/@bob", "https://example.com/@bob"),
        ("@someone", "@someone"),
    ],
    ids=range(10),
)
def test_the_models_words_call_people_of_the_thread_alone(said: str, sent: str) -> None:
    assert addressed(said, (ANA, BOB, Who(id="U0X", name="someone"))) == sent


def test_a_name_that_two_have_calls_nobody() -> None:
    two = (Who(id="U1", name="ana"), Who(id="U2", name="ana"), Who(id="U3", name="ana (2)"))

    assert addressed("@ana and @ana (2)", two) == "@ana and <@U3>"


def test_an_app_without_a_user_is_called_by_nobody() -> None:
    assert addressed("@deploy and B0DEPLOY", (Who(id="B0DEPLOY", name="deploy"),)) == (
        "@deploy and B0DEPLOY"
    )


def test_where_nobody_is_to_be_called_names_stand_for_ids() -> None:
    assert named("<@U0ANA> wants it, @bob", (ANA, BOB)) == "@Ana Alves wants it, @bob"
