"""Service calendars: opening hours as written, holidays expanded into closing days."""

import re
from datetime import date

from chalicelib.configuration import values
from chalicelib.configuration.keys import WEEKDAYS
from chalicelib.configuration.table import Table, Wrong, shown, suggestion
from chalicelib.domain.calendar import Period, ServiceCalendar, always
from chalicelib.domain.calendar_problems import problems

ALWAYS_OPEN = "always"
OF_THE_ACCOUNT = "account"

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OVERLAP = "let one period end before the next begins"


def read_calendar(name: str, table: Table, zone: str, years: range) -> ServiceCalendar:
    """`zone` is the organisation's, for a calendar that names none."""
    if name in (ALWAYS_OPEN, OF_THE_ACCOUNT):
        table.note(f"{shown(name)} already means something where a calendar is named", "choose another name")
    calendar = ServiceCalendar(
        name,
        table.may("zone", values.zone, zone),
        _opening_hours(table),
        _closed(table.table("holidays", "holidays"), years),
        _special(table.table("special", None)),
    )
    for problem in problems(calendar):
        _note(table, problem)
    return calendar


def week(hours: Table) -> tuple[tuple[Period, ...], ...]:
    """The periods of the seven weekdays, Monday first; a day that is left out is closed."""
    return tuple(hours.each(weekday, values.period) for weekday in WEEKDAYS)


def _opening_hours(table: Table) -> tuple[tuple[Period, ...], ...]:
    """Open around the clock when what is written cannot be read: it is a problem already, and must not make
    a second one of a calendar that never opens."""
    noted = table.noted
    table.expect("hours")
    hours = table.table("hours", "hours")
    weekly = week(hours) if hours is not None else always().weekly
    return weekly if any(weekly) or table.noted == noted else always().weekly


def _closed(table: Table | None, years: range) -> frozenset[date]:
    if table is None:
        return frozenset()
    extra = frozenset(table.each("extra", values.day))
    if "country" not in table:
        for key in ("except", "subdivision"):
            if key in table:
                table.note("says nothing without a country", 'add country = "NL"', key)
        return extra
    # Imported here: most starts load a stored configuration and read none.
    from chalicelib.configuration import public_holidays

    country = table.may("country", public_holidays.country, None)
    if country is None:
        return extra
    part = table.may("subdivision", lambda value: public_holidays.subdivision(value, country), None)
    known = public_holidays.names(country, part)

    def exception(value: object) -> date | str:
        if isinstance(value, date):
            return values.day(value)
        if (name := values.text(value)) not in known:
            raise Wrong(f"{shown(name)} is no holiday of {country}", suggestion(name, known))
        return name

    excepted = table.each("except", exception)
    names = frozenset(name for name in excepted if isinstance(name, str))
    return public_holidays.closing_days(country, part, years, names) - frozenset(excepted) | extra


def _special(table: Table | None) -> tuple[tuple[date, tuple[Period, ...]], ...]:
    if table is None:
        return ()
    days = [(table.name(name, values.written_day), table.each(name, values.period)) for name in table]
    return tuple(sorted((day, periods) for day, periods in days if day is not None))


def _note(table: Table, problem: str) -> None:
    """The domain begins with the weekday or the date and a colon, unless it means the calendar as a whole."""
    day, _, what = problem.partition(": ")
    if day.lower() in WEEKDAYS:
        table.note(what, _OVERLAP, "hours", day.lower())
    elif _DATE.fullmatch(day):
        table.note(what, _OVERLAP, "special", day)
    else:
        table.note(problem, 'open on at least one weekday, such as monday = ["09:00-17:30"]', "hours")
