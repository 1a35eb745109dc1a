"""A table with many open conversations of which few are due, and what a sweep over it takes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from bench import children, lambdas
from bench.wire import Call, Meter
from chalicelib.config import settings
from chalicelib.store.schema import conversation_pk, due_range, instant, shard_of, waiting_range
from chalicelib.usecases.sweep import HORIZON, OVERDUE
from chalicelib.usecases.tasks import LOOK_AHEAD
from tools.localaws import LocalAws

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# As the low-level client writes one: {"S": "text"}.
Row = dict[str, Any]
# DynamoDB takes so many in one batch.
_BATCH = 25
# Longer than anything waits before it is closed as never answered.
LONG_AGO = timedelta(days=8)
_SOON = LOOK_AHEAD - timedelta(seconds=20)


def fill(aws: LocalAws, first: int, until: int, now: datetime, age_at_least: timedelta = timedelta()) -> None:
    """Open conversations with these numbers: half of them only wait, half reach a step within the day, none soon.

    Those that only wait are at least that old.
    """
    dynamodb: DynamoDBClient = aws.session().client("dynamodb")
    model = _model(dynamodb)
    _write_all(dynamodb, (_open(model, number, now, age_at_least) for number in range(first, until)))


def fill_due(aws: LocalAws, count: int, now: datetime) -> None:
    """So many conversations that reach a step before the next sweep."""
    dynamodb: DynamoDBClient = aws.session().client("dynamodb")
    model = _model(dynamodb)
    _write_all(dynamodb, (_reaching(model, f"due-{number}", now + _SOON) for number in range(count)))


def sweep_cost(aws: LocalAws, relayed: LocalAws, meter: Meter, due: int) -> list[Call]:
    """The calls of one sweep that finds exactly `due` conversations to queue.

    In a fresh process: a warm one reads the configurations once a minute, so that the calls of its sweep would
    depend on how long filling the table took.
    """
    dynamodb: DynamoDBClient = aws.session().client("dynamodb")
    for name in (HORIZON, OVERDUE):  # as if it were the first one: everything due is looked for
        dynamodb.delete_item(TableName=settings().table, Key={"pk": {"S": "STATE"}, "sk": {"S": name}})
    fill_due(aws, due, datetime.now(UTC))
    meter.taken()
    children.output_of("bench.load", "sweep", environment=lambdas.environment(relayed))
    calls = meter.taken()
    queued = sum(call.name.endswith("SendMessage") for call in calls)
    if queued != due:
        raise SystemExit(f"the sweep queued {queued} instead of {due}: nothing to compare")
    return calls


def _open(model: Row, number: int, now: datetime, age_at_least: timedelta) -> Row:
    if number % 2:
        return _reaching(model, f"{number}", now + timedelta(minutes=5, seconds=number % 80_000))
    row = _named(model, f"{number}")
    return row | {
        "ix": {"S": waiting_range(shard_of(row["pk"]["S"]))},
        "ix_at": {"S": instant(now - age_at_least - timedelta(seconds=number % 80_000))},
    }


def _reaching(model: Row, customer: str, at: datetime) -> Row:
    row = _named(model, customer)
    return row | {
        "ix": {"S": due_range(shard_of(row["pk"]["S"]))},
        "ix_at": {"S": instant(at)},
        "next_at": {"S": instant(at)},
    }


def _named(model: Row, customer: str) -> Row:
    ref = f"x:merk:public:{customer}"
    return model | {"pk": {"S": conversation_pk(ref)}, "conversation": {"S": ref}}


def _model(dynamodb: "DynamoDBClient") -> Row:
    """A head row as the app itself wrote it."""
    found = dynamodb.scan(
        TableName=settings().table,
        FilterExpression="sk = :head AND attribute_exists(ix)",
        ExpressionAttributeValues={":head": {"S": "HEAD"}},
    )["Items"]
    return dict(found[0])


def _write_all(dynamodb: "DynamoDBClient", rows: Iterator[Row]) -> None:
    with ThreadPoolExecutor(4) as pool:
        for _ in pool.map(lambda batch: _write(dynamodb, batch), list(_batches(rows))):
            pass


def _write(dynamodb: "DynamoDBClient", rows: list[Row]) -> None:
    dynamodb.batch_write_item(RequestItems={settings().table: [{"PutRequest": {"Item": row}} for row in rows]})


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
