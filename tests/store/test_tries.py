"""Codes that open nothing are counted by the minute, up to a bound, and no further."""

from datetime import UTC, datetime, timedelta

from chalicelib.store.table import Table
from chalicelib.store.tries import MOST_A_MINUTE, Tries

NOW = datetime(2026, 11, 20, 22, 45, 30, tzinfo=UTC)


def test_every_one_of_a_minute_counts_and_the_next_minute_begins_anew(table: Table) -> None:
    tries = Tries(table)
    assert [tries.fail(NOW) for _ in range(3)] == [1, 2, 3]
    assert tries.fail(NOW + timedelta(seconds=29)) == 4
    assert tries.fail(NOW + timedelta(seconds=30)) == 1


def test_beyond_the_bound_nothing_more_is_written(table: Table) -> None:
    tries = Tries(table)
    told = [tries.fail(NOW) for _ in range(MOST_A_MINUTE + 1)]
    row = table.get("TRIES", "2026-11-20T22:45")
    assert told[-1] == MOST_A_MINUTE + 1
    assert [tries.fail(NOW) for _ in range(3)] == [MOST_A_MINUTE + 1] * 3
    assert table.get("TRIES", "2026-11-20T22:45") == row


def test_a_count_is_gone_after_a_day(table: Table) -> None:
    Tries(table).fail(NOW)
    row = table.get("TRIES", "2026-11-20T22:45")
    assert row is not None
    assert row["expires_at"] == int((NOW + timedelta(days=1)).timestamp())
