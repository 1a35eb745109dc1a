"""Times as people type them into a form: `12:00`, or a day and a time as a browser's own field writes them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")
# What <input type="datetime-local"> sends; some send seconds too.
_DAY_AND_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?")
_DAY = timedelta(days=1)
# Nobody means a day further away, and arithmetic with the first and the last days there are overflows.
_FURTHEST = timedelta(days=1000)


def coming(text: str, zone: str, now: datetime) -> datetime | None:
    """The instant that is meant, a bare time being the next such one after `now`; None for what is no time.

    A day and a time may be past: that is the caller's to judge.
    """
    return _meant(text, zone, now, (0, 1, 2), lambda instant: instant > now)


def passed(text: str, zone: str, now: datetime) -> datetime | None:
    """As `coming`, a bare time being the latest such one up to `now`: at ten past midnight, 23:50 was yesterday."""
    return _meant(text, zone, now, (0, -1, -2), lambda instant: instant <= now)


def for_field(instant: datetime, zone: str) -> str:
    """The instant as a browser's field of a day and a time reads it."""
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


def _meant(
    text: str, zone: str, now: datetime, days: tuple[int, ...], fits: Callable[[datetime], bool]
) -> datetime | None:
    text = text.strip()
    here = now.astimezone(ZoneInfo(zone))
    if found := _TIME.fullmatch(text):
        hour, minute = map(int, found.groups())
        if hour > 23 or minute > 59:
            return None
        walls = (datetime.combine(here.date() + day * _DAY, time(hour, minute)) for day in days)
        instants = (_instant(wall, zone) for wall in walls)
        return next((instant for instant in instants if instant is not None and fits(instant)), None)
    if not _DAY_AND_TIME.fullmatch(text):
        return None
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:  # the thirtieth of February
        return None
    return _instant(wall, zone) if abs(wall - here.replace(tzinfo=None)) < _FURTHEST else None


def _instant(wall: datetime, zone: str) -> datetime | None:
    """The first instant at which the clock on the wall says so; None for a time that the night of spring skips."""
    instant = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return instant if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall else None
