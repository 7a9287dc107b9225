"""Where the app is installed: a table of its own, in which a key of the stack seals the tokens."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol, TypeAlias

from signoff.adapters.aws import Resource, answered, code_of, in_our_words
from signoff.core.errors import PermanentError, TellableError
from signoff.core.installation import Installation, Tokens

DUE = "due"
"""The index of what is to be renewed, and the one partition of it."""

_REFUSED = "ConditionalCheckFailedException"
_SENT_BEFORE = "SPENT#"

Attributes: TypeAlias = Mapping[str, Mapping[str, Any]]


class SealedOtherwiseError(PermanentError, TellableError):
    """The tokens in a row were not sealed for it: somebody altered it, or copied it."""


class InstallationsClient(Protocol):
    """What is needed of botocore's DynamoDB client."""

    def get_item(self, **request: Any) -> Any:
        """Read a row."""
        ...

    def put_item(self, **request: Any) -> Any:
        """Write a row."""
        ...

    def update_item(self, **request: Any) -> Any:
        """Change a row."""
        ...

    def delete_item(self, **request: Any) -> Any:
        """Take a row away."""
        ...

    def query(self, **request: Any) -> Any:
        """Read what is to be renewed."""
        ...


class KeyClient(Protocol):
    """What is needed of botocore's KMS client."""

    def encrypt(self, **request: Any) -> Any:
        """Seal something small."""
        ...

    def decrypt(self, **request: Any) -> Any:
        """Open what was sealed."""
        ...


class DynamoInstallations:
    """The `Installations` port on a table and a key.

    A row has what people may know of an installation as it is, and both tokens as one sealed
    text, which opens for this very row only: whoever copies it elsewhere has nothing.
    """

    def __init__(
        self, client: InstallationsClient, kms: KeyClient, *, table: str, key: str
    ) -> None:
        """Take the clients, the table's name and the key's ARN."""
        self._client = client
        self._kms = kms
        self._table = table
        self._key = key
        self._resource = Resource(kind="table", name=table, variable="SIGNOFF_INSTALLATIONS")
        self._sealing = Resource(kind="key", name=key, variable="SIGNOFF_INSTALLATIONS_KEY")

    def find(self, team: str, *, organisation: str = "") -> Installation | None:
        row = self._row(team)
        elsewhere = row["organisation"]["S"] if row and "organisation" in row else organisation
        if row is not None and "sealed" in row:
            return self._opened(row)
        row = self._row(elsewhere) if elsewhere else None
        return self._opened(row) if row is not None and "sealed" in row else None

    def save(self, installation: Installation) -> None:
        with in_our_words(self._resource):
            self._client.put_item(TableName=self._table, Item=self._written(installation))

    def erase(self, key: str, *, until: int) -> bool:
        request = {
            "TableName": self._table,
            "Key": _key(key),
            "ConditionExpression": "installed_at <= :until",
            "ExpressionAttributeValues": {":until": _number(until)},
        }
        return self._is_done(self._client.delete_item, request)

    def note_workspace(self, team: str, organisation: str) -> None:
        request = {
            "TableName": self._table,
            "Key": _key(team),
            "UpdateExpression": "SET organisation = :organisation",
            "ConditionExpression": "attribute_not_exists(sealed)",
            "ExpressionAttributeValues": {":organisation": {"S": organisation}},
        }
        self._is_done(self._client.update_item, request)

    def claim_renewal(self, installation: Installation, *, now: int, until: int) -> bool:
        request = {
            "TableName": self._table,
            "Key": _key(installation.key),
            "UpdateExpression": "SET claimed_until = :until",
            "ConditionExpression": (
                "version = :version AND (attribute_not_exists(claimed_until)"
                " OR claimed_until <= :now)"
            ),
            "ExpressionAttributeValues": {
                ":until": _number(until),
                ":now": _number(now),
                ":version": _number(installation.version),
            },
        }
        return self._is_done(self._client.update_item, request)

    def replace_tokens(self, installation: Installation, tokens: Tokens) -> Installation | None:
        new = replace(installation, tokens=tokens, version=installation.version + 1)
        request = {
            "TableName": self._table,
            "Item": self._written(new),
            "ConditionExpression": "version = :version",
            "ExpressionAttributeValues": {":version": _number(installation.version)},
        }
        return new if self._is_done(self._client.put_item, request) else None

    def expiring(self, *, now: int, limit: int) -> tuple[str, ...]:
        with in_our_words(self._resource):
            found = self._client.query(
                TableName=self._table,
                IndexName=DUE,
                KeyConditionExpression="due_shard = :shard AND due <= :now",
                ExpressionAttributeValues={":shard": {"S": DUE}, ":now": _number(now)},
                Limit=limit,
            )
        return tuple(row["pk"]["S"] for row in found["Items"])

    def spend(self, name: str, *, until: int) -> bool:
        request = {
            "TableName": self._table,
            "Item": {**_key(f"{_SENT_BEFORE}{name}"), "ttl": _number(until // 1000)},
            "ConditionExpression": "attribute_not_exists(pk)",
        }
        return self._is_done(self._client.put_item, request)

    def _row(self, key: str) -> Attributes | None:
        with in_our_words(self._resource):
            found = self._client.get_item(TableName=self._table, Key=_key(key), ConsistentRead=True)
        row: Attributes | None = found.get("Item")
        return row

    def _is_done(self, send: Any, request: Mapping[str, Any]) -> bool:
        """Write under a condition, and tell whether it held."""
        with in_our_words(self._resource):
            try:
                send(**request)
            except answered() as error:
                if code_of(error) != _REFUSED:
                    raise
                return False
        return True

    def _written(self, installation: Installation) -> dict[str, Any]:
        renew_at = installation.renew_at
        due = {} if renew_at is None else {"due_shard": {"S": DUE}, "due": _number(renew_at)}
        return {
            **_key(installation.key),
            "name": {"S": installation.name},
            "app": {"S": installation.app},
            "bot_user": {"S": installation.bot_user},
            "installed_by": {"S": installation.by},
            "scopes": {"S": ",".join(installation.scopes)},
            "installed_at": _number(installation.installed_at),
            "version": _number(installation.version),
            "sealed": {"S": b64encode(self._sealed(installation)).decode()},
            **due,
        }

    def _sealed(self, installation: Installation) -> bytes:
        tokens = installation.tokens
        text = json.dumps([tokens.bot, tokens.refresh, tokens.expires_at])
        with in_our_words(self._sealing):
            sealed: bytes = self._kms.encrypt(
                KeyId=self._key,
                Plaintext=text.encode(),
                EncryptionContext=_context(installation.key),
            )["CiphertextBlob"]
        return sealed

    def _opened(self, row: Attributes) -> Installation:
        key = row["pk"]["S"]
        return Installation(
            key=key,
            name=row["name"]["S"],
            app=row["app"]["S"],
            bot_user=row["bot_user"]["S"],
            by=row["installed_by"]["S"],
            scopes=tuple(filter(None, row["scopes"]["S"].split(","))),
            installed_at=int(row["installed_at"]["N"]),
            tokens=self._unsealed(key, b64decode(row["sealed"]["S"])),
            version=int(row["version"]["N"]),
        )

    def _unsealed(self, key: str, sealed: bytes) -> Tokens:
        with in_our_words(self._sealing):
            try:
                opened = self._kms.decrypt(
                    KeyId=self._key, CiphertextBlob=sealed, EncryptionContext=_context(key)
                )
            except answered() as error:
                if code_of(error) not in {"InvalidCiphertextException", "IncorrectKeyException"}:
                    raise
                raise SealedOtherwiseError(f"the tokens of {key} were not sealed for it") from error
        bot, refresh, expires_at = json.loads(opened["Plaintext"])
        return Tokens(bot=bot, refresh=refresh, expires_at=expires_at)


def _key(key: str) -> dict[str, Any]:
    return {"pk": {"S": key}}


def _number(value: int) -> dict[str, str]:
    return {"N": str(value)}


def _context(key: str) -> dict[str, str]:
    return {"installation": key}
