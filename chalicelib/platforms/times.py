"""Instants as platforms write them. Every function gives UTC, or None for what cannot be a moment of ours.

None stands for absent, unreadable, the epoch (a platform's way to say "no time") and whatever lies before
2004 or after 2099: seconds read as milliseconds end up in 1970, the reverse in the year 50000.
"""

import re
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST = datetime(2004, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)

_NUMBER = re.compile(r"\d{1,20}(\.\d{1,9})?", re.ASCII)

# `Wed Nov 21 00:13:13 +0000 2018`. Not strptime: that reads names of days and months by the locale.
_X_TIME = re.compile(
    r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) (?P<day>\d\d?) (?P<clock>\d\d:\d\d:\d\d)"
    r" (?P<zone>[+-]\d{4}) (?P<year>\d{4})",
    re.ASCII,
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def from_seconds(value: object) -> datetime | None:
    """Unix seconds, a number or its text."""
    return _since_epoch(value, timedelta(seconds=1))


def from_milliseconds(value: object) -> datetime | None:
    """Unix milliseconds, a number or its text."""
    return _since_epoch(value, timedelta(milliseconds=1))


def from_number(value: object) -> datetime | None:
    """Unix milliseconds or seconds: plausible ones of either lie so far apart that the number itself says which."""
    return from_milliseconds(value) or from_seconds(value)


def from_text(value: object) -> datetime | None:
    """ISO 8601 (UTC where it names no zone; a date alone is no instant) or X's own notation."""
    if not isinstance(value, str):
        return None
    written = value.strip()
    if parts := _X_TIME.fullmatch(written):
        month = _MONTHS.index(parts["month"]) + 1 if parts["month"] in _MONTHS else 0
        written = f"{parts['year']}-{month:02}-{int(parts['day']):02}T{parts['clock']}{parts['zone']}"
    if len(written) <= len("2026-11-20"):
        return None
    try:
        instant = datetime.fromisoformat(written)
    except ValueError:
        return None
    return _plausible(instant if instant.tzinfo else instant.replace(tzinfo=UTC))


def revision(edited_at: datetime | None) -> int:
    """An edit's place in the chain where the platform counts none: the second it was made, 1 where that is not told."""
    return int(edited_at.timestamp()) if edited_at else 1


def _since_epoch(value: object, unit: timedelta) -> datetime | None:
    if isinstance(value, str):
        written = value.strip()
        if not _NUMBER.fullmatch(written):
            return None
        value = float(written) if "." in written else int(written)
    if not isinstance(value, int | float):
        return None
    try:
        return _plausible(_EPOCH + value * unit)
    except (OverflowError, ValueError):  # beyond the year 9999; not a number
        return None


def _plausible(instant: datetime) -> datetime | None:
    # Compared before it is converted: the first and last day of the calendar cannot change zone.
    return instant.astimezone(UTC) if _EARLIEST <= instant < _LATEST else None
