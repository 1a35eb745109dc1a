"""Deadlines, read from their definition, against somebody who watches the wall clock by the minute."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.calendar import (
    Period,
    ServiceCalendar,
    always,
    elapsed_open,
    is_open,
    last_open_moment,
    next_opening,
    opening_periods,
    openings,
)
from chalicelib.domain.calendar_problems import problems
from chalicelib.domain.duration import (
    Duration,
    Elapsed,
    WorkingDays,
    WorkingHours,
    amount,
    before,
    deadline,
    elapsed,
    parse_duration,
)
from tests.domain.brute_calendar import Watcher

SECOND, DAY, WEEK = timedelta(seconds=1), timedelta(days=1), 7 * 24 * 60

# Zones with the dates that bend their days; several skip or repeat midnight, Apia a whole day.
NIGHTS = {
    "Europe/Amsterdam": [date(2026, 3, 29), date(2026, 10, 25)],
    "America/New_York": [date(2026, 3, 8), date(2026, 11, 1)],
    "Australia/Lord_Howe": [date(2026, 4, 5), date(2026, 10, 4)],
    "Asia/Kathmandu": [date(2026, 11, 21)],
    "UTC": [date(2026, 12, 31)],
    "Pacific/Apia": [date(2011, 12, 30), date(2012, 4, 1)],
    "America/Sao_Paulo": [date(2018, 2, 18), date(2018, 11, 4)],
    "Africa/Casablanca": [date(2026, 2, 15), date(2026, 3, 22)],
    "America/St_Johns": [date(2010, 11, 7), date(2010, 3, 14)],
    "Asia/Beirut": [date(2025, 3, 30), date(2025, 10, 26)],
}
# What a calendar is asked in one example. A watcher takes longer to make than forty answers take: so the two properties
# that ask it check forty times as many cases as they have examples, two thousand each in every run.
QUESTIONS = 40
# A slow machine is no broken rule: no example has a time limit of its own.
unhurried = settings(deadline=None)


def week_of(points: list[int]) -> tuple[tuple[Period, ...], ...]:
    """Pair up minutes of the week into periods; the last may run into the next week."""
    days: list[list[Period]] = [[] for _ in range(7)]
    for start, end in list(pairwise(points))[::2]:
        if end - start <= 1440:
            days[start // 1440].append(Period(start % 1440, start % 1440 + end - start))
    return tuple(tuple(day) for day in days)


SCATTERED = st.lists(st.integers(0, WEEK - 1), min_size=8, max_size=40, unique=True).map(sorted)
OFFICE = (*((Period(540, 720), Period(750, 1050)),) * 5, (), ())
NIGHT_SHIFT = ((Period(0, 1), Period(120, 180), Period(1320, 1560)),) * 7
SHORT_NIGHT = ((Period(90, 135), Period(135, 165), Period(1410, 1440)),) * 7
WEEKS = st.one_of(
    SCATTERED.map(week_of),
    SCATTERED.map(lambda points: week_of([*points[1:], points[0] + WEEK])),
    st.sampled_from([OFFICE, NIGHT_SHIFT, SHORT_NIGHT, always().weekly]),
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[ServiceCalendar, datetime]:
    """A calendar that can be used, and the local midnight that begins a day worth looking at."""
    zone = draw(st.sampled_from(sorted(NIGHTS)))
    day = draw(st.sampled_from(NIGHTS[zone])) + DAY * draw(st.integers(-3, 1))
    near = st.integers(-3, 6).map(lambda n: day + n * DAY)
    special = draw(st.dictionaries(near, st.sampled_from([(), (Period(600, 660), Period(720, 750))]), max_size=2))
    closed = draw(st.frozensets(near, max_size=3))
    calendar = ServiceCalendar("drawn", zone, draw(WEEKS), closed, tuple(special.items()))
    if problems(calendar):
        calendar = ServiceCalendar("drawn", zone, OFFICE, closed)
    return calendar, datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


CASES = cases()
MOMENTS = st.one_of(
    st.integers(0, 2 * 86400).map(lambda s: timedelta(seconds=s)),
    st.integers(0, 2 * 24 * 60).map(lambda m: timedelta(minutes=m)),
    st.integers(0, 2 * 86400 * 10**6).map(lambda us: timedelta(microseconds=us)),
)
DURATIONS: st.SearchStrategy[Duration] = st.one_of(
    st.integers(1, 86400).map(Elapsed),
    st.integers(1, 40).map(lambda quarters: WorkingHours(quarters * 900)),
    st.fractions(min_value=Fraction(1, 20), max_value=3, max_denominator=20).map(WorkingDays),
)


@unhurried
@given(CASES, st.lists(st.tuples(MOMENTS, DURATIONS), min_size=QUESTIONS, max_size=QUESTIONS))
def test_a_deadline_and_its_mirror_are_what_a_watcher_of_the_clock_would_say(
    case: tuple[ServiceCalendar, datetime], asked: list[tuple[timedelta, Duration]]
) -> None:
    calendar, midnight = case
    first, last = midnight - 5 * DAY, midnight + 8 * DAY
    watcher = Watcher(calendar, first - 2 * DAY, last + 2 * DAY)
    for moment, duration in asked:
        at = midnight + moment
        counted = watcher.working_days if isinstance(duration, WorkingDays) else watcher.seconds
        due = min(deadline(at, duration, calendar), last)  # past what was watched: the first half only
        assert counted(at, due - SECOND) < amount(duration)
        if due < last:
            assert counted(at, due) >= amount(duration)
            assert elapsed(at, due, duration, calendar) == counted(at, due)
        from_here = max(before(at, duration, calendar), first)
        assert counted(from_here + SECOND, at) < amount(duration)
        if from_here > first:
            assert counted(from_here, at) >= amount(duration)


@unhurried
@given(CASES, st.lists(st.tuples(MOMENTS, MOMENTS), min_size=QUESTIONS, max_size=QUESTIONS))
def test_open_and_closed_are_what_a_watcher_of_the_clock_would_say(
    case: tuple[ServiceCalendar, datetime], asked: list[tuple[timedelta, timedelta]]
) -> None:
    calendar, midnight = case
    watcher = Watcher(calendar, midnight - 2 * DAY, midnight + 6 * DAY)
    for one, other in asked:
        start, end = midnight + one, midnight + other
        assert is_open(calendar, start) == watcher.is_open(start)
        assert elapsed_open(calendar, start, end).total_seconds() == float(watcher.seconds(start, end))
        opening = min(next_opening(calendar, start), midnight + 5 * DAY)
        assert watcher.seconds(start, opening) == 0
        assert opening == midnight + 5 * DAY or watcher.is_open(opening)
        last = last_open_moment(calendar, start, end)
        assert (last is None) == (watcher.seconds(start, end) == 0)
        if last is not None:
            assert watcher.seconds(last, end) == 0
            assert watcher.is_open(last - timedelta(microseconds=1))


@unhurried
@given(CASES)
def test_a_working_day_opens_when_the_watcher_first_sees_it_open(
    case: tuple[ServiceCalendar, datetime],
) -> None:
    calendar, midnight = case
    watcher = Watcher(calendar, midnight - 2 * DAY, midnight + 5 * DAY)
    seen = {day: minute for minute, day in reversed(list(zip(watcher.minutes, watcher.days, strict=True)))}
    expected = [minute for minute in seen.values() if midnight < minute < midnight + 4 * DAY]
    given_out = []
    for opening in openings(calendar, midnight):
        if opening >= midnight + 4 * DAY:
            break
        given_out.append(opening)
    assert given_out == sorted(expected)


@unhurried
@given(CASES)
def test_openings_never_overlap_and_are_never_negative(case: tuple[ServiceCalendar, datetime]) -> None:
    calendar, midnight = case
    days = [(midnight + n * DAY).date() for n in range(-4, 9)]
    edges = [edge for day in days for span in opening_periods(calendar, day) for edge in span]
    assert edges == sorted(edges)
    assert all(start < end for day in days for start, end in opening_periods(calendar, day))


@unhurried
@given(CASES, MOMENTS, MOMENTS, DURATIONS)
def test_who_asks_later_is_never_due_earlier(
    case: tuple[ServiceCalendar, datetime], one: timedelta, other: timedelta, duration: Duration
) -> None:
    calendar, midnight = case
    early, late = midnight + min(one, other), midnight + max(one, other)
    assert deadline(early, duration, calendar) <= deadline(late, duration, calendar)
    assert before(early, duration, calendar) <= before(late, duration, calendar)


@unhurried
@given(CASES, MOMENTS, st.tuples(st.integers(0, 200_000), st.integers(0, 200_000)), st.booleans())
def test_a_longer_promise_is_never_due_earlier(
    case: tuple[ServiceCalendar, datetime], moment: timedelta, seconds: tuple[int, int], days: bool
) -> None:
    calendar, midnight = case
    short, long = (WorkingDays(Fraction(s, 50_000)) if days else WorkingHours(s) for s in sorted(seconds))
    at = midnight + moment
    assert deadline(at, short, calendar) <= deadline(at, long, calendar)
    assert before(at, short, calendar) >= before(at, long, calendar)


@unhurried
@given(CASES, MOMENTS, st.one_of(DURATIONS, st.just(Elapsed(0)), st.just(WorkingDays(Fraction(0)))))
def test_a_deadline_never_falls_in_closed_time(
    case: tuple[ServiceCalendar, datetime], moment: timedelta, duration: Duration
) -> None:
    calendar, midnight = case
    due = deadline(midnight + moment, duration, calendar)
    assert due.microsecond == 0
    assert is_open(calendar, due) or is_open(calendar, due - SECOND)
    if amount(duration):
        assert is_open(calendar, before(due, duration, calendar))


@unhurried
@given(CASES, MOMENTS, DURATIONS)
def test_elapsed_deadline_and_before_agree_to_the_second(
    case: tuple[ServiceCalendar, datetime], moment: timedelta, duration: Duration
) -> None:
    calendar, midnight = case
    at = midnight + moment
    wanted = amount(duration)
    due = deadline(at, duration, calendar)
    assert elapsed(at, due, duration, calendar) >= wanted > elapsed(at, due - SECOND, duration, calendar)
    back = before(at, duration, calendar)
    assert elapsed(back, at, duration, calendar) >= wanted > elapsed(back + SECOND, at, duration, calendar)
    assert before(due, duration, calendar) >= at - SECOND
    assert deadline(back, duration, calendar) <= at + SECOND


@unhurried
@given(st.one_of(st.integers(0, 366 * 86400).map(Elapsed), DURATIONS))
def test_what_a_duration_prints_is_read_back_as_the_same(duration: Duration) -> None:
    assert parse_duration(str(duration), zero_allowed=True) == duration
