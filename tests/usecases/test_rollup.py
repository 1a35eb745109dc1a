"""The nights add up what the days counted, and the status tells both: today from the rows, the week rolled up."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib import bootstrap, functions
from chalicelib.domain.facts import Fact
from chalicelib.store.conversations import Conversations
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.results import Results
from chalicelib.store.table import Item
from chalicelib.usecases.attainment import MOST_BY_ROWS, attainment
from chalicelib.usecases.board import board
from chalicelib.usecases.ports import Context
from chalicelib.usecases.rollup import CHANGES_FOR, LOOKS_BACK, roll_up
from chalicelib.usecases.settle import save_head
from tests.domain.build import AMSTERDAM, PUBLIC, asked, at, replied
from tests.domain.merk import ACCOUNTS, BOOK, ID, ROSTER
from tests.stories.world import World
from tests.usecases.deployed import deployed

TODAY = date(2026, 11, 17)


class Reading(MemoryTable):
    """Counts the queries of each kind of partition."""

    def __init__(self) -> None:
        super().__init__()
        self.queries: Counter[str] = Counter()

    def query(self, pk: str, first: str = "", last: str = "\U0010ffff", *, backwards: bool = False) -> Iterator[Item]:
        self.queries[pk.split("#")[0]] += 1
        return super().query(pk, first, last, backwards=backwards)


def organised() -> tuple[Context, Reading]:
    table = Reading()
    context = World("2026-11-17 09:00").context()
    return replace(context, conversations=Conversations(table), book=BOOK, roster=ROSTER), table


def store(context: Context, *facts: Fact, now: datetime, customer: str = "klant") -> None:
    ref = replace(PUBLIC, counterpart=customer).ref
    for fact in facts:
        context.conversations.add(ref, fact)
    save_head(ref, context, now)


def told(entries: list[dict[str, Any]]) -> list[str]:
    return [
        f"{entry['day'][-2:]} {entry['account']} {entry['clock']}: {entry['within_target']} of "
        f"{entry['past_target_or_answered']}, never {entry['never_answered']}, "
        f"open {entry['still_unanswered']}, median {entry['median_seconds']}"
        for entry in entries
    ]


def test_the_status_tells_each_day_of_a_week() -> None:
    context, _ = organised()
    store(context, asked("10:00"), replied("10:20"), now=at("10:20"), customer="a")
    store(context, asked("10:00"), replied("10:40"), now=at("10:40"), customer="b")
    store(context, asked("10:30"), now=at("11:30"), customer="c")
    store(context, asked("16 20:00"), replied("16 22:00"), now=at("16 22:00"), customer="d")
    store(context, asked("9 20:00"), now=at("10:00"), customer="e")
    expected = [
        f"17 {ID} first_response: 2 of 3, never 0, open 1, median 1800",
        f"16 {ID} first_response: 0 of 1, never 0, open 0, median 7200",
    ]
    assert told(attainment(context, at("12:00"))) == expected, "also before any night has been"
    roll_up(context, at("17 03:30"))
    assert told(attainment(context, at("12:00"))) == expected
    assert board(context, at("12:00"))["attainment"] == attainment(context, at("12:00"))


def test_never_answered_counts_on_the_day_of_its_breach() -> None:
    context, _ = organised()
    store(context, asked("10 10:00"), now=at("17 10:00"))
    roll_up(context, at("17 10:00"))
    assert told(attainment(context, at("12:00"))) == [f"10 {ID} first_response: 0 of 1, never 1, open 0, median None"]


@pytest.mark.parametrize(
    ("answered", "seen"),
    [
        pytest.param("16 20:10", 600, id="an answer of yesterday that comes in today"),
        pytest.param("17 09:00", 46800, id="an answer of today to what was breached yesterday"),
    ],
)
def test_the_next_night_sees_what_changed_since(answered: str, seen: int) -> None:
    context, _ = organised()
    store(context, asked("16 20:00"), now=at("16 21:00"))
    roll_up(context, at("17 03:30"))
    store(context, replied(answered), now=at("17 09:30"))
    roll_up(context, at("18 03:30"))
    (entry,) = attainment(context, at("18 09:00"))
    assert (entry["day"], entry["median_seconds"], entry["still_unanswered"]) == ("2026-11-16", seen, 0)


def test_a_night_looks_at_the_days_that_may_have_changed_and_makes_up_for_missed_ones() -> None:
    context, table = organised()
    store(context, asked("1 10:00"), replied("1 10:30"), now=at("1 10:30"))
    accounts = len(ACCOUNTS)
    assert roll_up(context, at("17 03:30")) == accounts * LOOKS_BACK.days
    assert roll_up(context, at("17 03:30")) == accounts * CHANGES_FOR.days
    assert roll_up(context, at("20 03:30")) == accounts * CHANGES_FOR.days, "three nights later as in one"
    kept = Results(table).rolled_up("x", ID, TODAY - timedelta(days=30), TODAY)
    assert [day.isoformat() for day, tallies in kept.items() if tallies] == ["2026-11-01"]


def test_today_is_not_rolled_up_and_days_are_the_organisations() -> None:
    context, table = organised()
    store(context, asked("17 00:10"), replied("17 00:20"), now=at("17 00:20"))  # in UTC it is still the 16th
    roll_up(context, at("17 00:30"))
    assert TODAY not in Results(table).rolled_up("x", ID, TODAY - timedelta(days=7), TODAY)
    assert [entry["day"] for entry in attainment(context, at("17 00:30"))] == ["2026-11-17"]


def test_the_night_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    with deployed(monkeypatch):
        functions.rollup()
        now = bootstrap.now()
        account = bootstrap.context(now).roster.organisation.accounts[0]
        yesterday = (now.astimezone(AMSTERDAM) - timedelta(days=1)).date()
        kept = Results(bootstrap.table()).rolled_up(account.platform, account.id, yesterday, yesterday)
    assert kept == {yesterday: ()}


def test_before_the_first_night_the_status_reads_the_latest_days_alone() -> None:
    context, table = organised()
    store(context, asked("14 10:00"), replied("14 10:30"), now=at("14 10:30"), customer="a")
    store(context, asked("13 10:00"), replied("13 10:30"), now=at("13 10:30"), customer="b")
    table.queries.clear()
    assert [entry["day"] for entry in attainment(context, at("17 12:00"))] == ["2026-11-14"]
    assert table.queries == {"RESULT": len(ACCOUNTS) * (1 + MOST_BY_ROWS), "ROLLUP": len(ACCOUNTS)}


def test_the_status_reads_two_small_ranges_of_each_account() -> None:
    context, table = organised()
    roll_up(context, at("17 03:30"))
    table.queries.clear()
    attainment(context, at("17 12:00"))
    assert table.queries == {"RESULT": len(ACCOUNTS), "ROLLUP": len(ACCOUNTS)}
