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


def make_root(directory: Path, brands: int) -> Path:
    """The app of this checkout in `directory`, its configuration extended by so many brands."""
    cleantree.make(directory, "dev")  # the stage whose policies are packaged as they are
    settings = directory / "chalicelib" / "waakhond.toml"
    settings.write_text(extended(settings.read_text("utf-8"), brands), "utf-8")
    return directory


def extended(settings: str, brands: int) -> str:
    """A configuration that works, and so many brands more."""
    return settings + _POLICY + "".join(_brand(number) for number in range(brands))


def account(number: int) -> str:
    """The id of the account of brand `number`, on X."""
    return str(_FIRST_ACCOUNT + number)


def people(brands: int) -> list[str]:
    """Whom a clock of each of so many brands pages."""
    return [f"wacht_{number}" for number in range(brands * PER_CLOCK)]


def mention(cloud: LocalCloud, due: Due) -> None:
    """The customer's question comes in, asked so long ago that its step falls when it should.

    Raises OSError when the app takes it at no try.
    """
    id, handle = account(due.number), f"merk_{due.number}"
    post = xposts.mention(id, handle, author=due.customer, text=examples.TEXT, asked_at=due.at - STEP)
    body = xposts.delivery(id, post)
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


def pages(cloud: LocalCloud, brands: int, since: datetime) -> Iterator[Page]:
    """Every page of these brands' people about a step that falls due at that instant or later."""
    dynamodb: DynamoDBClient = cloud.aws.session().client("dynamodb")
    found = People(DynamoTable(dynamodb, Settings(stage=localcloud.STAGE, public_url="").table))
    for person in people(brands):
        yield from (page for page in found.pages(person, since - STEP) if page.alerts[0].planned_at >= since)


_POLICY = """
[policies.pair]
target = "1h"
calendar = "always"
steps = [{ after = "45m", notify = ["on-call", "manager"] }]
"""


def _brand(number: int) -> str:
    first, second = (PER_CLOCK * number + each for each in range(PER_CLOCK))
    return f"""
[brands.b{number}]
name = "Merk {number}"
on_call = "r{first}"
manager = "r{second}"

[[accounts]]
platform = "x"
id = "{account(number)}"
name = "merk_{number}"
brand = "b{number}"
calendar = "kantoor"
public_policy = "pair"
direct_policy = "direct"
{_person(first)}{_person(second)}"""


def _person(number: int) -> str:
    return f"""
[people.wacht_{number}]
name = "Wacht {number}"
methods = [{{ channel = "pagerduty", to = "wachten", first = true }}]

[rotas.r{number}]

[[rotas.r{number}.layers]]
name = "always"
people = ["wacht_{number}"]
starts = 2024-01-01
handoff = "09:00"
turn = "1 week"
"""
