"""Every minute: queue what falls due before the next sweep, and what should have been done already."""

from datetime import datetime, timedelta

from chalicelib.usecases.ports import Context
from chalicelib.usecases.tasks import LOOK_AHEAD, enqueue, task_of

LAST_SWEEP = "last sweep"
HORIZON = "sweep horizon"
OVERDUE = "overdue queued"
# Often enough that a crash costs two minutes, seldom enough that an outage does not end in a flood of its own.
OVERDUE_EVERY = timedelta(minutes=2)


def sweep(context: Context, now: datetime) -> int:
    """Queue every row due in (last horizon, now + look-ahead], and each 2 minutes what is overdue; how many.

    Safe to run twice, late, or two at once: a task is only a hint to look again.
    """
    marks = context.notes.marks()
    until = now + LOOK_AHEAD
    horizon = marks.get(HORIZON)
    last_overdue = marks.get(OVERDUE)
    with_overdue = last_overdue is None or now - last_overdue >= OVERDUE_EVERY
    queued = 0
    for row in context.due.due(until, after=None if with_overdue else horizon):
        fresh = horizon is None or row.due_at > horizon
        if fresh or row.due_at <= now:
            enqueue(context.work, task_of(row), now)
            queued += 1
    # Only now: a sweep that died half way leaves its horizon behind, and the next one queues the same rows again.
    context.notes.mark(HORIZON, until)
    if with_overdue:
        context.notes.mark(OVERDUE, now)
    context.notes.mark(LAST_SWEEP, now)
    context.journal.note("swept", queued=queued)
    return queued
