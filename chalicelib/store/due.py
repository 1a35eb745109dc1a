"""The due index: everything unfinished, in order of when it needs a look. It proposes; the item disposes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.head import Head
from chalicelib.store.codec import from_item
from chalicelib.store.schema import (
    SHARDS,
    day,
    due_range,
    instant,
    parse_instant,
    quiet_range,
    rest_range,
    waiting_range,
)
from chalicelib.store.table import Item, Table


@dataclass(frozen=True, slots=True)
class Due:
    """An index entry: the key of a row that needs a look at `due_at`."""

    kind: str
    """`conversation`, `alert` or `page`."""
    pk: str
    sk: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class DueIndex:
    """Access to the index `due` of one table."""

    table: Table

    def due(self, until: datetime, after: datetime | None = None) -> Iterator[Due]:
        """Rows due in (after, until], oldest first within each shard; without `after` all that are overdue too.

        One query per shard; what it reads is what it yields, however many conversations are open.
        """
        # One more microsecond, the unit of our instants, makes the lower bound exclusive.
        first = instant(after) + "~" if after is not None else ""
        for shard in range(SHARDS):
            for item in self.table.index(due_range(shard), first, instant(until)):
                yield Due(str(item["kind"]), str(item["pk"]), str(item["sk"]), parse_instant(str(item["ix_at"])))

    def oldest_due(self) -> datetime | None:
        """The earliest instant at which anything is due; None when nothing is. One entry read per shard."""
        entries = (item for shard in range(SHARDS) for item in self.table.index(due_range(shard), limit=1))
        return min((parse_instant(str(item["ix_at"])) for item in entries), default=None)

    def heads(self) -> Iterator[Head]:
        """Every conversation with a running clock, from both ranges, in no order: all of them, for tools."""
        for shard in range(SHARDS):
            for ix in (due_range(shard), waiting_range(shard)):
                for item in self.table.index(ix):
                    if item["kind"] == "conversation":
                        yield _head(item)

    def waiting(self, asked_until: datetime) -> Iterator[str]:
        """Conversations that only wait and whose oldest question is that old: to be closed as never answered."""
        for shard in range(SHARDS):
            for item in self.table.index(waiting_range(shard), "", instant(asked_until)):
                yield str(item["conversation"])

    def rested(self, since: datetime) -> Iterator[str]:
        """Conversations of which nothing runs and that were touched on that UTC day or later, by any fact at all."""
        for shard in range(SHARDS):
            for ix in (rest_range(shard), quiet_range(shard)):
                for item in self.table.index(ix, day(since)):
                    yield str(item["conversation"])

    def quiet(self, since: datetime, most: int) -> Iterator[Head]:
        """Conversations of which nothing runs and that hold something to list, at most so many of each shard.

        Those that were touched since then, the latest of each shard first.
        """
        for shard in range(SHARDS):
            for item in self.table.index(quiet_range(shard), instant(since), limit=most, backwards=True):
                yield _head(item)


def _head(item: Item) -> Head:
    return from_item(Head, item)
