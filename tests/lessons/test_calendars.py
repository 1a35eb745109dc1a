"""Due times and shifts that are wrong in other software: opening hours, holidays, zones."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import config
from chalicelib.domain.calendar import (
    NeverOpens,
    ServiceCalendar,
    always,
    elapsed_open,
    is_open,
    next_opening,
    parse_period,
)
from chalicelib.domain.duration import Duration, WorkingDays, WorkingHours, deadline, parse_duration
from chalicelib.domain.duty import on_call
from chalicelib.domain.ladder import ladder
from chalicelib.domain.rota import Layer, Rota
from tests.config.example import changed, organisation, problems_of
from tests.domain.build import (
    DIRECT,
    asked,
    at,
    case_of,
    wall,
)
from tests.domain.merk import BOOK, KANTOOR

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def calendar(*days: str, zone: str = "Europe/Amsterdam", closed: frozenset[date] = frozenset()) -> ServiceCalendar:
    """Monday first, each day like "09:00-12:00 13:00-17:00"; the days left out are closed."""
    weekly = [tuple(parse_period(period) for period in day.split()) for day in days]
    return ServiceCalendar("drawn", zone, (*weekly, *((),) * (7 - len(weekly))), closed)


UNTIL_FIVE = calendar(*["09:00-17:00"] * 5)
LUNCH = calendar(*["09:00-12:00 13:00-17:00"] * 5)


@pytest.mark.parametrize(
    ("start", "duration", "open_hours", "due"),
    [
        pytest.param(
            "20 16:30",
            WorkingHours(3600),
            UNTIL_FIVE,
            "23 09:30",
            id="chatwoot 13392: an hour from Friday 16:30 is on Monday",
        ),
        pytest.param("11:30", WorkingHours(3600), LUNCH, "13:30", id="chatwoot 14009: the lunch break does not count"),
        pytest.param(
            "14:00", WorkingDays(Fraction(2)), LUNCH, "19 14:00", id="osTicket 6847: two shifts are one working day"
        ),
        pytest.param(
            "12:30",
            WorkingDays(Fraction(1)),
            LUNCH,
            "18 12:00",
            id="frappe/helpdesk 2212: asked during lunch, due when it begins",
        ),
        pytest.param(
            "21 12:00",
            WorkingHours(3600),
            UNTIL_FIVE,
            "23 10:00",
            id="frappe/helpdesk 2075: on a day that is closed nothing runs",
        ),
        pytest.param(
            "14:00",
            WorkingDays(Fraction(3, 2)),
            KANTOOR,
            "19 09:45",
            id="osTicket 1168, 1107, 4969: working days, in parts too",
        ),
        pytest.param(
            "10 12:00",
            WorkingDays(Fraction(2)),
            replace(KANTOOR, closed=organisation().calendars["kantoor"].closed),
            "12 12:00",
            id="zammad 390: St. Martin, the 11th of November, is a working day",
        ),
    ],
)
def test_when_it_is_due(start: str, duration: Duration, open_hours: ServiceCalendar, due: str) -> None:
    assert wall(deadline(at(start), duration, open_hours)) == due


@pytest.mark.parametrize(
    "around_the_clock",
    [
        pytest.param(always("Europe/Amsterdam"), id="always"),
        pytest.param(calendar(*["00:00-24:00"] * 7), id="as written"),
    ],
)
def test_zammad_3180_around_the_clock_has_no_closed_minute_at_midnight(around_the_clock: ServiceCalendar) -> None:
    assert is_open(around_the_clock, at("23:59:30"))
    assert elapsed_open(around_the_clock, at("23:59"), at("18 00:01")) == timedelta(minutes=2)


def test_osticket_6847_a_lunch_break_is_no_holiday() -> None:
    (problem,) = problems_of(changed("extra = [2027-05-07]", 'extra = ["12:00-13:00"]'))
    assert (problem.path, problem.what) == ("calendars.winkel.holidays.extra[0]", '"12:00-13:00" is no date')


def test_frappe_helpdesk_2075_a_calendar_that_never_opens_is_told_and_not_searched_for_ever() -> None:
    with pytest.raises(NeverOpens):
        next_opening(calendar(), at("10:00"))


@given(minute=st.integers(0, 365 * 24 * 60), halves=st.integers(1, 6))
def test_frappe_helpdesk_2075_2212_in_any_minute_of_a_year_it_is_due_in_opening_hours_and_no_earlier_than_asked(
    minute: int, halves: int
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    due = deadline(start, WorkingDays(Fraction(halves, 2)), LUNCH)
    assert due > start
    assert is_open(LUNCH, due - timedelta(seconds=1)), "up to the last second it was open"


@given(minute=st.integers(0, 14 * 24 * 60))
def test_glpi_22678_15429_14492_no_step_of_a_direct_message_falls_outside_opening_hours(minute: int) -> None:
    start = at("16 00:00") + timedelta(minutes=minute)
    question = replace(asked("16 00:00"), asked_at=start, first_seen_at=start, stored_at=start)
    case = case_of(question, conversation=DIRECT, now="16 00:00")
    steps = ladder(case, case.clocks[0], BOOK)
    assert len(steps) == 9
    for planned in steps:
        assert is_open(KANTOOR, planned.at) or is_open(KANTOOR, planned.at - timedelta(seconds=1)), wall(planned.at)


# Monday the 30th of March and the 26th of October are the first working days after the two nights.
@pytest.mark.parametrize("monday", [date(2026, 3, 30), date(2026, 10, 26)], ids=["summer time", "winter time"])
def test_grafana_oncall_3261_4103_a_shift_keeps_its_hour_on_the_wall(monday: date) -> None:
    rota = Rota("webcare", "Europe/Amsterdam", (Layer("week", ("sanne", "bram"), date(2026, 1, 5), time(9), 7),))
    nine = datetime.combine(monday, time(9), AMSTERDAM)
    before, after = (on_call(rota, nine + timedelta(seconds=second), (), ()).person for second in (-1, 0))
    assert {before, after} == {"sanne", "bram"}


@pytest.mark.parametrize("renamed", ["Europe/Kiev", "Asia/Calcutta", "US/Eastern"])
def test_goalert_1252_512_553_a_zone_that_was_renamed_still_works(renamed: str) -> None:
    read = config.read(
        changed(
            'zone = "Europe/Amsterdam"\n\n[calendars.kantoor.hours]', f'zone = "{renamed}"\n\n[calendars.kantoor.hours]'
        ),
        date(2026, 11, 1),
    )
    office = read.calendars["kantoor"]
    opens = next_opening(office, at("21 12:00"))
    assert opens.astimezone(ZoneInfo(renamed)).time() == time(9)


def test_osticket_1168_1107_4969_a_target_may_be_written_in_working_days() -> None:
    assert parse_duration("1.5 working days") == WorkingDays(Fraction(3, 2))
