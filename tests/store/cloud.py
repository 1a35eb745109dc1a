"""The table as the template describes it, in a DynamoDB of our own: what is deployed is what is tested."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import boto3

TEMPLATE = Path(__file__).parents[2] / ".chalice" / "resources.json"
REGION = "eu-west-1"


@cache
def client(service: str) -> Any:
    """A client with credentials that open nothing; kept, since making one takes longer than most tests."""
    make: Any = boto3.client  # the stubs know services by name only
    return make(
        service,
        region_name=REGION,
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )


def described() -> dict[str, Any]:
    """The properties of the one table in the template."""
    resources = json.loads(TEMPLATE.read_text())["Resources"].values()
    (table,) = [each["Properties"] for each in resources if each["Type"] == "AWS::DynamoDB::Table"]
    return dict(table)


def create_table(dynamodb: Any, name: str) -> None:
    table = described()
    dynamodb.create_table(
        TableName=name,
        BillingMode=table["BillingMode"],
        AttributeDefinitions=table["AttributeDefinitions"],
        KeySchema=table["KeySchema"],
        GlobalSecondaryIndexes=table["GlobalSecondaryIndexes"],
    )
