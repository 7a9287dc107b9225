"""Whose Slack it is: the stack's one workspace, or each in which somebody installed the app."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from signoff.adapters.slack.chat import SlackChat
from signoff.adapters.slack.sessions import Sessions
from signoff.core.installation import Installation
from signoff.ports import Chat


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackHere:
    """The Slack of one workspace.

    Attributes:
        chat: What a run needs of it.
        presence: What it shows beside threads.
    """

    chat: SlackChat
    presence: Sessions


Renewed: TypeAlias = Callable[[Installation], Installation]
"""Gives an installation with a token that lasts, if one can be had now."""


def as_it_is(installation: Installation) -> Installation:
    """Give it as it is: others renew tokens."""
    return installation


class Workspaces(Protocol):
    """Gives the Slack of each workspace."""

    def of(self, team: str, organisation: str = "", /) -> SlackHere | None:
        """Give it; None: the app is not installed there."""
        ...

    def chat_of(self, team: str, /) -> Chat | None:
        """Give what a run needs of it; None: the app is not installed there."""
        ...

    def make_ready(self) -> None:
        """Read now what each call would wait for, or fail of."""
        ...

    def forget(self, team: str) -> None:
        """Look again the next time."""
        ...


class OneWorkspace:
    """The one that the stack's own token belongs to; whose that is, Slack says when it is asked."""

    def __init__(self, chat: Callable[[], SlackChat], presence: Callable[[], Sessions]) -> None:
        """Take what gives its Slack, by the token that counts then."""
        self._chat = chat
        self._presence = presence

    def of(self, _team: str, _organisation: str = "", /) -> SlackHere:
        return SlackHere(chat=self._chat(), presence=self._presence())

    def chat_of(self, _team: str, /) -> Chat:
        return self._chat()

    def make_ready(self) -> None:
        self._chat()

    def forget(self, team: str) -> None:
        """Remember nothing."""
