"""What the functions behind schedules, queues and topics do, one tick or one message at a time."""

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Protocol

from chalicelib import bootstrap


class Record(Protocol):
    """A queue message as Chalice hands it over."""

    body: str
    receipt_handle: str


class Notification(Protocol):
    """What a topic published, as Chalice hands it over."""

    message: str


def sweep() -> None:
    """One tick of the minute."""
    from chalicelib.store.notes import Notes
    from chalicelib.usecases.configure import register_packaged
    from chalicelib.usecases.sweep import sweep as queue_what_is_due

    now = bootstrap.now()
    try:
        context = bootstrap.context(now)
        queue_what_is_due(context, now)  # first: whatever is wrong with a configuration, pages go out
        if register_packaged(Notes(bootstrap.table()), now, bootstrap.TAKES_EFFECT_AFTER):
            context.journal.note("configuration_registered")
    finally:
        bootstrap.journal().flush()


def audit() -> None:
    """One tick of the five minutes."""
    from chalicelib.usecases.audit import audit as look_for_what_is_late

    now = bootstrap.now()
    try:
        look_for_what_is_late(bootstrap.context(now), now)
    finally:
        bootstrap.journal().flush()


def rollup() -> None:
    """One tick of the night."""
    from chalicelib.usecases.rollup import roll_up

    now = bootstrap.now()
    try:
        roll_up(bootstrap.context(now), now)
    finally:
        bootstrap.journal().flush()


def ingest(records: Iterable[Record]) -> None:
    """Take in a batch, each message by itself; what succeeded is deleted at once, what failed stays on the queue.

    Chalice cannot report partial batches, so any failure fails the batch, after every message had its turn.
    """
    with ExitStack() as turns:
        turns.callback(bootstrap.journal().flush)
        # A stack runs every callback, whatever the others raise, and raises the last error with the others behind it.
        for record in records:
            turns.callback(_take_in, record)


def work(records: Iterable[Record]) -> None:
    """Do one task (batches are of one). A failure shortens its own visibility time, so it is tried again soon."""
    from chalicelib.usecases.perform import perform
    from chalicelib.usecases.tasks import decode

    for record in records:
        with ExitStack() as turn:
            turn.callback(bootstrap.journal().flush)
            with ExitStack() as failed:
                failed.callback(bootstrap.back_off, record.receipt_handle)
                perform(decode(record.body), bootstrap.context, bootstrap.WallClock())
                failed.pop_all()  # done: it need not come back


def sms_reply(event: Notification) -> None:
    """One text from somebody's telephone. A failure is an error, and Lambda tries twice more."""
    from chalicelib.usecases.reply import reply

    now = bootstrap.now()
    try:
        reply(event.message, bootstrap.context(now), now)
    finally:
        bootstrap.journal().flush()


def receipt(event: Notification) -> None:
    """What became of a text or a call. A failure is an error, and Lambda tries twice more."""
    from chalicelib.usecases.receipt import receipt as take_note

    now = bootstrap.now()
    try:
        take_note(event.message, bootstrap.context(now), now)
    finally:
        bootstrap.journal().flush()


def _take_in(record: Record) -> None:
    from chalicelib.usecases.ingest import ingest as take_in

    now = bootstrap.now()
    take_in(record.body, bootstrap.context(now), now)
    bootstrap.inbox().delete(record.receipt_handle)
