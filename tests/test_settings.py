import pytest

from signoff.settings import (
    ClockSettings,
    Door,
    EventsSettings,
    InteractionsSettings,
    SlackSettings,
    StateSettings,
    TellingSettings,
    WorkerSettings,
)
from signoff.variables import SettingsError

SIGNING_ARN, TOKEN_ARN = "arn:signing", "arn:token"
EVERYTHING = {
    "SIGNOFF_STACK": "signoff",
    "SIGNOFF_TABLE": "signoff",
    "SIGNOFF_BUCKET": "bodies",
    "SIGNOFF_QUEUE_URL": "https://queue",
    "SIGNOFF_DEAD_LETTERS_URL": "https://dead",
    "SIGNING_SECRET_ARN": SIGNING_ARN,
    "BOT_TOKEN_ARN": TOKEN_ARN,
    "MODEL_KEY_ARN": "arn:key",
}
STATE = StateSettings(table="signoff", bucket="bodies", queue_url="https://queue")
SLACK = SlackSettings(bot_token=TOKEN_ARN, api_url=None)
ANYBODY = Door(app=None, team=None)


def only(*names: str) -> dict[str, str]:
    return {name: EVERYTHING[name] for name in names}


def test_the_events_door_needs_the_queue_and_the_signing_secret() -> None:
    settings = EventsSettings.read(only("SIGNOFF_QUEUE_URL", "SIGNING_SECRET_ARN"))

    assert settings == EventsSettings(
        queue_url="https://queue",
        signing_secret=SIGNING_ARN,
        door=ANYBODY,
    )


@pytest.mark.parametrize(("given", "level"), [("", "INFO"), ("debug", "DEBUG")])
def test_the_log_level_is_read_in_any_spelling(given: str, level: str) -> None:
    environ = {**EVERYTHING, "LOG_LEVEL": given}

    assert TellingSettings.read(environ) == TellingSettings(stack="signoff", level=level)


def test_a_log_level_that_there_is_not_is_named() -> None:
    with pytest.raises(SettingsError, match="LOG_LEVEL is 'LOUD': let it be one of DEBUG"):
        TellingSettings.read({**EVERYTHING, "LOG_LEVEL": "loud"})


def test_the_interactions_door_needs_no_model_key() -> None:
    environ = {name: value for name, value in EVERYTHING.items() if name != "MODEL_KEY_ARN"}

    assert InteractionsSettings.read(environ) == InteractionsSettings(
        state=STATE,
        slack=SLACK,
        signing_secret=SIGNING_ARN,
        door=ANYBODY,
    )


def test_the_worker_needs_no_signing_secret() -> None:
    environ = {name: value for name, value in EVERYTHING.items() if name != "SIGNING_SECRET_ARN"}

    assert WorkerSettings.read(environ) == WorkerSettings(
        state=STATE, slack=SLACK, model_key="arn:key", model_url=None, door=ANYBODY
    )


def test_the_clock_needs_neither() -> None:
    state = ("SIGNOFF_TABLE", "SIGNOFF_BUCKET", "SIGNOFF_QUEUE_URL")

    settings = ClockSettings.read(only(*state, "BOT_TOKEN_ARN", "SIGNOFF_DEAD_LETTERS_URL"))

    assert settings == ClockSettings(state=STATE, slack=SLACK, dead_letters_url="https://dead")


def test_addresses_and_ids_are_taken_where_they_are_set() -> None:
    settings = WorkerSettings.read(
        {
            **EVERYTHING,
            "SLACK_API_URL": "http://127.0.0.1:1/api/",
            "OPENAI_BASE_URL": "http://127.0.0.1:2/v1",
            "SLACK_APP_ID": "A1",
            "SLACK_TEAM_ID": "T1",
        }
    )

    assert settings.slack.api_url == "http://127.0.0.1:1/api/"
    assert settings.model_url == "http://127.0.0.1:2/v1"
    assert settings.door == Door(app="A1", team="T1")


def test_an_empty_variable_is_one_that_is_not_set() -> None:
    settings = WorkerSettings.read({**EVERYTHING, "OPENAI_BASE_URL": "", "SLACK_TEAM_ID": " "})

    assert settings.model_url is None
    assert settings.door.team is None


NEEDED = [
    (EventsSettings, "SIGNOFF_QUEUE_URL"),
    (EventsSettings, "SIGNING_SECRET_ARN"),
    (InteractionsSettings, "SIGNOFF_TABLE"),
    (InteractionsSettings, "SIGNOFF_BUCKET"),
    (InteractionsSettings, "SIGNING_SECRET_ARN"),
    (InteractionsSettings, "BOT_TOKEN_ARN"),
    (WorkerSettings, "SIGNOFF_QUEUE_URL"),
    (WorkerSettings, "MODEL_KEY_ARN"),
    (ClockSettings, "SIGNOFF_TABLE"),
    (TellingSettings, "SIGNOFF_STACK"),
    (ClockSettings, "SIGNOFF_DEAD_LETTERS_URL"),
]


@pytest.mark.parametrize(
    ("settings", "name"), NEEDED, ids=[f"{each.__name__}-{name}" for each, name in NEEDED]
)
@pytest.mark.parametrize("value", [None, ""], ids=["unset", "empty"])
def test_a_missing_variable_is_named_with_the_mend_in_one_line(
    settings: type[
        EventsSettings | InteractionsSettings | WorkerSettings | ClockSettings | TellingSettings
    ],
    name: str,
    value: str | None,
) -> None:
    environ = {other: given for other, given in EVERYTHING.items() if other != name}
    if value is not None:
        environ[name] = value

    with pytest.raises(SettingsError) as error:
        settings.read(environ)

    assert str(error.value) == (
        f"{name} is not set: template.yaml sets it in the cloud, make dev on this machine."
    )
    assert error.value.variable == name


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("SIGNOFF_QUEUE_URL", "turns", "is 'turns', which is no address: begin it with https://."),
        ("SLACK_API_URL", "https://x", "is 'https://x': let it end in /api/."),
        ("OPENAI_BASE_URL", "https://x/v1/", "is 'https://x/v1/': let it end in /v1."),
        ("OPENAI_BASE_URL", "x/v1", "is 'x/v1', which is no address: begin it with https://."),
    ],
)
def test_a_wrong_address_is_named_with_the_mend(name: str, value: str, why: str) -> None:
    with pytest.raises(SettingsError) as error:
        WorkerSettings.read({**EVERYTHING, name: value})

    assert str(error.value) == f"{name} {why}"
