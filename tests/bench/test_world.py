import json
from typing import Any

import pytest

from bench.deeds import approval, mention
from bench.world.amazon import Amazon
from bench.world.model import DONE, said
from bench.world.slack import Slack
from bench.world.table import RefusedError, Table
from bench.world.wire import Request
from playground.model.replies import Call, Text
from playground.model.request import ModelRequest

KEY = {"pk": {"S": "t"}, "sk": {"S": "META"}}


def a_request(path: str, body: Any, **headers: str) -> Request:
    return Request(
        method="POST",
        path=path,
        headers={"content-type": "application/json", **headers},
        body=json.dumps(body).encode(),
        connection=1,
    )


def an_update(**more: Any) -> dict[str, Any]:
    return {
        "Key": KEY,
        "UpdateExpression": "SET #a = :a, #l = list_append(if_not_exists(#l, :e), :l) ADD #n :n",
        "ExpressionAttributeNames": {"#a": "a", "#l": "l", "#n": "n"},
        "ExpressionAttributeValues": {
            ":a": {"S": "x"},
            ":e": {"L": []},
            ":l": {"L": [{"S": "y"}]},
            ":n": {"N": "2"},
        },
        "ReturnValues": "ALL_NEW",
        **more,
    }


def test_an_update_sets_counts_and_appends() -> None:
    table = Table()
    table.perform("UpdateItem", an_update())

    reply = table.perform("UpdateItem", an_update())

    assert reply["Attributes"]["n"] == {"N": "4"}
    assert reply["Attributes"]["l"] == {"L": [{"S": "y"}, {"S": "y"}]}


def test_a_condition_that_does_not_hold_shows_the_row() -> None:
    table = Table()
    table.perform("UpdateItem", an_update())

    with pytest.raises(RefusedError) as refused:
        table.perform("UpdateItem", an_update(ConditionExpression="attribute_not_exists(#a)"))

    assert refused.value.body["Item"]["a"] == {"S": "x"}


def test_a_transaction_writes_all_or_nothing() -> None:
    table = Table()
    check = {"Key": KEY, "ConditionExpression": "attribute_exists(pk)"}
    put = {"Item": {**KEY, "sk": {"S": "R#1"}}}

    with pytest.raises(RefusedError) as refused:
        table.perform(
            "TransactWriteItems", {"TransactItems": [{"Put": put}, {"ConditionCheck": check}]}
        )

    codes = [each["Code"] for each in refused.value.body["CancellationReasons"]]
    assert codes == ["None", "ConditionalCheckFailed"]
    assert table.bytes == 0


def test_a_query_reads_a_range_and_counts_its_bytes() -> None:
    table = Table()
    for name in ("IN#1", "META", "R#1", "R#2"):
        table.perform("PutItem", {"Item": {"pk": {"S": "t"}, "sk": {"S": name}}})

    reply = table.perform(
        "Query",
        {
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
            "ExpressionAttributeValues": {
                ":pk": {"S": "t"},
                ":first": {"S": "R#"},
                ":last": {"S": "R$"},
            },
        },
    )

    assert [row["sk"]["S"] for row in reply["Items"]] == ["R#1", "R#2"]
    assert table.read == 2 * len("pktskR#1")


def test_an_expression_nobody_knows_is_no_silent_yes() -> None:
    table = Table()

    with pytest.raises(Exception, match="size"):
        table.perform("PutItem", {"Item": KEY, "ConditionExpression": "size(a) > :b"})


def test_what_is_sent_is_in_the_queue() -> None:
    amazon = Amazon()
    sent = a_request("/", {"MessageBody": "hello"}, **{"x-amz-target": "AmazonSQS.SendMessage"})

    service, operation, _ = amazon.answer(sent)

    assert (service, operation, amazon.queue) == ("sqs", "SendMessage", ["hello"])


def test_a_call_names_who_made_it_and_its_card_is_kept() -> None:
    slack = Slack()
    card = [{"type": "actions", "elements": [{"action_id": "approve", "value": "v"}]}]

    who, method, _ = slack.answer(
        a_request("/turn_worker/api/chat.postMessage", {"channel": "C1", "blocks": card})
    )

    assert (who, method) == ("turn_worker", "chat.postMessage")
    assert approval(slack.posted[0])["body"].startswith("payload=")


def test_a_model_asks_and_is_content_with_an_outcome() -> None:
    wish: Any = {"type": "message", "role": "user", "content": "email bob"}
    outcome: Any = {"type": "function_call_output", "call_id": "c", "output": "sent"}

    asks = said(ModelRequest(body={"input": [wish]}, headers={}))
    ends = said(ModelRequest(body={"input": [wish, outcome]}, headers={}))

    assert isinstance(asks.items[0], Call)
    assert ends.items == (Text(text=DONE),)


def test_a_mention_is_signed() -> None:
    event = mention()

    assert event["headers"]["x-slack-signature"].startswith("v0=")
    assert json.loads(event["body"])["event"]["type"] == "app_mention"
