"""A delivery becomes facts: normalise, put the rows, derive each conversation it touched.

Facts are put before anything is derived, and everything here may be repeated: a crash anywhere leaves the message on
the queue, and the second run finds its own rows and joins with them.
"""

import base64
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.events import (
    Event,
    FollowSeen,
    MessageSeen,
    NoticeSeen,
    Renamed,
    UnknownAccount,
    Unreadable,
)
from chalicelib.platforms import registry
from chalicelib.platforms.body import read_json
from chalicelib.platforms.errors import UnreadableBody
from chalicelib.store.arrivals import Channel
from chalicelib.usecases.authors import note_authors
from chalicelib.usecases.ports import Context
from chalicelib.usecases.pulse import account_mark
from chalicelib.usecases.put_facts import put_facts
from chalicelib.usecases.raise_alarms import queue_alarms
from chalicelib.usecases.settle import settle
from chalicelib.usecases.silence import cut_off
from chalicelib.usecases.storm import notice_storms
from chalicelib.usecases.tasks import enqueue
from chalicelib.usecases.unplaced import tasks_for

# Older than this on arrival means that deliveries are piling up, so an answer may still be among them.
BEHIND_AFTER = timedelta(seconds=60)
INBOX_BEHIND = "inbox behind"
LAST_DELIVERY = "last delivery"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message of the inbox queue: the signed body of one webhook call, or the name it is kept under."""

    platform: str
    received_at: datetime
    packed: str
    kept: str = ""


def read_delivery(text: str) -> Delivery:
    """Read an inbox message. Raises ValueError for one that `receive` did not write."""
    raw = json.loads(text)
    return Delivery(
        raw["platform"], datetime.fromisoformat(raw["received_at"]), raw.get("body", ""), raw.get("kept", "")
    )


def ingest(text: str, context: Context, now: datetime) -> None:
    """Take in one inbox message. What no retry can mend is parked with its reason; anything else raises."""
    delivery = read_delivery(text)
    packed = delivery.packed or context.notes.body(delivery.kept)
    if not packed:  # taken in before, and the queue brings it once more: only then is a kept body forgotten
        context.notes.forget_body(delivery.kept)
        return
    try:
        payload = read_json(gzip.decompress(base64.b64decode(packed)))
        events = list(registry.load(delivery.platform).normalise(payload, context.book.latest))
    except UnreadableBody as error:
        context.inbox_dead.send(text, reason=str(error))
        _count(context, now, {("unreadable", delivery.platform): 1})
        return
    touched: dict[str, None] = {}
    counted: Counter[tuple[str, str]] = Counter()
    for event in events:
        for ref in put_facts(event, delivery.received_at, context, now, counted):
            touched[ref] = None
    cases = [settle(ref, context, now) for ref in touched]
    seen = {event.id for event in events if isinstance(event, MessageSeen)}
    note_authors(cases, seen, context, now)
    notice_storms(cases, seen, context, now)
    for task in tasks_for(events, now):
        enqueue(context.work, task, now)
    if unread := [event.reason for event in events if isinstance(event, Unreadable)]:
        # The delivery is parked whole: after a fix `redrive` brings it back, and what was read already joins itself.
        context.inbox_dead.send(text, reason="; ".join(unread))
    elif delivery.kept:
        context.notes.forget_body(delivery.kept)  # what was written in a DM goes when it is processed
    _count(context, now, counted)
    for mark in heartbeats(events):
        context.pulse.beat(mark, delivery.received_at)
    for channel, messages in arrivals(events).items():
        context.pulse.heard(channel, delivery.received_at, messages)
    if cut_off((event for event in events if isinstance(event, NoticeSeen)), delivery.received_at, context):
        queue_alarms(context, now)
    if now - delivery.received_at > BEHIND_AFTER:
        context.pulse.beat(INBOX_BEHIND, now)
    context.journal.note(
        "ingested", platform=delivery.platform, events=len(events), conversations=len(touched), **_totals(counted)
    )


def heartbeats(events: Iterable[Event]) -> set[str]:
    """The marks a delivery leaves: that one came at all, and for which of our accounts."""
    marks = {LAST_DELIVERY}
    for event in events:
        if not isinstance(event, UnknownAccount | NoticeSeen) and event.account is not None:
            platform = (
                event.conversation.platform if isinstance(event, MessageSeen | FollowSeen | Renamed) else event.platform
            )
            marks.add(account_mark(platform, event.account))
    return marks


def arrivals(events: Iterable[Event]) -> Counter[Channel]:
    """How many messages came by each channel. A report of an answer given elsewhere came by none."""
    return Counter(
        Channel(event.conversation.platform, event.account, event.conversation.surface)
        for event in events
        if isinstance(event, MessageSeen) and not event.by_hand
    )


def _count(context: Context, now: datetime, counted: Mapping[tuple[str, str], int]) -> None:
    for (kind, what), amount in counted.items():
        if kind != "passed":  # understood and harmless: in the log, not worth a write
            context.notes.count(now, kind, what, amount)


def _totals(counted: Mapping[tuple[str, str], int]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for (kind, _), amount in counted.items():
        totals[kind.replace(" ", "_")] += amount
    return dict(totals)
