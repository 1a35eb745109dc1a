"""Instants and lengths of time as people say them, in the zone and the language of who reads.

Own small tables of weekdays: Lambda has no Dutch locale, and a library for fourteen words would weigh megabytes.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.organisation import Language

_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_HOURS: dict[Language, tuple[str, str, str]] = {"nl": ("uur", "uur", "u"), "en": ("hour", "hours", "h")}
_DAYS: dict[Language, str] = {"nl": "dagen", "en": "days"}

_MINUTE = timedelta(minutes=1)
_NEARBY = timedelta(hours=12)


def clock_time(instant: datetime, zone: str) -> str:
    """Hours and minutes: 16:05."""
    return f"{_local(instant, zone):%H:%M}"


def weekday_time(instant: datetime, zone: str, language: Language) -> str:
    """The day of the week and the time: wo 16:05, Wed 16:05."""
    local = _local(instant, zone)
    return f"{_WEEKDAYS[language][local.weekday()]} {local:%H:%M}"


def date_time(instant: datetime, zone: str, language: Language) -> str:
    """With the date, day before month in both languages: ma 23-11 12:00, Mon 23-11 12:00."""
    local = _local(instant, zone)
    return f"{short_date(local, language)} {local:%H:%M}"


def short_date(day: date, language: Language) -> str:
    """A day with its weekday, day before month in both languages: ma 23-11, Mon 23-11."""
    return f"{weekday(day.weekday(), language)} {day.day}-{day.month}"


def weekday(number: int, language: Language) -> str:
    """A day of the week, Monday being 0: ma, Mon."""
    return _WEEKDAYS[language][number]


def day_time(instant: datetime, now: datetime, zone: str, language: Language) -> str:
    """The weekday while that says enough, the date as well from the sixth day on, past or to come."""
    apart = abs((_local(instant, zone).date() - _local(now, zone).date()).days)
    return weekday_time(instant, zone, language) if apart < 6 else date_time(instant, zone, language)


def near_time(instant: datetime, now: datetime, zone: str, language: Language) -> str:
    """The bare time within twelve hours of now (23:45 is clear at one past midnight), else with its day."""
    if abs(instant - now) < _NEARBY:
        return clock_time(instant, zone)
    return day_time(instant, now, zone, language)


def minutes_passed(since: datetime, now: datetime) -> int:
    """Whole minutes gone by, rounded down; 0 for an instant to come."""
    return max((now - since) // _MINUTE, 0)


def minutes_left(until: datetime, now: datetime) -> int:
    """Minutes that remain, rounded up, so that waited and left add up to the promise; 0 once it has passed."""
    return max(-((now - until) // _MINUTE), 0)


def span(minutes: int, language: Language, *, loud: bool = False) -> str:
    """A length of time: 45 min, 1 uur, 1u30, 3 dagen; `loud` puts the words in capitals.

    From two days on in days, rounded down: nobody acts on the minutes then.
    """
    one, many, short = _HOURS[language]
    hours, rest = divmod(minutes, 60)
    if hours == 0:
        number, word = minutes, "min"
    elif hours >= 48:
        number, word = hours // 24, _DAYS[language]
    elif rest:
        return f"{hours}{short}{rest:02}"
    else:
        number, word = hours, one if hours == 1 else many
    return f"{number} {word.upper() if loud else word}"


def _local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone))
