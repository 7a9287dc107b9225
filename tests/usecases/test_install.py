from dataclasses import replace

from signoff.core.hearing import Uninstalled
from signoff.core.installation import RENEWED_BEFORE_MS, Installation, Tokens
from signoff.core.observations.installs import (
    Installed,
    Removed,
    TokenNotRenewed,
    TokenRenewed,
)
from signoff.ports import Granted, UndeliverableError, UnreachableError
from signoff.testing import (
    InMemoryInstallations,
    ManualClock,
    RecordingTell,
    ScriptedAuthority,
)
from signoff.usecases.install import Allowed, InstallPorts, NotHere, install
from signoff.usecases.renew_token import CLAIM_MS, RenewalPorts, renew_expiring, renewed
from signoff.usecases.uninstall import uninstall
from tests.core.rows import NOON

HOUR_MS = 3_600_000
GRANTED = Granted(
    app="A1",
    team="T1",
    organisation="",
    name="Acme",
    bot_user="U0BOT",
    by="U0ANA",
    scopes=("chat:write",),
    tokens=Tokens(bot="xoxb-1", refresh="r1", expires_at=NOON + 12 * HOUR_MS),
)
ANYWHERE = Allowed(app="", places=())
NEXT = Tokens(bot="xoxb-2", refresh="r2", expires_at=NOON + 24 * HOUR_MS)


def _installation(*, key: str = "T1", left_ms: int | None = HOUR_MS) -> Installation:
    expires_at = None if left_ms is None else NOON + left_ms
    return Installation(
        key=key,
        name="Acme",
        app="A1",
        bot_user="U0BOT",
        by="U0ANA",
        scopes=("chat:write",),
        installed_at=NOON,
        tokens=Tokens(bot="xoxb-1", refresh="r1", expires_at=expires_at),
        version=1,
    )


def _install_ports(worth: Granted | Exception = GRANTED) -> InstallPorts:
    return InstallPorts(
        installations=InMemoryInstallations(),
        authority=ScriptedAuthority(codes={"code": worth}),
        clock=ManualClock(NOON),
        tell=RecordingTell(),
    )


def _renewal(
    installation: Installation, worth: Tokens | Exception = NEXT
) -> tuple[RenewalPorts, InMemoryInstallations, ScriptedAuthority, RecordingTell]:
    kept, tell = InMemoryInstallations(installation), RecordingTell()
    authority = ScriptedAuthority(renewals={"r1": worth})
    ports = RenewalPorts(
        installations=kept, authority=authority, clock=ManualClock(NOON), tell=tell
    )
    return ports, kept, authority, tell


def test_who_agreed_has_the_app_installed() -> None:
    ports = _install_ports()

    became = install("code", allowed=ANYWHERE, ports=ports)

    assert became == ports.installations.find("T1")
    assert isinstance(became, Installation)
    assert (became.tokens, became.installed_at) == (GRANTED.tokens, NOON)
    assert isinstance(ports.tell, RecordingTell)
    assert ports.tell.told == [Installed(where="T1", by="U0ANA")]


def test_an_organisation_installs_it_under_its_own_id() -> None:
    ports = _install_ports(replace(GRANTED, team="", organisation="E1"))

    install("code", allowed=Allowed(app="A1", places=("E1",)), ports=ports)

    found = ports.installations.find("E1")
    assert found is not None
    assert found.is_of_organisation


def test_another_app_or_place_is_kept_nowhere_and_its_token_taken_back() -> None:
    for allowed in (Allowed(app="A2", places=()), Allowed(app="A1", places=("T2", "E2"))):
        ports = _install_ports()

        became = install("code", allowed=allowed, ports=ports)

        assert became == NotHere(where="T1")
        assert ports.installations.find("T1") is None
        assert isinstance(ports.authority, ScriptedAuthority)
        assert ports.authority.revoked == ["xoxb-1"]


def test_nothing_that_prints_an_installation_shows_its_tokens() -> None:
    printed = f"{_installation()!r} {GRANTED!r}"

    assert "xoxb" not in printed
    assert "r1" not in printed


def test_a_token_that_lasts_is_left_alone() -> None:
    lasting = _installation(left_ms=RENEWED_BEFORE_MS + 1)
    endless = _installation(left_ms=None)

    for installation in (lasting, endless):
        ports, _, authority, _ = _renewal(installation)
        assert renewed(installation, ports) == installation
        assert authority.renewed == []


def test_a_token_that_ends_soon_has_a_successor() -> None:
    ports, kept, _, tell = _renewal(_installation())

    new = renewed(_installation(), ports)

    assert (new.tokens, new.version) == (NEXT, 2)
    assert kept.find("T1") == new
    assert tell.told == [TokenRenewed(where="T1")]


def test_one_process_asks_and_the_others_go_on_with_what_they_have() -> None:
    ports, kept, authority, _ = _renewal(_installation())
    kept.claim_renewal(_installation(), now=NOON, until=NOON + CLAIM_MS)

    assert renewed(_installation(), ports) == _installation()
    assert authority.renewed == []


def test_who_comes_late_takes_what_another_has_renewed() -> None:
    ports, _, authority, _ = _renewal(_installation())
    new = renewed(_installation(), ports)

    assert renewed(_installation(), ports) == new
    assert authority.renewed == ["r1"]


def test_a_lost_answer_leaves_the_row_and_the_same_token_is_asked_with_later() -> None:
    lost = UnreachableError("no answer came back", is_ambiguous=True)
    ports, kept, authority, tell = _renewal(_installation(), lost)

    assert renewed(_installation(), ports) == _installation()
    assert kept.find("T1") == _installation()
    assert tell.told == [TokenNotRenewed(where="T1", why="no answer came back", is_final=False)]
    authority.renewals["r1"] = NEXT
    assert isinstance(ports.clock, ManualClock)
    ports.clock.advance(seconds=CLAIM_MS // 1000)
    assert renewed(_installation(), ports).tokens == NEXT
    assert authority.renewed == ["r1", "r1"]


def test_a_refused_renewal_is_told_and_the_token_kept_as_long_as_it_lasts() -> None:
    ports, kept, _, tell = _renewal(_installation(), UndeliverableError("no"))

    assert renewed(_installation(), ports) == _installation()
    assert kept.find("T1") == _installation()
    assert [type(each) for each in tell.told] == [TokenNotRenewed]


def test_a_removed_app_is_not_brought_back_by_a_renewal() -> None:
    ports, kept, authority, _ = _renewal(_installation())

    class Removing(ScriptedAuthority):
        def renew(self, refresh: str) -> Tokens:
            kept.erase("T1", until=NOON)
            return authority.renew(refresh)

    renewed(_installation(), replace(ports, authority=Removing()))

    assert kept.find("T1") is None


def test_the_clock_renews_all_that_end_soon() -> None:
    ports, kept, _, _ = _renewal(_installation())
    kept.save(_installation(key="T2", left_ms=None))

    assert renew_expiring(ports, has_time=lambda: True) == {"tokens_renewed": 1}
    assert renew_expiring(ports, has_time=lambda: True) == {}


def test_a_clock_without_time_renews_none() -> None:
    ports, _, authority, _ = _renewal(_installation())

    assert renew_expiring(ports, has_time=lambda: False) == {}
    assert authority.renewed == []


def test_a_renewal_that_fails_is_counted_as_such() -> None:
    ports, _, _, _ = _renewal(_installation(), UndeliverableError("no"))

    assert renew_expiring(ports, has_time=lambda: True) == {"tokens_not_renewed": 1}


def test_a_removed_app_is_forgotten_unless_it_was_installed_later() -> None:
    kept, tell = InMemoryInstallations(_installation()), RecordingTell()

    early = uninstall(Uninstalled(where="T1", until=NOON - 1), installations=kept, tell=tell)
    meant = uninstall(Uninstalled(where="T1", until=NOON), installations=kept, tell=tell)

    assert (early, meant) == (False, True)
    assert kept.installed == {}
    assert tell.told[-1] == Removed(where="T1", was_known=True)
