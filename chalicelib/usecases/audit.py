"""Who watches the watchdog: every five minutes, is anything late, is anything silent, is anything left to close?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.clocks import NEVER_ANSWERED_AFTER
from chalicelib.usecases.ingest import LAST_DELIVERY
from chalicelib.usecases.ports import Context
from chalicelib.usecases.raise_alarms import queue_alarms
from chalicelib.usecases.reach import learn, queue_warnings
from chalicelib.usecases.settle import settle
from chalicelib.usecases.silence import watch
from chalicelib.usecases.sweep import LAST_SWEEP

# Past this a row should have been looked at twice: something is broken, and somebody must know.
OVERDUE_AFTER = timedelta(seconds=120)
LAST_AUDIT = "last audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What the audit saw. Ages are None for what never happened."""

    overdue: timedelta
    """How far past its due time the oldest row is; zero when nothing is past."""
    sweep_age: timedelta | None
    delivery_age: timedelta | None
    closed: int

    @property
    def healthy(self) -> bool:
        return self.overdue <= OVERDUE_AFTER


def audit(context: Context, now: datetime) -> Audit:
    """Measure lateness, close what was never answered, and tell it all as metrics, which the alarms watch.

    Last of all, since nothing else may wait for it: which channels are silent, who can be reached, how many dead
    letters there are.
    """
    closed = 0
    for ref in list(context.due.waiting(now - NEVER_ANSWERED_AFTER)):
        if not settle(ref, context, now).open:  # an open promise keeps it waiting
            closed += 1
    marks = context.notes.marks()
    oldest = context.due.oldest_due()
    seen = Audit(
        overdue=max(now - oldest, timedelta()) if oldest else timedelta(),
        sweep_age=_age(marks.get(LAST_SWEEP), now),
        delivery_age=_age(marks.get(LAST_DELIVERY), now),
        closed=closed,
    )
    context.journal.note(
        "audited",
        overdue_seconds=seen.overdue.total_seconds(),
        sweep_age_seconds=seen.sweep_age.total_seconds() if seen.sweep_age is not None else None,
        delivery_age_seconds=seen.delivery_age.total_seconds() if seen.delivery_age is not None else None,
        closed=closed,
    )
    context.notes.mark(LAST_AUDIT, now)
    watch(context, marks, now)
    queue_alarms(context, now)
    learn(context, now)
    queue_warnings(context, marks, now)
    context.notes.keep_dead_letters(context.dead_letters())
    return seen


def _age(at: datetime | None, now: datetime) -> timedelta | None:
    return None if at is None else now - at
