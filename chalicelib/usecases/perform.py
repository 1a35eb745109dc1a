"""One task of the work queue: wait the rest of its second, look at the row it names, do what is due."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta

from chalicelib.domain.escalation import Decision
from chalicelib.domain.trial import TRIAL_PREFIX
from chalicelib.usecases.acknowledge import acknowledge_page
from chalicelib.usecases.deliver import deliver
from chalicelib.usecases.enrich import enrich
from chalicelib.usecases.escalate import escalate
from chalicelib.usecases.notify import notify
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.raise_alarms import tell_alarm
from chalicelib.usecases.reach import warn
from chalicelib.usecases.resume import resume
from chalicelib.usecases.signin import tell
from chalicelib.usecases.tasks import Task, enqueue
from chalicelib.usecases.trial import answer_trial, try_method

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
            _page(escalate(task.target, context, clock.now()), context, clock)
        case "deliver":
            deliver(task.target, context, clock)
        case "page":
            resume(task.target, task.key, context, clock)
        case "notify":
            notify(task, context, clock)
        case "test":
            try_method(task, context, clock)
        case "alarm":
            tell_alarm(task, context, clock)
        case "warn":
            warn(task, context, clock)
        case "acknowledge" if task.target.startswith(TRIAL_PREFIX):
            answer_trial(task.target, task.key, context, clock.now())
        case "acknowledge":
            acknowledge_page(task.target, task.key, task.due_at, context, clock.now())
        case "sign_in":
            tell(task, context, clock)
        case "enrich":
            enrich(task, context, clock)


def _page(decision: Decision, context: Context, clock: Clock) -> None:
    """Deliver to the first recipient right here, and queue the others, so that one slow channel delays only itself.

    Here, because another worker may first have to start: that is seconds, and the alert is due now.
    """
    people = list(dict.fromkeys(alert.person for alert in decision.alerts))
    for person in people[1:]:
        enqueue(context.work, Task("deliver", person, clock.now()), clock.now())
    if people:
        with ExitStack() as safety:
            safety.callback(lambda: enqueue(context.work, Task("deliver", people[0], clock.now()), clock.now()))
            deliver(people[0], context, clock)
            safety.pop_all()  # delivered: the task that would have tried again is not needed
