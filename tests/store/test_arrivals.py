"""Messages counted by the minute, and alarms about channels, in memory and in the cloud."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.alarms import Alarm
from chalicelib.domain.silence import NEW_FOR
from chalicelib.store.alarms import Alarms
from chalicelib.store.arrivals import Arrivals, Channel
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.notes import Notes
from chalicelib.store.table import Table
from chalicelib.usecases.pulse import BEATS_EVERY, Pulse

TWO = datetime(2026, 11, 17, 14, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DM = Channel("x", "1", "direct")


def test_what_came_is_counted_by_the_minute_and_by_the_channel(table: Table) -> None:
    arrivals = Arrivals(table)
    arrivals.add(DM, {TWO - MINUTE: 2, TWO: 1, TWO + MINUTE: 4})
    arrivals.add(DM, {TWO: 1})
    arrivals.add(Channel("x", "1", "public"), {TWO: 100})
    arrivals.add(Channel("x", "2", "direct"), {TWO: 1000})
    assert arrivals.between(DM, TWO - MINUTE, TWO + 2 * MINUTE) == 8
    assert arrivals.between(DM, TWO, TWO + MINUTE) == 2
    assert arrivals.between(DM, TWO + timedelta(seconds=1), TWO + 2 * MINUTE) == 4, "a minute counts whole or not"
    assert arrivals.between(DM, TWO, TWO) == 0


@pytest.mark.parametrize(
    ("ago", "found"),
    [
        pytest.param(timedelta(), True, id="this minute"),
        pytest.param(timedelta(hours=5), True, id="this morning"),
        pytest.param(timedelta(days=7), True, id="a week ago"),
        pytest.param(timedelta(days=7, hours=1), False, id="more than a week ago"),
    ],
)
def test_the_latest_message_is_looked_for_within_a_week(table: Table, ago: timedelta, found: bool) -> None:
    arrivals = Arrivals(table)
    arrivals.add(DM, {TWO - ago: 1, TWO - ago - MINUTE: 1, TWO - timedelta(days=20): 1})
    assert arrivals.latest(DM, TWO) == (TWO - ago if found else None)
    assert arrivals.latest(Channel("x", "1", "public"), TWO) is None


@pytest.mark.parametrize(
    ("ago", "found"),
    [
        pytest.param(NEW_FOR - timedelta(hours=1), False, id="less than four weeks is too young"),
        pytest.param(NEW_FOR, True, id="four weeks"),
        pytest.param(NEW_FOR + timedelta(days=6), True, id="nearly five"),
    ],
)
def test_the_beginning_is_looked_for_four_weeks_ago(table: Table, ago: timedelta, found: bool) -> None:
    arrivals = Arrivals(table)
    arrivals.add(DM, {TWO - ago: 1, TWO: 1})
    assert arrivals.begun_at(DM, TWO) == (TWO - ago if found else None)


class Counting(MemoryTable):
    """Counts what is added."""

    added = 0

    def add(self, pk: str, sk: str, amounts: Mapping[str, int], expires_at: int) -> None:
        self.added += 1
        super().add(pk, sk, amounts, expires_at)


def test_a_process_writes_a_channel_every_half_minute_and_loses_nothing_between() -> None:
    table = Counting()
    pulse = Pulse(Notes(table))
    for second in range(0, 121, 2):
        pulse.heard(DM, TWO + timedelta(seconds=second), 3)
    assert table.added == 1 + timedelta(minutes=2) // BEATS_EVERY
    assert Arrivals(table).between(DM, TWO, TWO + 3 * MINUTE) == 61 * 3


def test_an_alarm_is_kept_and_only_over_what_was_read(table: Table) -> None:
    alarms = Alarms(table)
    first = Alarm(kind="silence", platform="x", account="1", surface="direct", since=TWO, usual=14)
    assert alarms.put(first, None)
    assert not alarms.put(replace(first, usual=15), None), "one is there already"
    told = replace(first, person="mirjam", tries=1, queued_at=TWO + MINUTE)
    assert alarms.put(told, first)
    assert not alarms.put(replace(first, over_at=TWO + MINUTE), first), "it is further on by now"
    assert alarms.get(first.place) == told
    other = replace(first, surface=None, kind="revoked")
    assert alarms.put(other, None)
    assert set(alarms.all()) == {told, other}


def test_an_alarm_expires_only_once_it_is_over(table: Table) -> None:
    alarms = Alarms(table)
    alarm = Alarm(kind="refused", platform="x", since=TWO)
    alarms.put(alarm, None)
    assert [row.get("expires_at") for row in table.query("ALARMS")] == [None]
    alarms.put(replace(alarm, over_at=TWO + MINUTE), alarm)
    assert [row.get("expires_at") for row in table.query("ALARMS")] == [
        int((TWO + MINUTE + timedelta(days=30)).timestamp())
    ]


def test_dead_letters_are_kept_as_they_were_last_counted(table: Table) -> None:
    notes = Notes(table)
    assert notes.dead_letters() == {}
    notes.keep_dead_letters({"inbox": 3, "work": 0})
    notes.keep_dead_letters({"inbox": 3, "work": 1})
    assert notes.dead_letters() == {"inbox": 3, "work": 1}
    notes.keep_dead_letters({"inbox": 0, "work": 1})
    assert notes.dead_letters() == {"inbox": 0, "work": 1}
