"""How are we doing: what the results of some days come to, by account and clock. Reads, and changes nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.attainment import Tally
from chalicelib.domain.organisation import Account
from chalicelib.domain.pages import ClockKind
from chalicelib.usecases.attainment import tallies_of
from chalicelib.usecases.ports import Context


@dataclass(frozen=True, slots=True)
class Row:
    """What one clock of one account comes to; never without tallies."""

    account: Account
    clock: ClockKind
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The days from `first` to `last`, both included, as the organisation's zone has them.

    `missing` are days among them of which something was left out, since no night has added them up yet.
    """

    first: date
    last: date
    rows: tuple[Row, ...]
    missing: tuple[date, ...]


def look(context: Context, now: datetime, days: int, accounts: Iterable[Account]) -> Seen:
    """Today and the days before it, `days` in all, of these accounts: one query each, and one for the days before.

    Of days that are not rolled up yet a few queries more, as many for a month as for a week.
    """
    today = now.astimezone(ZoneInfo(context.roster.organisation.zone)).date()
    first = today - timedelta(days=days - 1)
    wanted = {first + timedelta(days=number) for number in range(days)}
    rows: list[Row] = []
    missing: set[date] = set()
    for account in accounts:
        by_day = tallies_of(account, first, today, context)
        missing |= wanted - by_day.keys()
        clocks: defaultdict[ClockKind, list[Tally]] = defaultdict(list)
        for each in (each for of_day in by_day.values() for each in of_day):
            clocks[each.clock].append(each)
        rows += [Row(account, clock, tuple(tallies)) for clock, tallies in sorted(clocks.items())]
    return Seen(first=first, last=today, rows=tuple(rows), missing=tuple(sorted(missing)))
