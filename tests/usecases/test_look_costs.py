"""What one look costs with ten, a thousand and a hundred thousand open clocks, in requests, units and weight."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

import chalicelib.web
from chalicelib.domain.storm import Storm
from chalicelib.store.schema import conversation_pk, due_range, instant, shard_of, waiting_range
from chalicelib.store.storms import Storms
from chalicelib.store.table import Item
from chalicelib.usecases.board import board
from chalicelib.usecases.overview import overview
from chalicelib.usecases.storm import MOST_OF_A_RANGE, who_waits
from chalicelib.web.status_filter import Filter
from chalicelib.web.status_render import render_status
from chalicelib.web.status_view import view_of
from tests.stories.world import World, local
from tests.usecases.opening import CountingTable, opened

STATIC = Path(chalicelib.web.__file__).parent / "static"
NUMBERS = (10, 1_000, 100_000)
SINCE = local("2026-11-20 14:00")


class Metered(CountingTable):
    """Keeps its index sorted, and counts what is read of it in bytes, as DynamoDB does."""

    def __init__(self) -> None:
        super().__init__()
        self.ranges: dict[str, list[Item]] = {}
        self.units = 0.0

    def fill(self, number: int) -> None:
        """So many who wait, asked one after the other over forty minutes; a third of them has no step left."""
        opened(self, range(1), SINCE)
        (pattern,) = [item for (_, sk), item in self._items.items() if sk == "HEAD"]
        self._items.clear()
        for n in range(number):
            at = SINCE + n * timedelta(minutes=40) / number
            ref, name = f"x:merk:public:{n}", f"{n}-0"
            running = str(pattern["running"]).replace("0-0", name).replace(instant(SINCE), instant(at))
            running = running.replace(instant(SINCE + timedelta(hours=1)), instant(at + timedelta(hours=1)))
            pk = conversation_pk(ref)
            ix, when = (waiting_range, at) if n % 3 == 0 else (due_range, at + timedelta(minutes=45))
            entry = pattern | {"pk": pk, "conversation": ref, "running": running}
            self.ranges.setdefault(ix(shard_of(pk)), []).append(
                entry | {"ix": ix(shard_of(pk)), "ix_at": instant(when)}
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
        self.queries += 1
        entries = [e for e in self.ranges.get(ix, ()) if first <= str(e["ix_at"]) <= last]
        read = (entries[::-1] if backwards else entries)[:limit]
        self.entries += len(read)
        self.units += -(-sum(len(json.dumps(entry)) for entry in read) // 4096) / 2
        yield from (dict(entry) for entry in read)


@dataclass
class Look:
    world: World
    table: Metered

    def cost(self) -> tuple[int, float]:
        """Requests and read units since the last time it was asked."""
        spent = self.table.queries, self.table.units
        self.table.queries, self.table.units = 0, 0.0
        return spent


@pytest.fixture(scope="module", params=NUMBERS)
def look(request: pytest.FixtureRequest) -> Look:
    world, table = World("2026-11-20 14:41"), Metered()
    world.table = table
    table.fill(request.param)
    return Look(world, table)


def test_the_page_and_its_first_view_have_a_bound(look: Look) -> None:
    look.cost()
    seen = overview(look.world.context(), look.world.now, "nl")
    requests, units = look.cost()
    assert requests <= 60
    assert units <= 80
    reader = look.world.organisation.people["sanne"]
    shown = render_status(
        view_of(seen, reader, Filter()), Filter(), seen.today, root="./", csrf="c", shown="x"
    ).encode()
    sheets = [(STATIC / name).read_bytes() for name in ("page.css", "status.css", "status.js")]
    assert sum(len(gzip.compress(each)) for each in (shown, *sheets)) < 60_000


def test_the_first_part_for_machines_has_a_bound(look: Look) -> None:
    look.cost()
    told = board(look.world.context(), look.world.now)
    requests, units = look.cost()
    assert requests <= 60
    assert units <= 300
    assert len(json.dumps(told)) < 5_000_000, "an answer of a Lambda function holds 6 MB"


def test_a_storm_is_read_in_part_and_its_number_is_never_wrong(look: Look) -> None:
    number = sum(map(len, look.table.ranges.values()))
    context = look.world.context()
    look.cost()
    waiting = who_waits("merk", SINCE, context, look.world.now)
    requests, units = look.cost()
    assert requests == 8
    assert units <= 700
    assert len(waiting.members) == number or (waiting.more and len(waiting.members) >= MOST_OF_A_RANGE)
    assert waiting.more == (len(waiting.members) < number)


def test_many_who_waited_before_a_storm_do_not_make_its_number_a_guess() -> None:
    world, table = World("2026-11-21 14:00"), Metered()
    world.table = table
    table.fill(20_000)
    for entries in table.ranges.values():
        for entry in entries:  # their next step is days away, as that of a direct message is
            if str(entry["ix"]).startswith("D#"):
                entry["ix_at"] = instant(world.now + timedelta(days=2))
    opened(table, range(100_000, 100_030), world.now - timedelta(minutes=5))
    for item in table.rows("HEAD"):
        table.ranges[str(item["ix"])].append(item)
    for entries in table.ranges.values():
        entries.sort(key=lambda entry: str(entry["ix_at"]))
    storm = Storm(brand="merk", since=world.now - timedelta(minutes=6), reached_at=world.now, last_reached_at=world.now)
    assert Storms(table).begin(storm, None, (), world.now)
    waiting = who_waits("merk", storm.since, world.context(), world.now)
    assert (len(waiting.members), waiting.more) == (30, False)
