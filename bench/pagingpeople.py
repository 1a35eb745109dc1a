"""An organisation for measuring and proving deliveries: many brands, two people of their own paged by each clock.

Each has one method, PagerDuty, whose stand-in on loopback keeps what arrives by the page's own key.
"""

import time
import urllib.error
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench import examples
from chalicelib.config import Settings
from chalicelib.domain.paging import Page
from chalicelib.store.dynamo_table import DynamoTable
from chalicelib.store.people import People
from tools import cleantree, localcloud, xposts
from tools.localcloud import LocalCloud

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PER_CLOCK = 2
STEP = timedelta(minutes=45)
# Numbers that no platform gives out.
_FIRST_ACCOUNT = 7_100_000_000
# As a platform does: again until it is answered.
_TRIES = 20
_PAUSE = 1.0


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
    come_in(cloud, due.number, due.at, due.customer)


def come_in(cloud: LocalCloud, number: int, due_at: datetime, *customers: str) -> None:
    """The same of several customers of brand `number`, in one delivery."""
    id, asked_at = account(number), due_at - STEP
    posts = (
        xposts.mention(id, handle(number), author=each, text=examples.TEXT, asked_at=asked_at) for each in customers
    )
    body = xposts.delivery(id, *posts)
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


def table(cloud: LocalCloud) -> DynamoTable:
    """That of the deployed app."""
    dynamodb: DynamoDBClient = cloud.aws.session().client("dynamodb")
    return DynamoTable(dynamodb, Settings(stage=localcloud.STAGE, public_url="").table)


def pages(cloud: LocalCloud, brands: int, since: datetime) -> Iterator[Page]:
    """Every page of these brands' people about a step that falls due at that instant or later."""
    found = People(table(cloud))
    for each in people(brands):
        yield from (page for page in found.pages(each, since - STEP) if page.alerts[0].planned_at >= since)


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
