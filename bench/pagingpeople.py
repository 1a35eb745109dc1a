"""An organisation for measuring and proving deliveries: many brands, two people of their own paged by each clock.

Each has one method, PagerDuty, whose stand-in on loopback keeps what arrives by the page's own key.
"""

import time
import urllib.error
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench import examples
from chalicelib.config import Settings
from chalicelib.domain.paging import Page
from chalicelib.store.dynamo_table import DynamoTable
from chalicelib.store.people import People
from chalicelib.usecases.receive import queue_whole
from tools import cleantree, localcloud, xposts
from tools.localcloud import LocalCloud

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

PER_CLOCK = 2
STEP = timedelta(minutes=45)
# Numbers that no platform gives out.
_FIRST_ACCOUNT = 7_100_000_000
# As a platform does: again until it is answered.
_TRIES = 20
_PAUSE = 1.0
# The most that SQS takes in one call.
_SQS_AT_ONCE = 10
_POSTS_AT_ONCE = 100
_SETTINGS = Settings(stage=localcloud.STAGE, public_url="")


@dataclass(frozen=True, slots=True)
class Due:
    """A clock of brand `number` whose step falls at that instant; `customer` waits."""

    number: int
    customer: str
    at: datetime


def make_root(directory: Path, more: str) -> Path:
    """The app of this checkout in `directory`, with more brands and people in its configuration."""
    cleantree.make(directory, "dev")  # the stage whose policies are packaged as they are
    settings = directory / "chalicelib" / "waakhond.toml"
    settings.write_text(settings.read_text("utf-8") + more, "utf-8")
    return directory


def pairs(brands: int) -> str:
    """So many brands, each with two people of its own, for a configuration that works without them."""
    everybody = "".join(person(number) for number in range(brands * PER_CLOCK))
    return _PAIR + "".join(brand(n, "pair", PER_CLOCK * n, PER_CLOCK * n + 1) for n in range(brands)) + everybody


def account(number: int) -> str:
    """The id of the account of brand `number`, on X."""
    return str(_FIRST_ACCOUNT + number)


def people(brands: int) -> list[str]:
    """Whom a clock of each of so many brands pages."""
    return [who(number) for number in range(brands * PER_CLOCK)]


def who(number: int) -> str:
    return f"wacht_{number}"


def handle(number: int) -> str:
    """How brand `number` is called on X."""
    return f"merk_{number}"


def mention(cloud: LocalCloud, due: Due) -> None:
    """The customer's question comes in, asked so long ago that its step falls when it should.

    Raises OSError when the app takes it at no try.
    """
    body = _delivery(due)
    for further in range(_TRIES - 1, -1, -1):
        try:
            xposts.deliver(cloud.api_url, body, cloud.signing_secrets["x"])
            return
        except OSError as problem:
            if isinstance(problem, urllib.error.HTTPError):
                problem.close()
            if not further:
                raise
            time.sleep(_PAUSE)


def queue(cloud: LocalCloud, dues: Iterable[Due]) -> None:
    """The same of many brands at once, put where the webhook puts them: its signed requests would take the time of the
    machine whose other work is looked at. Of customers of one brand at one instant a hundred come in one delivery.
    """
    sqs: SQSClient = cloud.aws.session().client("sqs")
    inbox = sqs.get_queue_url(QueueName=_SETTINGS.inbox)["QueueUrl"]
    texts: list[str] = []
    for _, of_one in groupby(dues, lambda due: (due.number, due.at)):
        while some := list(islice(of_one, _POSTS_AT_ONCE)):
            queue_whole("x", _delivery(*some), now=datetime.now(UTC), send=texts.append, keep=_too_large)
    for first in range(0, len(texts), _SQS_AT_ONCE):
        entries: list[SendMessageBatchRequestEntryTypeDef] = [
            {"Id": str(number), "MessageBody": text} for number, text in enumerate(texts[first : first + _SQS_AT_ONCE])
        ]
        sqs.send_message_batch(QueueUrl=inbox, Entries=entries)


def table(cloud: LocalCloud) -> DynamoTable:
    """That of the deployed app."""
    dynamodb: DynamoDBClient = cloud.aws.session().client("dynamodb")
    return DynamoTable(dynamodb, _SETTINGS.table)


def pages(cloud: LocalCloud, brands: int, since: datetime) -> Iterator[Page]:
    """Every page of these brands' people about a step that falls due at that instant or later."""
    found = People(table(cloud))
    for each in people(brands):
        yield from (page for page in found.pages(each, since - STEP) if page.alerts[0].planned_at >= since)


def _delivery(first: Due, *others: Due) -> bytes:
    """Of one brand."""
    id, called = account(first.number), handle(first.number)
    posts = (
        xposts.mention(id, called, author=each.customer, text=examples.TEXT, asked_at=each.at - STEP)
        for each in (first, *others)
    )
    return xposts.delivery(id, *posts)


def _too_large(packed: str) -> str:
    raise ValueError(f"{len(packed)} bytes do not fit the queue")


_PAIR = """
[policies.pair]
target = "1h"
calendar = "always"
steps = [{ after = "45m", notify = ["on-call", "manager"] }]
"""


def brand(number: int, policy: str, on_call: int, manager: int) -> str:
    """Its settings; on call and manager are people, by number."""
    return f"""
[brands.b{number}]
name = "Merk {number}"
on_call = "r{on_call}"
manager = "r{manager}"

[[accounts]]
platform = "x"
id = "{account(number)}"
name = "{handle(number)}"
brand = "b{number}"
calendar = "kantoor"
public_policy = "{policy}"
direct_policy = "direct"
"""


def person(number: int) -> str:
    """The settings of somebody with one method, and of a rota that is always theirs."""
    return f"""
[people.{who(number)}]
name = "Wacht {number}"
methods = [{{ channel = "pagerduty", to = "wachten", first = true }}]

[rotas.r{number}]

[[rotas.r{number}.layers]]
name = "always"
people = ["{who(number)}"]
starts = 2024-01-01
handoff = "09:00"
turn = "1 week"
"""
