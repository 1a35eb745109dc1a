"""Results of a week as the web shows them: two accounts, two clocks, and whoever's names one likes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from chalicelib.domain.attainment import tally
from chalicelib.domain.organisation import Account, Organisation
from chalicelib.domain.results import Result
from chalicelib.usecases.figures import Row, Seen
from tests.domain.counted import result
from tests.domain.merk import ACCOUNT, ACCOUNTS, MERK

NOW = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)
FACEBOOK = ACCOUNTS[2]

# Tuesday at ten: two of three within the hour. Wednesday at eleven at night: one still waits, one never got an answer.
BUSY = (
    result(seconds=600),
    result(seconds=1200, apart="outage-1"),
    result(seconds=7200, apart="outage-1"),
    result("waiting", hour=23, weekday=2, inside=False),
    result("never_answered", hour=23, weekday=2, inside=False),
)
CALM = (result(seconds=300, hour=0, weekday=6, inside=False),)
PROMISES = (result(seconds=2 * 86_400 + 3_600, clock="promise", target=3 * 86_400),)


def row(account: Account, *results: Result) -> Row:
    return Row(account, results[0].clock, tally(results))


def seen(*rows: Row, missing: Sequence[date] = ()) -> Seen:
    return Seen(first=date(2026, 11, 14), last=date(2026, 11, 20), rows=rows, missing=tuple(missing))


WEEK = seen(row(ACCOUNT, *BUSY), row(ACCOUNT, *PROMISES), row(FACEBOOK, *CALM))


def named(name: str) -> tuple[Seen, Organisation]:
    """The same week with that name wherever a setting's may stand."""
    first, other = replace(ACCOUNT, name=name, platform=name, brand=name), replace(FACEBOOK, name=name, id=name)
    week = seen(row(first, *BUSY), row(first, *PROMISES), row(other, *CALM))
    return week, replace(MERK, accounts=(first, other))
