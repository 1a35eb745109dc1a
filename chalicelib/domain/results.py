"""How a clock counts in the statistics: once, at its answer or at its breach, whichever comes first.

A result says nothing of who asked and who answered: it is kept for more than a year, the messages for thirty days.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.domain.calendar import is_open
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.clocks import settings_of
from chalicelib.domain.facts_by_hand import DismissalReason
from chalicelib.domain.organisation import Book, Surface
from chalicelib.domain.outage import Outage, apart_of
from chalicelib.domain.pages import ClockKind
from chalicelib.domain.waits import End

Outcome = End | Literal["waiting"]

RESPONSES: frozenset[Outcome] = frozenset({"answered", "followed", "kept"})

# Facts are kept for 30 days each, and an expired one would make another clock of what is left. A clock counts within 7
# days of its start, leans on what began at most 7 days before that, and on the answers of the day before: so whatever
# counted in the last fortnight still has all its facts, and what counted earlier stands as it is.
STANDS_AFTER = timedelta(days=14)

# Nobody waited for an answer to these, however late somebody says so.
_NEVER_ASKED: frozenset[DismissalReason] = frozenset({"spam", "double"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One clock of one account as it counts. `id` is for ever that of the clock, and tells nobody whose it was."""

    id: str
    platform: str
    account: str
    surface: Surface
    clock: ClockKind
    started_at: datetime
    due_at: datetime
    counted_at: datetime
    day: str
    """The organisation's local day of `counted_at`, ISO 8601."""
    outcome: Outcome
    within_target: bool
    inside_hours: bool
    """The account's service calendar was open when the clock started."""
    weekday: int
    """Of the start on the service calendar's wall clock: Monday is 0."""
    hour: int
    answered_at: datetime | None = None
    seconds: int | None = None
    """From the start to the answer, rounded up; None while there is none."""
    apart: str | None = None
    """Id of the known outage that it is told apart for, besides being counted; None for an ordinary clock."""

    @property
    def on(self) -> date:
        return date.fromisoformat(self.day)


def results_of(case: Case, book: Book, now: datetime, outages: Collection[Outage] = ()) -> tuple[Result, ...]:
    """The result of every clock that counts by now. The same facts and outages give the same results.

    - Answered (followed, kept): counts at the answer, or at the due time when that came first.
    - Open at its due time: counts there, as waiting until something ends it.
    - Dismissed or deleted by then: does not count at all. Later: a miss all the same, but for spam and doubles.
    - Never answered: counts at the due time, or at its closing when that came first.

    Raises LookupError when the book has lost a clock's configuration.
    """
    counting = ((clock, counted_at(case, clock, now)) for clock in case.clocks)
    return tuple(_result(case, clock, at, book, outages) for clock, at in counting if at is not None)


def counted_at(case: Case, clock: Clock, now: datetime) -> datetime | None:
    """The instant at which a clock counts; None when it does not, or not yet."""
    if clock.ended_at is None:
        return clock.due_at if clock.due_at <= now else None
    if clock.end in RESPONSES or clock.end == "never_answered":
        return min(clock.ended_at, clock.due_at)
    if clock.ended_at <= clock.due_at or _dismissed_as(case, clock) in _NEVER_ASKED:
        return None
    return clock.due_at


def next_breach(case: Case, after: datetime, counted: Collection[str] = ()) -> datetime | None:
    """The first due time later than `after` of a clock that is open and not among those `counted`, by their ids.

    None when there is none. A ladder need not have a step there, and yet a breach has to be seen when it happens.
    """
    ref = case.conversation.ref
    ahead = (clock.due_at for clock in case.open if clock.due_at > after and result_id(ref, clock) not in counted)
    return min(ahead, default=None)


def result_id(ref: str, clock: Clock) -> str:
    """The same for as long as the clock hangs on its anchor, whichever of the response clocks it is."""
    raw = "\x1f".join((ref, clock.family, clock.anchor))
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _result(case: Case, clock: Clock, at: datetime, book: Book, outages: Collection[Outage]) -> Result:
    effective, _, account = settings_of(case.conversation, clock, book)
    organisation = effective.organisation
    hours = organisation.calendars[account.calendar]
    local = clock.started_at.astimezone(ZoneInfo(hours.zone))
    answered_at = clock.ended_at if clock.end in RESPONSES else None
    return Result(
        id=result_id(case.conversation.ref, clock),
        platform=case.conversation.platform,
        account=clock.account,
        surface=case.conversation.surface,
        clock=clock.kind,
        started_at=clock.started_at,
        due_at=clock.due_at,
        counted_at=at,
        day=at.astimezone(ZoneInfo(organisation.zone)).date().isoformat(),
        outcome=clock.end or "waiting",
        within_target=answered_at is not None and clock.within_target(),
        inside_hours=is_open(hours, clock.started_at),
        weekday=local.weekday(),
        hour=local.hour,
        answered_at=answered_at,
        seconds=_rounded_up(answered_at - clock.started_at) if answered_at is not None else None,
        apart=apart_of(case, clock, at, outages),
    )


def _dismissed_as(case: Case, clock: Clock) -> DismissalReason | None:
    """The reason that was given for the dismissal which ended the clock; None when none did."""
    if clock.end != "dismissed":
        return None
    by = next(wait.ended_by for wait in case.waits if wait.id == clock.anchor)
    return next(dismissal.reason for dismissal in case.history.dismissals if dismissal.id == by)


def _rounded_up(length: timedelta) -> int:
    return -(-length // timedelta(seconds=1))
