"""One event becomes facts: what may be kept of it, put as rows of the conversations it touches."""

from collections import Counter
from datetime import datetime

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
from chalicelib.domain.outage import said_in
from chalicelib.domain.wording import excerpt, says_automatic, signals
from chalicelib.usecases.ports import Context
from chalicelib.usecases.rename import rename

# Platforms of which ids and times alone are stored, by their terms, whoever reports them.
_IDS_ONLY = frozenset({"linkedin"})


def put_facts(
    event: Event, received_at: datetime, context: Context, now: datetime, counted: Counter[tuple[str, str]]
) -> list[str]:
    """Put the fact rows of one event; the conversations it touched, which are not derived yet.

    Repeats change nothing. What has no conversation is added to `counted`, by kind and what it was.
    """
    match event:
        case MessageSeen():
            return _message(event, received_at, context, now)
        case DeletionSeen():
            return _deletion(event, received_at, context, now)
        case FollowSeen():
            at = event.followed_at or (None if event.id else received_at)
            follow = Follow(
                id=f"{'un' if event.unfollow else ''}follow@{at.isoformat() if at else event.id}",
                first_seen_at=received_at,
                stored_at=now,
                followed_at=event.followed_at,
                unfollow=event.unfollow,
            )
            context.conversations.add(event.conversation.ref, follow)
            return [event.conversation.ref]
        case Renamed():
            return rename(event, received_at, context, now)
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


def _message(event: MessageSeen, received_at: datetime, context: Context, now: datetime) -> list[str]:
    message = message_fact(event, received_at, context, now)
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
            first_seen_at=received_at,
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


def _muted_with(event: MessageSeen, received_at: datetime, context: Context) -> frozenset[str]:
    """The mutes of the post that it stands under; nothing of what was asked before it was muted."""
    if event.post is None or event.direction == "outbound":
        return frozenset()
    at, platform = min(event.asked_at or received_at, received_at), event.conversation.platform
    return frozenset(
        each.id for each in context.mutes if (each.platform, each.post) == (platform, event.post) and each.made_at <= at
    )


def message_fact(event: MessageSeen, received_at: datetime, context: Context, now: datetime) -> Message:
    """What may be kept of a message: ids, times, an excerpt if it is public, and what its text does."""
    settings = context.book.at(min(event.asked_at or received_at, received_at)).organisation
    account = settings.account(event.conversation.platform, event.account)
    names_kept = event.conversation.platform not in _IDS_ONLY
    quotable = names_kept and event.conversation.surface == "public"
    text = event.text or ""
    found: set[str] = set(signals(text, settings.phrases))
    found |= {name for name in ("under_own_post", "addresses_brand") if getattr(event, name)}
    said = set[str]()
    if event.direction == "inbound":
        place = (event.conversation.brand, event.conversation.platform, event.account)
        said = said_in(text, *place, context.outages, received_at)
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
        outages=frozenset(said),
        post=event.post,
        muted_with=_muted_with(event, received_at, context),
    )


def _deletion(event: DeletionSeen, received_at: datetime, context: Context, now: datetime) -> list[str]:
    deletion = Deletion(message=event.message_id, first_seen_at=received_at, stored_at=now, deleted_at=event.deleted_at)
    places = (
        ((event.conversation.ref, deletion),)
        if event.conversation is not None
        else context.notes.gone(event.platform, deletion)
    )
    for ref, gone in places:
        context.conversations.add(ref, gone)
    return [ref for ref, _ in places]
