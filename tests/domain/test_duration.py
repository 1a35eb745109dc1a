"""Promises on a calendar: when they fall due, worked by hand."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain.calendar import (
    ALWAYS,
    NeverOpens,
    Period,
    ServiceCalendar,
    always,
    is_open,
    parse_period,
)
from chalicelib.domain.duration import (
    BadDuration,
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

AMSTERDAM = "Europe/Amsterdam"
SECOND = timedelta(seconds=1)


def hours(*days: str, closed: frozenset[date] = frozenset(), zone: str = AMSTERDAM) -> ServiceCalendar:
    """Monday first, each day like "09:00-12:00 12:30-17:30"; days left out are closed."""
    listed = [tuple(parse_period(text) for text in day.split()) for day in days]
    return ServiceCalendar("drawn", zone, (*listed, *((),) * (7 - len(listed))), closed)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(AMSTERDAM))


def shown(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(AMSTERDAM)):%a %d %b %H:%M}"


OFFICE = hours(*["09:00-17:30"] * 5)
NINE_TO_FIVE = hours(*["09:00-17:00"] * 5)
LUNCH = hours(*["09:00-12:00 13:00-17:00"] * 5)
SHORT_FRIDAY = hours(*["09:00-17:00"] * 4, "09:00-13:00")
NIGHT_DESK = hours(*["22:00-06:00"] * 5)
FRIDAY_OFF = hours(*["09:00-17:30"] * 5, closed=frozenset({date(2026, 11, 20)}))
CHRISTMAS = hours(*["09:00-17:30"] * 5, closed=frozenset({date(2026, 12, 25)}))
ONE_LUNCH = ServiceCalendar(
    "drawn", AMSTERDAM, OFFICE.weekly, special=((date(2026, 11, 17), (Period(540, 720), Period(780, 1050))),)
)


@pytest.mark.parametrize(
    ("calendar", "start", "promise", "due"),
    [
        pytest.param(OFFICE, "2026-11-16 14:00", "2 working days", "Wed 18 Nov 14:00", id="in hours: the same time"),
        pytest.param(OFFICE, "2026-11-20 23:00", "2 working days", "Tue 24 Nov 17:30", id="Friday night: at closing"),
        pytest.param(OFFICE, "2026-11-21 12:00", "2 working days", "Tue 24 Nov 17:30", id="Saturday: at closing"),
        pytest.param(
            OFFICE, "2026-11-22 10:00", "2 working days", "Tue 24 Nov 17:30", id="Sunday is no head start of two days"
        ),
        pytest.param(
            OFFICE, "2026-11-20 15:00", "2 working days", "Tue 24 Nov 15:00", id="a weekend is skipped, not subtracted"
        ),
        pytest.param(
            FRIDAY_OFF, "2026-11-19 16:00", "2 working days", "Tue 24 Nov 16:00", id="a holiday and a weekend"
        ),
        pytest.param(OFFICE, "2026-11-17 11:50", "1.5 working days", "Wed 18 Nov 16:05", id="half a day is its share"),
        pytest.param(OFFICE, "2026-11-17 11:50", "2 working days", "Thu 19 Nov 11:50", id="and two days"),
        pytest.param(CHRISTMAS, "2026-12-24 14:00", "1.5 working days", "Tue 29 Dec 09:45", id="over Christmas"),
        pytest.param(CHRISTMAS, "2026-12-24 14:00", "2 working days", "Tue 29 Dec 14:00", id="two over Christmas"),
        pytest.param(
            SHORT_FRIDAY, "2026-11-19 13:00", "1 working day", "Fri 20 Nov 11:00", id="a short Friday is a whole day"
        ),
        pytest.param(SHORT_FRIDAY, "2026-11-20 12:00", "1 working day", "Mon 23 Nov 15:00", id="a quarter is left"),
        pytest.param(LUNCH, "2026-11-16 11:00", "0.5 working days", "Mon 16 Nov 15:30", id="half a day over lunch"),
        pytest.param(ONE_LUNCH, "2026-11-17 11:00", "1 working day", "Wed 18 Nov 11:16", id="one day with other hours"),
        pytest.param(
            NIGHT_DESK, "2026-11-17 02:00", "1 working day", "Wed 18 Nov 02:00", id="a night is of the day it starts on"
        ),
        pytest.param(
            NIGHT_DESK, "2026-11-21 02:00", "1 working day", "Tue 24 Nov 02:00", id="Friday's night ends on Saturday"
        ),
        pytest.param(
            NIGHT_DESK, "2026-11-20 12:00", "1 working day", "Sat 21 Nov 06:00", id="a whole night ends as it closes"
        ),
        pytest.param(OFFICE, "2026-11-16 17:30", "1 working day", "Tue 17 Nov 17:30", id="from closing to closing"),
        pytest.param(OFFICE, "2026-11-16 09:00", "1 working day", "Mon 16 Nov 17:30", id="from opening: that evening"),
        pytest.param(
            OFFICE, "2026-11-20 16:30", "1h", "Fri 20 Nov 17:30", id="an hour before closing (chatwoot#13392)"
        ),
        pytest.param(
            NINE_TO_FIVE, "2026-11-20 16:30", "1h", "Mon 23 Nov 09:30", id="half an hour is left (chatwoot#13392)"
        ),
        pytest.param(
            OFFICE, "2026-11-21 23:59", "1 working hour", "Mon 23 Nov 10:00", id="nothing before opening (glpi#22678)"
        ),
        pytest.param(LUNCH, "2026-11-16 11:30", "1 working hour", "Mon 16 Nov 13:30", id="lunch is not worked"),
        pytest.param(
            LUNCH, "2026-11-16 11:00", "1 working hour", "Mon 16 Nov 12:00", id="full at lunch: ends at lunch"
        ),
        pytest.param(OFFICE, "2026-11-20 16:00", "4 working hours", "Mon 23 Nov 11:30", id="hours over a weekend"),
        pytest.param(ALWAYS, "2026-11-20 23:30", "45m", "Sat 21 Nov 00:15", id="24/7 runs through midnight"),
        pytest.param(always(AMSTERDAM), "2026-03-29 01:30", "1h", "Sun 29 Mar 03:30", id="an hour over the spring gap"),
        pytest.param(always(AMSTERDAM), "2026-10-25 02:30", "1h", "Sun 25 Oct 02:30", id="an hour over the fold"),
        pytest.param(
            always(AMSTERDAM), "2026-03-28 12:00", "1 working day", "Sun 29 Mar 12:30", id="a day of 23 hours"
        ),
    ],
)
def test_when_a_promise_falls_due(calendar: ServiceCalendar, start: str, promise: str, due: str) -> None:
    found = deadline(at(start), parse_duration(promise), calendar)
    assert shown(found) == due
    assert found.tzinfo is UTC
    assert found.second == found.microsecond == 0


def test_an_hour_over_the_fold_is_the_second_time_the_clock_shows_it() -> None:
    first = at("2026-10-25 02:30")
    second = first.replace(fold=1).astimezone(UTC)
    assert deadline(first, Elapsed(3600), always(AMSTERDAM)) == second


def test_a_night_on_which_the_clock_goes_back_over_midnight() -> None:
    """In St John's of 2010, 00:01 became 23:01 of the day before: that hour is of the day already begun."""
    calendar = hours(*["00:00-06:00"] * 7, zone="America/St_Johns")
    evening_again = datetime(2010, 11, 7, 3, 0, tzinfo=UTC)
    assert is_open(calendar, evening_again)
    assert deadline(evening_again, WorkingHours(60), calendar) == evening_again + 60 * SECOND
    assert before(evening_again, WorkingHours(60), calendar) == evening_again - 60 * SECOND


@pytest.mark.parametrize(
    ("calendar", "due", "promise", "moment"),
    [
        pytest.param(OFFICE, "2026-11-19 11:50", "1 working hour", "Thu 19 Nov 10:50", id="an hour in hours"),
        pytest.param(CHRISTMAS, "2026-12-29 14:00", "1 working hour", "Tue 29 Dec 13:00", id="after Christmas"),
        pytest.param(OFFICE, "2026-11-16 09:30", "1 working hour", "Fri 13 Nov 17:00", id="over a weekend"),
        pytest.param(OFFICE, "2026-11-16 10:00", "1 working hour", "Mon 16 Nov 09:00", id="the latest: at opening"),
        pytest.param(OFFICE, "2026-11-16 09:00", "1 working hour", "Fri 13 Nov 16:30", id="due at opening"),
        pytest.param(OFFICE, "2026-11-22 12:00", "1 working hour", "Fri 20 Nov 16:30", id="due in closed time"),
        pytest.param(LUNCH, "2026-11-16 13:30", "1 working hour", "Mon 16 Nov 11:30", id="over lunch"),
        pytest.param(CHRISTMAS, "2026-12-29 14:00", "2 working days", "Thu 24 Dec 14:00", id="days over Christmas"),
        pytest.param(SHORT_FRIDAY, "2026-11-23 11:00", "0.5 working days", "Fri 20 Nov 12:00", id="a share of each"),
        pytest.param(OFFICE, "2026-11-24 17:30", "2 working days", "Mon 23 Nov 09:00", id="whole days: at opening"),
        pytest.param(NIGHT_DESK, "2026-11-18 02:00", "1 working day", "Tue 17 Nov 02:00", id="a night ago"),
        pytest.param(ALWAYS, "2026-11-19 00:30", "1h", "Wed 18 Nov 23:30", id="24/7 runs through midnight"),
    ],
)
def test_the_latest_moment_before_a_due_time(calendar: ServiceCalendar, due: str, promise: str, moment: str) -> None:
    assert shown(before(at(due), parse_duration(promise), calendar)) == moment


@pytest.mark.parametrize(
    ("start", "due"),
    [
        pytest.param("10:00:00", "11:00:00", id="a whole second stays"),
        pytest.param("10:00:00.000001", "11:00:01", id="a microsecond more is the next second"),
        pytest.param("10:00:00.999999", "11:00:01", id="a microsecond less too"),
        pytest.param("16:29:59.5", "17:30:00", id="up to closing time, not past it"),
        pytest.param("16:30:00", "17:30:00", id="full at closing time: due then"),
        pytest.param("16:30:00.5", "09:00:01", id="half a second short at closing: just after opening"),
        pytest.param("16:30:01", "09:00:01", id="a second short at closing"),
    ],
)
def test_a_deadline_is_rounded_up_to_the_second(start: str, due: str) -> None:
    found = deadline(at(f"2026-11-16 {start}"), WorkingHours(3600), OFFICE).astimezone(ZoneInfo(AMSTERDAM))
    assert found.microsecond == 0
    assert f"{found:%H:%M:%S}" == due


@pytest.mark.parametrize(
    ("due", "moment"),
    [
        pytest.param("11:00:00", "10:00:00", id="a whole second stays"),
        pytest.param("11:00:00.9", "10:00:00", id="parts of a second are dropped"),
        pytest.param("10:00:00", "09:00:00", id="just fits after opening"),
        pytest.param("09:59:59.5", "17:29:59", id="half a second does not fit: the evening before"),
    ],
)
def test_a_moment_before_is_rounded_down_to_the_second(due: str, moment: str) -> None:
    found = before(at(f"2026-11-17 {due}"), WorkingHours(3600), OFFICE).astimezone(ZoneInfo(AMSTERDAM))
    assert found.microsecond == 0
    assert f"{found:%H:%M:%S}" == moment


def test_a_third_of_a_day_is_exact_and_then_rounded_up() -> None:
    third = WorkingDays(Fraction(1, 3))
    moment = at("2026-11-16 09:00")
    calendar = hours("09:00-09:01")
    for wanted in (20, 40, 60):
        moment = deadline(moment, third, calendar)
        assert moment == at("2026-11-16 09:00") + wanted * SECOND
    opening, hair = at("2026-11-16 09:00"), Fraction(1, 10**9)  # less than a microsecond of this day
    assert deadline(opening, WorkingDays(Fraction(1, 7)), calendar) == opening + 9 * SECOND
    assert deadline(opening, WorkingDays(Fraction(1, 3) + hair), calendar) == opening + 21 * SECOND


@pytest.mark.parametrize(
    ("moment", "due", "back"),
    [
        pytest.param("2026-11-16 12:00:00.5", "2026-11-16 12:00:01", "2026-11-16 12:00:00", id="in hours: now"),
        pytest.param(
            "2026-11-21 12:00", "2026-11-23 09:00", "2026-11-21 12:00", id="closed: never pages before opening"
        ),
        pytest.param("2026-11-20 17:30", "2026-11-23 09:00", "2026-11-20 17:30", id="closing time is closed"),
    ],
)
def test_no_time_at_all(moment: str, due: str, back: str) -> None:
    for nothing in (Elapsed(0), WorkingHours(0), WorkingDays(Fraction(0))):
        assert deadline(at(moment), nothing, OFFICE) == at(due)
        assert before(at(moment), nothing, OFFICE) == at(back)


DAYS, WORKED, CLOCKED = WorkingDays(Fraction(1)), WorkingHours(1), Elapsed(1)


@pytest.mark.parametrize(
    ("calendar", "start", "end", "unit", "passed"),
    [
        pytest.param(OFFICE, "2026-11-17 11:50", "2026-11-18 16:05", DAYS, Fraction(3, 2), id="working days"),
        pytest.param(OFFICE, "2026-11-20 23:00", "2026-11-23 00:00", DAYS, Fraction(0), id="a weekend is none"),
        pytest.param(SHORT_FRIDAY, "2026-11-20 10:00", "2026-11-20 11:00", DAYS, Fraction(1, 4), id="a share"),
        pytest.param(OFFICE, "2026-11-20 16:30", "2026-11-23 09:30:30", WORKED, Fraction(5430), id="seconds"),
        pytest.param(ALWAYS, "2026-10-25 01:00", "2026-10-25 04:00", CLOCKED, Fraction(14400), id="over the fold"),
        pytest.param(ALWAYS, "2026-11-20 16:30", "2026-11-20 16:29", CLOCKED, Fraction(0), id="backwards is nothing"),
    ],
)
def test_what_has_passed(calendar: ServiceCalendar, start: str, end: str, unit: Duration, passed: Fraction) -> None:
    assert elapsed(at(start), at(end), unit, calendar) == passed


def test_a_year_of_quarters_of_an_hour_on_a_working_calendar() -> None:
    """Every start, every holiday and both change nights (frappe/helpdesk#1554, osTicket#6847)."""
    calendar = hours(
        *["09:00-12:00 13:00-17:00"] * 4,
        "09:00-13:00 22:00-02:00",
        closed=frozenset({date(2026, 4, 6), date(2026, 4, 27), date(2026, 5, 14), date(2026, 12, 25)}),
    )
    two, moment, last = WorkingDays(Fraction(2)), at("2026-01-01 00:00").astimezone(UTC), None
    while moment.year == 2026:
        due = deadline(moment, two, calendar)
        assert elapsed(moment, due, two, calendar) == 2
        assert is_open(calendar, due - SECOND)
        assert last is None or last <= due
        moment, last = moment + timedelta(minutes=15), due


def test_a_calendar_that_runs_dry_has_no_deadline() -> None:
    shut = hours("09:00-17:00", closed=frozenset(date(2026, 11, 16) + timedelta(days=n) for n in range(500)))
    with pytest.raises(NeverOpens):
        deadline(at("2026-11-16 12:00"), WorkingHours(1), shut)
    with pytest.raises(NeverOpens):
        before(at("2028-03-01 12:00"), WorkingHours(8 * 3600 * 60), shut)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("45m", Elapsed(2700)),
        ("1h", Elapsed(3600)),
        ("1h30m", Elapsed(5400)),
        ("90s", Elapsed(90)),
        ("1h0m1s", Elapsed(3601)),
        ("8784h", Elapsed(366 * 86400)),
        ("1 working day", WorkingDays(Fraction(1))),
        ("2 working days", WorkingDays(Fraction(2))),
        ("1.5 working days", WorkingDays(Fraction(3, 2))),
        ("0.25 working days", WorkingDays(Fraction(1, 4))),
        ("1/3 working days", WorkingDays(Fraction(1, 3))),
        ("1 working hour", WorkingHours(3600)),
        ("4 working hours", WorkingHours(14400)),
        ("1.5 working hours", WorkingHours(5400)),
    ],
)
def test_a_duration_is_read(text: str, duration: Duration) -> None:
    assert parse_duration(text) == duration
    assert parse_duration(str(duration)) == duration


@pytest.mark.parametrize(
    ("duration", "text"),
    [
        (Elapsed(0), "0m"),
        (Elapsed(5400), "1h30m"),
        (Elapsed(90), "1m30s"),
        (WorkingDays(Fraction(1)), "1 working day"),
        (WorkingDays(Fraction(3, 2)), "1.5 working days"),
        (WorkingDays(Fraction(10)), "10 working days"),
        (WorkingDays(Fraction(1, 4)), "0.25 working days"),
        (WorkingDays(Fraction(1, 3)), "1/3 working days"),
        (WorkingDays(Fraction(1, 512)), "0.001953125 working days"),  # nine decimals are read
        (WorkingDays(Fraction(1, 1024)), "1/1024 working days"),  # ten are not
        (WorkingHours(3600), "1 working hour"),
        (WorkingHours(1800), "0.5 working hours"),
    ],
)
def test_a_duration_is_written_for_people(duration: Duration, text: str) -> None:
    assert str(duration) == text
    assert parse_duration(text, zero_allowed=True) == duration


RIGHT = 'write it like "45m", "1h30m", "4 working hours" or "1.5 working days"'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", f'"" is no duration: {RIGHT}'),
        ("soon", f'"soon" is no duration: {RIGHT}'),
        ("2 days", f'"2 days" is no duration: {RIGHT}'),
        ("1h 30m", f'"1h 30m" is no duration: {RIGHT}'),
        ("30m1h", f'"30m1h" is no duration: {RIGHT}'),
        ("٤٥m", f'"٤٥m" is no duration: {RIGHT}'),
        ("1/0 working days", f'"1/0 working days" is no duration: {RIGHT}'),
        ("-5m", f'"-5m" is negative: a duration has no direction, {RIGHT}'),
        ("1.5", f'"1.5" has no unit: {RIGHT}'),
        ("2 working day", '"2 working day" has the wrong plural: write "2 working days"'),
        ("1 working days", '"1 working days" has the wrong plural: write "1 working day"'),
        ("0.5 working hour", '"0.5 working hour" has the wrong plural: write "0.5 working hours"'),
        ("0.0001 working hours", f'"0.0001 working hours" is no whole number of seconds: {RIGHT}'),
        ("0m", f'"0m" takes no time at all: {RIGHT}'),
        ("0 working days", f'"0 working days" takes no time at all: {RIGHT}'),
        ("8784h1s", '"8784h1s" is longer than 366 days'),
        ("367 working days", '"367 working days" is longer than 366 days'),
    ],
)
def test_a_bad_duration_says_what_is_right(text: str, complaint: str) -> None:
    with pytest.raises(BadDuration) as refused:
        parse_duration(text)
    assert str(refused.value) == complaint


@pytest.mark.parametrize("text", ["0m", "0 working hours", "0 working days"])
def test_zero_is_read_where_it_makes_sense(text: str) -> None:
    assert amount(parse_duration(text, zero_allowed=True)) == 0
