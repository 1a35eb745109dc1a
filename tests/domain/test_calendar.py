"""When a service calendar is open: boundaries, nights, holidays and the days on which clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from chalicelib.domain.calendar import (
    ALWAYS,
    LONGEST_CLOSURE,
    NeverOpens,
    Period,
    ServiceCalendar,
    always,
    elapsed_open,
    is_open,
    last_open_moment,
    next_opening,
    opening_periods,
    openings,
    parse_period,
)
from chalicelib.domain.calendar_problems import problems

AMSTERDAM = "Europe/Amsterdam"
NEW_YEAR = date(2027, 1, 1)  # a Friday
DAY = timedelta(days=1)


def week(*days: str) -> tuple[tuple[Period, ...], ...]:
    """Monday first, each day like "09:00-12:00 12:30-17:30"; days left out are closed."""
    listed = [tuple(parse_period(text) for text in day.split()) for day in days]
    return (*listed, *((),) * (7 - len(listed)))


OFFICE = ServiceCalendar("office", AMSTERDAM, week(*["09:00-17:30"] * 5))
LUNCH = ServiceCalendar("lunch", AMSTERDAM, week(*["12:30-17:30 09:00-12:00"] * 5))
NIGHTS = ServiceCalendar("nights", AMSTERDAM, week(*["22:00-06:00"] * 5), closed=frozenset({NEW_YEAR}))
ROUND_THE_CLOCK = always(AMSTERDAM)
SALE = ServiceCalendar(
    "sale",
    AMSTERDAM,
    OFFICE.weekly,
    closed=frozenset({date(2026, 12, 25)}),
    special=((date(2026, 12, 25), (Period(600, 720),)), (date(2026, 12, 28), ())),
)


def at(text: str, zone: str = AMSTERDAM) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def shown(moments: list[datetime], zone: str = AMSTERDAM) -> list[str]:
    return [f"{moment.astimezone(ZoneInfo(zone)):%a %d %b %H:%M}" for moment in moments]


@pytest.mark.parametrize(
    ("calendar", "moment", "expected"),
    [
        pytest.param(OFFICE, "2026-11-16 08:59:59", False, id="a second before opening is closed"),
        pytest.param(OFFICE, "2026-11-16 09:00:00", True, id="opening time is open"),
        pytest.param(OFFICE, "2026-11-16 17:29:59.999999", True, id="the last microsecond is open"),
        pytest.param(OFFICE, "2026-11-16 17:30:00", False, id="closing time is closed"),
        pytest.param(OFFICE, "2026-11-21 12:00:00", False, id="Saturday is closed"),
        pytest.param(ALWAYS, "2026-11-16 23:59:30", True, id="24/7 is open at 23:59:30 (zammad#3180)"),
        pytest.param(ROUND_THE_CLOCK, "2026-11-16 23:59:30", True, id="and so it is in its own zone"),
        pytest.param(ROUND_THE_CLOCK, "2026-11-17 00:00:00", True, id="24/7 has no gap at midnight"),
        pytest.param(LUNCH, "2026-11-16 12:00:00", False, id="a lunch break is closed (chatwoot#14009)"),
        pytest.param(LUNCH, "2026-11-16 12:30:00", True, id="after lunch is open"),
        pytest.param(NIGHTS, "2026-11-17 00:00:00", True, id="a night shift runs through midnight"),
        pytest.param(NIGHTS, "2026-11-17 05:59:59", True, id="a night shift runs until morning"),
        pytest.param(NIGHTS, "2026-11-17 06:00:00", False, id="a night shift ends in the morning"),
        pytest.param(NIGHTS, "2026-11-16 05:00:00", False, id="Sunday has no night that ends on Monday"),
        pytest.param(NIGHTS, "2026-11-21 05:00:00", True, id="Friday night ends on Saturday"),
        pytest.param(NIGHTS, "2027-01-01 05:00:00", True, id="the night before a holiday is worked to its end"),
        pytest.param(NIGHTS, "2027-01-01 23:00:00", False, id="a holiday closes the night that starts on it"),
        pytest.param(SALE, "2026-12-25 11:00:00", True, id="a special day opens on a holiday"),
        pytest.param(SALE, "2026-12-25 14:00:00", False, id="a special day has its own hours alone"),
        pytest.param(SALE, "2026-12-28 11:00:00", False, id="a special day without hours is closed"),
    ],
)
def test_open_or_closed(calendar: ServiceCalendar, moment: str, expected: bool) -> None:
    assert is_open(calendar, at(moment)) is expected


@pytest.mark.parametrize(
    ("calendar", "moment", "expected"),
    [
        pytest.param(OFFICE, "2026-11-16 10:00:01.5", "2026-11-16 10:00:01.5", id="open already: this very instant"),
        pytest.param(OFFICE, "2026-11-16 03:00", "2026-11-16 09:00", id="before opening: the same morning"),
        pytest.param(OFFICE, "2026-11-20 17:30", "2026-11-23 09:00", id="Friday at closing: Monday morning"),
        pytest.param(LUNCH, "2026-11-16 12:10", "2026-11-16 12:30", id="during lunch: after lunch"),
        pytest.param(NIGHTS, "2027-01-01 12:00", "2027-01-04 22:00", id="over a holiday and a weekend"),
        pytest.param(SALE, "2026-12-24 18:00", "2026-12-25 10:00", id="a special day counts"),
        pytest.param(SALE, "2026-12-25 12:00", "2026-12-29 09:00", id="a special closing is skipped"),
    ],
)
def test_the_next_opening(calendar: ServiceCalendar, moment: str, expected: str) -> None:
    answer = next_opening(calendar, at(moment))
    assert answer == at(expected)
    assert answer.tzinfo is UTC


@pytest.mark.parametrize(
    ("calendar", "after", "expected"),
    [
        pytest.param(LUNCH, "2026-11-19 08:59:59", ["Thu 19 Nov 09:00", "Fri 20 Nov 09:00"], id="once a day"),
        pytest.param(LUNCH, "2026-11-19 09:00:00", ["Fri 20 Nov 09:00", "Mon 23 Nov 09:00"], id="strictly later"),
        pytest.param(LUNCH, "2026-11-19 12:15:00", ["Fri 20 Nov 09:00", "Mon 23 Nov 09:00"], id="lunch is no start"),
        pytest.param(
            ROUND_THE_CLOCK, "2026-11-19 10:00", ["Fri 20 Nov 00:00", "Sat 21 Nov 00:00"], id="24/7: each midnight"
        ),
        pytest.param(NIGHTS, "2026-12-31 23:00", ["Mon 04 Jan 22:00", "Tue 05 Jan 22:00"], id="not on a holiday"),
    ],
)
def test_a_working_day_has_one_first_opening(calendar: ServiceCalendar, after: str, expected: list[str]) -> None:
    assert shown(list(islice(openings(calendar, at(after)), 2))) == expected


@pytest.mark.parametrize(
    ("zone", "day", "periods", "expected"),
    [
        pytest.param(AMSTERDAM, "2026-03-29", "01:00-04:00", ["00:00-02:00"], id="over the spring gap: an hour less"),
        pytest.param(AMSTERDAM, "2026-03-29", "02:30-04:00", ["01:00-02:00"], id="opens in the gap: after the gap"),
        pytest.param(AMSTERDAM, "2026-03-29", "01:00-02:30", ["00:00-01:00"], id="closes in the gap: after the gap"),
        pytest.param(AMSTERDAM, "2026-03-29", "02:10-02:50", [], id="inside the gap: not at all"),
        pytest.param(
            AMSTERDAM, "2026-03-29", "01:00-02:30 02:30-05:00", ["00:00-01:00", "01:00-03:00"], id="two shifts meet"
        ),
        pytest.param(AMSTERDAM, "2026-03-29", "00:00-24:00", ["23:00-22:00"], id="a spring day of 23 hours"),
        pytest.param(AMSTERDAM, "2026-10-25", "01:00-04:00", ["23:00-03:00"], id="over the fold: an hour more"),
        pytest.param(
            AMSTERDAM, "2026-10-25", "01:00-02:30 02:30-05:00", ["23:00-00:30", "00:30-04:00"], id="the first 02:30"
        ),
        pytest.param(AMSTERDAM, "2026-10-25", "00:00-24:00", ["22:00-23:00"], id="an autumn day of 25 hours"),
        pytest.param("Australia/Lord_Howe", "2026-10-04", "02:15-04:00", ["15:30-17:00"], id="a gap of half an hour"),
        pytest.param("Australia/Lord_Howe", "2026-04-05", "01:30-02:00", ["14:30-15:30"], id="a fold of half an hour"),
        pytest.param("America/Sao_Paulo", "2018-11-04", "00:00-02:00", ["03:00-04:00"], id="midnight is skipped"),
        pytest.param("Pacific/Apia", "2011-12-30", "00:00-24:00", [], id="a whole day is skipped"),
        pytest.param("Asia/Kathmandu", "2026-11-16", "09:00-17:00", ["03:15-11:15"], id="quarters of an hour"),
        pytest.param("Europe/Kiev", "2026-11-16", "09:00-17:00", ["07:00-15:00"], id="a renamed zone still works"),
    ],
)
def test_openings_of_a_day_on_the_wall_clock(zone: str, day: str, periods: str, expected: list[str]) -> None:
    calendar = ServiceCalendar("drawn", zone, week(*[periods] * 7))
    found = opening_periods(calendar, date.fromisoformat(day))
    assert [f"{start:%H:%M}-{end:%H:%M}" for start, end in found] == expected
    assert all(start < end for start, end in found)


def test_both_change_nights_keep_the_hour_on_the_wall() -> None:
    """A 09:00 opening stays 09:00 (grafana/oncall#3261, #4103, target/goalert#1252)."""
    for sunday in ("2026-03-29", "2026-10-25"):
        monday = next_opening(OFFICE, at(sunday))
        friday = next_opening(OFFICE, at(sunday) - 3 * DAY)
        assert [f"{m.astimezone(ZoneInfo(AMSTERDAM)):%H:%M}" for m in (friday, monday)] == ["09:00", "09:00"]


@pytest.mark.parametrize(
    ("calendar", "start", "end", "hours"),
    [
        pytest.param(OFFICE, at("2026-11-20 16:30"), at("2026-11-23 09:30"), 1.5, id="a weekend does not count"),
        pytest.param(LUNCH, at("2026-11-16 11:00"), at("2026-11-16 13:30"), 2, id="lunch does not count"),
        pytest.param(OFFICE, at("2026-11-16 12:00"), at("2026-11-16 12:00"), 0, id="no time has passed"),
        pytest.param(OFFICE, at("2026-11-17 12:00"), at("2026-11-16 12:00"), 0, id="backwards is nothing"),
        pytest.param(
            ROUND_THE_CLOCK, at("2026-03-29 01:00"), at("2026-03-29 04:00"), 2, id="real hours on the spring night"
        ),
        pytest.param(
            ROUND_THE_CLOCK, at("2026-10-25 01:00"), at("2026-10-25 04:00"), 4, id="real hours on the autumn night"
        ),
    ],
)
def test_elapsed_open_time(calendar: ServiceCalendar, start: datetime, end: datetime, hours: float) -> None:
    assert elapsed_open(calendar, start, end) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("after", "before", "expected"),
    [
        pytest.param("2026-11-16 14:00", "2026-11-17 14:00", "2026-11-17 14:00", id="cut inside an opening"),
        pytest.param("2026-11-20 14:00", "2026-11-21 14:00", "2026-11-20 17:30", id="Friday's closing"),
        pytest.param("2026-11-19 14:00", "2026-11-20 09:00", "2026-11-19 17:30", id="up to opening: the day before"),
        pytest.param("2026-11-19 14:00", "2026-11-20 09:00:01", "2026-11-20 09:00:01", id="one second of a morning"),
        pytest.param("2026-11-20 17:30", "2026-11-21 17:30", None, id="from Friday's closing: none"),
        pytest.param("2026-11-20 17:29:59", "2026-11-21 17:29:59", "2026-11-20 17:30", id="the last second counts"),
        pytest.param("2026-11-16 14:00", "2026-11-16 14:00", None, id="no time at all: none"),
        pytest.param("2026-11-17 14:00", "2026-11-16 14:00", None, id="backwards: none"),
    ],
)
def test_the_last_open_moment_of_a_reply_window(after: str, before: str, expected: str | None) -> None:
    moment = last_open_moment(OFFICE, at(after), at(before))
    assert moment == (expected and at(expected))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="2026-11-16T12:00:00 has no time zone"):
        is_open(OFFICE, at("2026-11-16 12:00").replace(tzinfo=None))


@pytest.mark.parametrize("text", ["09:00-17:30", "22:00-06:00", "00:00-24:00", "23:59-00:01", "18:00-24:00"])
def test_a_period_reads_back_what_it_prints(text: str) -> None:
    assert str(parse_period(text)) == text


def test_a_period_that_ends_at_midnight_has_two_spellings() -> None:
    assert parse_period("18:00-00:00") == parse_period("18:00-24:00") == Period(1080, 1440)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("9:00-17:30", "is no period: write it like 09:00-17:30", id="hours have two digits"),
        pytest.param("09:00-25:00", "is no period", id="no hour 25"),
        pytest.param("24:00-06:00", "is no period", id="a day starts at 00:00"),
        pytest.param("09:60-10:00", "is no period", id="no minute 60"),
        pytest.param("", "is no period", id="nothing"),
        pytest.param("09:00-09:00", "is empty: a whole day is written 00:00-24:00", id="no time at all"),
    ],
)
def test_a_bad_period_says_what_is_right(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse_period(text)


def calendar_with(
    weekly: tuple[tuple[Period, ...], ...] = OFFICE.weekly,
    zone: str = AMSTERDAM,
    closed: frozenset[date] = frozenset(),
    special: tuple[tuple[date, tuple[Period, ...]], ...] = (),
) -> ServiceCalendar:
    return ServiceCalendar("drawn", zone, weekly, closed, special)


CHRISTMAS_EVE, CHRISTMAS = date(2026, 12, 24), date(2026, 12, 25)  # Thursday and Friday


def shut_days(count: int) -> frozenset[date]:
    return frozenset(NEW_YEAR + n * DAY for n in range(count))


@pytest.mark.parametrize(
    ("calendar", "complaints"),
    [
        pytest.param(OFFICE, [], id="an office is fine"),
        pytest.param(LUNCH, [], id="periods in any order are fine"),
        pytest.param(NIGHTS, [], id="nights are fine"),
        pytest.param(SALE, [], id="special days are fine"),
        pytest.param(ROUND_THE_CLOCK, [], id="24/7 touches itself at midnight, which is fine"),
        pytest.param(
            calendar_with(zone="Amsterdam"),
            ['"Amsterdam" is no time zone: use an IANA name such as Europe/Amsterdam'],
            id="an unknown zone",
        ),
        pytest.param(
            calendar_with(zone="../UTC"),
            ['"../UTC" is no time zone: use an IANA name such as Europe/Amsterdam'],
            id="a zone that leads elsewhere",
        ),
        pytest.param(
            calendar_with(zone="Europe"),
            ['"Europe" is no time zone: use an IANA name such as Europe/Amsterdam'],
            id="a continent",
        ),
        pytest.param(
            calendar_with(weekly=OFFICE.weekly[:6]),
            ["the week has 6 days instead of seven, Monday first"],
            id="six days",
        ),
        pytest.param(calendar_with(weekly=week()), ["it never opens: no weekday has a period"], id="never opens"),
        pytest.param(
            calendar_with(weekly=((Period(600, 600),), (Period(600, 540),), *OFFICE.weekly[2:])),
            [
                "Monday: 10:00-10:00 lasts 0 minutes, not 1 to 1440",
                "Tuesday: 10:00-09:00 lasts -60 minutes, not 1 to 1440",
            ],
            id="empty and negative periods",
        ),
        pytest.param(
            calendar_with(weekly=((Period(600, 2041),), *OFFICE.weekly[1:])),
            ["Monday: 10:00-10:01 lasts 1441 minutes, not 1 to 1440"],
            id="a period longer than a day",
        ),
        pytest.param(
            calendar_with(weekly=((Period(1440, 1500), Period(-1, 60)), *OFFICE.weekly[1:])),
            [
                "Monday: a period starts at minute 1440, outside its day",
                "Monday: a period starts at minute -1, outside its day",
            ],
            id="a period outside its day",
        ),
        pytest.param(
            calendar_with(weekly=week("09:00-13:00 12:59-17:00")),
            ["Monday: 09:00-13:00 overlaps 12:59-17:00"],
            id="an overlap within a day",
        ),
        pytest.param(
            calendar_with(weekly=week("06:00-09:00", "", "", "", "", "", "22:00-06:00")),
            [],
            id="Sunday night hands over to Monday morning",
        ),
        pytest.param(
            calendar_with(weekly=week("12:00-17:00 05:00-09:00", "", "", "", "", "", "22:00-06:00")),
            ["Sunday: 22:00-06:00 overlaps 05:00-09:00"],
            id="Sunday night overlaps Monday morning",
        ),
        pytest.param(
            calendar_with(special=((CHRISTMAS_EVE, (Period(1320, 2000),)),)),
            ["2026-12-24: 22:00-09:20 overlaps 09:00-17:30"],
            id="a special night overlaps the next day",
        ),
        pytest.param(
            calendar_with(weekly=NIGHTS.weekly, special=((CHRISTMAS, (Period(300, 600),)),)),
            ["2026-12-24: 22:00-06:00 overlaps 05:00-10:00"],
            id="the usual night overlaps a special morning",
        ),
        pytest.param(
            calendar_with(special=((CHRISTMAS, ()), (CHRISTMAS, ()))),
            ["a special day is listed twice"],
            id="a special day twice",
        ),
        pytest.param(
            calendar_with(weekly=week(*["09:00-17:30"] * 7), closed=shut_days(400)),
            [],
            id="400 days closed are bridged",
        ),
        pytest.param(
            calendar_with(weekly=week(*["09:00-17:30"] * 7), closed=shut_days(401)),
            ["it stays closed for 401 days from 2027-01-01"],
            id="401 days closed are not",
        ),
        pytest.param(
            calendar_with(
                weekly=week("", "", "", "", "09:00-17:30"),
                closed=frozenset(NEW_YEAR + 7 * n * DAY for n in range(58)),
            ),
            ["it stays closed for 412 days from 2026-12-26"],
            id="from one open Friday to the next, however many are closed between",
        ),
    ],
)
def test_problems_that_the_configuration_reports(calendar: ServiceCalendar, complaints: list[str]) -> None:
    assert problems(calendar) == complaints


@pytest.mark.parametrize("count", [LONGEST_CLOSURE, LONGEST_CLOSURE + 1])
def test_the_search_for_an_opening_is_bounded_where_problems_says_so(count: int) -> None:
    """A search without a bound hangs on a calendar that never opens (frappe/helpdesk#2075)."""
    calendar = calendar_with(weekly=week(*["09:00-17:30"] * 7), closed=shut_days(count))
    asked = at("2026-12-31 18:00")
    if problems(calendar):
        with pytest.raises(NeverOpens, match='calendar "drawn" has no opening in 400 days'):
            next_opening(calendar, asked)
    else:
        reopened = NEW_YEAR + count * DAY
        assert next_opening(calendar, asked) == at(f"{reopened} 09:00")


def test_what_never_closes_has_seven_whole_days() -> None:
    assert always() == ALWAYS == ServiceCalendar("always", "UTC", ((Period(0, 1440),),) * 7)


def test_the_search_looks_at_four_hundred_days_of_a_calendar_that_has_not_opened_yet() -> None:
    asked = at("2026-12-31 18:00")  # the search begins a day before, for a night shift

    def opens(days: int) -> ServiceCalendar:
        return ServiceCalendar("new", AMSTERDAM, week(), special=((asked.date() + days * DAY, (Period(540, 600),)),))

    assert next_opening(opens(LONGEST_CLOSURE - 1), asked) == at("2028-02-03 09:00")
    with pytest.raises(NeverOpens):
        next_opening(opens(LONGEST_CLOSURE), asked)
