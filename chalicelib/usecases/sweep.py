"""Every minute: queue what falls due before the next sweep, and what should have been done already."""

from datetime import datetime, timedelta

from chalicelib.usecases.notify import NOTICES, queue_notices
from chalicelib.usecases.ports import Context
from chalicelib.usecases.tasks import LOOK_AHEAD, enqueue, task_of

LAST_SWEEP = "last sweep"
HORIZON = "sweep horizon"
OVERDUE = "overdue queued"
# Often enough that a crash costs two minutes, seldom enough that an outage does not end in a flood of its own.
OVERDUE_EVERY = timedelta(minutes=2)
# The minute ticks a little early or late; a tick at 119 s must not leave the rows for the one at 180 s.
_JITTER = timedelta(seconds=30)


def sweep(context: Context, now: datetime) -> int:
    """Queue every row due in (last horizon, now + look-ahead], and each 2 minutes what is overdue; how many.

    Safe to run twice, late, or two at once: a task is only a hint to look again. Raises ValueError for an entry of
    no known kind, after all others were queued.
    """
    marks = context.notes.marks()
    until = now + LOOK_AHEAD
    horizon = marks.get(HORIZON)
    last_overdue = marks.get(OVERDUE)
    with_overdue = last_overdue is None or now - last_overdue >= OVERDUE_EVERY - _JITTER
    queued = 0
    strange: list[ValueError] = []
    for row in context.due.due(until, after=None if with_overdue else horizon):
        fresh = horizon is None or row.due_at > horizon
        if fresh or row.due_at <= now:
            try:
                task = task_of(row)
            except ValueError as error:  # of a version that was rolled back, say: it must not hold up the others
                strange.append(error)
                continue
            enqueue(context.work, task, now)
            queued += 1
    # Only now: a sweep that died half way leaves its horizon behind, and the next one queues the same rows again.
    context.notes.mark(HORIZON, until)
    if with_overdue:
        context.notes.mark(OVERDUE, now)
    context.notes.mark(LAST_SWEEP, now)
    queue_notices(context, marks.get(NOTICES), now)
    context.journal.note("swept", queued=queued)
    if strange:
        raise strange[0]
    return queued
