"""Slack: the token, what it may do, whose it is; and what Slack would say to a card."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from cli.desk import Desk
from cli.doctor.finding import (
    Finding,
    SkippedError,
    State,
    asking_slack,
    found,
    judged,
)
from cli.doctor.specimens import cards, views
from signoff.adapters.slack.inspection import Identity, Inspection, needed_scopes
from signoff.adapters.slack.web import RefusedBySlackError
from signoff.ports import PermanentError, TransientError

MANIFEST = Path(__file__).parents[2] / "slack" / "manifest.json"
_INSTALL = "api.slack.com/apps: Reinstall to Workspace, then deploy with the new token"


def slack(desk: Desk) -> Iterator[Finding]:
    """Ask Slack about the app, and about the cards that it posts."""

    def app() -> Iterator[Finding]:
        asked = _slack(desk)
        try:
            with asking_slack():
                identity = asked.identity()
        except RefusedBySlackError as error:
            raise SkippedError(State.WRONG, f"Slack says {error.code}", _INSTALL) from error
        said = f"bot {identity.user} in {identity.team}"
        yield judged("bot token at Slack", said, is_ok=bool(identity.team), mend=_INSTALL)
        yield _team(desk, identity)
        yield _scopes(identity)

    if desk.settings.installs is None:
        yield from found("bot token at Slack", app)
    yield from found("cards", lambda: _cards(desk))


def _slack(desk: Desk) -> Inspection:
    try:
        return desk.slack
    except (PermanentError, TransientError, ClientError, BotoCoreError) as error:
        raise SkippedError(State.NOT_CHECKED, f"no bot token: {error}") from error


def _team(desk: Desk, identity: Identity) -> Finding:
    ours = desk.settings.door.team
    if ours is None:
        return Finding(
            check="workspace",
            state=State.NOT_CHECKED,
            said="SlackTeamId is not set: the doors take any workspace of the app",
            mend=f"deploy with SlackTeamId={identity.team}",
        )
    if ours.startswith("E"):
        said = f"SlackTeamId is the organisation {ours}; the token names the workspace only"
        return Finding(check="workspace", state=State.NOT_CHECKED, said=said)
    return judged(
        "workspace",
        f"SlackTeamId is {ours}, the token's is {identity.team}",
        is_ok=ours == identity.team,
        mend="deploy with the SlackTeamId or the SlackBotToken that belong together",
    )


def _scopes(identity: Identity) -> Finding:
    if identity.scopes is None:
        return Finding(
            check="scopes", state=State.NOT_CHECKED, said="Slack did not say which there are"
        )
    manifest: Any = json.loads(MANIFEST.read_text("utf-8"))
    missing = sorted(needed_scopes(manifest) - identity.scopes)
    return judged(
        "scopes",
        f"missing: {', '.join(missing)}" if missing else "all that slack/manifest.json asks for",
        is_ok=not missing,
        mend=f"paste slack/manifest.json as the app's manifest; {_INSTALL}",
    )


def _cards(desk: Desk) -> Iterator[Finding]:
    asked, refused, taken = _slack(desk), list[str](), 0
    given: list[tuple[str, Any]] = [(name, {"blocks": drawn.blocks}) for name, drawn in cards()]
    given += [(name, {"view": view}) for name, view in views()]
    for name, one in given:
        objection = _objection(asked, one)
        taken += not objection
        if objection:
            refused.append(f"{name}: {objection}")
    yield judged(
        "cards",
        "; ".join(refused) or f"Slack takes all {taken}",
        is_ok=not refused,
        mend="Slack changed, or this version is wrong: tell Signoff's authors",
    )


def _objection(asked: Inspection, one: Any) -> str:
    try:
        with asking_slack():
            return asked.objection(**one)
    except RefusedBySlackError as error:
        said = f"Slack does not answer blocks.validate: {error.code}"
        raise SkippedError(State.NOT_CHECKED, said) from error
