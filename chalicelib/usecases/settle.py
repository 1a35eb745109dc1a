"""After facts were put: derive the conversation again and save its head, so that index and board follow."""

from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.continuing import goes_on_in
from chalicelib.domain.events import Conversation
from chalicelib.domain.head import head_of
from chalicelib.store.conversations import Contended
from chalicelib.usecases.follow import look_again
from chalicelib.usecases.ports import Context
from chalicelib.usecases.rename import bring_along
from chalicelib.usecases.results import save_with_results
from chalicelib.usecases.tasks import Task, queue_if_soon

_TRIES = 10


def settle(ref: str, context: Context, now: datetime) -> Case:
    """Save the head, then look again at the pages that a provider keeps an incident of. Raises Contended."""
    case = save_head(ref, context, now)
    look_again((case,), context, now)
    return case


def save_head(ref: str, context: Context, now: datetime) -> Case:
    """Derive and save the head, with how its clocks count, until nobody was in between; queue what falls due soon.

    A conversation that goes on in another one is at rest; what was stored in it is brought there, and the case is the
    other one's. For whoever settles many conversations, and looks at their pages once for all of them. Raises
    Contended when others kept being faster; the facts are stored, so whoever retries loses nothing.
    """
    conversation = Conversation.parse(ref)
    for _ in range(_TRIES):
        loaded = context.conversations.load(ref)
        case = derive(conversation, loaded.facts, context.book, now)
        there = goes_on_in(case.history)
        elsewhere = None
        if there is not None:  # it may leave the index only when the other one stands in it
            bring_along(loaded.facts, there, context)
            elsewhere = save_head(there, context, now)
        head = save_with_results(head_of(case, context.book), case, loaded, context, now)
        if head is not None:
            if head.next_at is not None:
                queue_if_soon(context.work, Task("escalate", ref, head.next_at), now)
            return elsewhere or case
    raise Contended(f"{ref}: the head was saved by others {_TRIES} times in a row")
