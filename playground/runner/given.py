"""What the template is given when it runs here: addresses, and secrets that are none."""

from dataclasses import dataclass

from playground.slack.records import Installation

SIGNING_SECRET = "local-signing-secret"  # noqa: S105
BOT_TOKEN = "xoxb-local"  # noqa: S105
MODEL_KEY = "local-model-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAddress:
    """Where the model is, and the key to it; without a URL it is OpenAI's."""

    url: str
    key: str

    @property
    def shown(self) -> str:
        """The address that a person is told."""
        return self.url or "https://api.openai.com/v1"


def parameters(
    *, slack_url: str, aws_url: str, api_url: str, model: ModelAddress, app: Installation
) -> dict[str, str]:
    """Give the template's parameters."""
    return {
        "SlackSigningSecret": SIGNING_SECRET,
        "SlackBotToken": BOT_TOKEN,
        "SlackApiUrl": slack_url,
        "SlackAppId": app.app_id,
        "SlackTeamId": app.team_id,
        "SlackRedirectUrl": f"{api_url}/slack/oauth_redirect",
        "OpenAIApiKey": model.key,
        "OpenAIBaseUrl": model.url,
        "AwsEndpointUrl": aws_url,
        "DeletionProtection": "false",
    }
