"""Durations of a promise, and where they end: "1h30m", "4 working hours", "1.5 working days".

All three count open time only. `Elapsed` runs on the policy's calendar, which never closes unless the
policy says so; the other two run on a service calendar. One working day is the opening hours of
that very day, however short, and a part of it counts by its share of them.

Three functions agree to the second, for every duration d that is not zero:

    elapsed(start, deadline(start, d)) >= d,  and one second earlier it is less
    elapsed(before(due, d), due) >= d,        and one second later it is less
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import gcd

from chalicelib.domain.calendar import (
    SECOND,
    ServiceCalendar,
    Span,
    days_backward,
    days_between,
    days_onward,
    instant,
    micros,
    open_within,
)

LONGEST = 366  # days of either kind; a promise for longer than a year is a typing error

_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,9}|/[1-9][0-9]{0,8})?"
_WORKING = re.compile(rf"({_NUMBER}) working (day|hour)(s?)")
_ELAPSED = re.compile(r"(?=[0-9])(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?")
_RIGHT = 'write it like "45m", "1h30m", "4 working hours" or "1.5 working days"'


class BadDuration(ValueError):
    """The text is no duration. The message says what is wrong and what would be right."""


@dataclass(frozen=True, slots=True)
class Elapsed:
    seconds: int

    def __str__(self) -> str:
        minutes, seconds = divmod(self.seconds, 60)
        hours, minutes = divmod(minutes, 60)
        parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
        return "".join(f"{count}{unit}" for count, unit in parts if count) or "0m"


@dataclass(frozen=True, slots=True)
class WorkingHours:
    seconds: int

    def __str__(self) -> str:
        return _counted(Fraction(self.seconds, 3600), "working hour")


@dataclass(frozen=True, slots=True)
class WorkingDays:
    n: Fraction

    def __str__(self) -> str:
        return _counted(self.n, "working day")


Duration = Elapsed | WorkingHours | WorkingDays


def parse_duration(text: str, *, zero_allowed: bool = False) -> Duration:
    """Read what `str` of a duration writes, and "90m" or "0.25 working days" besides; else BadDuration.

    Zero makes sense only before something ("0m before the due time"), so it has to be asked for.
    """
    duration = _parse(text)
    if not amount(duration) and not zero_allowed:
        raise BadDuration(f'"{text}" takes no time at all: {_RIGHT}')
    days = amount(duration) if isinstance(duration, WorkingDays) else Fraction(duration.seconds, 86400)
    if days > LONGEST:
        raise BadDuration(f'"{text}" is longer than {LONGEST} days')
    return duration


def amount(duration: Duration) -> Fraction:
    """Return what `elapsed` has to reach: working days for `WorkingDays`, seconds for the others."""
    return duration.n if isinstance(duration, WorkingDays) else Fraction(duration.seconds)


def deadline(start: datetime, duration: Duration, calendar: ServiceCalendar) -> datetime:
    """Return the earliest instant at which `duration` has passed since `start`, rounded up to the second.

    What fills up at closing time ends there, not at the next opening. It never lies in closed time:
    for a zero duration it is the next open instant. NeverOpens when the calendar runs dry.
    """
    begin = micros(start)
    if not isinstance(duration, WorkingDays) and calendar.never_closes:
        return instant(_whole_second(begin + duration.seconds * SECOND))
    return instant(_whole_second(_walk(days_onward(calendar, begin), begin, duration)))


def before(due: datetime, duration: Duration, calendar: ServiceCalendar) -> datetime:
    """Return the latest instant from which `duration` passes until `due`, rounded down to the second.

    Down, or less than `duration` would be left. `due` itself for a zero duration, open or not.
    """
    end = micros(due)
    if not amount(duration):
        return instant(-_whole_second(-end))
    # The latest instant before is the earliest one after in a mirror: a minus sign turns time round.
    mirrored = (tuple((-e, -s) for s, e in reversed(day)) for day in days_backward(calendar, end))
    return instant(-_whole_second(_walk(mirrored, -end, duration)))


def elapsed(start: datetime, end: datetime, duration: Duration, calendar: ServiceCalendar) -> Fraction:
    """Return what passed between two instants, in the unit of `amount(duration)`; never negative."""
    first, last = micros(start), micros(end)
    days = [day for day in days_between(calendar, first, last) if day]
    if isinstance(duration, WorkingDays):
        return sum((Fraction(open_within(day, first, last), _length(day)) for day in days), Fraction(0))
    return Fraction(sum(open_within(day, first, last) for day in days), SECOND)


def _walk(days: Iterator[tuple[Span, ...]], begin: int, duration: Duration) -> int:
    """Return the microsecond, rounded up, at which `duration` has passed since `begin`."""
    per_day = isinstance(duration, WorkingDays)
    # A fraction, left / parts, kept as two integers: the Fraction class would take most of the time.
    left, parts = (amount(duration) * (1 if per_day else SECOND)).as_integer_ratio()
    while True:
        day = next(days)  # endless: runs into NeverOpens, not out of days
        unit = _length(day) if per_day else 1
        left *= unit
        for opening, closing in day:
            since = max(opening, begin)
            if since < closing:
                room = (closing - since) * parts
                if left <= room:
                    return since - (-left // parts)
                left -= room
        parts *= unit
        shared = gcd(left, parts)
        left, parts = left // shared, parts // shared


def _length(day: tuple[Span, ...]) -> int:
    return sum(end - start for start, end in day)


def _whole_second(moment: int) -> int:
    return -(-moment // SECOND) * SECOND


def _parse(text: str) -> Duration:
    if found := _WORKING.fullmatch(text):
        number, noun, plural = found.groups()
        n = Fraction(number)
        if (n == 1) == bool(plural):
            raise BadDuration(f'"{text}" has the wrong plural: write "{_counted(n, f"working {noun}")}"')
        if noun == "day":
            return WorkingDays(n)
        if (n * 3600).denominator != 1:
            raise BadDuration(f'"{text}" is no whole number of seconds: {_RIGHT}')
        return WorkingHours(int(n * 3600))
    if found := _ELAPSED.fullmatch(text):
        hours, minutes, seconds = (int(count or 0) for count in found.groups())
        return Elapsed(hours * 3600 + minutes * 60 + seconds)
    if text.startswith("-"):
        raise BadDuration(f'"{text}" is negative: a duration has no direction, {_RIGHT}')
    if re.fullmatch(_NUMBER, text):
        raise BadDuration(f'"{text}" has no unit: {_RIGHT}')
    raise BadDuration(f'"{text}" is no duration: {_RIGHT}')


def _counted(n: Fraction, noun: str) -> str:
    """Write 3/2 as "1.5" and, what no decimals can say, 1/3 as "1/3"."""
    decimal = any(10**places % n.denominator == 0 for places in range(10))
    number = f"{Decimal(n.numerator) / n.denominator:f}" if decimal else str(n)
    return f"{number} {noun}" if n == 1 else f"{number} {noun}s"
