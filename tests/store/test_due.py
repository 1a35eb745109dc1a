"""The due index: what is due, what only waits, and no more read than that."""

from collections.abc import Iterator

import pytest

from chalicelib.store.conversations import Conversations
from chalicelib.store.due import DueIndex
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.people import People
from chalicelib.store.schema import SHARDS
from chalicelib.store.table import Item, Table
from tests.store.build import alert, at, head

NOW = at("10:45")


def refs(count: int) -> list[str]:
    return [f"x:merk:public:{n}" for n in range(count)]


def with_heads(table: Table, *nexts: str | None) -> DueIndex:
    for ref, next_at in zip(refs(len(nexts)), nexts, strict=True):
        Conversations(table).save(head(next_at, ref=ref), 0, NOW)
    return DueIndex(table)


@pytest.mark.parametrize(
    ("until", "after", "found"),
    [
        pytest.param("10:44:59", None, [], id="a second before"),
        pytest.param("10:45", None, ["10:45"], id="at its instant"),
        pytest.param("10:50", None, ["10:45", "10:50"], id="everything until then"),
        pytest.param("10:50", "10:44:59", ["10:45", "10:50"], id="after the last horizon"),
        pytest.param("10:50", "10:45", ["10:50"], id="the last horizon itself was seen"),
        pytest.param("10:50", "10:50", [], id="nothing new"),
    ],
)
def test_what_is_due_in_a_span(table: Table, until: str, after: str | None, found: list[str]) -> None:
    index = with_heads(table, "10:45", "10:50", "11:00", None)
    rows = list(index.due(at(until), at(after) if after else None))
    assert sorted(row.due_at for row in rows) == [at(each) for each in found]
    assert {row.kind for row in rows} <= {"conversation"}


def test_what_is_due_is_found_in_every_shard(table: Table) -> None:
    with_heads(table, *["10:45"] * 40)
    found = {row.pk.removeprefix("C#") for row in DueIndex(table).due(NOW)}
    assert found == set(refs(40))


def test_the_oldest_over_all_shards(table: Table) -> None:
    assert DueIndex(table).oldest_due() is None
    assert with_heads(table, "10:50", None, "10:46", "10:48").oldest_due() == at("10:46")


def test_the_board_sees_what_is_due_and_what_waits_but_nothing_at_rest_and_no_alert(table: Table) -> None:
    with_heads(table, "10:45", None)
    People(table).add(alert(), NOW)
    Conversations(table).save(head(None, (), ref="x:merk:public:rest"), 0, NOW)
    seen = list(DueIndex(table).heads())
    assert sorted(each.conversation for each in seen) == refs(2)
    assert {each.running for each in seen} == {head().running}


@pytest.mark.parametrize(("until", "found"), [("09:59:59", 0), ("10:00", 1), ("12:00", 1)])
def test_what_only_waits_by_when_it_was_asked(table: Table, until: str, found: int) -> None:
    index = with_heads(table, None, "10:45")
    assert list(index.waiting(at(until))) == refs(1)[:found]


@pytest.mark.parametrize(
    ("since", "found"),
    [
        pytest.param("16 23:00", True, id="since the day before"),
        pytest.param("17 23:00", True, id="since any time of that day"),
        pytest.param("18 00:00", False, id="since the next"),
    ],
)
def test_what_came_to_rest_is_found_by_its_day(table: Table, since: str, found: bool) -> None:
    with_heads(table, "10:45", None)
    resting = "x:merk:public:rest"
    Conversations(table).save(head(None, (), ref=resting), 0, at("17 10:45"))
    assert list(DueIndex(table).rested(at(since))) == [resting] * found


class CountingTable(MemoryTable):
    """Counts the queries of the index and the entries that they read."""

    def __init__(self) -> None:
        super().__init__()
        self.queries = 0
        self.read = 0

    def index(self, ix: str, first: str = "", last: str = "\U0010ffff", limit: int | None = None) -> Iterator[Item]:
        self.queries += 1
        for entry in super().index(ix, first, last, limit):
            self.read += 1
            yield entry


def test_looking_for_what_is_due_costs_by_what_is_due_not_by_what_is_open() -> None:
    table = CountingTable()
    index = with_heads(table, *["10:45"] * 3, *["20:00"] * 500, *[None] * 500)
    assert len(list(index.due(NOW))) == 3
    assert (table.queries, table.read) == (SHARDS, 3)


def test_the_oldest_costs_one_entry_a_shard() -> None:
    table = CountingTable()
    with_heads(table, *["10:45"] * 200).oldest_due()
    assert (table.queries, table.read) == (SHARDS, SHARDS)
