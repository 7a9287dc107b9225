"""What every measurement needs: the build, the world, and the recipes of processes."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.artifact import Artifact, function
from bench.deeds import delivery, mention
from bench.outside import ROOT, Outside
from bench.process import Invoked, Process, Recipe
from bench.stack import around, variables
from bench.world.ledger import Asked
from playground.plain import Json

EVENTS, INTERACTIONS, WORKER, CLOCK = "slack_events", "slack_interactions", "turn_worker", "clock"
FLOOR = "floor"


class NotDoneError(Exception):
    """Something that was to be measured did not happen: its figure would be a lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """The build and the world.

    Attributes:
        artifact: The build.
        outside: The world.
        varied: How a process is started otherwise than it is shipped; None: it is not.
    """

    artifact: Artifact
    outside: Outside
    varied: Callable[[Recipe], Recipe] | None = None

    def recipe(self, module: str) -> Recipe:
        """Say how a function's process is started."""
        part = function(module)
        shipped = Recipe(
            python=self.artifact.python,
            paths=self.artifact.paths(part),
            modules=(module,),
            environment=variables(part, self.outside.url),
        )
        return self.varied(shipped) if self.varied else shipped

    def recipe_of_all(self, modules: Sequence[str]) -> Recipe:
        """Say how a process is started that has several functions in it."""
        each = [self.recipe(module) for module in modules]
        # The layers first: of the package, one function carries only a part.
        shared = [path for recipe in each for path in recipe.paths[1:]]
        return Recipe(
            python=self.artifact.python,
            paths=tuple(dict.fromkeys([*shared, *(recipe.paths[0] for recipe in each)])),
            modules=tuple(modules),
            environment={n: v for recipe in each for n, v in recipe.environment.items()},
        )

    @property
    def floor(self) -> Recipe:
        """Say how the floor's process is started."""
        return Recipe(
            python=self.artifact.python,
            paths=(ROOT / "bench" / FLOOR,),
            modules=(FLOOR,),
            environment=around(self.outside.url),
        )

    def message(self) -> str:
        """Take the one message that is in the queue.

        Raises:
            NotDoneError: There is none, or more than one.
        """
        found = self.outside.messages()
        if len(found) != 1:
            raise NotDoneError(f"{len(found)} messages are in the queue, not one")
        return found[0]

    def card(self) -> Json:
        """Take the last card that was posted.

        Raises:
            NotDoneError: There is none.
        """
        posted = self.outside.posted()
        if not posted:
            raise NotDoneError("no card was posted")
        return posted[-1]

    def mentioned(self, *, text: str | None = None) -> str:
        """Give the message of the queue that a mention leads to."""
        event = mention(text=text) if text else mention()
        body: str = event["body"]
        return wrapped(body)

    def paused(self, worker: Process) -> Json:
        """Bring a new thread to its pause, and give the card."""
        self.outside.posted()
        accepted(worker.invoke(WORKER, delivery(self.mentioned())))
        return self.card()


def wrapped(body: str) -> str:
    """Write what Slack sent as the door puts it into the queue."""
    return json.dumps({"kind": "event", "body": body})


def accepted(done: Invoked) -> Invoked:
    """Make sure that an invocation did what it was to do.

    Raises:
        NotDoneError: It answered that it did not.
    """
    match done.returned:
        case {"statusCode": 200} | {"batchItemFailures": []}:
            return done
        case _:
            raise NotDoneError(f"it answered {done.returned!r:.200}")


def first(asked: Sequence[Asked], service: str, what: str) -> Asked:
    """Give the first request of a kind.

    Raises:
        NotDoneError: There is none.
    """
    for each in asked:
        if (each.service, each.what) == (service, what):
            return each
    raise NotDoneError(f"{service} was not asked for {what}")
