"""Result rows by account and day, and the nightly roll-up of a day. No row tells whose clock it was.

So that a row can be mended or taken back, its conversation remembers in its own partition where it stands and what it
says; both are written in the transaction that saves the head, hence they always agree.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from chalicelib.domain.attainment import Tally
from chalicelib.domain.results import STANDS_AFTER, Result
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.schema import (
    RESULTS_EXPIRE_AFTER,
    conversation_pk,
    expires,
    instant,
    parse_instant,
    result_pk,
    rollup_pk,
)
from chalicelib.store.table import Delete, Item, Put, Table, Write

# Before the facts and the head: a partition is read backwards, and what the head vouches for must be read after it.
COUNTED = "COUNTED#"


@dataclass(frozen=True, slots=True)
class Counted:
    """A result as its conversation remembers it: where its row stands, and a digest of what the row says."""

    id: str
    row: str
    """The partition of the result row."""
    digest: str
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """The writes that make one result row right, at most WRITES of them, to be done together or not at all."""

    id: str
    writes: tuple[Write, ...]


WRITES = 3


@dataclass(frozen=True, slots=True)
class _Rollup:
    tallies: tuple[Tally, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """Access to the RESULT# and ROLLUP# partitions of one table."""

    table: Table

    def of_day(self, platform: str, account: str, day: date) -> tuple[Result, ...]:
        """Every result that counts on that day."""
        return tuple(from_item(Result, item) for item in self.table.query(result_pk(platform, account, day)))

    def roll_up(self, platform: str, account: str, day: date, tallies: Sequence[Tally]) -> None:
        """Keep what a day comes to, instead of what was kept before; a day without results is kept as well."""
        expires_at = expires(datetime.combine(day, time(), UTC), RESULTS_EXPIRE_AFTER)
        item: Item = {"pk": rollup_pk(platform, account), "sk": day.isoformat(), "expires_at": expires_at}
        self.table.write(Put({**item, **to_item(_Rollup(tuple(tallies)))}))

    def rolled_up(self, platform: str, account: str, first: date, last: date) -> Mapping[date, tuple[Tally, ...]]:
        """The roll-ups of the days from `first` to `last`; a day that is missing has none yet."""
        rows = self.table.query(rollup_pk(platform, account), first.isoformat(), last.isoformat())
        return {date.fromisoformat(str(row["sk"])): from_item(_Rollup, row).tallies for row in rows}


def changes(ref: str, results: Iterable[Result], counted: Iterable[Counted], now: datetime) -> tuple[Change, ...]:
    """What has to be written so that the rows say `results`, given what the conversation remembers of them.

    Empty when they do already. What counted longer ago than STANDS_AFTER is left as it is.
    """
    stands = now - STANDS_AFTER
    remembered = {each.id: each for each in counted}
    found: list[Change] = []
    for result in results:
        known = remembered.pop(result.id, None)
        if (known or result).counted_at <= stands:
            continue
        item = _result_item(result)
        noted = Counted(result.id, str(item["pk"]), _digest(item), result.counted_at)
        if noted == known:
            continue
        moved = known is not None and known.row != noted.row
        left = (Delete(known.row, known.id),) if known is not None and moved else ()
        found.append(Change(result.id, (*left, Put(item), Put(_counted_item(ref, noted)))))
    for gone in remembered.values():
        if gone.counted_at > stands:
            writes = (Delete(gone.row, gone.id), Delete(conversation_pk(ref), COUNTED + gone.id))
            found.append(Change(gone.id, writes))
    return tuple(found)


def counted_of(item: Item) -> Counted:
    """Read what a conversation remembers of a result."""
    id = str(item["sk"]).removeprefix(COUNTED)
    return Counted(id, str(item["row"]), str(item["digest"]), parse_instant(str(item["counted_at"])))


def _counted_item(ref: str, noted: Counted) -> Item:
    return {
        "pk": conversation_pk(ref),
        "sk": COUNTED + noted.id,
        "kind": "counted",
        "row": noted.row,
        "digest": noted.digest,
        "counted_at": instant(noted.counted_at),
        "expires_at": expires(noted.counted_at),
    }


def _result_item(result: Result) -> Item:
    return {
        "pk": result_pk(result.platform, result.account, result.on),
        "sk": result.id,
        "expires_at": expires(result.counted_at, RESULTS_EXPIRE_AFTER),
        **to_item(result),
    }


def _digest(item: Item) -> str:
    said = json.dumps(item, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]
