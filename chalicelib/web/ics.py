"""A rota as iCalendar, for whoever subscribes to it: who carries the phone when, and nothing of any customer.

RFC 5545 by hand: a calendar of ours has one kind of entry, in UTC, that neither repeats nor rings.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import quote

from chalicelib.domain.duty import shifts
from chalicelib.domain.roster import Roster
from chalicelib.texts.describe import NAME_MOST
from chalicelib.texts.outside import one_line

AHEAD = timedelta(weeks=8)
# 192 bits that nobody guesses.
_TOKEN_LENGTH = 32
_MOST_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch with one person, from handoff to handoff."""

    person: str
    since: datetime
    until: datetime


def address_of(rota: str, key: str, public_url: str) -> str:
    """What somebody subscribes to. It works while `key` is among the values of the secret `link`."""
    return f"{public_url}/rota/{quote(rota, safe='')}/ics?token={_token(rota, key)}"


def opens(token: str, rota: str, keys: Sequence[str]) -> bool:
    """Is it the token of that rota, under one of these keys? All are compared, in constant time."""
    given = token.encode("utf-8", "surrogatepass")
    return any([hmac.compare_digest(given, _token(rota, key).encode()) for key in keys])


def turns_of(roster: Roster, rota: str, now: datetime) -> tuple[Turn, ...]:
    """Who carries within eight weeks, exceptions weighed; the first and the last turn in full length too.

    Only so a turn is the same entry in a calendar tomorrow. Of somebody whom nobody relieves it begins with the month
    and ends with the last of these days. Hours without anybody are left out. Raises KeyError for an unknown rota.
    """
    found: list[tuple[str | None, datetime, datetime]] = []
    for each in shifts(roster.organisation.rotas[rota], now, now + AHEAD, roster.overrides, roster.absences):
        same = found and found[-1][0] == each.person
        found.append((each.person, found.pop()[1] if same else each.since, each.until))
    month = datetime.combine(now.astimezone(UTC).replace(day=1), time(), UTC)
    last_day = datetime.combine(now.astimezone(UTC) + AHEAD, time(), UTC)
    turns = []
    for number, (person, since, until) in enumerate(found):
        if person is None:
            continue
        if number == len(found) - 1:
            until = roster.duty(rota, since).until or last_day
        if number == 0:
            since = roster.duty(rota, now).since or month
        turns.append(Turn(person, since, until))
    return tuple(turns)


def write(rota: str, turns: Sequence[Turn], roster: Roster, now: datetime) -> str:
    """The calendar. A turn keeps its id while it begins when it does, whoever takes it over."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Waakhond//Rota//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(f'Waakhond {rota}')}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",  # RFC 7986, section 5.7
        "X-PUBLISHED-TTL:PT1H",  # the same for Outlook
    ]
    for turn in turns:
        since, until = _stamp(turn.since), _stamp(turn.until)
        if since == until:  # shorter than a second, which no calendar can hold
            continue
        known = roster.organisation.people.get(turn.person)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_uid(rota, turn.since)}",
            f"DTSTAMP:{_stamp(now)}",
            f"DTSTART:{since}",
            f"DTEND:{until}",
            f"SUMMARY:{_text(f'{known.name if known else turn.person} ({rota})')}",
            "TRANSP:TRANSPARENT",  # who carries a phone is not busy
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _token(rota: str, key: str) -> str:
    digest = hmac.new(key.encode(), f"rota calendar\x1f{rota}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).decode("ascii")[:_TOKEN_LENGTH]


def _uid(rota: str, since: datetime) -> str:
    told = f"{rota}\x1f{since.astimezone(UTC).isoformat()}"
    return f"{hashlib.sha256(told.encode()).hexdigest()[:32]}@waakhond"


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    """A value of the type TEXT (RFC 5545, section 3.3.11); line breaks are gone by then."""
    line = one_line(words, NAME_MOST)
    return line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """In lines of at most 75 octets, none of which ends within a character (RFC 5545, section 3.1)."""
    done, current, octets = [], "", 0
    for character in line:
        size = len(character.encode())
        if octets + size > _MOST_OCTETS:
            done.append(current)
            current, octets = " ", 1
        current, octets = current + character, octets + size
    return "\r\n".join([*done, current])
