"""Result rows: written beside a head or not at all, mended by what their conversation remembers, kept 400 days."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain.attainment import tally
from chalicelib.domain.results import STANDS_AFTER, Result
from chalicelib.store.conversations import Conversations
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.results import WRITES, Results, changes
from chalicelib.store.table import Table
from tests.store.build import REF, at, head, message

NOW = at("11:30")
DAY = date(2026, 11, 17)


def result(id: str = "one", *, counted: str = "11:00", account: str = "7", hour: int = 10) -> Result:
    counted_at = at(counted)
    return Result(
        id=id,
        platform="x",
        account=account,
        surface="public",
        clock="first_response",
        started_at=at("10:00"),
        due_at=at("11:00"),
        counted_at=counted_at,
        day=counted_at.date().isoformat(),
        outcome="waiting",
        within_target=False,
        inside_hours=True,
        weekday=1,
        hour=hour,
    )


def answered(seconds: int, hour: int = 10) -> Result:
    return replace(result(hour=hour), outcome="answered", seconds=seconds)


def save(table: Table, *results: Result, now: datetime = NOW) -> int:
    """Make the rows say these results; how many had to be changed."""
    conversations = Conversations(table)
    loaded = conversations.load(REF)
    wrong = changes(REF, results, loaded.counted, now)
    beside = [write for change in wrong for write in change.writes]
    assert conversations.save(head(), loaded.version, now, beside)
    return len(wrong)


def stored(table: Table, day: date = DAY) -> tuple[Result, ...]:
    return Results(table).of_day("x", "7", day)


def test_what_was_counted_is_read_by_account_and_day(table: Table) -> None:
    assert save(table, result("one"), result("two")) == 2
    assert stored(table) == (result("one"), result("two"))
    assert stored(table, DAY + timedelta(days=1)) == ()
    assert Results(table).of_day("facebook", "7", DAY) == ()


def test_what_is_right_is_not_written_again(table: Table) -> None:
    save(table, result())
    assert save(table, result()) == 0


AFTERWARDS = [
    pytest.param([answered(5400)], {DAY: 1}, id="answered late: the same row says so"),
    pytest.param([result(counted="16 20:00")], {DAY - timedelta(days=1): 1}, id="it counts the day before"),
    pytest.param([result(account="8")], {DAY: 0}, id="another account's"),
    pytest.param([], {DAY: 0}, id="its clock is gone"),
]


@pytest.mark.parametrize(("results", "rows"), AFTERWARDS)
def test_a_row_is_mended_moved_or_removed(table: Table, results: list[Result], rows: dict[date, int]) -> None:
    save(table, result())
    assert save(table, *results) == 1
    days = [DAY - timedelta(days=1), DAY]
    assert [len(stored(table, day)) for day in days] == [rows.get(day, 0) for day in days]
    assert len(Conversations(table).load(REF).counted) == len(results)
    assert save(table, *results) == 0


@pytest.mark.parametrize("afterwards", [each.values[0] for each in AFTERWARDS])
def test_a_change_is_few_writes(afterwards: list[Result]) -> None:
    table = MemoryTable()
    save(table, result())
    counted = Conversations(table).load(REF).counted
    (change,) = changes(REF, afterwards, counted, NOW)
    assert len(change.writes) <= WRITES


def test_results_and_head_are_one(table: Table) -> None:
    conversations = Conversations(table)
    conversations.save(head(), 0, NOW)
    (change,) = changes(REF, [result()], (), NOW)
    assert not conversations.save(head(), 0, NOW, change.writes), "somebody else was faster"
    assert stored(table) == ()
    assert conversations.load(REF).counted == ()


def test_what_a_conversation_remembers_is_no_fact(table: Table) -> None:
    Conversations(table).add(REF, message("1"))
    save(table, result())
    loaded = Conversations(table).load(REF)
    assert loaded.facts == (message("1"),)
    assert [(each.id, each.row, each.counted_at) for each in loaded.counted] == [
        ("one", "RESULT#x#7#2026-11-17", at("11:00"))
    ]


@pytest.mark.parametrize(
    ("age", "stands"),
    [
        pytest.param(STANDS_AFTER - timedelta(microseconds=1), False, id="within the fortnight it follows the facts"),
        pytest.param(STANDS_AFTER, True, id="from then on it stands"),
    ],
)
def test_what_counted_long_ago_stands(age: timedelta, stands: bool) -> None:
    table = MemoryTable()
    save(table, result())
    later = at("11:00") + age
    assert save(table, now=later) == (0 if stands else 1)
    assert save(table, result("two"), now=later) == (0 if stands else 1)


def test_a_row_is_kept_four_hundred_days_and_what_leads_to_it_thirty() -> None:
    table = MemoryTable()
    save(table, result())
    (row,) = table.query("RESULT#x#7#2026-11-17")
    (noted,) = table.query(f"C#{REF}", "COUNTED#", "COUNTED#~")
    counted = int(at("11:00").timestamp())
    assert row["expires_at"] == counted + 400 * 24 * 3600
    assert noted["expires_at"] == counted + 30 * 24 * 3600


def test_a_day_is_rolled_up_and_read_back(table: Table) -> None:
    results = Results(table)
    tallies = tally([result(), answered(60), result(hour=11)])
    results.roll_up("x", "7", DAY, tallies)
    results.roll_up("x", "7", DAY - timedelta(days=2), ())
    results.roll_up("x", "8", DAY, ())
    week = results.rolled_up("x", "7", DAY - timedelta(days=6), DAY)
    assert week == {DAY - timedelta(days=2): (), DAY: tallies}
    results.roll_up("x", "7", DAY, ())
    assert results.rolled_up("x", "7", DAY, DAY) == {DAY: ()}


def test_the_answers_of_a_very_busy_day_fit_into_one_row() -> None:
    table = MemoryTable()
    many = tally(answered(n, n % 24) for n in range(40_000))
    Results(table).roll_up("x", "7", DAY, many)
    assert Results(table).rolled_up("x", "7", DAY, DAY) == {DAY: many}
