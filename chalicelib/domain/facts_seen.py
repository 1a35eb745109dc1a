"""What was seen on a platform, as rows of a conversation.

Instants are aware datetimes in UTC. `first_seen_at` is when our endpoint received it, `stored_at` when it was first put
in the table.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from chalicelib.domain.events import Direction, Silence

# What a text does, found when the message comes in and stored instead of the text (see `wording.py`).
Signal = Literal[
    "thanks", "question", "complaint", "addresses_brand", "invites_dm", "promises_contact", "under_own_post"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What each of these has."""

    first_seen_at: datetime
    stored_at: datetime

    def _no_later(self, told: datetime | None) -> datetime:
        """The platform's time, never later than our first sight of it; that, where the platform tells none."""
        return self.first_seen_at if told is None else min(told, self.first_seen_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(_Seen):
    """A message of the customer (inbound) or the brand (outbound); `id` is the first id of its edit chain."""

    KIND: ClassVar[str] = "message"

    id: str
    direction: Direction
    accounts: frozenset[str]
    """Ids of the brand's accounts that it was delivered for."""
    asked_at: datetime | None = None
    author: str | None = None
    author_name: str | None = None
    author_bio: str | None = None
    reach: int | None = None
    excerpt: str | None = None
    """Public text, at most 140 characters; never set on `direct`."""
    signals: frozenset[str] = frozenset()
    revision: int = 0
    thread: str | None = None
    in_reply_to: str | None = None
    addressed: frozenset[str] = frozenset()
    automatic: bool = False
    silence: Silence | None = None
    by_hand: bool = False
    """An answer that a person or a tool reports ("answered elsewhere"), not seen on the platform."""
    outages: frozenset[str] = frozenset()
    """Ids of the known outages that were on when it came in and that its whole text is about."""
    post: str | None = None
    """The brand's own post that it stands under, where each thread below that is a conversation."""
    muted_with: frozenset[str] = frozenset()
    """Ids of the mutes of that post that were in force when it came in."""

    @property
    def key(self) -> str:
        return self.id

    @property
    def at(self) -> datetime:
        """When it counts from: the platform's time, never later than our first sight of it."""
        return self._no_later(self.asked_at)

    @property
    def approximate(self) -> bool:
        """The platform gave no readable time, so the clock runs from when we saw it."""
        return self.asked_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion(_Seen):
    """A message is gone."""

    KIND: ClassVar[str] = "deletion"

    message: str
    deleted_at: datetime | None = None

    @property
    def key(self) -> str:
        return self.message

    @property
    def at(self) -> datetime:
        return self._no_later(self.deleted_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow(_Seen):
    """The brand followed the customer, so that the customer can send a DM (`unfollow`: no longer)."""

    KIND: ClassVar[str] = "follow"

    id: str
    followed_at: datetime | None = None
    unfollow: bool = False

    @property
    def key(self) -> str:
        return self.id

    @property
    def at(self) -> datetime:
        return self._no_later(self.followed_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedToDm(_Seen):
    """A public reply of the brand took the talk to this direct conversation. `id` is that reply's id."""

    KIND: ClassVar[str] = "moved_to_dm"

    id: str
    account: str
    asked_at: datetime | None = None
    promises_contact: bool = False

    @property
    def key(self) -> str:
        return self.id

    @property
    def at(self) -> datetime:
        return self._no_later(self.asked_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Continued(_Seen):
    """The customer goes by another id from then on, so there are two conversations of one person.

    `leaves`: what stands here goes on in `other`; else what stands in `other` goes on here. Both sides have the fact.
    """

    KIND: ClassVar[str] = "continued"

    id: str
    other: str
    leaves: bool
    renamed_at: datetime | None = None

    @property
    def key(self) -> str:
        return self.id

    @property
    def at(self) -> datetime:
        return self._no_later(self.renamed_at)
