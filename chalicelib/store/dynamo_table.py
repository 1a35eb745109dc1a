"""The table in DynamoDB, by the low-level client: the only file that speaks its request language."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from chalicelib.store.schema import INDEX
from chalicelib.store.table import ANYTHING, Expect, Item, Put, Value, Write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import (
        AttributeValueTypeDef,
        DeleteItemInputTypeDef,
        DeleteTypeDef,
        PutItemInputTypeDef,
        PutTypeDef,
        QueryInputTypeDef,
        TransactWriteItemTypeDef,
    )

# A transaction may lose to another one at the same items; both mean "read again and decide again".
_LOST = frozenset({"None", "ConditionalCheckFailed", "TransactionConflict"})


class DynamoTable:
    """Raises botocore's ClientError for everything but a failed expectation: throttling is the caller's retry."""

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self._client = client
        self._name = name

    def get(self, pk: str, sk: str) -> Item | None:
        answer = self._client.get_item(TableName=self._name, Key=_key(pk, sk), ConsistentRead=True)
        return _item(answer["Item"]) if "Item" in answer else None

    def query(self, pk: str, first: str = "", last: str = "\U0010ffff", *, backwards: bool = False) -> Iterator[Item]:
        # An empty bound is no legal key; a space sorts before every key of ours.
        yield from self._pages(
            {
                "TableName": self._name,
                "KeyConditionExpression": "pk = :pk AND sk BETWEEN :first AND :last",
                "ExpressionAttributeValues": {
                    ":pk": {"S": pk},
                    ":first": {"S": first or " "},
                    ":last": {"S": last},
                },
                "ConsistentRead": True,
                "ScanIndexForward": not backwards,
            }
        )

    def index(
        self,
        ix: str,
        first: str = "",
        last: str = "\U0010ffff",
        limit: int | None = None,
        *,
        backwards: bool = False,
    ) -> Iterator[Item]:
        request: QueryInputTypeDef = {
            "TableName": self._name,
            "IndexName": INDEX,
            "KeyConditionExpression": "ix = :ix AND ix_at BETWEEN :first AND :last",
            "ExpressionAttributeValues": {":ix": {"S": ix}, ":first": {"S": first or " "}, ":last": {"S": last}},
            "ScanIndexForward": not backwards,
        }
        if limit is not None:
            request["Limit"] = limit
            yield from islice(self._pages(request), limit)  # an answer of 1 MB ends before its limit
        else:
            yield from self._pages(request)

    def write(self, write: Write) -> bool:
        try:
            if isinstance(write, Put):
                put: PutItemInputTypeDef = {"TableName": self._name, "Item": _attributes(write.item)}
                _guard(put, write.expect)
                self._client.put_item(**put)
            else:
                delete: DeleteItemInputTypeDef = {"TableName": self._name, "Key": _key(write.pk, write.sk)}
                _guard(delete, write.expect)
                self._client.delete_item(**delete)
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        except self._client.exceptions.TransactionConflictException:
            # A transaction is at the item this very moment: whoever expected something of it has to read again.
            if write.expect == ANYTHING:
                raise
            return False
        return True

    def transact(self, writes: Sequence[Write]) -> bool:
        try:
            self._client.transact_write_items(TransactItems=[self._transaction_item(write) for write in writes])
        except self._client.exceptions.TransactionCanceledException as error:
            codes = {reason.get("Code", "None") for reason in error.response.get("CancellationReasons", ())}
            if codes <= _LOST:
                return False
            raise
        return True

    def add(self, pk: str, sk: str, amounts: Mapping[str, int], expires_at: int) -> None:
        names = {f"#n{i}": name for i, name in enumerate(amounts)}
        values: dict[str, AttributeValueTypeDef] = {
            f":n{i}": {"N": str(amount)} for i, amount in enumerate(amounts.values())
        }
        self._client.update_item(
            TableName=self._name,
            Key=_key(pk, sk),
            UpdateExpression="SET expires_at = :expires ADD " + ", ".join(f"#n{i} :n{i}" for i in range(len(names))),
            ExpressionAttributeNames=names,
            ExpressionAttributeValues={**values, ":expires": {"N": str(expires_at)}},
        )

    def _pages(self, request: "QueryInputTypeDef") -> Iterator[Item]:
        while True:
            answer = self._client.query(**request)
            yield from (_item(item) for item in answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _transaction_item(self, write: Write) -> "TransactWriteItemTypeDef":
        if isinstance(write, Put):
            put: PutTypeDef = {"TableName": self._name, "Item": _attributes(write.item)}
            _guard(put, write.expect)
            return {"Put": put}
        delete: DeleteTypeDef = {"TableName": self._name, "Key": _key(write.pk, write.sk)}
        _guard(delete, write.expect)
        return {"Delete": delete}


def _guard(
    request: "PutItemInputTypeDef | DeleteItemInputTypeDef | PutTypeDef | DeleteTypeDef", expect: Expect
) -> None:
    """Put the condition on a request, with the parts of the request language that it needs and no others."""
    expression, names, values = _condition(expect)
    if expression:
        request["ConditionExpression"] = expression
        request["ExpressionAttributeNames"] = names
    if values:
        request["ExpressionAttributeValues"] = values


def _condition(expect: Expect) -> tuple[str, dict[str, str], "dict[str, AttributeValueTypeDef]"]:
    """Each clause gets a name: the item is absent, or an attribute still has the value that was read."""
    if expect.absent:
        return "attribute_not_exists(#pk)", {"#pk": "pk"}, {}
    names: dict[str, str] = {}
    values: dict[str, AttributeValueTypeDef] = {}
    clauses: list[str] = []
    for number, (name, value) in enumerate(expect.values.items()):
        names[f"#c{number}"] = name
        if value is None:
            names["#pk"] = "pk"
            clauses += ["attribute_exists(#pk)", f"attribute_not_exists(#c{number})"]
        else:
            values[f":c{number}"] = _attribute(value)
            clauses.append(f"#c{number} = :c{number}")
    return " AND ".join(clauses), names, values


def _key(pk: str, sk: str) -> "dict[str, AttributeValueTypeDef]":
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def _attributes(item: Item) -> "dict[str, AttributeValueTypeDef]":
    return {name: _attribute(value) for name, value in item.items()}


def _attribute(value: Value) -> "AttributeValueTypeDef":
    match value:
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case str():
            return {"S": value}


def _item(attributes: "Mapping[str, AttributeValueTypeDef]") -> Item:
    return {name: _value(attribute) for name, attribute in attributes.items()}


def _value(attribute: "AttributeValueTypeDef") -> Value:
    if "S" in attribute:
        return attribute["S"]
    if "BOOL" in attribute:
        return attribute["BOOL"]
    return int(attribute["N"])
