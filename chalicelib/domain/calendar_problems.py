"""Why a service calendar cannot be used, told to whoever edits the configuration."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chalicelib.domain.calendar import DAY_MINUTES, LONGEST_CLOSURE, Period, ServiceCalendar, periods_on

_DAY = timedelta(days=1)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def problems(calendar: ServiceCalendar) -> list[str]:
    """Say, for a person who edits the configuration, why this calendar cannot be used; empty if it can."""
    return _misshapen(calendar) or list(dict.fromkeys((*_overlaps(calendar), *_shut_too_long(calendar))))


def _misshapen(calendar: ServiceCalendar) -> list[str]:
    found = []
    try:
        ZoneInfo(calendar.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last two: "../UTC" and "Europe"
        found.append(f'"{calendar.zone}" is no time zone: use an IANA name such as Europe/Amsterdam')
    if len(calendar.weekly) != 7:
        found.append(f"the week has {len(calendar.weekly)} days instead of seven, Monday first")
    if len(dict(calendar.special)) != len(calendar.special):
        found.append("a special day is listed twice")
    days = [*zip(_WEEKDAYS, calendar.weekly, strict=False), *calendar.special]
    for name, period in ((name, period) for name, periods in days for period in periods):
        if not 0 <= period.start < DAY_MINUTES:
            found.append(f"{name}: a period starts at minute {period.start}, outside its day")
        elif not period.start < period.end <= period.start + DAY_MINUTES:
            found.append(f"{name}: {period} lasts {period.end - period.start} minutes, not 1 to 1440")
    return found


def _overlaps(calendar: ServiceCalendar) -> Iterator[str]:
    week = calendar.weekly
    pairs = [(_WEEKDAYS[i], week[i], week[(i + 1) % 7]) for i in range(7)]
    for first in (day for special, _ in calendar.special for day in (special - _DAY, special)):
        pairs.append((str(first), periods_on(calendar, first), periods_on(calendar, first + _DAY)))
    for name, today, tomorrow in pairs:
        following = [Period(p.start + DAY_MINUTES, p.end + DAY_MINUTES) for p in sorted(tomorrow)]
        for earlier, later in pairwise([*sorted(today), *following[:1]]):
            if later.start < earlier.end:
                yield f"{name}: {earlier} overlaps {later}"


def _shut_too_long(calendar: ServiceCalendar) -> Iterator[str]:
    if not any(calendar.weekly):
        yield "it never opens: no weekday has a period"
    elif calendar.closed:
        first, last = min(calendar.closed) - 7 * _DAY, max(calendar.closed) + 7 * _DAY
        days = (first + n * _DAY for n in range((last - first).days + 1))
        for earlier, later in pairwise(day for day in days if periods_on(calendar, day)):
            if (shut := (later - earlier).days - 1) > LONGEST_CLOSURE:
                yield f"it stays closed for {shut} days from {earlier + _DAY}"
