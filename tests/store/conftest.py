"""Every test that asks for `table` runs twice: on the table in memory, and on DynamoDB's stand-in."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from moto import mock_aws

from chalicelib.store.dynamo_table import DynamoTable
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.table import Table
from tests.store import cloud

_numbers = count()


@pytest.fixture(scope="package")
def dynamodb() -> Iterator[Any]:
    with mock_aws():
        yield cloud.client("dynamodb")


@pytest.fixture(params=["memory", "dynamodb"])
def table(request: pytest.FixtureRequest) -> Table:
    if request.param == "memory":
        return MemoryTable()
    client = request.getfixturevalue("dynamodb")
    name = f"waakhond-{next(_numbers)}"
    cloud.create_table(client, name)
    return DynamoTable(client, name)
