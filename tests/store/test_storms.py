"""The counters of a storm, in memory and in the cloud."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from chalicelib.domain.roster import Recipient
from chalicelib.domain.storm import Arrival, Storm, customer_key, storm_alert
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.people import People
from chalicelib.store.storms import MOST_A_MINUTE, Storms
from chalicelib.store.table import Table, Write

AMSTERDAM = "Europe/Amsterdam"
EIGHT = datetime(2026, 11, 21, 19, tzinfo=UTC)


def came(seconds: int, customer: str = "klant") -> Arrival:
    return Arrival(EIGHT + timedelta(seconds=seconds), customer_key("x", customer))


def counted(storms: Storms) -> dict[date, dict[int, int]]:
    return {day: dict(hours) for day, hours in storms.days("merk", date(2026, 11, 22)).items()}


def test_who_came_is_read_again_to_the_second(table: Table) -> None:
    storms = Storms(table)
    arrivals = [came(0, "a"), came(59, "b"), came(60, "c"), came(61, "a")]
    storms.count("merk", arrivals, AMSTERDAM)
    assert sorted(storms.arrivals("merk", EIGHT, EIGHT)) == sorted(arrivals)
    assert storms.arrivals("anders", EIGHT, EIGHT) == ()


def test_the_same_delivery_counts_once(table: Table) -> None:
    storms = Storms(table)
    for _ in range(2):
        storms.count("merk", [came(0, "a"), came(1, "b")], AMSTERDAM)
        storms.count("merk", [came(2, "a")], AMSTERDAM)  # a second message in that minute
    assert sorted(storms.arrivals("merk", EIGHT, EIGHT)) == sorted([came(0, "a"), came(1, "b")])
    assert counted(storms) == {date(2026, 11, 21): {20: 2}}


def test_of_two_messages_in_one_delivery_the_earlier_counts(table: Table) -> None:
    storms = Storms(table)
    storms.count("merk", [came(9), came(3), came(7)], AMSTERDAM)
    assert storms.arrivals("merk", EIGHT, EIGHT) == (came(3),)


def test_only_what_is_within_ten_minutes_is_read(table: Table) -> None:
    storms = Storms(table)
    storms.count("merk", [came(60 * minute, f"k{minute}") for minute in range(-30, 31)], AMSTERDAM)
    assert {arrival.at for arrival in storms.arrivals("merk", EIGHT, EIGHT)} == {
        came(60 * minute).at for minute in range(-10, 11)
    }


def test_a_minute_has_an_end(table: Table) -> None:
    storms = Storms(table)
    storms.count("merk", [came(n % 60, f"k{n}") for n in range(MOST_A_MINUTE - 1)], AMSTERDAM)
    storms.count("merk", [came(n % 60, f"more{n}") for n in range(30)], AMSTERDAM)
    assert len(storms.arrivals("merk", EIGHT, EIGHT)) == MOST_A_MINUTE
    assert counted(storms) == {date(2026, 11, 21): {20: MOST_A_MINUTE}}
    row = table.get("STORM#merk", "MINUTE#2026-11-21T19:00") or {}
    assert sum(len(name) + len(str(value)) for name, value in row.items()) < 1024, "one unit of writing"


def test_hours_are_those_of_the_wall_clock(table: Table) -> None:
    storms = Storms(table)
    storms.count("merk", [came(0, "a"), came(3600 * 4 - 1, "b"), came(3600 * 4, "c")], AMSTERDAM)
    assert counted(storms) == {date(2026, 11, 21): {20: 1, 23: 1}, date(2026, 11, 22): {0: 1}}


def test_history_reaches_five_weeks_back_and_one_day(table: Table) -> None:
    storms = Storms(table)
    for days in (0, 7, 35, 36, 37):
        storms.count("merk", [came(-86400 * days)], "UTC")
    assert sorted(storms.days("merk", date(2026, 11, 21))) == [
        date(2026, 10, 16),
        date(2026, 10, 17),
        date(2026, 11, 14),
        date(2026, 11, 21),
    ]


STORM = Storm(brand="merk", since=EIGHT, reached_at=came(57).at, last_reached_at=came(57).at)
ALERT = storm_alert(STORM, Recipient(person="sanne", role="on-call", why="shift"), "1001", EIGHT + timedelta(hours=1))


def test_a_storm_begins_once_with_its_alert(table: Table) -> None:
    storms = Storms(table)
    assert storms.current("merk") is None
    assert storms.begin(STORM, None, [ALERT], EIGHT)
    assert not storms.begin(replace(STORM, since=came(3).at), None, [replace(ALERT, id="another")], EIGHT)
    assert storms.current("merk") == STORM
    assert People(table).alerts("sanne") == (ALERT,)


def test_the_next_one_takes_its_place(table: Table) -> None:
    storms = Storms(table)
    storms.begin(STORM, None, [], EIGHT)
    following = replace(STORM, since=came(7200).at)
    assert storms.begin(following, STORM, [], EIGHT)
    assert not storms.begin(replace(STORM, since=came(7300).at), STORM, [], EIGHT), "it is not the one that was read"
    assert storms.current("merk") == following


def test_it_is_prolonged_by_the_minute(table: Table) -> None:
    storms = Storms(table)
    storms.begin(STORM, None, [], EIGHT)
    storms.prolong(replace(STORM, last_reached_at=came(57 + 59).at), STORM)
    assert storms.current("merk") == STORM
    longer = replace(STORM, last_reached_at=came(57 + 60).at)
    storms.prolong(longer, STORM)
    storms.prolong(replace(STORM, last_reached_at=came(57 + 120).at), STORM)
    assert storms.current("merk") == longer, "what is prolonged is what was read"


class Crowded(MemoryTable):
    """Somebody else always writes the row of the minute first."""

    def __init__(self) -> None:
        super().__init__()
        self.others = 0

    def transact(self, writes: Sequence[Write]) -> bool:
        self.others += 1
        other = Storms(MemoryTable())
        other.count("merk", [came(30, f"other{self.others}")], AMSTERDAM)
        (row,) = other.table.query("STORM#merk", "MINUTE#", "MINUTE#~")
        self._items["STORM#merk", str(row["sk"])] = row
        return super().transact(writes)


def test_who_always_loses_the_race_for_the_minute_gives_up_in_peace() -> None:
    storms = Storms(Crowded())
    storms.count("merk", [came(0)], AMSTERDAM)
    assert came(0) not in storms.arrivals("merk", EIGHT, EIGHT)
    assert counted(storms) == {}
