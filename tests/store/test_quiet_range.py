"""What starts no clock: in a range of its own while it is listed, the latest first, and found by whoever looks back."""

from datetime import timedelta

import pytest

from chalicelib.domain.head import Head, Silent
from chalicelib.store.conversations import LISTED_FOR, Conversations
from chalicelib.store.due import DueIndex
from chalicelib.store.open_heads import read_open
from chalicelib.store.table import Table
from tests.stories.world import local

NOW = local("2026-11-18 14:00")


def thanked(number: int, at_minute: int = 0) -> Head:
    at = NOW + timedelta(minutes=at_minute)
    silent = Silent(message=f"m{number}", why="thanks", customer_name="jan", at=at, excerpt="bedankt!")
    return Head(
        conversation=f"x:merk:public:{number}",
        platform="x",
        brand="merk",
        surface="public",
        running=(),
        next_at=None,
        latest_at=at,
        silent=(silent,),
    )


def saved(table: Table, number: int) -> DueIndex:
    for each in range(number):
        assert Conversations(table).save(thanked(each, each), 0, NOW + timedelta(minutes=each))
    return DueIndex(table)


def test_the_latest_of_each_shard_come_first_and_no_more_than_wanted(table: Table) -> None:
    index = saved(table, 40)
    found = [head.silent[0].at for head in index.quiet(NOW, 3)]
    assert len(found) == 4 * 3
    for shard in range(4):
        of_shard = found[3 * shard : 3 * shard + 3]
        assert of_shard == sorted(of_shard, reverse=True)
    assert max(found) == NOW + timedelta(minutes=39)


def test_what_was_touched_before_is_left_out(table: Table) -> None:
    index = saved(table, 10)
    later = list(index.quiet(NOW + timedelta(minutes=7), 50))
    assert {head.conversation for head in later} == {f"x:merk:public:{each}" for each in (7, 8, 9)}


@pytest.mark.parametrize(
    ("touched", "listed"),
    [
        pytest.param(timedelta(), True, id="when it came"),
        pytest.param(LISTED_FOR - timedelta(seconds=1), True, id="within the day"),
        pytest.param(LISTED_FOR, False, id="a day later"),
    ],
)
def test_it_stands_in_that_range_only_as_long_as_it_is_listed(table: Table, touched: timedelta, listed: bool) -> None:
    Conversations(table).save(thanked(1), 0, NOW + touched)
    index = DueIndex(table)
    assert bool(list(index.quiet(NOW - timedelta(days=9), 50))) == listed
    assert list(index.rested(NOW)) == ["x:merk:public:1"]


def test_it_is_not_open(table: Table) -> None:
    index = saved(table, 3)
    assert list(index.heads()) == []
    assert read_open(table, 10).heads == ()
    assert index.oldest_due() is None
