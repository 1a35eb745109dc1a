"""Service calendars: when an organisation is open, on the wall clock of its own zone.

A period is half-open: open at 09:00:00, closed at 17:30:00. It belongs to the day it starts on, also
when it runs through midnight, so a holiday takes away the shifts that start on it.

Every wall time stands for one instant: the first time that the clock on the wall has reached it. A
time that comes twice in an autumn night means the first; one that a spring night skips means the
instant of the skip. Neighbouring periods therefore never overlap and none has a negative length; a
period over the gap is shorter, one over the fold longer, one inside the gap does not exist.

Between functions of this package an instant is an integer of microseconds since the epoch: exact,
quick, and free of the trap that two datetimes of one zone are subtracted by the wall clock.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SECOND = 1_000_000
DAY_MINUTES = 24 * 60
LONGEST_CLOSURE = 400  # days; more than a year, so that a calendar open one day a year still works

Span = tuple[int, int]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_PERIOD = re.compile(rf"({_CLOCK})-({_CLOCK}|24:00)")


class NeverOpens(Exception):
    """No opening within LONGEST_CLOSURE days: `problems` would have refused this calendar."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Minutes after the midnight that begins its day; an end past 1440 lies on the next day."""

    start: int
    end: int

    def __str__(self) -> str:
        clocks = (self.start % DAY_MINUTES, (self.end - 1) % DAY_MINUTES + 1)
        return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in clocks)


_WHOLE_DAY = (Period(0, DAY_MINUTES),)


@dataclass(frozen=True, slots=True)
class ServiceCalendar:
    """`weekly` has seven entries, Monday first. A date in `special` has those periods instead of its
    weekday's, and beats `closed`. The functions here trust a calendar without `problems`."""

    name: str
    zone: str
    weekly: tuple[tuple[Period, ...], ...]
    closed: frozenset[date] = frozenset()
    special: tuple[tuple[date, tuple[Period, ...]], ...] = ()

    def __hash__(self) -> int:
        # Every cached call hashes its calendar; the whole of it would cost more than the call.
        return hash((self.name, self.zone))

    @property
    def never_closes(self) -> bool:
        """Every instant is open, so that open time is elapsed time."""
        return not self.closed and not self.special and all(day == _WHOLE_DAY for day in self.weekly)


def always(zone: str = "UTC") -> ServiceCalendar:
    """Never closes; its working days are those of the zone, midnight to midnight."""
    return ServiceCalendar("always", zone, (_WHOLE_DAY,) * 7)


ALWAYS = always()


def parse_period(text: str) -> Period:
    """Read "09:00-17:30", "22:00-06:00" (through midnight) or "00:00-24:00"; ValueError otherwise."""
    if not (found := _PERIOD.fullmatch(text)):
        raise ValueError(f'"{text}" is no period: write it like 09:00-17:30, 22:00-06:00 or 00:00-24:00')
    start, end = (int(clock[:2]) * 60 + int(clock[3:]) for clock in found.groups())
    if start == end:
        raise ValueError(f'"{text}" is empty: a whole day is written 00:00-24:00')
    return Period(start, end if end > start else end + DAY_MINUTES)


def is_open(calendar: ServiceCalendar, at: datetime) -> bool:
    moment = micros(at)
    return any(s <= moment < e for day in days_between(calendar, moment, moment) for s, e in day)


def next_opening(calendar: ServiceCalendar, at: datetime) -> datetime:
    """Return the earliest open instant at or after `at`: `at` itself while open. NeverOpens if none."""
    moment = micros(at)
    ahead = (s for day in days_onward(calendar, moment) for s, e in day if e > moment)
    return instant(max(moment, next(ahead)))


def openings(calendar: ServiceCalendar, after: datetime) -> Iterator[datetime]:
    """Yield, without end, each working day's first opening that lies strictly later than `after`.

    A lunch break makes no second one. NeverOpens when the calendar runs dry.
    """
    moment = micros(after)
    return (instant(day[0][0]) for day in days_onward(calendar, moment) if day[0][0] > moment)


def opening_periods(calendar: ServiceCalendar, day: date) -> list[tuple[datetime, datetime]]:
    """Return what is open of the periods that start on `day`, in UTC; empty when it is no working day."""
    return [(instant(start), instant(end)) for start, end in _day(calendar, day)]


def elapsed_open(calendar: ServiceCalendar, start: datetime, end: datetime) -> timedelta:
    """Return the open time between two instants; zero when `end` is not the later one."""
    first, last = micros(start), micros(end)
    days = days_between(calendar, first, last)
    return timedelta(microseconds=sum(open_within(day, first, last) for day in days))


def last_open_moment(calendar: ServiceCalendar, after: datetime, before: datetime) -> datetime | None:
    """Return where the open time between two instants ends, or None when there is none.

    That is `before` itself when it cuts an opening short, and otherwise the last closing time: the one
    instant a half-open period leaves out, and yet the one that a person means by "the last moment".
    """
    first, last = micros(after), micros(before)
    spans = [span for day in days_between(calendar, first, last) for span in day]
    ends = [min(e, last) for s, e in spans if max(s, first) < min(e, last)]
    return instant(ends[-1]) if ends else None


def micros(at: datetime) -> int:
    """Return microseconds since the epoch; ValueError for a naive datetime, which names no instant."""
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    return (at - _EPOCH) // _MICROSECOND


def instant(moment: int) -> datetime:
    return _EPOCH + timedelta(microseconds=moment)


def open_within(day: tuple[Span, ...], first: int, last: int) -> int:
    """Return the open microseconds of one working day's spans between two instants."""
    return sum(max(0, min(end, last) - max(start, first)) for start, end in day)


def days_onward(calendar: ServiceCalendar, moment: int) -> Iterator[tuple[Span, ...]]:
    """Yield each working day's spans, from early enough to miss none that is open at `moment` or later."""
    return _working_days(calendar, _local_date(calendar, moment) - _DAY, _DAY)


def days_backward(calendar: ServiceCalendar, moment: int) -> Iterator[tuple[Span, ...]]:
    """Yield the same towards the past, from late enough to miss none; a day's spans stay in order."""
    return _working_days(calendar, _local_date(calendar, moment) + _DAY, -_DAY)


def days_between(calendar: ServiceCalendar, first: int, last: int) -> Iterator[tuple[Span, ...]]:
    """Yield the spans of every date that may touch [first, last]; empty for a closed one."""
    # A date more at either side: last night's shift, and clocks that go back over midnight.
    day, end = _local_date(calendar, first) - _DAY, _local_date(calendar, last) + _DAY
    while day <= end:
        yield _day(calendar, day)
        day += _DAY


def _working_days(calendar: ServiceCalendar, day: date, step: timedelta) -> Iterator[tuple[Span, ...]]:
    shut = 0
    while shut <= LONGEST_CLOSURE:
        shut += 1
        if spans := _day(calendar, day):
            yield spans
            shut = 0
        day += step
    raise NeverOpens(f'calendar "{calendar.name}" has no opening in {LONGEST_CLOSURE} days up to {day}')


@lru_cache(maxsize=4096)
def _day(calendar: ServiceCalendar, day: date) -> tuple[Span, ...]:
    zone = ZoneInfo(calendar.zone)
    periods = sorted(periods_on(calendar, day))
    spans = ((_reached(zone, day, period.start), _reached(zone, day, period.end)) for period in periods)
    return tuple((start, end) for start, end in spans if start < end)


def periods_on(calendar: ServiceCalendar, day: date) -> tuple[Period, ...]:
    """The periods that start on that day, as the calendar is written."""
    usual = () if day in calendar.closed else calendar.weekly[day.weekday()]
    return next((periods for special, periods in calendar.special if special == day), usual)


def _local_date(calendar: ServiceCalendar, moment: int) -> date:
    return instant(moment).astimezone(ZoneInfo(calendar.zone)).date()


def _reached(zone: ZoneInfo, day: date, minutes: int) -> int:
    """Return when the wall clock first shows this time or, skipping it, a later one."""
    wall = datetime.combine(day, time(), zone) + timedelta(minutes=minutes)
    first, other = micros(wall), micros(wall.replace(fold=1))
    if first <= other:
        return first
    # Skipped (PEP 495: the two folds come in reverse order). The change lies between the two, and the
    # zone data does not name it, so look for the first second with another offset.
    old = wall.utcoffset()
    seconds = range(other, first + 1, SECOND)
    return seconds[bisect_left(seconds, True, key=lambda s: instant(s).astimezone(zone).utcoffset() != old)]
