"""What only the real DynamoDB does: losing to a transaction that runs, and refusing for reasons of its own."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from chalicelib.store.dynamo_table import DynamoTable
from chalicelib.store.table import ABSENT, Delete, Expect, Put, Write
from tests.store import cloud

ITEM: dict[str, str | int | bool] = {"pk": "P", "sk": "a"}
EXPECTED = Expect(values={"version": 1})


def table_answering(stub: Callable[[Stubber], None]) -> DynamoTable:
    client: Any = cloud.client.__wrapped__("dynamodb")  # one of its own, for the stubber never lets go
    stubber = Stubber(client)
    stub(stubber)
    stubber.activate()
    return DynamoTable(client, "waakhond-test")


def refusing(operation: str, code: str, **more: Any) -> DynamoTable:
    return table_answering(lambda stubber: stubber.add_client_error(operation, code, **more))


@pytest.mark.parametrize(
    ("operation", "write"),
    [
        ("put_item", Put(ITEM, ABSENT)),
        ("put_item", Put(ITEM, EXPECTED)),
        ("delete_item", Delete("P", "a", EXPECTED)),
    ],
)
def test_an_item_inside_a_running_transaction_is_a_lost_race(operation: str, write: Write) -> None:
    assert refusing(operation, "TransactionConflictException").write(write) is False


@pytest.mark.parametrize(("operation", "write"), [("put_item", Put(ITEM)), ("delete_item", Delete("P", "a"))])
def test_a_write_that_expects_nothing_is_never_lost_in_silence(operation: str, write: Write) -> None:
    with pytest.raises(ClientError, match="TransactionConflictException"):
        refusing(operation, "TransactionConflictException").write(write)


@pytest.mark.parametrize(
    ("reasons", "lost"),
    [
        pytest.param(["None", "ConditionalCheckFailed"], True, id="an expectation did not hold"),
        pytest.param(["TransactionConflict", "None"], True, id="another transaction was at the same items"),
        pytest.param(["ConditionalCheckFailed", "TransactionConflict"], True, id="both"),
        pytest.param(["None", "ThrottlingError"], False, id="throttled"),
        pytest.param(["ConditionalCheckFailed", "ValidationError"], False, id="not what DynamoDB takes"),
    ],
)
def test_a_cancelled_transaction_is_lost_only_when_reading_again_can_help(reasons: list[str], lost: bool) -> None:
    table = refusing(
        "transact_write_items",
        "TransactionCanceledException",
        modeled_fields={"CancellationReasons": [{"Code": code} for code in reasons]},
    )
    if lost:
        assert table.transact([Put(ITEM, ABSENT)]) is False
    else:
        with pytest.raises(ClientError, match="TransactionCanceledException"):
            table.transact([Put(ITEM, ABSENT)])


def test_throttling_is_the_callers_retry() -> None:
    with pytest.raises(ClientError, match="ProvisionedThroughputExceededException"):
        refusing("put_item", "ProvisionedThroughputExceededException").write(Put(ITEM, ABSENT))


@pytest.mark.parametrize("backwards", [False, True])
def test_a_partition_is_read_consistently(backwards: bool) -> None:
    expected = {
        "TableName": "waakhond-test",
        "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
        "ExpressionAttributeValues": {":pk": {"S": "P"}, ":first": {"S": " "}, ":last": {"S": "\U0010ffff"}},
        "ConsistentRead": True,
        "ScanIndexForward": not backwards,
    }
    table = table_answering(lambda stubber: stubber.add_response("query", {"Items": []}, expected))
    assert list(table.query("P", backwards=backwards)) == []


def test_an_item_is_read_consistently() -> None:
    expected = {"TableName": "waakhond-test", "Key": {"pk": {"S": "P"}, "sk": {"S": "a"}}, "ConsistentRead": True}
    table = table_answering(lambda stubber: stubber.add_response("get_item", {}, expected))
    assert table.get("P", "a") is None
