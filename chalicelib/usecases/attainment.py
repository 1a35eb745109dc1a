"""How well the promises were kept, by account, clock and day: today from the result rows, the days before rolled up."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain.attainment import Tally, attained, tally
from chalicelib.domain.organisation import Account
from chalicelib.domain.pages import ClockKind
from chalicelib.store.results import Results
from chalicelib.usecases.ports import Context

DAYS_BEFORE = 7
MOST_BY_ROWS = 3
"""Before any night has been, and after nights that failed, a month of days must not cost a month of queries."""


def attainment(context: Context, now: datetime) -> list[dict[str, Any]]:
    """`attainment[]` of `/status.json`: today and the seven days before, the newest first, on the organisation's days.

    Of an account and clock for which nothing counts on a day there is no entry, nor of a day that is left out.
    """
    organisation = context.roster.organisation
    today = now.astimezone(ZoneInfo(organisation.zone)).date()
    found = []
    for account in organisation.accounts:
        tallies = tallies_of(account, today - timedelta(days=DAYS_BEFORE), today, context)
        found += [entry for day, of_day in tallies.items() for entry in _entries(account, day, of_day)]
    return sorted(found, key=lambda entry: str(entry["day"]), reverse=True)


def tallies_of(account: Account, first: date, today: date, context: Context) -> Mapping[date, tuple[Tally, ...]]:
    """What each day from `first` to `today` comes to, in at most two queries and MOST_BY_ROWS.

    A day that no night has rolled up yet is read by its rows, the latest such days before today first; a day for which
    that would be too many is left out.
    """
    results, key = Results(context.conversations.table), (account.platform, account.id)
    before = [today - timedelta(days=back) for back in range(1, (today - first).days + 1)]
    found = dict(results.rolled_up(*key, first, before[0])) if before else {}
    by_rows = [day for day in before if day not in found][:MOST_BY_ROWS]
    for day in (today, *by_rows):
        found[day] = tally(results.of_day(*key, day))
    return dict(sorted(found.items()))


def _entries(account: Account, day: date, tallies: tuple[Tally, ...]) -> list[dict[str, Any]]:
    clocks: defaultdict[ClockKind, list[Tally]] = defaultdict(list)
    for each in tallies:
        clocks[each.clock].append(each)
    return [_entry(account, clock, day, of_clock) for clock, of_clock in sorted(clocks.items())]


def _entry(account: Account, clock: ClockKind, day: date, tallies: list[Tally]) -> dict[str, Any]:
    found = attained(tallies)
    return {
        "platform": account.platform,
        "account": account.id,
        "clock": clock,
        "day": day.isoformat(),
        "past_target_or_answered": found.counted,
        "within_target": found.within_target,
        "never_answered": found.never_answered,
        "still_unanswered": found.waiting,
        "median_seconds": found.median_seconds,
    }
