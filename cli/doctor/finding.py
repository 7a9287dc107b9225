"""What one check found."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from botocore.exceptions import BotoCoreError, ClientError

from signoff.adapters.aws import (
    MissingResourceError,
    NotPermittedError,
    Resource,
    code_of,
    in_our_words,
)
from signoff.ports import TransientError, UnreachableError


class State(StrEnum):
    """How it is."""

    OK = "ok"
    WRONG = "wrong"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found.

    Attributes:
        check: What was looked at.
        state: How it is.
        said: What is so, or why it was not looked at.
        mend: What to do about it; empty where nothing is to be done.
    """

    check: str
    state: State
    said: str
    mend: str = ""


Check: TypeAlias = Callable[[], Iterator[Finding]]


class SkippedError(Exception):
    """Something could not be looked at, or is not there at all."""

    def __init__(self, state: State, said: str, mend: str = "") -> None:
        """Keep how that is to be told."""
        super().__init__(said)
        self.state = state
        self.said = said
        self.mend = mend


def judged(check: str, said: str, *, is_ok: bool, mend: str) -> Finding:
    """Tell that something is as it should be, or what to do."""
    state = State.OK if is_ok else State.WRONG
    return Finding(check=check, state=state, said=said, mend="" if is_ok else mend)


def found(check: str, parts: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """Make a check; what keeps it from being made is a finding, too."""
    try:
        yield from parts()
    except SkippedError as skipped:
        yield Finding(check=check, state=skipped.state, said=skipped.said, mend=skipped.mend)


@contextmanager
def looking_at(resource: Resource) -> Generator[None, None, None]:
    """Look at something in AWS.

    Raises:
        SkippedError: It is not there, or may not be looked at, or AWS is out of reach.
    """
    try:
        with in_our_words(resource):
            yield
    except MissingResourceError as error:
        said = f"the {resource.kind} {resource.name} does not exist"
        raise SkippedError(State.WRONG, said, "deploy template.yaml") from error
    except NotPermittedError as error:
        said = "your AWS credentials do not allow it"
        raise SkippedError(State.NOT_CHECKED, said, "use others: --profile") from error
    except TransientError as error:
        raise SkippedError(State.NOT_CHECKED, f"no network, or AWS is busy: {error}") from error
    except (ClientError, BotoCoreError) as error:
        said = code_of(error) if isinstance(error, ClientError) else str(error)
        raise SkippedError(State.NOT_CHECKED, f"AWS refused: {said}") from error


@contextmanager
def asking_slack() -> Generator[None, None, None]:
    """Ask Slack something.

    Raises:
        SkippedError: Slack is out of reach.
    """
    try:
        yield
    except UnreachableError as error:
        raise SkippedError(State.NOT_CHECKED, f"no network: {error}") from error
