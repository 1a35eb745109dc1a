"""Why somebody was told, or why nobody was, in the reader's words.

The table keeps reasons as short English sentences of our own. What they say is found again here, with people by their
names; a sentence that is not among these is shown as it is kept.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from chalicelib.domain.organisation import Language
from chalicelib.texts.describe import NAME_MOST, QUOTE_MOST
from chalicelib.texts.outside import one_line
from chalicelib.texts.times import date_time

_KEPT: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "takes over": re.compile(
            r"takes over (?P<whose>.+?)'s shift of (?P<rota>.+), by (?P<by>.+), (?P<on>[\d-]{10})"
        ),
        "shift": re.compile(r"shift of (?P<rota>[^()]+?)(?: \(.+\))?"),
        "override": re.compile(r"override of (?P<rota>[^()]+?)(?: \(.+\))?"),
        "absence": re.compile(r"absence of (?P<rota>[^()]+?)(?: \(.+\))?"),
        "nobody": re.compile(r"nobody on (?P<rota>.+)"),
        "owner": re.compile(r"owner of the promise"),
        "named": re.compile(r"named"),
        "asked": re.compile(r"asked for by (?P<by>.+)"),
        "passed on": re.compile(r"passed on by (?P<by>.+)"),
        "unreachable": re.compile(r"no method reaches (?P<whose>[^:]+): (?P<why>.+)"),
        "gone": re.compile(r"(?P<whose>.+) is not in the configuration any more"),
        "acknowledged via": re.compile(r"acknowledged by (?P<by>.+), via (?P<via>.+)"),
        "acknowledged": re.compile(r"acknowledged by (?P<by>.+)"),
        "muted": re.compile(r"muted by (?P<by>.+) until (?P<at>\d\S+Z)"),
        "answered": re.compile(r"answered at (?P<at>\d\S+Z)"),
        "deleted": re.compile(r"deleted at (?P<at>\d\S+Z)"),
        "answered, seen": re.compile(r"answered at (?P<at>\d\S+Z), seen by the last look"),
        "deleted, seen": re.compile(r"deleted at (?P<at>\d\S+Z), seen by the last look"),
        "dismissed": re.compile(r"dismissed at (?P<at>\d\S+Z)"),
        "followed": re.compile(r"followed at (?P<at>\d\S+Z)"),
        "never answered": re.compile(r"never_answered at (?P<at>\d\S+Z)"),
        "promise kept": re.compile(r"kept at (?P<at>\d\S+Z)"),
        "nothing waits": re.compile(r"nothing waits there any more"),
        "does not page": re.compile(r"account (?P<account>.+) does not page"),
        "nobody named": re.compile(r"the settings name nobody to tell"),
        "told higher": re.compile(r"all it tells were told a higher step of the same clock"),
    }
)

_NL: dict[str, str] = {
    "takes over": "neemt de dienst van {whose} ({rota}) over, door {by}, {on}",
    "shift": "heeft dienst ({rota})",
    "override": "valt in ({rota})",
    "absence": "valt in bij afwezigheid ({rota})",
    "nobody": "niemand heeft dienst ({rota})",
    "owner": "zorgt voor de belofte",
    "named": "staat bij naam in de stap",
    "asked": "gevraagd door {by}",
    "passed on": "doorgegeven door {by}",
    "unreachable": "{whose} is niet bereikt: {why}",
    "gone": "{whose} staat niet meer in de configuratie",
    "acknowledged via": "opgepakt door {by} ({via})",
    "acknowledged": "opgepakt door {by}",
    "muted": "gedempt door {by} tot {at}",
    "answered": "beantwoord {at}",
    "deleted": "verwijderd {at}",
    "answered, seen": "beantwoord op het platform zelf {at}, gezien vlak voor de melding",
    "deleted, seen": "weg op het platform, gezien vlak voor de melding ({at})",
    "dismissed": "geen antwoord nodig {at}",
    "followed": "gevolgd {at}",
    "never answered": "gesloten zonder antwoord {at}",
    "promise kept": "belofte nagekomen {at}",
    "nothing waits": "hier wacht niemand meer",
    "does not page": "account {account} stuurt geen meldingen",
    "nobody named": "de instellingen noemen niemand",
    "told higher": "wie dit hoort, kreeg al een hogere stap",
    "for": "{name}: {why}",
}
_EN: dict[str, str] = {
    "takes over": "takes over the shift of {whose} ({rota}), by {by}, {on}",
    "shift": "is on duty ({rota})",
    "override": "stands in ({rota})",
    "absence": "stands in during an absence ({rota})",
    "nobody": "nobody is on duty ({rota})",
    "owner": "sees to the promise",
    "named": "is named by the step",
    "asked": "asked for by {by}",
    "passed on": "passed on by {by}",
    "unreachable": "{whose} was not reached: {why}",
    "gone": "{whose} is not in the configuration any more",
    "acknowledged via": "taken by {by} ({via})",
    "acknowledged": "taken by {by}",
    "muted": "muted by {by} until {at}",
    "answered": "answered {at}",
    "deleted": "deleted {at}",
    "answered, seen": "answered on the platform itself {at}, seen just before the page",
    "deleted, seen": "gone from the platform, seen just before the page ({at})",
    "dismissed": "needs no answer {at}",
    "followed": "followed {at}",
    "never answered": "closed without an answer {at}",
    "promise kept": "promise kept {at}",
    "nothing waits": "nobody is waiting there any more",
    "does not page": "account {account} sends no pages",
    "nobody named": "the settings name nobody",
    "told higher": "whoever it tells was told a higher step",
    "for": "{name}: {why}",
}
SENTENCES: Mapping[Language, Mapping[str, str]] = MappingProxyType({"nl": _NL, "en": _EN})

# What a provider answered may be among it.
_MOST = 500
_MONTHS: Mapping[Language, tuple[str, ...]] = MappingProxyType(
    {
        "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
        "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    }
)


def why_said(reason: str, names: Mapping[str, str], zone: str, language: Language) -> str:
    """A kept reason as people say it; empty for none. `names` are people's by id."""
    kept = one_line(reason, _MOST)
    for kind, pattern in _KEPT.items():
        if found := pattern.fullmatch(kept):
            try:
                fields = {key: _field(key, value, names, zone, language) for key, value in found.groupdict().items()}
            except ValueError:  # it looks like an instant, and is none: no sentence of ours after all
                break
            return SENTENCES[language][kind].format(**fields)
    return one_line(kept, QUOTE_MOST)


def whys_said(reason: str, names: Mapping[str, str], zone: str, language: Language) -> tuple[str, ...]:
    """Why each of the recipients of a step that fired, one line each."""
    lines = []
    for each in reason.split("; "):
        person, parted, why = each.partition(": ")
        said = why_said(why if parted else each, names, zone, language)
        name = one_line(names.get(person, person), NAME_MOST)
        lines.append(SENTENCES[language]["for"].format(name=name, why=said) if parted else said)
    return tuple(line for line in lines if line)


def _field(key: str, value: str, names: Mapping[str, str], zone: str, language: Language) -> str:
    if key in ("whose", "by"):
        return one_line(names.get(value, value), NAME_MOST)
    if key == "on":
        made = date.fromisoformat(value)
        return f"{made.day} {_MONTHS[language][made.month - 1]} {made.year}"
    if key == "at":
        return date_time(datetime.fromisoformat(value), zone, language)
    return one_line(value, QUOTE_MOST)
