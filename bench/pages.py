"""Sixty clocks that reach their first step within a minute, in a local cloud of this tree; prints what became of them.

Runs in a copy of the tree whose configuration knows sixty brands: see `lateness.py`. Prints a JSON object per page.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import examples, sixtybrands
from bench.children import until_stopped
from chalicelib.store.schema import parse_instant
from tools import localcloud, xposts
from tools.localcloud import LocalCloud

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_FIRST_STEP = timedelta(minutes=45)
# Time to take all deliveries in before the first clock is due.
_AHEAD = timedelta(seconds=25)
_WARM_UP = 6
_PATIENCE = 30


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="waakhond-bench-") as directory,
        localcloud.started(Path(directory), _say) as cloud,
    ):
        _say("Warming up.")
        begun = _next_second() + timedelta(seconds=12)
        _mention(cloud, [(number, begun + timedelta(seconds=number % 2)) for number in range(_WARM_UP)])
        _wait(cloud, begun, _WARM_UP)
        begun = _next_second() + _AHEAD
        _say(f"{sixtybrands.BRANDS} clocks are due, one each second from {begun:%H:%M:%S}.")
        _mention(cloud, [(number, begun + timedelta(seconds=number)) for number in range(sixtybrands.BRANDS)])
        _wait(cloud, begun, sixtybrands.BRANDS)
        pages = list(_pages(cloud, begun))
        _say(f"{len(pages)} pages have left.")
        for page in pages:
            print(json.dumps(page))
    _say("The local cloud has stopped.")


def _mention(cloud: LocalCloud, due: list[tuple[int, datetime]]) -> None:
    """A mention of each of these brands, asked so that its first step falls at that instant."""
    for number, at in due:
        account = sixtybrands.account(number)
        post = xposts.mention(
            account,
            sixtybrands.handle(number),
            author=f"klant_{number}_{at:%H%M%S}",
            text=examples.TEXT,
            asked_at=at - _FIRST_STEP,
        )
        xposts.deliver(cloud.api_url, xposts.delivery(account, post), cloud.signing_secrets["x"])


def _wait(cloud: LocalCloud, begun: datetime, pages: int) -> None:
    """Until so many pages have left; with a bound, since one that never leaves is a finding too."""
    last = begun + timedelta(seconds=pages)
    time.sleep(max((last - datetime.now(UTC)).total_seconds(), 0) + 1)
    patient_until = time.monotonic() + _PATIENCE
    while time.monotonic() < patient_until and sum(1 for _ in _pages(cloud, begun)) < pages:
        time.sleep(1)


def _pages(cloud: LocalCloud, begun: datetime) -> Iterator[dict[str, Any]]:
    """The pages that left for steps from that instant on, with the seconds of each leg after the step's instant."""
    rows = list(_rows(cloud))
    decided = {row["alert"]: parse_instant(row["stored_at"]) for row in rows if row.get("kind") == "step_taken"}
    for row in rows:
        if row.get("kind") != "page" or "sent_at" not in row:
            continue
        (alert,) = json.loads(row["alerts"])
        planned = parse_instant(alert["planned_at"])
        if planned >= begun:
            instants = [decided[alert["id"]], parse_instant(row["created_at"]), parse_instant(row["sent_at"])]
            legs = [(later - earlier).total_seconds() for earlier, later in pairwise([planned, *instants])]
            yield {"to": row["to"], "decided": legs[0], "claimed": legs[1], "sent": legs[2]}


def _rows(cloud: LocalCloud) -> Iterator[dict[str, str]]:
    dynamodb: DynamoDBClient = cloud.aws.session().client("dynamodb")
    for page in dynamodb.get_paginator("scan").paginate(TableName=f"waakhond-{localcloud.STAGE}"):
        yield from ({name: str(next(iter(value.values()))) for name, value in row.items()} for row in page["Items"])


def _next_second() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)


def _say(sentence: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')}  {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    until_stopped(main)
