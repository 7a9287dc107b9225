"""Where the app was installed, renewed and removed, and what came from where it is not."""

from dataclasses import dataclass
from typing import ClassVar

from signoff.core.observations.observed import Level, Measure, Observed, count


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed(Observed):
    """Somebody installed the app.

    Attributes:
        where: The workspace or the organisation.
        by: Who.
    """

    where: str
    by: str

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("Installs"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallRefused(Observed):
    """A visit to the install pages led to nothing.

    Attributes:
        why: Why, in words of ours or a name of Slack's.
    """

    why: str

    level: ClassVar[Level] = "WARNING"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("InstallsRefused"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed(Observed):
    """The app was removed, or its token revoked: its tokens are erased here.

    Attributes:
        where: The workspace or the organisation.
        was_known: Whether there was anything to erase.
    """

    where: str
    was_known: bool

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("Uninstalls", int(self.was_known)),)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotInstalled(Observed):
    """Something came from a workspace in which the app is not installed: it was left alone.

    Attributes:
        where: The workspace.
        what: What came, or what is due there.
    """

    where: str
    what: str

    level: ClassVar[Level] = "WARNING"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("NotInstalled"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRenewed(Observed):
    """A token that was about to end has a successor.

    Attributes:
        where: The workspace or the organisation.
    """

    where: str

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("TokensRenewed"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenNotRenewed(Observed):
    """A token that is about to end has no successor yet.

    Attributes:
        where: The workspace or the organisation.
        why: What went wrong.
        is_final: Whether Slack will not give one: somebody has to install the app anew.
    """

    where: str
    why: str
    is_final: bool

    level: ClassVar[Level] = "ERROR"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (count("TokensNotRenewed"),)
