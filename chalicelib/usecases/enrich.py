"""A webhook left out whom a message is from or for: the platform is asked, and what it tells is stored beside it.

An Instagram mention gets its author, its words and its time; the brand's own reply on Threads gets its customer, whose
waiting it ends. A task of its own, so that a platform that is slow delays only this.
"""

from datetime import timedelta
from functools import partial

from chalicelib.domain.events import MessageSeen
from chalicelib.domain.organisation import Organisation
from chalicelib.lookups.port import Asked, Completes, LookupFailed, Unanswered
from chalicelib.lookups.within import within
from chalicelib.usecases.learn import handles_of, learn, messages_in, note_failure
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.tasks import Task, enqueue
from chalicelib.usecases.unplaced import read_task, task_for

# A minute after the first try, and two after the second.
MOST_TURNS = 3
_AGAIN_AFTER = timedelta(minutes=1)


def enrich(task: Task, context: Context, clock: Clock) -> None:
    """Ask, and store the answer; nothing where there is no token. Repeats change nothing.

    One that did not answer is asked again, `MOST_TURNS` times in all; one that refused is not.
    """
    platform, account, message, turn = read_task(task)
    try:
        told = _ask(platform, account, message, context)
    except LookupFailed as error:
        now = clock.now()
        note_failure(error, platform, account, context, now)
        if isinstance(error, Unanswered) and turn < MOST_TURNS:
            again = task_for(platform, account, message, turn + 1, now + turn * _AGAIN_AFTER)
            enqueue(context.work, again, now)
        return
    if told:
        learn(told, context, clock.now())
        context.journal.note("enriched", platform=platform, account=account, message=message)


def _ask(platform: str, account: str, message: str, context: Context) -> tuple[MessageSeen, ...]:
    """Raises LookupFailed."""
    lookup = context.lookups.of(platform, account)
    if lookup is None or not isinstance(lookup, Completes):
        return ()
    today = context.book.latest
    asked = Asked(account=account, message=message, handles=handles_of(platform, account, today))
    (answer,) = within(context.lookups.patience, [partial(_read, lookup, asked, platform, today)])
    if isinstance(answer, LookupFailed):
        raise answer
    return answer


def _read(lookup: Completes, asked: Asked, platform: str, today: Organisation) -> tuple[MessageSeen, ...]:
    return messages_in(lookup.complete(asked), platform, today)
