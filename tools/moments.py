"""Instants as people type them and read them: always with a zone, so that no night of the clock change is doubtful."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.duration import Elapsed
from chalicelib.domain.organisation import Language
from chalicelib.texts.times import date_time
from tools.unusable import Unusable

EXAMPLE = "2026-11-20T23:00+01:00"
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_SECOND = timedelta(seconds=1)


def read_instant(text: str, where: str) -> datetime:
    """An ISO 8601 instant with its offset. Raises Unusable, which names `where` it was typed."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Unusable(f"{where}: {text!r} is no time; write it as {EXAMPLE}") from None
    if found.tzinfo is None:
        raise Unusable(f"{where}: {text!r} does not say its zone; add the offset, as in {EXAMPLE}, or Z for UTC")
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Unusable(f"{where}: {text!r} is too far away; write a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    return found


def shown(instant: datetime, zone: str) -> str:
    """ISO 8601 with the offset that the zone has at that instant."""
    return instant.astimezone(ZoneInfo(zone)).isoformat()


def spoken(instant: datetime, zone: str, language: Language) -> str:
    """With the name of the offset, and with seconds only when there are any: vr 20-11 23:00 CET."""
    local = instant.astimezone(ZoneInfo(zone))
    seconds = f"{local:%S}"
    return f"{date_time(instant, zone, language)}{'' if seconds == '00' else f':{seconds}'} {local:%Z}"


def passed(since: datetime, until: datetime) -> str:
    """The time on the wall between two instants, in whole seconds, as policies write it: 45m, 29h5m."""
    return str(Elapsed((until - since) // _SECOND))
