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
    DeletionSeen,
    Event,
    FollowSeen,
    MessageSeen,
    NoticeSeen,
    Passed,
    Renamed,
    UnknownAccount,
    Unreadable,
    Unrecognised,
)
from chalicelib.domain.facts_seen import Deletion, Follow, Message, MovedToDm
from chalicelib.domain.wording import excerpt, says_automatic, signals
from chalicelib.platforms import registry
from chalicelib.platforms.body import read_json
from chalicelib.platforms.errors import UnreadableBody
from chalicelib.usecases.ports import Context
from chalicelib.usecases.rename import rename
from chalicelib.usecases.settle import settle
from chalicelib.usecases.storm import notice_storms

# Older than this on arrival means that deliveries are piling up, so an answer may still be among them.
BEHIND_AFTER = timedelta(seconds=60)
INBOX_BEHIND = "inbox behind"
LAST_DELIVERY = "last delivery"

# Platforms of which ids and times alone are stored, by their terms, whoever reports them.
_IDS_ONLY = frozenset({"linkedin"})


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
        for ref in _apply(event, delivery, context, now, counted):
            touched[ref] = None
    cases = [settle(ref, context, now) for ref in touched]
    notice_storms(cases, {event.id for event in events if isinstance(event, MessageSeen)}, context, now)
    if unread := [event.reason for event in events if isinstance(event, Unreadable)]:
        # The delivery is parked whole: after a fix `redrive` brings it back, and what was read already joins itself.
        context.inbox_dead.send(text, reason="; ".join(unread))
    elif delivery.kept:
        context.notes.forget_body(delivery.kept)  # what was written in a DM goes when it is processed
    _count(context, now, counted)
    for mark in heartbeats(events):
        context.pulse.beat(mark, delivery.received_at)
    if now - delivery.received_at > BEHIND_AFTER:
        context.pulse.beat(INBOX_BEHIND, now)
    context.journal.note(
        "ingested", platform=delivery.platform, events=len(events), conversations=len(touched), **_totals(counted)
    )


def _apply(
    event: Event, delivery: Delivery, context: Context, now: datetime, counted: Counter[tuple[str, str]]
) -> list[str]:
    """Put the fact rows of one event; the conversations it touched."""
    match event:
        case MessageSeen():
            return _message(event, delivery, context, now)
        case DeletionSeen():
            return _deletion(event, delivery, context, now)
        case FollowSeen():
            at = event.followed_at or (None if event.id else delivery.received_at)
            follow = Follow(
                id=f"{'un' if event.unfollow else ''}follow@{at.isoformat() if at else event.id}",
                first_seen_at=delivery.received_at,
                stored_at=now,
                followed_at=event.followed_at,
                unfollow=event.unfollow,
            )
            context.conversations.add(event.conversation.ref, follow)
            return [event.conversation.ref]
        case Renamed():
            return rename(event, delivery.received_at, context, now)
        case NoticeSeen():
            counted["notice", f"{event.platform} {event.kind} {event.account or ''}".strip()] += 1
            context.journal.note(f"platform_{event.kind}", platform=event.platform, account=event.account)
        case UnknownAccount():
            counted["unknown account", f"{event.platform} {event.account}"] += 1
        case Unrecognised():
            counted["unrecognised", f"{event.platform} {event.kind}"[:100]] += 1
        case Unreadable():
            counted["unreadable", event.platform] += 1
        case Passed():
            counted["passed", f"{event.platform} {event.kind}"[:100]] += 1
    return []


def _message(event: MessageSeen, delivery: Delivery, context: Context, now: datetime) -> list[str]:
    message = message_fact(event, delivery.received_at, context, now)
    ref = event.conversation.ref
    context.conversations.add(ref, message)
    touched = [ref]
    if event.direction == "inbound":
        return touched
    moves = message.signals & {"invites_dm", "promises_contact"}
    if event.direct is not None and moves and not message.automatic:
        move = MovedToDm(
            id=event.id,
            account=event.account,
            first_seen_at=delivery.received_at,
            stored_at=now,
            asked_at=event.asked_at,
            promises_contact="promises_contact" in moves,
        )
        context.conversations.add(event.direct.ref, move)
        touched.append(event.direct.ref)
    ids = [event.id, event.revision_id] if event.revision_id is not None else [event.id]
    # A platform that tells only the id of a deleted post needs to find where it stood, in whichever order they come.
    gone = context.notes.stands(event.conversation.platform, ids, touched, now)
    if gone is not None:
        for each in touched:
            context.conversations.add(each, gone)
    return touched


def message_fact(event: MessageSeen, received_at: datetime, context: Context, now: datetime) -> Message:
    """What may be kept of a message: ids, times, an excerpt if it is public, and what its text does."""
    settings = context.book.at(min(event.asked_at or received_at, received_at)).organisation
    account = settings.account(event.conversation.platform, event.account)
    names_kept = event.conversation.platform not in _IDS_ONLY
    quotable = names_kept and event.conversation.surface == "public"
    text = event.text or ""
    found: set[str] = set(signals(text, settings.phrases))
    found |= {name for name in ("under_own_post", "addresses_brand") if getattr(event, name)}
    by_app = account is not None and event.app is not None and event.app in account.automatic_apps
    outbound = event.direction == "outbound"
    return Message(
        id=event.id,
        direction=event.direction,
        first_seen_at=received_at,
        stored_at=now,
        accounts=frozenset({event.account}),
        asked_at=event.asked_at,
        author=event.author,
        author_name=excerpt(event.author_name) if event.author_name and names_kept else None,
        author_bio=excerpt(event.author_bio) if event.author_bio and quotable else None,
        reach=event.reach,
        excerpt=excerpt(text) if quotable and text else None,
        signals=frozenset(found),
        revision=event.revision,
        thread=event.thread,
        in_reply_to=event.in_reply_to,
        addressed=event.addressed,
        automatic=outbound and (event.automatic or by_app or says_automatic(text, settings.phrases)),
        silence=event.silence,
        by_hand=event.by_hand,
    )


def _deletion(event: DeletionSeen, delivery: Delivery, context: Context, now: datetime) -> list[str]:
    deletion = Deletion(
        message=event.message_id, first_seen_at=delivery.received_at, stored_at=now, deleted_at=event.deleted_at
    )
    places = (
        ((event.conversation.ref, deletion),)
        if event.conversation is not None
        else context.notes.gone(event.platform, deletion)
    )
    for ref, gone in places:
        context.conversations.add(ref, gone)
    return [ref for ref, _ in places]


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


def account_mark(platform: str, account: str) -> str:
    """The name under which an account's last event is noted."""
    return f"account {platform} {account}"


def _count(context: Context, now: datetime, counted: Mapping[tuple[str, str], int]) -> None:
    for (kind, what), amount in counted.items():
        if kind != "passed":  # understood and harmless: in the log, not worth a write
            context.notes.count(now, kind, what, amount)


def _totals(counted: Mapping[tuple[str, str], int]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for (kind, _), amount in counted.items():
        totals[kind.replace(" ", "_")] += amount
    return dict(totals)
