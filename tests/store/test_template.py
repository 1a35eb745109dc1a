"""The deployed table and the code agree: keys, index, projection, time to live."""

from chalicelib.store.schema import INDEX, PROJECTED
from tests.store import cloud


def test_the_table_has_the_keys_the_code_writes() -> None:
    assert cloud.described()["KeySchema"] == [
        {"AttributeName": "pk", "KeyType": "HASH"},
        {"AttributeName": "sk", "KeyType": "RANGE"},
    ]


def test_the_index_has_the_keys_and_the_projection_the_code_reads() -> None:
    (index,) = cloud.described()["GlobalSecondaryIndexes"]
    assert index["IndexName"] == INDEX
    assert index["KeySchema"] == [
        {"AttributeName": "ix", "KeyType": "HASH"},
        {"AttributeName": "ix_at", "KeyType": "RANGE"},
    ]
    assert index["Projection"]["ProjectionType"] == "INCLUDE"
    assert set(index["Projection"]["NonKeyAttributes"]) == set(PROJECTED)


def test_an_index_entry_carries_at_most_what_dynamodb_projects() -> None:
    assert len(PROJECTED) <= 100  # over all indexes of a table


def test_every_key_is_text() -> None:
    kinds = {each["AttributeName"]: each["AttributeType"] for each in cloud.described()["AttributeDefinitions"]}
    assert kinds == {"pk": "S", "sk": "S", "ix": "S", "ix_at": "S"}


def test_rows_expire_by_the_attribute_that_the_code_sets() -> None:
    assert cloud.described()["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
