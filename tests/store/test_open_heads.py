"""What is open can be read in parts: all of it, each part bounded, and a cursor is not to be played with."""

import json
from base64 import urlsafe_b64encode
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.open_heads import NoCursor, OpenHeads, read_open
from tests.stories.world import local
from tests.usecases.opening import CountingTable, opened

ASKED = local("2026-11-20 12:00")


def parts(table: MemoryTable, most: int) -> list[OpenHeads]:
    found = [read_open(table, most)]
    while found[-1].cursor:
        found.append(read_open(table, most, found[-1].cursor))
    return found


@pytest.mark.parametrize(
    "apart",
    [
        pytest.param(timedelta(seconds=1), id="one after the other"),
        pytest.param(timedelta(), id="all at one instant"),
    ],
)
@given(number=st.integers(0, 60), most=st.integers(1, 12))
def test_all_that_is_open_is_read_once_in_parts(apart: timedelta, number: int, most: int) -> None:
    table = MemoryTable()
    refs = opened(table, range(number), ASKED, apart=apart)
    read = [head.conversation for part in parts(table, most) for head in part.heads]
    assert sorted(read) == sorted(refs)


def test_what_fits_in_one_part_has_no_cursor() -> None:
    table = MemoryTable()
    assert read_open(table, 5) == OpenHeads((), "")
    opened(table, range(5), ASKED)
    assert read_open(table, 5).cursor == ""


def test_a_conversation_of_many_who_wait_counts_as_many() -> None:
    table = MemoryTable()
    opened(table, range(200), ASKED, authors=50)
    assert max(len(part.heads) for part in parts(table, 100)) == 8 * 2


def test_an_entry_that_moved_meanwhile_loses_nobody_else() -> None:
    table = MemoryTable()
    refs = opened(table, range(40), ASKED)
    first = read_open(table, 2)
    moved = first.heads[0].conversation
    opened(table, range(40, 41), ASKED - timedelta(hours=1))  # somebody who comes before all of them
    seen = {head.conversation for part in (first, *rest(table, first.cursor)) for head in part.heads}
    assert moved in seen
    assert set(refs) <= seen


def rest(table: MemoryTable, cursor: str) -> list[OpenHeads]:
    found = [read_open(table, 2, cursor)]
    while found[-1].cursor:
        found.append(read_open(table, 2, found[-1].cursor))
    return found


@pytest.mark.parametrize("number", [10, 1_000, 5_000])
def test_a_part_costs_the_same_however_many_are_open(number: int) -> None:
    table = CountingTable()
    opened(table, range(number), ASKED, apart=timedelta(seconds=1))
    read_open(table, 100)
    assert table.queries == 8
    assert table.entries <= 8 * 101


def packed(told: object) -> str:
    return urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


AT = "2026-11-20T11:00:00.000000Z"


@pytest.mark.parametrize(
    "cursor",
    [
        pytest.param("x", id="no base64"),
        pytest.param("é✓", id="not even ASCII"),
        pytest.param(packed({}), id="no list"),
        pytest.param(packed([]), id="nothing"),
        pytest.param(packed([["D#0", AT]]), id="a part of a mark"),
        pytest.param(packed([["R#0", AT, "C#x"]]), id="a range that is not open"),
        pytest.param(packed([["D#0", "yesterday", "C#x"]]), id="no instant"),
        pytest.param(packed([["D#0", AT, 7]]), id="a key that is no text"),
        pytest.param(packed([[]]) + "%00", id="something behind it"),
    ],
)
def test_what_is_no_cursor_of_ours_is_refused(cursor: str) -> None:
    with pytest.raises(NoCursor):
        read_open(MemoryTable(), 10, cursor)
