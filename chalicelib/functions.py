"""What the functions behind schedules, queues and topics do, one tick or one message at a time."""

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Protocol

from chalicelib import bootstrap

if TYPE_CHECKING:
    from chalicelib.polling.registry import Pollers


# Of the sixty seconds that `ingest` has. A thousand changes, the most that a delivery of Meta's holds, may take forty
# on its share of a processor, so whoever begins later might not get done.
BEGINS_WITHIN = timedelta(seconds=15)


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


@cache
def _pollers() -> "Pollers":
    """For the life of the process: a session with a platform is opened once."""
    from chalicelib.polling.http import Http
    from chalicelib.polling.registry import Pollers

    return Pollers(Http(clock=bootstrap.now))


def poll() -> None:
    """One tick of the minute, for platforms that send nothing."""
    from chalicelib.platforms.registry import POLLED
    from chalicelib.store.cursors import Cursors
    from chalicelib.usecases.poll import Polled
    from chalicelib.usecases.poll import poll as ask_who_sends_nothing

    now = bootstrap.now()
    try:
        accounts = [each for each in bootstrap.context(now).book.latest.accounts if each.platform in POLLED]
        ask_who_sends_nothing(
            Polled(
                accounts=accounts,
                cursors=Cursors(bootstrap.table()),
                pollers=_pollers(),
                secrets=lambda platform: bootstrap.secrets().get(platform, bootstrap.now()),
                address="https://{}".format,
                send=lambda text: bootstrap.inbox().send(text),
                keep=bootstrap.keep_body,
                clock=bootstrap.now,
                journal=bootstrap.journal(),
            )
        )
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


def ingest(records: Iterable[Record], begins_within: timedelta = BEGINS_WITHIN) -> None:
    """Take in a batch, each message by itself; what succeeded is deleted at once, what failed stays on the queue.

    Chalice cannot report partial batches, so any failure fails the batch, after every message had its turn. A message
    whose turn comes later than `begins_within` goes back to the queue as a new one.
    """
    begun = bootstrap.now()
    with ExitStack() as turns:
        turns.callback(bootstrap.journal().flush)
        # A stack runs every callback, whatever the others raise, and raises the last error with the others behind it.
        for record in records:
            turns.callback(_take_in, record, begun + begins_within)


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


def _take_in(record: Record, begins_until: datetime) -> None:
    from chalicelib.usecases.ingest import ingest as take_in

    now = bootstrap.now()
    if now <= begins_until:
        take_in(record.body, bootstrap.context(now), now)
    else:  # as a new message: one that only waited its turn has used up none of its tries
        bootstrap.inbox().send(record.body)
        bootstrap.journal().note("put_back")
    bootstrap.inbox().delete(record.receipt_handle)
