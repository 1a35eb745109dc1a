"""Whoever writes in a comment thread is noted, so that everything of one customer can be found and erased."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from chalicelib.domain.case import Case
from chalicelib.domain.facts_seen import Message
from chalicelib.store.customers import Customers
from chalicelib.usecases.ports import Context


def note_authors(cases: Iterable[Case], messages: Collection[str], context: Context, now: datetime) -> None:
    """Note who wrote these messages, once a day and thread: the first of a day writes. Twice changes nothing.

    Elsewhere the conversation's own name tells the customer.
    """
    customers = Customers(context.conversations.table)
    for case in cases:
        if not case.conversation.threaded:
            continue
        theirs = [each for each in case.history.messages if each.direction == "inbound" and each.author is not None]
        known = {_day(each) for each in theirs if each.id not in messages}
        for author in sorted({_day(each) for each in theirs if each.id in messages} - known):
            customers.note(case.conversation.platform, author[0], (case.conversation.ref,), now)


def _day(message: Message) -> tuple[str, str]:
    return message.author or "", f"{message.stored_at.astimezone(UTC):%Y-%m-%d}"
