"""Where the app is installed: the double and the sealed table do the same."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from moto import mock_aws

from signoff.adapters.installations import DynamoInstallations, SealedOtherwiseError
from signoff.core.installation import RENEWED_BEFORE_MS, Installation, Tokens
from signoff.ports import Installations
from signoff.testing import InMemoryInstallations
from tests.contract.table import a_client
from tests.core.rows import NOON
from tests.stack.templates import resources

HOUR_MS = 3_600_000
TABLE = "installations"
TOKENS = Tokens(bot="xoxb-1", refresh="xoxe-1", expires_at=NOON + 12 * HOUR_MS)
ACME = Installation(
    key="T1",
    name="Acme",
    app="A1",
    bot_user="U0BOT",
    by="U0ANA",
    scopes=("chat:write", "users:read"),
    installed_at=NOON,
    tokens=TOKENS,
    version=NOON,
)
ORGANISATION = replace(ACME, key="E1", name="All of it", tokens=Tokens(bot="xoxb-2"))


@pytest.fixture
def sealed() -> Iterator[tuple[Any, DynamoInstallations]]:
    """A table in moto and what keeps installations in it."""
    with mock_aws():
        client, kms = a_client("dynamodb"), a_client("kms")
        given = resources("AWS::DynamoDB::Table")["Installations"]
        keys = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")
        client.create_table(TableName=TABLE, **{name: given[name] for name in keys})
        key = kms.create_key()["KeyMetadata"]["Arn"]
        yield client, DynamoInstallations(client, kms, table=TABLE, key=key)


@pytest.fixture(params=["in_memory", "sealed"])
def kept(request: pytest.FixtureRequest) -> Installations:
    """Each of them."""
    if request.param == "in_memory":
        return InMemoryInstallations()
    found: DynamoInstallations = request.getfixturevalue("sealed")[1]
    return found


def test_what_is_saved_is_found_as_it_was(kept: Installations) -> None:
    kept.save(ACME)
    kept.save(ORGANISATION)

    assert (kept.find("T1"), kept.find("E1")) == (ACME, ORGANISATION)
    assert kept.find("T2") is None


def test_a_workspace_is_found_by_its_organisation_once_that_is_known(kept: Installations) -> None:
    kept.save(ORGANISATION)

    assert kept.find("T2") is None
    assert kept.find("T2", organisation="E1") == ORGANISATION
    kept.note_workspace("T2", "E1")
    assert kept.find("T2") == ORGANISATION


def test_an_installation_of_its_own_counts_more_than_the_organisations(
    kept: Installations,
) -> None:
    kept.save(ORGANISATION)
    kept.save(ACME)

    kept.note_workspace("T1", "E1")

    assert kept.find("T1", organisation="E1") == ACME


def test_an_erased_one_is_gone_unless_it_is_younger(kept: Installations) -> None:
    kept.save(ACME)

    assert not kept.erase("T1", until=NOON - 1)
    assert kept.find("T1") == ACME
    assert kept.erase("T1", until=NOON)
    assert kept.find("T1") is None
    assert not kept.erase("T1", until=NOON)


def test_a_note_of_a_workspace_is_not_erased_with_news_of_its_own(kept: Installations) -> None:
    kept.save(ORGANISATION)
    kept.note_workspace("T2", "E1")

    assert not kept.erase("T2", until=NOON)
    assert kept.find("T2") == ORGANISATION


def test_one_at_a_time_may_renew(kept: Installations) -> None:
    kept.save(ACME)

    assert kept.claim_renewal(ACME, now=NOON, until=NOON + 10)
    assert not kept.claim_renewal(ACME, now=NOON + 9, until=NOON + 20)
    assert kept.claim_renewal(ACME, now=NOON + 10, until=NOON + 20)
    assert not kept.claim_renewal(replace(ACME, version=1), now=NOON + 99, until=NOON + 100)
    assert not kept.claim_renewal(replace(ACME, key="T9"), now=NOON, until=NOON + 10)


def test_new_tokens_replace_exactly_the_old_ones(kept: Installations) -> None:
    kept.save(ACME)
    tokens = Tokens(bot="xoxb-3", refresh="xoxe-3", expires_at=NOON + 24 * HOUR_MS)

    new = kept.replace_tokens(ACME, tokens)

    assert new is not None
    assert kept.find("T1") == new
    assert (new.tokens, new.version) == (tokens, ACME.version + 1)
    assert kept.replace_tokens(ACME, TOKENS) is None
    kept.erase("T1", until=NOON)
    assert kept.replace_tokens(new, TOKENS) is None
    assert kept.find("T1") is None


def test_what_ends_soon_is_listed_and_nothing_else(kept: Installations) -> None:
    kept.save(ACME)
    kept.save(ORGANISATION)
    soon = NOON + 12 * HOUR_MS - RENEWED_BEFORE_MS

    assert kept.expiring(now=soon - 1, limit=10) == ()
    assert kept.expiring(now=soon, limit=10) == ("T1",)


def test_what_counts_once_is_used_up(kept: Installations) -> None:
    assert kept.spend("name", until=NOON)
    assert not kept.spend("name", until=NOON)
    assert kept.spend("other", until=NOON)


def test_no_row_shows_a_token(sealed: tuple[Any, DynamoInstallations]) -> None:
    client, kept = sealed
    kept.save(ACME)

    (row,) = client.scan(TableName=TABLE)["Items"]

    assert not [token for token in ("xoxb-1", "xoxe-1") if token in str(row)]
    assert row["sealed"]["S"]


def test_a_row_that_was_copied_elsewhere_opens_nothing(
    sealed: tuple[Any, DynamoInstallations],
) -> None:
    client, kept = sealed
    kept.save(ACME)
    (row,) = client.scan(TableName=TABLE)["Items"]
    client.put_item(TableName=TABLE, Item={**row, "pk": {"S": "T2"}})

    with pytest.raises(SealedOtherwiseError):
        kept.find("T2")
