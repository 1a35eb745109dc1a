"""Figures of today, a week and a month: the right days, and few reads however long and busy the month was."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain.attainment import attained, tally
from chalicelib.domain.figures import figures_of
from chalicelib.store.conversations import Conversations
from chalicelib.store.results import Results
from chalicelib.usecases.attainment import MOST_BY_ROWS
from chalicelib.usecases.figures import Seen, look
from chalicelib.usecases.ports import Context
from chalicelib.usecases.rollup import roll_up
from tests.domain.build import asked, at, replied
from tests.domain.counted import result
from tests.domain.merk import ACCOUNT, ACCOUNTS, BOOK, ID, ROSTER
from tests.stories.world import World
from tests.usecases.test_rollup import Reading, organised, store

NOW = at("17 12:00")
TODAY = date(2026, 11, 17)


def told(seen: Seen) -> list[str]:
    found = [(row, attained(row.tallies)) for row in seen.rows]
    return [f"{row.account.name} {row.clock}: {f.within_target} of {f.counted}, {f.median_seconds}" for row, f in found]


@pytest.mark.parametrize(
    ("days", "first", "said"),
    [
        pytest.param(1, "2026-11-17", ["merk first_response: 1 of 1, 600"], id="today is today alone"),
        pytest.param(7, "2026-11-11", ["merk first_response: 2 of 2, 900"], id="a week is today and six days before"),
        pytest.param(30, "2026-10-19", ["merk first_response: 3 of 3, 1200"], id="a month is thirty days with today"),
    ],
)
def test_the_days_that_are_looked_at(days: int, first: str, said: list[str]) -> None:
    context, _ = organised()
    for day, minutes in (("17 00:05", 10), ("11 00:05", 20), ("10 23:00", 30)):
        answered = at(day) + timedelta(minutes=minutes)
        answer = f"{answered + timedelta(hours=1):%d %H:%M}"  # November: Amsterdam is an hour ahead
        store(context, asked(day), replied(answer), now=answered, customer=day)
    roll_up(context, at("17 03:30"))
    seen = look(context, NOW, days, ACCOUNTS)
    assert (seen.first.isoformat(), seen.last, told(seen), seen.missing) == (first, TODAY, said, ())


def rolled_up_month() -> tuple[Context, Reading]:
    """Thirty days with answers on every account."""
    table = Reading()
    context = replace(World("2026-11-17 09:00").context(), conversations=Conversations(table), book=BOOK, roster=ROSTER)
    results = Results(table)
    for account in ACCOUNTS:
        for back in range(1, 31):
            tallies = tally(result(seconds=60 * back, hour=back % 24, weekday=back % 7) for _ in range(3))
            results.roll_up(account.platform, account.id, TODAY - timedelta(days=back), tallies)
    return context, table


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param(1, {"RESULT": len(ACCOUNTS)}, id="today: the rows of today"),
        pytest.param(7, {"RESULT": len(ACCOUNTS), "ROLLUP": len(ACCOUNTS)}, id="a week: one more"),
        pytest.param(30, {"RESULT": len(ACCOUNTS), "ROLLUP": len(ACCOUNTS)}, id="a month: no more than a week"),
    ],
)
def test_a_month_costs_two_queries_an_account(days: int, expected: dict[str, int]) -> None:
    context, table = rolled_up_month()
    table.queries.clear()
    look(context, NOW, days, ACCOUNTS)
    assert table.queries == expected


def test_one_account_costs_one_account() -> None:
    context, table = rolled_up_month()
    table.queries.clear()
    seen = look(context, NOW, 30, [ACCOUNT])
    assert {row.account.id for row in seen.rows} == {ID}
    assert table.queries == {"RESULT": 1, "ROLLUP": 1}


def test_a_months_median_is_that_of_all_its_answers() -> None:
    context, _ = rolled_up_month()
    (row,) = look(context, NOW, 30, [ACCOUNT]).rows
    figures = figures_of(row.tallies)
    assert figures.whole.counted == 3 * 29
    assert figures.whole.median_seconds == 60 * 15


def test_before_any_night_the_latest_days_are_read_and_the_rest_is_told_missing() -> None:
    context, table = organised()
    store(context, asked("14 10:00"), replied("14 10:30"), now=at("14 10:30"), customer="a")
    store(context, asked("13 10:00"), replied("13 10:30"), now=at("13 10:30"), customer="b")
    table.queries.clear()
    seen = look(context, NOW, 30, ACCOUNTS)
    assert table.queries == Counter(ROLLUP=len(ACCOUNTS), RESULT=len(ACCOUNTS) * (1 + MOST_BY_ROWS))
    assert told(seen) == ["merk first_response: 1 of 1, 1800"]
    assert seen.missing == tuple(date(2026, 10, 19) + timedelta(days=number) for number in range(26))
    roll_up(context, at("17 03:30"))
    whole = look(context, NOW, 30, ACCOUNTS)
    assert told(whole) == ["merk first_response: 2 of 2, 1800"]
    assert whole.missing == ()


@pytest.mark.parametrize(
    ("nights_missed", "missing"),
    [
        pytest.param(0, [], id="every night was there"),
        pytest.param(2, [], id="so few that rows make up for them"),
        pytest.param(3, [], id="as many as rows make up for"),
        pytest.param(4, ["2026-11-13"], id="one too many: the oldest is left out and named"),
    ],
)
def test_nights_that_failed_are_made_up_for_and_no_longer_hidden_when_they_are_many(
    nights_missed: int, missing: list[str]
) -> None:
    context, table = organised()
    roll_up(context, at("17 03:30") - timedelta(days=nights_missed))
    table.queries.clear()
    seen = look(context, NOW, 7, ACCOUNTS)
    assert [day.isoformat() for day in seen.missing] == missing
    assert table.queries["RESULT"] == len(ACCOUNTS) * (1 + min(nights_missed, MOST_BY_ROWS))


def test_clocks_are_told_apart() -> None:
    context, table = organised()
    days = tally([result(seconds=60), result(seconds=90, clock="promise"), result("waiting")])
    Results(table).roll_up("x", ID, TODAY - timedelta(days=1), days)
    assert told(look(context, NOW, 7, ACCOUNTS)) == [
        "merk first_response: 1 of 2, 60",
        "merk promise: 1 of 1, 90",
    ]


def test_an_outage_is_told_apart_also_when_it_was_rolled_up() -> None:
    context, table = organised()
    days = tally([result(seconds=60), result(seconds=7200, apart="outage-1")])
    Results(table).roll_up("x", ID, TODAY - timedelta(days=1), days)
    (row,) = look(context, NOW, 7, ACCOUNTS).rows
    figures = figures_of(row.tallies)
    assert (figures.whole.counted, figures.outage.counted, figures.outage.within_target) == (2, 1, 0)
