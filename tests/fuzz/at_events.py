"""The Events API's address: its real handler on real clients, with no AWS behind them."""

import importlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from signoff.adapters.clock import now
from tests.fuzz import extremes
from tests.fuzz.cloud import Cloud
from tests.fuzz.dice import Dice
from tests.fuzz.mutations import mutate
from tests.fuzz.requests import Request, raw_text, request
from tests.fuzz.shapes import EVENTS, HEARD, TEAM
from tests.fuzz.tried import Tried, ViolationError, require

OTHER_TEAM = "T0OTHER"
_EXPECTED = {200, 400, 401, 403, 413}

Handler = Callable[[Mapping[str, object], object], dict[str, Any]]


class Events:
    """Sends requests to `slack_events`."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._handler: Handler = importlib.import_module("slack_events").lambda_handler

    def try_one(self, dice: Dice) -> Tried:
        """Send one request, and judge the answer."""
        shape, body = _body(dice)
        sent = request(body, dice, now_s=now() // 1000, is_signed=not dice.once_in(2))
        before = self._cloud.calls.total()
        self._cloud.messages.clear()
        status = status_of(self._handler, sent)
        if not sent.is_signed:
            require_untouched(sent, status, self._cloud.calls.total() - before)
            return Tried(shape=f"unsigned: {sent.how}", became=str(status))
        require(status in _EXPECTED - {401}, f"a signed request was answered {status}", sent)
        return Tried(shape=f"signed: {shape}", became=self._became(shape, sent, status))

    def _became(self, shape: str, sent: Request, status: int) -> str:
        messages = self._cloud.messages
        must, must_not = shape == "talk", shape == "another team"
        require(len(messages) <= 1, "an event was queued twice", sent)
        require(not must or messages, "an event was lost", sent)
        require(not (must_not and messages), "another team's event was queued", sent)
        for message in messages:
            require(status == 200, "queued, and not taken", sent)
            require(message["MessageGroupId"] == TEAM, "queued for another team", sent)
            kept = json.loads(message["MessageBody"])
            if kept["kind"] == "home":
                _require_as_opened(kept, sent)
                return "home"
            require(kept["body"].encode() == sent.body, "queued other than it was signed", sent)
        return "queued" if messages else str(status)


def _require_as_opened(wish: dict[str, str], sent: Request) -> None:
    """Hold a wish to show an inbox against who opened it."""
    event = json.loads(sent.body)["event"]
    is_theirs = wish["team"] == TEAM and wish["user"] == event["user"]
    require(event["type"] == "app_home_opened" and is_theirs, "an inbox nobody opened", sent)


def status_of(handler: Handler, sent: Request) -> int:
    """Have a handler answer, in a shape that API Gateway takes."""
    try:
        response = handler(sent.event, None)
    except Exception as error:
        raise ViolationError(f"raised {error!r}", sent, figure="status_5xx") from error
    status = response.get("statusCode")
    require(isinstance(status, int), "an answer without a status", sent, figure="status_5xx")
    json.dumps(response)
    code: int = response["statusCode"]
    require(code < 500, f"answered {code}", sent, figure="status_5xx")
    return code


def require_untouched(sent: Request, status: int, calls: int) -> None:
    """Hold what became of an unsigned request against the promise."""
    require(status in {400, 401}, f"an unsigned request was answered {status}", sent)
    require(calls == 0, "an unsigned request caused calls", sent, figure="aws_before_signature")


def _body(dice: Dice) -> tuple[str, bytes]:
    kind = dice.below(16)
    if kind < 2:
        return "talk", dice.one_of(HEARD).encode()
    envelope = json.loads(dice.one_of(EVENTS))
    if kind == 2:
        envelope |= dict.fromkeys(("team_id", "context_team_id"), OTHER_TEAM)
        envelope["authorizations"] = [{"team_id": OTHER_TEAM, "user_id": "U0BOT"}]
        return "another team", json.dumps(envelope).encode()
    if kind == 3:
        envelope["type"] = extremes.text(dice)
    mutate(envelope, dice, times=1 + dice.below(5))
    return "changed", raw_text(envelope, dice)
