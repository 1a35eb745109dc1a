"""Each function may do its own work and nothing else: its policy, enforced by the local cloud."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tools import cleantree, localpolicies
from tools.localaws import LocalAws

pytestmark = pytest.mark.cloud

FUNCTIONS = tuple(sorted(path.stem for path in (cleantree.ROOT / ".chalice" / "policies").glob("*.json")))
EVERYBODY = frozenset(FUNCTIONS)
TABLE = "waakhond-local"
KEY = {"pk": {"S": "C#x"}, "sk": {"S": "HEAD"}}
Client = Callable[[str], Any]


def queue(client: Client, name: str) -> str:
    url: str = client("sqs").get_queue_url(QueueName=f"waakhond-local-{name}")["QueueUrl"]
    return url


def send(name: str) -> Callable[[Client], object]:
    return lambda client: client("sqs").send_message(QueueUrl=queue(client, name), MessageBody="x")


def receive(name: str) -> Callable[[Client], object]:
    return lambda client: client("sqs").receive_message(QueueUrl=queue(client, name))


def query_the_due_index(client: Client) -> object:
    return client("dynamodb").query(
        TableName=TABLE,
        IndexName="due",
        KeyConditionExpression="ix = :shard",
        ExpressionAttributeValues={":shard": {"S": "D#0"}},
    )


RULES: list[tuple[str, Callable[[Client], object], frozenset[str]]] = [
    ("reads rows", lambda c: c("dynamodb").get_item(TableName=TABLE, Key=KEY), EVERYBODY),
    ("writes rows", lambda c: c("dynamodb").put_item(TableName=TABLE, Item=KEY), EVERYBODY),
    # The roll-up may not, but for an index the local cloud asks only for the right to its table.
    ("reads the due index", query_the_due_index, EVERYBODY),
    (
        "deletes rows",
        lambda c: c("dynamodb").delete_item(TableName=TABLE, Key=KEY),
        frozenset({"api_handler", "audit", "ingest", "sms_reply", "work"}),
    ),
    ("scans the table", lambda c: c("dynamodb").scan(TableName=TABLE), frozenset()),
    ("drops the table", lambda c: c("dynamodb").delete_table(TableName=TABLE), frozenset()),
    (
        "reads its secrets",
        lambda c: c("ssm").get_parameters_by_path(Path="/waakhond/local/secrets/", WithDecryption=True),
        frozenset({"api_handler", "poll", "work", "sms_reply", "receipt"}),
    ),
    (
        "changes a secret",
        lambda c: c("ssm").put_parameter(Name="/waakhond/local/secrets/x", Value="x", Type="SecureString"),
        frozenset(),
    ),
    ("fills the inbox", send("inbox"), frozenset({"api_handler", "ingest", "poll"})),
    ("hands out work", send("work"), EVERYBODY - {"rollup", "poll"}),
    ("takes from the inbox", receive("inbox"), frozenset({"ingest"})),
    ("takes work", receive("work"), frozenset({"work"})),
    ("parks a delivery", send("inbox-dead"), frozenset({"ingest"})),
    (
        "counts dead letters",
        lambda c: c("sqs").get_queue_attributes(QueueUrl=queue(c, "work-dead"), AttributeNames=["All"]),
        frozenset({"audit"}),
    ),
    ("takes dead letters away", receive("inbox-dead"), frozenset()),
    (
        "texts a phone",
        lambda c: c("sns").publish(PhoneNumber="+31600000001", Message="x"),
        frozenset({"work", "sms_reply"}),
    ),
    (
        "raises an alarm by hand",
        lambda c: c("sns").publish(TopicArn="arn:aws:sns:eu-west-1:000000000000:waakhond-local-alarms", Message="x"),
        frozenset(),
    ),
    ("lists functions", lambda c: c("lambda").list_functions(), frozenset()),
]


@pytest.fixture(scope="module")
def as_function(local_aws: LocalAws, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Client]]:
    """Clients with the rights of a function: a role with its policy file, assumed."""
    directory = tmp_path_factory.mktemp("policies")
    for name in FUNCTIONS:
        path = cleantree.ROOT / ".chalice" / "policies" / f"{name}.json"
        (directory / path.name).write_text(path.read_text())
    localpolicies.widen(directory)
    root = local_aws.session()
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    sessions = {}
    for name in FUNCTIONS:
        role = root.client("iam").create_role(
            RoleName=f"test-{name}",
            AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        )["Role"]
        root.client("iam").put_role_policy(
            RoleName=role["RoleName"], PolicyName="own", PolicyDocument=(directory / f"{name}.json").read_text()
        )
        sessions[name] = root.client("sts").assume_role(RoleArn=role["Arn"], RoleSessionName=name)["Credentials"]

    def clients(function: str) -> Client:
        credentials = sessions[function]
        make: Any = boto3.Session(
            credentials["AccessKeyId"],
            credentials["SecretAccessKey"],
            credentials["SessionToken"],
            region_name=local_aws.region,
        ).client
        return lambda service: make(service, endpoint_url=local_aws.url)

    yield clients


def denied(call: Callable[[Client], object], client: Client) -> bool:
    """Whether IAM refused; any other error is a fault of the test."""
    try:
        call(client)
    except ClientError as answer:
        if "not authorized" not in str(answer):
            raise
        return True
    return False


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(("call", "allowed"), [pytest.param(*rule[1:], id=rule[0]) for rule in RULES])
def test_a_function_may_do_exactly_its_own_work(
    as_function: Callable[[str], Client],
    function: str,
    call: Callable[[Client], object],
    allowed: frozenset[str],
) -> None:
    assert denied(call, as_function(function)) is (function not in allowed)
