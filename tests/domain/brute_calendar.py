"""A second opinion on service calendars: somebody who watches the wall clock, minute by minute.

It knows nothing of instants at which periods start or end. It reads the clock on the wall, keeps the
latest time that this clock has ever shown (so an hour that comes twice changes nothing the second
time, and an hour that is skipped is over at once), and looks whether a period covers it.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from chalicelib.domain.calendar import ServiceCalendar

MINUTE = timedelta(minutes=1)
WARM_UP = timedelta(days=2)  # so that what the clock showed before a change is known at the start


class Watcher:
    """The open minutes between two instants, each with the working day it belongs to.

    Days cut off by the edges count as shorter than they are: ask only about the days between.
    """

    def __init__(self, calendar: ServiceCalendar, start: datetime, end: datetime) -> None:
        watched = list(_watch(calendar, start.astimezone(UTC), end.astimezone(UTC)))
        self.minutes = [minute for minute, _ in watched]
        self.days = [day for _, day in watched]
        self.length = Counter(self.days)

    def is_open(self, at: datetime) -> bool:
        place = bisect_right(self.minutes, at)
        return place > 0 and at < self.minutes[place - 1] + MINUTE

    def seconds(self, start: datetime, end: datetime) -> Fraction:
        return sum(self._parts(start, end).values(), Fraction(0))

    def working_days(self, start: datetime, end: datetime) -> Fraction:
        parts = self._parts(start, end).items()
        return sum((part / (60 * self.length[day]) for day, part in parts), Fraction(0))

    def _parts(self, start: datetime, end: datetime) -> dict[date, Fraction]:
        """Open seconds of each working day. Only of the first and the last minute may a part be outside."""
        first, last = bisect_right(self.minutes, start - MINUTE), bisect_left(self.minutes, end)
        parts = {day: Fraction(60 * count) for day, count in Counter(self.days[first:last]).items()}
        for place in {first, last - 1} if first < last else ():
            minute = self.minutes[place]
            inside = max(min(end, minute + MINUTE) - max(start, minute), timedelta(0))
            parts[self.days[place]] += Fraction(inside // timedelta(microseconds=1), 1_000_000) - 60
        return parts


def _watch(calendar: ServiceCalendar, start: datetime, end: datetime) -> Iterator[tuple[datetime, date]]:
    zone = ZoneInfo(calendar.zone)
    now = start - WARM_UP
    latest = now.astimezone(zone).replace(tzinfo=None)
    posted = _posted(calendar, latest.date())
    while now < end:
        shown = now.astimezone(zone).replace(tzinfo=None)
        if shown > latest:
            if shown.date() > latest.date():
                posted = _posted(calendar, shown.date())
            latest = shown
        if now >= start:
            for opens, closes, day in posted:
                if opens <= latest < closes:
                    yield now, day
        now += MINUTE


def _posted(calendar: ServiceCalendar, today: date) -> list[tuple[datetime, datetime, date]]:
    """What the sign on the door says of today and of the night before: from, until, whose day."""
    special, posted = dict(calendar.special), []
    for day in (today - timedelta(days=1), today):
        periods = () if day in calendar.closed else calendar.weekly[day.weekday()]
        midnight = datetime.combine(day, time())
        for period in special.get(day, periods):
            posted.append((midnight + period.start * MINUTE, midnight + period.end * MINUTE, day))
    return posted
