"""The page of figures as HTML. Everything that is said comes finished; here is only which file it goes into."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from chalicelib.domain.organisation import Language, Organisation, Person
from chalicelib.texts.describe import NAME_MOST
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import say
from chalicelib.texts.times import near_time, short_date
from chalicelib.usecases.figures import Seen
from chalicelib.web import charts
from chalicelib.web.addresses import HOME
from chalicelib.web.assets import addresses
from chalicelib.web.figures_filter import CLOCKS, DAYS, USUAL_DAYS, Asked, key_of
from chalicelib.web.figures_view import clocks_of, closer_of, name_of
from chalicelib.web.render import render

_DAYS: Mapping[str, str] = MappingProxyType({"today": "figures today", "7": "figures week", "30": "figures month"})
_HOW = ("figures how once", "figures how never", "figures how median", "figures how hours", "figures how rounded")


def render_figures(seen: Seen, asked: Asked, today: Organisation, reader: Person, now: datetime, root: str) -> str:
    """The page. `root` leads from its address to that of the app. A clock is looked at closely, the first of those
    that count where none is chosen."""
    language = reader.language
    asked = asked if asked.days in DAYS else replace(asked, days=USUAL_DAYS)
    lines = clocks_of(seen.rows, language)
    wanted = asked.clock or (lines[0].clock if lines else "")
    clock = next((each for each in CLOCKS if each == wanted), None)
    address = f"{root}figures"
    return render(
        "figures.html",
        language,
        reader=one_line(reader.name, NAME_MOST),
        period=_period(seen, reader, now),
        missing=_missing(len(seen.missing), language),
        days=[_days(name, asked, address, language) for name in DAYS],
        asked=asked,
        accounts=[(key_of(each), name_of(each)) for each in today.accounts],
        clocks=[(line, address + replace(asked, clock=line.clock).query) for line in lines],
        wanted=wanted,
        closer=closer_of(seen.rows, clock, language) if clock else None,
        how=[say(language, sentence) for sentence in _HOW],
        kept=[(kind, f"{address}.{kind.lower()}{asked.query}") for kind in ("CSV", "JSON")],
        drawing=charts,
        asset={name: root + path for name, path in addresses().items()},
        act=address,
        home=root + HOME.lstrip("/"),
        me=f"{root}signin",
    )


def _days(name: str, asked: Asked, address: str, language: Language) -> Sequence[str | bool]:
    """A choice of days: its name, its address, and whether it is chosen."""
    return say(language, _DAYS[name]), address + replace(asked, days=name).query, asked.days == name


def _period(seen: Seen, reader: Person, now: datetime) -> str:
    first, last = short_date(seen.first, reader.language), short_date(seen.last, reader.language)
    time = near_time(now, now, reader.zone, reader.language)
    if seen.first == seen.last:
        return say(reader.language, "figures one day", first=first, time=time)
    return say(reader.language, "figures period", first=first, last=last, time=time)


def _missing(days: int, language: Language) -> str:
    if not days:
        return ""
    return say(language, "figures missing one") if days == 1 else say(language, "figures missing", n=days)
