"""After facts were put: derive the conversation again and save its head, so that index and board follow."""

from datetime import datetime

from chalicelib.domain.clocks import Case, derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.head import head_of
from chalicelib.store.conversations import Contended
from chalicelib.usecases.ports import Context
from chalicelib.usecases.tasks import Task, queue_if_soon

_TRIES = 10


def settle(ref: str, context: Context, now: datetime) -> Case:
    """Derive and save the head until nobody was in between, then queue what falls due soon.

    Raises Contended when others kept being faster; the facts are stored, so whoever retries loses nothing.
    """
    conversation = Conversation.parse(ref)
    for _ in range(_TRIES):
        loaded = context.conversations.load(ref)
        case = derive(conversation, loaded.facts, context.book, now)
        head = head_of(case, context.book)
        if context.conversations.save(head, loaded.version, now):
            if head.next_at is not None:
                queue_if_soon(context.work, Task("escalate", ref, head.next_at), now)
            return case
    raise Contended(f"{ref}: the head was saved by others {_TRIES} times in a row")
