"""Single values: each function turns one TOML value into ours, or raises Wrong with what right looks like."""

import re
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from chalicelib.configuration.table import Wrong, shown, suggestion
from chalicelib.domain.calendar import DAY_MINUTES, Period, parse_period
from chalicelib.domain.duration import BadDuration, Duration, parse_duration
from chalicelib.domain.organisation import Language, QuietHours
from chalicelib.domain.rota import BadTurn, parse_turn

C = TypeVar("C", bound=str)

# Outside these years a date is a typing error, and calendars would be searched through centuries.
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_LONGEST_TEXT = 200

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]+")
# SNS takes 1 to 11 letters and digits with at least one letter (docs.aws.amazon.com, sms_publish-to-phone).
_SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]{1,11}")
# AWS End User Messaging takes no more digits (botocore, service model of pinpoint-sms-voice-v2, MaxPrice).
_PRICE = re.compile(r"[0-9]{1,2}(\.[0-9]{1,5})?")
_CONFIGURATION_SET = re.compile(r"[A-Za-z0-9_:/-]{1,256}")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
# A part of a parameter's name in Systems Manager; too short for a PagerDuty key, of 32, to pass for one.
_SECRET_NAME = re.compile(r"[A-Za-z0-9_-]{1,30}")


def text(value: object) -> str:
    if not isinstance(value, str):
        raise Wrong(f"{shown(value)} is no text", 'write it between quotes: "..."')
    if not value.strip():
        raise Wrong("is empty", "write something between the quotes")
    if not value.isprintable() or len(value) > _LONGEST_TEXT:
        raise Wrong(f"{shown(value)} cannot be shown", f"use one line of at most {_LONGEST_TEXT} characters")
    return value.strip()


def lower_text(value: object) -> str:
    """Words are compared in lower case, with single spaces."""
    return " ".join(text(value).lower().split())


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"{shown(value)} is neither true nor false", "write true or false, without quotes")
    return value


def count(most: int) -> Callable[[object], int]:
    """A converter for a number from one up."""

    def convert(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= most:
            raise Wrong(f"{shown(value)} is no number from 1 to {most}", "write it without quotes, such as 6")
        return value

    return convert


def platform_id(value: object) -> str:
    """An account's or author's id as the platform gives it."""
    if isinstance(value, int) and not isinstance(value, bool):
        raise Wrong(f"{shown(value)} is a number", f'ids are texts, write "{shown(value)}"')
    if any(character.isspace() for character in text(value)):
        raise Wrong(f"{shown(value)} holds a space", "copy the id as the platform gives it")
    return text(value)


def handle(value: object) -> str:
    if text(value).startswith("@"):
        raise Wrong(f"{shown(value)} begins with @", f'leave it out: "{text(value).lstrip("@")}"')
    return text(value)


def one_of(known: Collection[str], noun: str) -> Callable[[object], str]:
    """A converter for the name of something that has to exist."""

    def convert(value: object) -> str:
        if text(value) not in known:
            raise Wrong(f"{shown(value)} is no {noun}", suggestion(text(value), known))
        return text(value)

    return convert


def choice(options: tuple[C, ...]) -> Callable[[object], C]:
    """A converter for one of a few fixed words."""

    def convert(value: object) -> C:
        for option in options:
            if option == value:
                return option
        raise Wrong(f"{shown(value)} is no choice here", f"write {' or '.join(map(shown, options))}")

    return convert


LANGUAGES: tuple[Language, ...] = ("nl", "en")
language = choice(LANGUAGES)


def zone(value: object) -> str:
    """The name of a time zone that the zone data knows."""
    name = text(value)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the last two: "../UTC" and "Europe"
        close = suggestion(name, available_timezones())
        cure = close if close.startswith("did") else "use an IANA name, such as Europe/Amsterdam"
        raise Wrong(f"{shown(name)} is no time zone", cure) from None
    return name


def day(value: object) -> date:
    """A date alone; TOML also knows dates with a time, which Python counts as dates."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Wrong(f"{shown(value)} is no date", "write it without quotes, such as 2026-12-24")
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise Wrong(f"{shown(value)} is far away", f"the year lies between {_FIRST_YEAR} and {_LAST_YEAR}")
    return value


def written_day(value: object) -> date:
    """A date that is itself a key, and therefore text."""
    try:
        written = date.fromisoformat(text(value))
    except ValueError:
        raise Wrong(f"{shown(value)} is no date", "write it like 2026-12-24") from None
    return day(written)


def moment(value: object) -> datetime:
    """An instant, in UTC."""
    if not isinstance(value, datetime):
        raise Wrong(f"{shown(value)} is no instant", "write it without quotes: 2026-11-16T09:00:00+01:00")
    if value.tzinfo is None:
        raise Wrong(f"{shown(value)} has no zone", "say how far it is from UTC: 2026-11-16T09:00:00+01:00")
    day(value.date())
    return value.astimezone(UTC)


def clock(value: object) -> time:
    if not _CLOCK.fullmatch(text(value)):
        raise Wrong(f"{shown(value)} is no time of the day", 'write it like "09:00"')
    return time.fromisoformat(text(value))


def period(value: object) -> Period:
    """Opening hours of one day, through midnight when the end is the earlier one."""
    try:
        return parse_period(text(value))
    except ValueError as error:
        what, _, cure = str(error).rpartition(": ")
        raise Wrong(what, cure) from None


def quiet_hours(value: object) -> QuietHours:
    hours = period(value)
    if hours.end - hours.start == DAY_MINUTES:
        raise Wrong("is the whole day", 'leave some hours over, such as "23:00-07:00"')
    return QuietHours(wall(hours.start), wall(hours.end))


def wall(minutes: int) -> time:
    """The wall time so many minutes after midnight; 24:00 is 00:00 of the next day."""
    return time(minutes // 60 % 24, minutes % 60)


def duration(value: object) -> Duration:
    try:
        return parse_duration(text(value))
    except BadDuration as error:
        what, _, cure = str(error).rpartition(": ")
        raise Wrong(what or str(error), cure if what else "write a shorter one") from None


def turn(value: object) -> int:
    """Days in a turn."""
    try:
        return parse_turn(text(value))
    except BadTurn:
        raise Wrong(f"{shown(value)} is no turn", 'write it like "1 day", "1 week" or "2 weeks"') from None


def phone(value: object) -> str:
    if not _E164.fullmatch(text(value)):
        cure = "write + and the country code, without spaces, such as +31600000001"
        raise Wrong(f"{shown(value)} is no phone number", cure)
    return text(value)


def mail(value: object) -> str:
    if not _MAIL.fullmatch(text(value)):
        raise Wrong(f"{shown(value)} is no e-mail address", "write it like sanne@example.com")
    return text(value)


def secret_name(value: object) -> str:
    """The name of a secret, in place of a key or an address that is one."""
    if not _SECRET_NAME.fullmatch(text(value)):
        cure = 'write the name of its secret, such as "sanne": the key or address itself is stored in SSM, never here'
        raise Wrong("is no name of a secret", cure)  # without the value: it may be the secret
    return text(value)


def sender_id(value: object) -> str:
    if not _SENDER.fullmatch(text(value)):
        cure = "use 1 to 11 letters and digits, at least one letter, no spaces"
        raise Wrong(f"{shown(value)} cannot be a sender", cure)
    return text(value)


def configuration_set(value: object) -> str:
    """The name or the ARN of a configuration set of AWS End User Messaging."""
    if not _CONFIGURATION_SET.fullmatch(text(value)):
        raise Wrong(f"{shown(value)} cannot be a configuration set", "copy its name, or its ARN, from the AWS console")
    return text(value)


def price(value: object) -> str:
    """US dollars, kept as written: the SMS service takes a decimal text."""
    if not _PRICE.fullmatch(text(value)) or not Decimal(text(value)):
        raise Wrong(f"{shown(value)} is no price", 'write dollars with a point, such as "0.50"')
    return text(value)
