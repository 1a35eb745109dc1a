"""Silent, or only quiet: the rule at its edges, the same hours on the wall, and what more silence may never do."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.silence import LEAST, LOOKS_BACK, NEW_FOR, State, judge, windows
from tests.stories.world import AMSTERDAM, local

NOW = local("2026-11-17 14:00")
OLD = NOW - NEW_FOR
HALF = timedelta(minutes=30)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("quiet_for", "begun_at", "weeks", "state"),
    [
        pytest.param(None, OLD, (9, 9, 9, 9), "unknown", id="nothing ever came"),
        pytest.param(HALF - SECOND, OLD, (9, 9, 9, 9), "heard", id="a second under half an hour is no silence"),
        pytest.param(HALF, OLD, (9, 9, 9, 9), "silent", id="half an hour is"),
        pytest.param(HALF, OLD, (7, 7, 7, 7), "silent", id="seven are enough"),
        pytest.param(HALF, OLD, (6, 6, 6, 6), "unknown", id="six are not"),
        pytest.param(HALF, OLD, (6, 6, 7, 7), "unknown", id="six and a half are not"),
        pytest.param(HALF, OLD, (0, 0, 0, 0), "unknown", id="at an hour at which nobody writes"),
        pytest.param(HALF, OLD, (), "unknown", id="with no earlier week to go by"),
        pytest.param(HALF, OLD + SECOND, (9, 9, 9, 9), "new", id="a second short of four weeks is new"),
        pytest.param(HALF, None, (9, 9, 9, 9), "new", id="nothing so old is known"),
        pytest.param(HALF, OLD, (0, 0, 0, 400), "unknown", id="one week with a storm makes nothing usual"),
        pytest.param(HALF, OLD, (0, 14, 14, 14), "silent", id="one week in which we were deaf changes nothing"),
    ],
)
def test_the_rule(quiet_for: timedelta | None, begun_at: datetime | None, weeks: tuple[int, ...], state: State) -> None:
    heard_at = NOW - quiet_for if quiet_for is not None else None
    verdict = judge(heard_at, begun_at, NOW, weeks)
    assert verdict.state == state
    assert verdict.since == (heard_at if state == "silent" else None)


def test_it_says_how_many_are_usual() -> None:
    assert judge(NOW - HALF, OLD, NOW, (0, 13, 15, 99)).usual == 14


@pytest.mark.parametrize(
    ("heard_at", "starts"),
    [
        pytest.param(
            "2026-11-17 13:30",
            ["2026-11-10 13:30", "2026-11-03 13:30", "2026-10-27 13:30", "2026-10-20 13:30"],
            id="the same hours of the week, though in October it was summer time",
        ),
        pytest.param(
            "2026-04-12 02:30",
            ["2026-04-05 02:30", "2026-03-29 03:30", "2026-03-22 02:30", "2026-03-15 02:30"],
            id="an hour that a spring night skips is the one after it",
        ),
    ],
)
def test_windows_begin_at_the_same_time_on_the_wall(heard_at: str, starts: list[str]) -> None:
    since = local(heard_at)
    found = windows(since, since + HALF, "Europe/Amsterdam")
    assert [f"{start.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}" for start, _ in found] == starts
    assert {end - start for start, end in found} == {HALF}


def test_a_silence_of_months_looks_at_a_week_of_each_week() -> None:
    found = windows(NOW - timedelta(days=90), NOW, "Europe/Amsterdam")
    assert {end - start for start, end in found} == {LOOKS_BACK}


instants = st.timedeltas(timedelta(days=-365), timedelta(days=365)).map(NOW.__add__)


@given(
    heard_at=instants,
    begun=st.timedeltas(timedelta(days=20), timedelta(days=60)),
    quiet=st.timedeltas(timedelta(), timedelta(days=3)),
    longer=st.timedeltas(timedelta(), timedelta(days=9)),
    offsets=st.lists(st.timedeltas(timedelta(days=-29), timedelta(days=-1)), max_size=80),
)
@settings(max_examples=300)
def test_more_silence_never_ends_a_silence(
    heard_at: datetime, begun: timedelta, quiet: timedelta, longer: timedelta, offsets: list[timedelta]
) -> None:
    """Nor does it make a channel heard that was not: whatever came in earlier weeks, and in every night of the year."""
    came = [heard_at + offset for offset in offsets for _ in range(5)]

    def verdict(now: datetime) -> State:
        weeks = [sum(start <= at < end for at in came) for start, end in windows(heard_at, now, "Europe/Amsterdam")]
        return judge(heard_at, heard_at - begun, now, weeks).state

    before, after = verdict(heard_at + quiet), verdict(heard_at + quiet + longer)
    assert after == "silent" or before != "silent"
    assert before == "heard" or after != "heard"


@given(heard_at=instants, quiet=st.timedeltas(timedelta(), LEAST - SECOND), weeks=st.lists(st.integers(0, 10_000)))
@settings(max_examples=100)
def test_whoever_spoke_within_half_an_hour_is_heard(heard_at: datetime, quiet: timedelta, weeks: list[int]) -> None:
    assert judge(heard_at, heard_at - NEW_FOR, heard_at + quiet, weeks).state == "heard"


@given(weeks=st.lists(st.integers(0, 1000), min_size=4, max_size=4), more=st.integers(0, 3), by=st.integers(1, 50))
@settings(max_examples=100)
def test_where_more_is_usual_a_silence_is_no_less_a_silence(weeks: list[int], more: int, by: int) -> None:
    busier = [n + by if place == more else n for place, n in enumerate(weeks)]
    if judge(NOW - HALF, OLD, NOW, weeks).state == "silent":
        assert judge(NOW - HALF, OLD, NOW, busier).state == "silent"
