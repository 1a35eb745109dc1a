"""Two copies of one fact become one. Every merge is a join: commutative, associative and idempotent.

So a conversation is the same whatever the order and the repetition of its events.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from chalicelib.domain.events import Silence
from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.facts_seen import Deletion, Follow, Message, MovedToDm

T = TypeVar("T")


def merge(one: Fact, other: Fact) -> Fact:
    """Join two copies of one fact: any order, any repeats, same result.

    Raises ValueError when they are not copies of one fact.
    """
    if fact_id(one) != fact_id(other):
        raise ValueError(f"{fact_id(one)} and {fact_id(other)} are two facts, not copies of one")
    if isinstance(one, Message) and isinstance(other, Message):
        return _merge_messages(one, other)
    earlier, later = sorted((one, other), key=_canonical)
    stored_at = min(one.stored_at, other.stored_at)
    match earlier, later:
        case (Deletion(deleted_at=a), Deletion(deleted_at=b)):
            return replace(
                earlier,
                stored_at=stored_at,
                first_seen_at=min(earlier.first_seen_at, later.first_seen_at),
                deleted_at=_known(a, b, min),
            )
        case (Follow(followed_at=a, unfollow=no), Follow(followed_at=b, unfollow=nor)):
            return replace(
                earlier,
                unfollow=no or nor,
                stored_at=stored_at,
                first_seen_at=min(earlier.first_seen_at, later.first_seen_at),
                followed_at=_known(a, b, min),
            )
        case (MovedToDm(asked_at=a), MovedToDm(asked_at=b)):
            return replace(
                earlier,
                stored_at=stored_at,
                first_seen_at=min(earlier.first_seen_at, later.first_seen_at),
                asked_at=_known(a, b, min),
                account=min(earlier.account, later.account),
                promises_contact=earlier.promises_contact or later.promises_contact,
            )
        case _:  # made by hand or by us: the first one stands
            return replace(earlier, stored_at=stored_at)


def _merge_messages(one: Message, other: Message) -> Message:
    # The highest edit's words win; between equal edits any fixed choice will do, as long as order cannot matter.
    newest = max((one, other), key=lambda m: (m.revision, m.excerpt is not None, m.excerpt or "", sorted(m.signals)))
    return Message(
        id=one.id,
        # Outbound wins: an adapter that knows the author as the brand's knows more than one that does not.
        direction="outbound" if "outbound" in (one.direction, other.direction) else "inbound",
        first_seen_at=min(one.first_seen_at, other.first_seen_at),
        stored_at=min(one.stored_at, other.stored_at),
        accounts=one.accounts | other.accounts,
        asked_at=_known(one.asked_at, other.asked_at, min),
        author=_known(one.author, other.author, min),
        author_name=_known(one.author_name, other.author_name, min),
        author_bio=_known(one.author_bio, other.author_bio, min),
        reach=_known(one.reach, other.reach, max),
        excerpt=newest.excerpt,
        signals=newest.signals,
        revision=newest.revision,
        thread=_known(one.thread, other.thread, min),
        in_reply_to=_known(one.in_reply_to, other.in_reply_to, min),
        addressed=one.addressed | other.addressed,
        automatic=one.automatic or other.automatic,
        silence=_joined_silence(one.silence, other.silence),
        by_hand=one.by_hand or other.by_hand,
        post=_known(one.post, other.post, min),
        muted_with=one.muted_with | other.muted_with,
        # One copy may have come in before the outage was known, the other after.
        outages=one.outages | other.outages if one.revision == other.revision else newest.outages,
    )


def _joined_silence(one: Silence | None, other: Silence | None) -> Silence | None:
    # Who knows the author as staff knows more. Else one delivery that calls it a real mention outweighs another that
    # saw only the prefix.
    if "staff" in (one, other):
        return "staff"
    return None if one is None or other is None else min(one, other)


def _known(one: T | None, other: T | None, choose: Callable[[T, T], T]) -> T | None:
    if one is None:
        return other
    return one if other is None else choose(one, other)


def _canonical(fact: Fact) -> tuple[datetime, str]:
    # `stored_at` is joined by itself; were it compared too, the choice would depend on the order of merging.
    return fact.at, repr(replace(fact, stored_at=fact.at))
