"""How far an account was read is saved over what was read, and over nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.store.cursors import Cursors, Polling
from chalicelib.store.table import Table

NOW = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
NEW = Polling(platform="bluesky", account="did:plc:merk000000000000000000aa")


def test_a_row_comes_back_as_it_was_saved(table: Table) -> None:
    cursors = Cursors(table)
    row = replace(NEW, cursor='{"a": 1}', answered_at=NOW, failing_since=NOW, failures=2, reason="500", next_at=NOW)
    saved = cursors.save(row)
    assert saved == replace(row, version=1)
    assert cursors.all() == {("bluesky", NEW.account): saved}
    assert Cursors(table).save(replace(NEW, account="other", refused=True)) is not None
    assert len(cursors.all()) == 2


def test_of_two_runs_that_read_the_same_row_one_saves(table: Table) -> None:
    cursors = Cursors(table)
    first = cursors.save(replace(NEW, cursor="1"))
    assert cursors.save(replace(NEW, cursor="2")) is None, "both found no row"
    assert first is not None
    second = cursors.save(replace(first, cursor="3"))
    assert cursors.save(replace(first, cursor="4")) is None, "both found the same row"
    assert cursors.all()["bluesky", NEW.account] == second


@pytest.mark.parametrize(
    ("row", "stale"),
    [
        pytest.param(NEW, False, id="never asked yet"),
        pytest.param(replace(NEW, answered_at=NOW - timedelta(days=1)), False, id="it answers, whenever that was"),
        pytest.param(
            replace(NEW, answered_at=NOW - timedelta(minutes=5), failing_since=NOW - timedelta(minutes=4)),
            False,
            id="in vain for five minutes at most",
        ),
        pytest.param(
            replace(NEW, answered_at=NOW - timedelta(minutes=5, seconds=1), failing_since=NOW - timedelta(minutes=4)),
            True,
            id="in vain for longer",
        ),
        pytest.param(
            replace(NEW, failing_since=NOW - timedelta(minutes=5, seconds=1)), True, id="never answered, for longer"
        ),
        pytest.param(replace(NEW, failing_since=NOW, refused=True), True, id="refused: at once"),
    ],
)
def test_when_what_it_tells_is_old(row: Polling, stale: bool) -> None:
    assert row.stale(NOW) is stale
