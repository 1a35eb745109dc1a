"""What tallies come to in the ways people ask for: inside opening hours and outside, by hour, by weekday."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.attainment import Attainment, Tally, attained

HOURS = 24
WEEKDAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The same tallies several times over: each of them stands in `whole`, once in each pair, and once in each row."""

    whole: Attainment
    inside: Attainment
    """Started while the account's service calendar was open."""
    outside: Attainment
    by_hour: tuple[Attainment, ...]
    """Of the start, on the service calendar's wall clock; 24 of them."""
    by_weekday: tuple[Attainment, ...]
    """Likewise; seven, from Monday."""
    outage: Attainment
    """What was asked about a known outage: told apart, and counted in all others just the same."""


def figures_of(tallies: Iterable[Tally]) -> Figures:
    """Tallies of one clock, of any days and accounts. Medians are of all their answers, never of other medians."""
    tallies = tuple(tallies)
    return Figures(
        whole=attained(tallies),
        inside=attained(each for each in tallies if each.inside_hours),
        outside=attained(each for each in tallies if not each.inside_hours),
        by_hour=tuple(attained(each for each in tallies if each.hour == hour) for hour in range(HOURS)),
        by_weekday=tuple(attained(each for each in tallies if each.weekday == day) for day in range(WEEKDAYS)),
        outage=attained(each for each in tallies if each.apart is not None),
    )
