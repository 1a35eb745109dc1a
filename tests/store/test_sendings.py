"""What became of a person's alerts within a stretch of time, ends included."""

from datetime import timedelta

import pytest

from chalicelib.store.people import People
from chalicelib.store.sendings import dropped_between, pages_between
from chalicelib.store.table import Table
from tests.store.build import alert, at, page

NOW = at("10:45")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        pytest.param(-SECOND, SECOND, 1, id="within it"),
        pytest.param(timedelta(), SECOND, 1, id="at its beginning"),
        pytest.param(SECOND, 2 * SECOND, 0, id="before it"),
        pytest.param(-2 * SECOND, -SECOND, 0, id="after it"),
    ],
)
def test_of_a_stretch(table: Table, since: timedelta, until: timedelta, found: int) -> None:
    people, made = People(table), page(carries=(alert("a2"),))
    people.save(made, None)
    people.drop(alert(), "answered at 10:44", NOW)
    pages = pages_between(table, "sanne", made.created_at + since, made.created_at + until)
    dropped = dropped_between(table, "sanne", NOW + since, NOW + until)
    assert [each.id for each in pages] == [made.id] * found
    assert [(each.alert, each.at, each.reason) for each in dropped] == [(alert(), NOW, "answered at 10:44")] * found


def test_of_nobody_else(table: Table) -> None:
    People(table).drop(alert(), "answered at 10:44", NOW)
    assert dropped_between(table, "mirjam", NOW - SECOND, NOW + SECOND) == ()
