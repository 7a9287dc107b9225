"""Creates the tables, queues, bucket, key and secrets that template.yaml declares."""

import json
from collections.abc import Callable
from typing import Any

from playground.plain import Json
from playground.runner.aws import Clients
from playground.runner.cloudformation import ACCOUNT, REGION, Resolver, TemplateError
from playground.runner.stack import made_up

INDEXES = {"Table": ("due", "pending", "decided"), "Installations": ("due",)}
"""What the functions query each table by."""

_TABLE_KEYS = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")
_QUEUE_KEYS = (
    "VisibilityTimeout",
    "MessageRetentionPeriod",
    "DelaySeconds",
    "ReceiveMessageWaitTimeSeconds",
)


class Resources:
    """Creates a resource when something first refers to it, and knows its attributes."""

    def __init__(self, clients: Clients, *, name: str = "signoff") -> None:
        self._clients = clients
        self._name = name
        self._attributes: dict[str, dict[str | None, str]] = {}
        self._template: Json = {}
        self._resolver: Resolver | None = None
        self._creators: dict[str, Callable[[str, Json], dict[str | None, str]]] = {
            "AWS::DynamoDB::Table": self._table,
            "AWS::KMS::Key": self._key,
            "AWS::SQS::Queue": self._queue,
            "AWS::S3::Bucket": self._bucket,
            "AWS::SecretsManager::Secret": self._secret,
        }

    def create(self, template: Json, parameters: dict[str, str]) -> Resolver:
        """Create everything, and give a resolver that knows what was created.

        Raises:
            TemplateError: A parameter, a table or an index is missing.
        """
        self._template = template
        self._resolver = Resolver(template, parameters=parameters, attribute=self.attribute)
        self._template = self._resolver.template
        for name, resource in self._template["Resources"].items():
            if resource["Type"] in self._creators:
                self.attribute(name, None)
        return self._resolver

    def attribute(self, logical_id: str, attribute: str | None) -> str:
        """Give an attribute of a resource; create it if it does not exist yet.

        Raises:
            TemplateError: The resource has no such attribute.
        """
        resource: Json = self._template["Resources"][logical_id]
        create = self._creators.get(resource["Type"])
        if create is None or self._resolver is None:
            return made_up(resource["Type"], logical_id, attribute)
        if logical_id not in self._attributes:
            properties: Json = self._resolver.resolve(resource.get("Properties", {}))
            self._attributes[logical_id] = create(logical_id, properties)
        try:
            return self._attributes[logical_id][attribute]
        except KeyError as error:
            raise TemplateError(f"template.yaml: {logical_id} has no {attribute}.") from error

    def physical_name(self, logical_id: str) -> str:
        """Give the name that a resource has in AWS."""
        return f"{self._name}-{logical_id}"

    def _table(self, logical_id: str, properties: Json) -> dict[str | None, str]:
        name = self.physical_name(logical_id)
        given: Any = {key: properties[key] for key in _TABLE_KEYS if key in properties}
        indexes = [index["IndexName"] for index in properties.get("GlobalSecondaryIndexes", [])]
        for index in INDEXES.get(logical_id, ()):
            if index not in indexes:
                raise TemplateError(
                    f"template.yaml: the table {logical_id} has no index {index}, which the "
                    "functions query: put it back under GlobalSecondaryIndexes."
                )
        self._clients.dynamodb.create_table(TableName=name, **given)
        lifetime: Any = properties.get("TimeToLiveSpecification")
        if lifetime:
            self._clients.dynamodb.update_time_to_live(
                TableName=name, TimeToLiveSpecification=lifetime
            )
        recovery: Any = properties.get("PointInTimeRecoverySpecification")
        if recovery:
            self._clients.dynamodb.update_continuous_backups(
                TableName=name, PointInTimeRecoverySpecification=recovery
            )
        arn = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}"
        return {None: name, "Arn": arn}

    def _queue(self, logical_id: str, properties: Json) -> dict[str | None, str]:
        name = self.physical_name(logical_id)
        attributes: Any = {key: str(properties[key]) for key in _QUEUE_KEYS if key in properties}
        if "RedrivePolicy" in properties:
            attributes["RedrivePolicy"] = json.dumps(properties["RedrivePolicy"])
        created = self._clients.sqs.create_queue(QueueName=name, Attributes=attributes)
        url, arn = created["QueueUrl"], f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"
        return {None: url, "QueueUrl": url, "Arn": arn, "QueueName": name}

    def _bucket(self, logical_id: str, _: Json) -> dict[str | None, str]:
        name = self.physical_name(logical_id).lower()
        self._clients.s3.create_bucket(Bucket=name)
        return {None: name, "Arn": f"arn:aws:s3:::{name}"}

    def _key(self, _logical_id: str, properties: Json) -> dict[str | None, str]:
        made = self._clients.kms.create_key(Description=str(properties["Description"]))
        return {None: made["KeyMetadata"]["KeyId"], "Arn": made["KeyMetadata"]["Arn"]}

    def _secret(self, logical_id: str, properties: Json) -> dict[str | None, str]:
        name = self.physical_name(logical_id)
        arn = self._clients.secrets.create_secret(
            Name=name, SecretString=str(properties["SecretString"])
        )["ARN"]
        return {None: arn, "Id": arn}
