"""Public holidays of a country, expanded into dates, from the `holidays` library.

The library is 14 MB and slow to import, so only a configuration that is read anew loads this file.
"""

from datetime import date

import holidays

from chalicelib.configuration.table import Wrong, shown, suggestion
from chalicelib.configuration.values import text

# Without a language the library takes the one of the machine's locale, and an exception by name would hold on a
# laptop and not in the cloud. A country without English names keeps its own.
_LANGUAGE = "en_US"
_SEPARATOR = "; "
_YEARS_OF_NAMES = range(2000, 2051)


def country(value: object) -> str:
    """A country code of the library, such as NL."""
    name = text(value)
    if name not in holidays.list_supported_countries(include_aliases=False):
        raise Wrong(f"{shown(name)} is no country we have holidays of", 'use two letters, such as "NL" or "BE"')
    return name


def subdivision(value: object, country: str) -> str:
    """A part of that country with holidays of its own, such as NW of DE."""
    name, known = text(value), holidays.list_supported_countries(include_aliases=False)[country]
    if name not in known:
        raise Wrong(f"{shown(name)} is no part of {country}", suggestion(name, known))
    return name


def names(country: str, subdivision: str | None) -> frozenset[str]:
    """The names of all its holidays, those that do not come every year included."""
    return frozenset(name for _, name in _named_days(country, subdivision, _YEARS_OF_NAMES))


def closing_days(country: str, subdivision: str | None, years: range, excepted: frozenset[str]) -> frozenset[date]:
    """The dates of all holidays that are not excepted; one of two holidays on a date closes it."""
    days = _named_days(country, subdivision, years)
    return frozenset(day for day, name in days if name not in excepted)


def _named_days(country: str, subdivision: str | None, years: range) -> list[tuple[date, str]]:
    found = holidays.country_holidays(country, subdiv=subdivision, years=years, language=_LANGUAGE)
    return [(day, name) for day, joined in found.items() for name in joined.split(_SEPARATOR)]
