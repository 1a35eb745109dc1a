"""What is open, read in part: so much of each range of the due index, and where to read on.

A board of a hundred thousand conversations costs what one of a few hundred does. Entries move while somebody reads on:
one may be seen twice, which is better than not at all.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from chalicelib.domain.head import Head
from chalicelib.store.codec import from_item
from chalicelib.store.schema import SHARDS, due_range, instant, parse_instant, waiting_range
from chalicelib.store.table import Item, Table

RANGES = tuple(ix(shard) for shard in range(SHARDS) for ix in (due_range, waiting_range))


# Whoever came in the last hour has a step within a day, unless a policy takes its time: then they are not paged soon.
NEXT_STEP_WITHIN = timedelta(days=1)
# So late a message may come in and still be of a storm's first minute.
LATE_BY = timedelta(hours=1)


class NoCursor(ValueError):
    """What was sent as a cursor is none of ours."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a range was left: the last entry that was read."""

    at: str
    pk: str


@dataclass(frozen=True, slots=True)
class OpenHeads:
    """Heads with a running clock, in no order. `cursor` is empty when there are no more."""

    heads: tuple[Head, ...]
    cursor: str


@dataclass(frozen=True, slots=True)
class NewestHeads:
    """Heads with a running clock, in no order. `more`: there may be others who came as lately."""

    heads: tuple[Head, ...]
    more: bool


def read_open(table: Table, most: int, cursor: str = "") -> OpenHeads:
    """About `most` clocks of each range from where the cursor says: the next steps first, then who waited longest.

    What is no conversation counts as one clock, and the last conversation is read whole. Raises NoCursor.
    """
    marks: dict[str, Mark | None] = dict.fromkeys(RANGES) if not cursor else dict(_marks(cursor))
    heads: list[Head] = []
    left: dict[str, Mark] = {}
    for ix, mark in marks.items():
        room, last = most, mark
        for entry in _after(table, ix, mark, most + 1):
            if room <= 0 and last is not None:
                left[ix] = last
                break
            last = Mark(str(entry["ix_at"]), str(entry["pk"]))
            room -= 1
            if entry["kind"] == "conversation":
                heads.append(from_item(Head, entry))
                room -= max(len(heads[-1].running) - 1, 0)  # a thread under one post may have fifty
    return OpenHeads(tuple(heads), _cursor(left))


def read_since(table: Table, since: datetime, now: datetime, most: int) -> NewestHeads:
    """Heads of those who came since then, and of others with them: about `most` entries of each range.

    The next steps first: whoever came lately has one soon. Of those who only wait, whoever asked last first.
    """
    heads: list[Head] = []
    more = False
    for shard in range(SHARDS):
        ahead = list(table.index(due_range(shard), limit=most))
        waits = list(table.index(waiting_range(shard), limit=most, backwards=True))
        more = more or (len(ahead) == most and str(ahead[-1]["ix_at"]) < instant(now + NEXT_STEP_WITHIN))
        more = more or (len(waits) == most and str(waits[-1]["ix_at"]) >= instant(since - LATE_BY))
        heads += [from_item(Head, entry) for entry in (*ahead, *waits) if entry["kind"] == "conversation"]
    return NewestHeads(tuple(heads), more)


def _after(table: Table, ix: str, mark: Mark | None, most: int) -> Iterator[Item]:
    """What follows the mark. Where its entry has moved, all of its instant again."""
    if mark is None:
        return table.index(ix, limit=most)
    same: list[Item] = []
    entries = table.index(ix, mark.at)  # without a limit: nobody knows how many share the instant
    for entry in entries:
        if entry["ix_at"] != mark.at:
            return chain(same, (entry,), entries)
        same.append(entry)
        if entry["pk"] == mark.pk:
            same.clear()
    return iter(same)


def _cursor(left: dict[str, Mark]) -> str:
    if not left:
        return ""
    told = [[ix, mark.at, mark.pk] for ix, mark in left.items()]
    return urlsafe_b64encode(json.dumps(told, separators=(",", ":")).encode()).decode().rstrip("=")


def _marks(cursor: str) -> Iterator[tuple[str, Mark]]:
    try:
        told = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(told, list) or not told:
            raise NoCursor("not a list of ranges")
        for each in told:
            yield _range(each)
    except ValueError as error:
        raise NoCursor("not a cursor of ours") from error


def _range(told: object) -> tuple[str, Mark]:
    match told:
        case [str() as ix, str() as at, str() as pk] if ix in RANGES:
            parse_instant(at)
            return ix, Mark(at, pk)
    raise NoCursor("not a range and where in it")
