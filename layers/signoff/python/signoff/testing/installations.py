"""Doubles for where the app is installed, and for who hands out the tokens."""

from collections.abc import Mapping
from dataclasses import replace

from signoff.core.installation import Installation, Tokens
from signoff.ports import Granted, PermanentError


class InMemoryInstallations:
    """The `Installations` port in memory; everything in it can be looked at."""

    def __init__(self, *installed: Installation) -> None:
        """Know some installations already."""
        self.installed: dict[str, Installation] = {each.key: each for each in installed}
        self.workspaces: dict[str, str] = {}
        self.claims: dict[str, tuple[int, int]] = {}
        self.spent: dict[str, int] = {}

    def find(self, team: str, *, organisation: str = "") -> Installation | None:
        """Give what counts there."""
        elsewhere = self.workspaces.get(team, organisation)
        return self.installed.get(team) or self.installed.get(elsewhere)

    def save(self, installation: Installation) -> None:
        """Keep it."""
        self.installed[installation.key] = installation

    def erase(self, key: str, *, until: int) -> bool:
        """Forget it, unless it is younger."""
        known = self.installed.get(key)
        if known is None or known.installed_at > until:
            return False
        del self.installed[key]
        return True

    def note_workspace(self, team: str, organisation: str) -> None:
        """Keep whose workspace it is."""
        if team not in self.installed:
            self.workspaces[team] = organisation

    def claim_renewal(self, installation: Installation, *, now: int, until: int) -> bool:
        """Take the renewal on, once."""
        known = self.installed.get(installation.key)
        if known is None or known.version != installation.version:
            return False
        version, claimed_until = self.claims.get(known.key, (0, 0))
        if version == known.version and claimed_until > now:
            return False
        self.claims[known.key] = (known.version, until)
        return True

    def replace_tokens(self, installation: Installation, tokens: Tokens) -> Installation | None:
        """Keep new tokens, if the old ones still stand."""
        known = self.installed.get(installation.key)
        if known is None or known.version != installation.version:
            return None
        new = replace(installation, tokens=tokens, version=installation.version + 1)
        self.installed[new.key] = new
        return new

    def expiring(self, *, now: int, limit: int) -> tuple[str, ...]:
        """List what is due."""
        due = (key for key, each in self.installed.items() if each.is_due(now))
        return tuple(sorted(due))[:limit]

    def spend(self, name: str, *, until: int) -> bool:
        """Use a name up."""
        if name in self.spent:
            return False
        self.spent[name] = until
        return True


class ScriptedAuthority:
    """The `Authority` port; codes and refresh tokens are worth what the test says."""

    def __init__(
        self,
        *,
        codes: Mapping[str, Granted | Exception] | None = None,
        renewals: Mapping[str, Tokens | Exception] | None = None,
    ) -> None:
        """Take what each code and each refresh token is worth."""
        self.codes: dict[str, Granted | Exception] = dict(codes or {})
        self.renewals: dict[str, Tokens | Exception] = dict(renewals or {})
        self.renewed: list[str] = []
        self.revoked: list[str] = []

    def exchange(self, code: str) -> Granted:
        """Give what the code is worth, once."""
        worth = self.codes.pop(code)
        if isinstance(worth, Exception):
            raise worth
        return worth

    def renew(self, refresh: str) -> Tokens:
        """Give what the refresh token is worth."""
        self.renewed.append(refresh)
        worth = self.renewals[refresh]
        if isinstance(worth, Exception):
            raise worth
        return worth

    def revoke(self, bot: str) -> None:
        """Keep that it was taken back."""
        if bot in self.revoked:
            raise PermanentError("it is revoked already")
        self.revoked.append(bot)
