"""Conversations: fact rows put once and joined, one head row saved only if nobody else saved it meanwhile."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.alerts import Alert
from chalicelib.domain.facts import KINDS, Fact, fact_id
from chalicelib.domain.facts_by_hand import Muted, Promise
from chalicelib.domain.head import Head
from chalicelib.domain.merging import merge
from chalicelib.domain.steps import StepTaken
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.people import alert_item
from chalicelib.store.results import COUNTED, Counted, counted_of
from chalicelib.store.schema import (
    conversation_pk,
    day,
    due_range,
    expires,
    instant,
    quiet_range,
    rest_range,
    shard_of,
    waiting_range,
)
from chalicelib.store.table import ABSENT, Expect, Item, Put, Table, Write

# What starts no clock is shown so long.
LISTED_FOR = timedelta(days=1)

_HEAD = "HEAD"
_FACT = "F#"
_KINDS = {kind.KIND: kind for kind in KINDS}
# Another writer can win a few times in a row; more often means something is broken, and the caller's queue retries.
_TRIES = 8


class Contended(Exception):
    """A row changed under us every time we tried; nothing was written, so the caller may simply try again."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A conversation as it is stored: its facts in no order, and what its head says (version 0: none yet)."""

    facts: tuple[Fact, ...]
    version: int
    next_at: datetime | None
    counted: tuple[Counted, ...] = ()
    """Its results as they stand, of the last thirty days."""


@dataclass(frozen=True, slots=True)
class Conversations:
    """Access to the `C#` partitions of one table."""

    table: Table

    def add(self, ref: str, fact: Fact) -> bool:
        """Put a fact, or join it with the copy that is there. False: the stored fact already said as much.

        `stored_at` is part of the join, so the first storing stands.
        """
        pk, sk = conversation_pk(ref), _FACT + fact_id(fact)
        for _ in range(_TRIES):
            if self.table.write(Put(_fact_item(ref, fact), ABSENT)):
                return True
            stored = self.table.get(pk, sk)
            if stored is None:
                continue  # expired between the two calls
            known = _fact(stored)
            joined = merge(known, fact)
            if joined == known:
                return False
            item = _fact_item(ref, joined)
            item["copies"] = int(stored.get("copies", 0)) + 1
            if self.table.write(Put(item, Expect(values={"copies": stored.get("copies")}))):
                return True
        raise Contended(f"{ref}: fact {fact_id(fact)} changed {_TRIES} times while it was being joined")

    def load(self, ref: str) -> Loaded:
        """Facts and head version as they are now. No facts: nothing is known of this conversation."""
        facts: list[Fact] = []
        counted: list[Counted] = []
        version, next_at = 0, None
        # Backwards, for `HEAD` sorts after all the rest: a version read after them could be newer than they are, and
        # the head saved under it would lack what was put in between.
        for item in self.table.query(conversation_pk(ref), backwards=True):
            if item["sk"] == _HEAD:
                version, next_at = int(item["version"]), from_item(Head, item).next_at
            elif str(item["sk"]).startswith(COUNTED):
                counted.append(counted_of(item))
            else:
                facts.append(_fact(item))
        return Loaded(tuple(facts), version, next_at, tuple(counted))

    def save(self, head: Head, version: int, now: datetime, beside: Sequence[Write] = ()) -> bool:
        """Save the head, and in one transaction what is written beside it, if its version is still the one loaded.

        False: nothing was written; read and derive again.
        """
        put = _head_put(head, version, now)
        return self.table.transact([put, *beside]) if beside else self.table.write(put)

    def take(
        self, head: Head, version: int, steps: Sequence[StepTaken], alerts: Iterable[Alert], now: datetime
    ) -> bool:
        """In one transaction: the steps are taken, one alert row per recipient waits, and the head moves on.

        False: the conversation changed meanwhile (or a step is taken already); nothing was written.
        """
        writes: list[Write] = [_head_put(head, version, now)]
        writes += [Put(_fact_item(head.conversation, step), ABSENT) for step in steps]
        writes += [Put(alert_item(alert, now), ABSENT) for alert in alerts]
        return self.table.transact(writes)


def _fact(item: Item) -> Fact:
    return from_item(_KINDS[str(item["kind"])], item)


def _fact_item(ref: str, fact: Fact) -> Item:
    return {
        "pk": conversation_pk(ref),
        "sk": _FACT + fact_id(fact),
        "kind": fact.KIND,
        "expires_at": expires(max(fact.at, _lasts_until(fact))),
        **to_item(fact),
    }


def _lasts_until(fact: Fact) -> datetime:
    """A promise or a mute may be for later than any row is kept after its own instant."""
    if isinstance(fact, Promise):
        return fact.due_at
    return fact.until if isinstance(fact, Muted) else fact.at


def listed_until(head: Head, now: datetime) -> datetime:
    """Until when the board lists what starts no clock there; `now` when there is no such thing."""
    return max((each.at for each in head.silent), default=now - LISTED_FOR) + LISTED_FOR


def _head_put(head: Head, version: int, now: datetime) -> Put:
    pk = conversation_pk(head.conversation)
    item: Item = {
        "pk": pk,
        "sk": _HEAD,
        "kind": "conversation",
        "version": version + 1,
        "expires_at": expires(max(filter(None, (head.latest_at, head.next_at, now)))),
        **to_item(head),
    }
    if head.next_at is not None:
        item["ix"], item["ix_at"] = due_range(shard_of(pk)), instant(head.next_at)
    elif head.running:
        # It only waits now: every step and repeat has been taken.
        oldest = min(clock.asked_at for clock in head.running)
        item["ix"], item["ix_at"] = waiting_range(shard_of(pk)), instant(oldest)
    elif listed_until(head, now) > now:
        item["ix"], item["ix_at"] = quiet_range(shard_of(pk)), instant(now)
    else:
        # By the day, so that what is said while nobody waits moves the entry once a day at most.
        item["ix"], item["ix_at"] = rest_range(shard_of(pk)), day(now)
    return Put(item, ABSENT if version == 0 else Expect(values={"version": version}))
