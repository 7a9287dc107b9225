"""Where an operator sits: a stack's ports, opened when they are first used."""

from functools import cached_property

import click
from botocore.exceptions import BotoCoreError, ClientError

from cli import threads
from cli.errors import OutOfReachError, out_of_reach
from cli.place import Place
from signoff.adapters.clock import now
from signoff.adapters.dead_letters import DeadLetterQueue
from signoff.adapters.dynamodb import DynamoStore
from signoff.adapters.installations import DynamoInstallations
from signoff.adapters.new_id import new_id
from signoff.adapters.s3 import S3Blobs
from signoff.adapters.secrets import Secret
from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.inspection import Inspection
from signoff.adapters.slack.web import SLACK_API_URL, SlackWeb
from signoff.adapters.sqs import TurnQueue
from signoff.core.keys import ThreadKey
from signoff.core.who import Who
from signoff.ports import PermanentError, TransientError

SLACK_TIMEOUT_S = 10


class Desk:
    """What a command works with."""

    def __init__(self, place: Place) -> None:
        """Sit down at a stack."""
        self.place = place
        self.account = place.account
        self.settings = place.settings
        self.clock = now

    @cached_property
    def store(self) -> DynamoStore:
        """The table, with its bucket for large bodies."""
        with out_of_reach():
            blobs = S3Blobs(self.account.client("s3"), self.settings.state.bucket)
            table = self.account.client("dynamodb")
        return DynamoStore(table, self.settings.state.table, blobs, new_id)

    @cached_property
    def queue(self) -> TurnQueue:
        """The turn queue."""
        with out_of_reach():
            return TurnQueue(self.account.client("sqs"), self.settings.state.queue_url)

    @cached_property
    def dead_letters(self) -> DeadLetterQueue:
        """What it gave up on."""
        with out_of_reach():
            return DeadLetterQueue(
                self.account.client("sqs"),
                url=self.settings.dead_letters_url,
                turn_queue=self.settings.state.queue_url,
            )

    def secret(self, variable: str) -> str:
        """Read a secret, which no command ever shows.

        Raises:
            PermanentError: It is not named, or is empty.
            TransientError: It is not there, or AWS does not give it.
        """
        arn = self.settings.secrets.get(variable)
        if arn is None:
            raise PermanentError(f"{variable} is not set")
        client = self.account.client("secretsmanager")
        return Secret(client, arn, variable=variable, clock=self.clock)()

    @cached_property
    def slack(self) -> Inspection:
        """Slack, as the bot sees it.

        Raises:
            PermanentError: There is no bot token.
            TransientError: AWS does not give it.
        """
        return Inspection(
            SlackWeb(
                token=self.secret("BOT_TOKEN_ARN"),
                api_url=self.settings.slack_api_url or SLACK_API_URL,
                timeout_s=SLACK_TIMEOUT_S,
                clock=self.clock,
            )
        )

    @cached_property
    def installations(self) -> DynamoInstallations | None:
        """Where the app is installed; None: the stack is for one workspace."""
        if self.settings.installs is None:
            return None
        with out_of_reach():
            table, kms = self.account.client("dynamodb"), self.account.client("kms")
        named = self.settings.installs
        return DynamoInstallations(table, kms, table=named.table, key=named.key)

    def token(self, team: str) -> str:
        """Read the bot token that counts in a workspace, which no command ever shows.

        Raises:
            PermanentError: There is none.
            TransientError: AWS does not give it.
        """
        if self.installations is None:
            return self.secret("BOT_TOKEN_ARN")
        found = self.installations.find(team)
        if found is None:
            raise PermanentError(f"the app is not installed in {team}")
        return found.tokens.bot

    def chat(self, team: str) -> SlackChat:
        """Give the Slack of a workspace, as the functions see it.

        Raises:
            PermanentError: There is no bot token.
            TransientError: AWS does not give it.
        """
        return SlackChat(
            token=self.token(team),
            team=None if self.installations is None else team,
            api_url=self.settings.slack_api_url or SLACK_API_URL,
            timeout_s=SLACK_TIMEOUT_S,
            clock=self.clock,
        )

    def thread(self, named: str, team: str | None) -> ThreadKey:
        """Find a thread as a person names it.

        Raises:
            OutOfReachError: Nobody says in which workspace it is.
            UsageError: It names no thread, or one of another workspace.
        """
        own, channel, ts = threads.read(named)
        if own and team and own != team:
            raise click.UsageError(f"--team {team} is not the workspace of {named}.")
        return ThreadKey(team=own or self.team(team), channel=channel, thread_ts=ts)

    def team(self, given: str | None) -> str:
        """Give the workspace: as given, as the stack says, or as Slack says.

        Raises:
            OutOfReachError: Nobody says.
        """
        known = given or self.settings.door.team
        # An organisation's id is in no thread.
        if known and known.startswith("T"):
            return known
        try:
            return self.slack.identity().team
        except (PermanentError, TransientError, ClientError, BotoCoreError) as error:
            raise OutOfReachError(
                f"Which workspace? Slack did not say ({error}): give it with --team T…"
            ) from error

    def operator(self) -> Who:
        """Say who sits here, as AWS knows them: that is what stands in the audit.

        Raises:
            OutOfReachError: AWS does not say.
        """
        with out_of_reach():
            arn = str(self.account.client("sts").get_caller_identity()["Arn"])
        return Who(id=arn, name=arn.rpartition("/")[2] or arn)
