"""One task of the work queue: wait the rest of its second, look at the row it names, do what is due."""

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.usecases.deliver import deliver
from chalicelib.usecases.escalate import escalate
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.resume import resume
from chalicelib.usecases.tasks import Task, enqueue

# A task that comes earlier than this goes back to the queue instead of keeping a worker busy.
WAITS_AT_MOST = timedelta(seconds=3)


def perform(task: Task, context_at: Callable[[datetime], Context], clock: Clock) -> None:
    """Do the task at its instant, not before. Repeats and tasks whose row has moved on do nothing."""
    now = clock.now()
    context = context_at(now)  # before waiting: the first run of a process reads the configuration here
    if task.due_at - now > WAITS_AT_MOST:
        enqueue(context.work, task, now)
        return
    clock.sleep_until(task.due_at)
    match task.do:
        case "escalate":
            escalate(task.target, context, clock.now())
        case "deliver":
            deliver(task.target, context, clock)
        case "page":
            resume(task.target, task.key, context, clock)
