"""What happened, as rows of a conversation: put once, merged when seen again, never edited.

How two copies of one happening become one is in `merging.py`. Instants are aware datetimes in UTC. `first_seen_at` is
when our endpoint received it, `stored_at` when it was first put in the table.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from chalicelib.domain.events import Direction, Silence

Outcome = Literal["fired", "held", "superseded", "carried", "muted", "listed"]
DismissalReason = Literal["thanks", "spam", "not_for_us", "double", "joke"]

# What a text does, found when the message comes in and stored instead of the text (see `wording.py`).
Signal = Literal[
    "thanks", "question", "complaint", "addresses_brand", "invites_dm", "promises_contact", "under_own_post"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of the customer (inbound) or the brand (outbound); `id` is the first id of its edit chain."""

    KIND: ClassVar[str] = "message"

    id: str
    direction: Direction
    first_seen_at: datetime
    stored_at: datetime
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

    @property
    def key(self) -> str:
        return self.id

    @property
    def at(self) -> datetime:
        """When it counts from: the platform's time, never later than our first sight of it."""
        return _no_later(self.asked_at, self.first_seen_at)

    @property
    def approximate(self) -> bool:
        """The platform gave no readable time, so the clock runs from when we saw it."""
        return self.asked_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """A message is gone."""

    KIND: ClassVar[str] = "deletion"

    message: str
    first_seen_at: datetime
    stored_at: datetime
    deleted_at: datetime | None = None

    @property
    def key(self) -> str:
        return self.message

    @property
    def at(self) -> datetime:
        return _no_later(self.deleted_at, self.first_seen_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """The brand followed the customer, so that the customer can send a DM (`unfollow`: no longer)."""

    KIND: ClassVar[str] = "follow"

    id: str
    first_seen_at: datetime
    stored_at: datetime
    followed_at: datetime | None = None
    unfollow: bool = False

    @property
    def key(self) -> str:
        return self.id

    @property
    def at(self) -> datetime:
        return _no_later(self.followed_at, self.first_seen_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedToDm:
    """A public reply of the brand took the talk to this direct conversation. `id` is that reply's id."""

    KIND: ClassVar[str] = "moved_to_dm"

    id: str
    account: str
    first_seen_at: datetime
    stored_at: datetime
    asked_at: datetime | None = None
    promises_contact: bool = False

    @property
    def key(self) -> str:
        return self.id

    @property
    def at(self) -> datetime:
        return _no_later(self.asked_at, self.first_seen_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Continued:
    """The customer goes by another id from then on, so there are two conversations of one person.

    `leaves`: what stands here goes on in `other`; else what stands in `other` goes on here. Both sides have the fact.
    """

    KIND: ClassVar[str] = "continued"

    id: str
    other: str
    leaves: bool
    first_seen_at: datetime
    stored_at: datetime
    renamed_at: datetime | None = None

    @property
    def key(self) -> str:
        return self.id

    @property
    def at(self) -> datetime:
        return _no_later(self.renamed_at, self.first_seen_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """ "Mine": holds back further pages for a while, for the whole conversation, whoever gave it.

    `until` None: as long as the policy says. Given: a snooze until that instant.
    """

    KIND: ClassVar[str] = "acknowledgement"

    id: str
    by: str
    at: datetime
    stored_at: datetime
    via: str
    until: datetime | None = None

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal:
    """ "Needs no answer", by hand: everything asked up to `at` (only `message` when it names one)."""

    KIND: ClassVar[str] = "dismissal"

    id: str
    by: str
    at: datetime
    stored_at: datetime
    reason: DismissalReason
    message: str | None = None

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted:
    """A post is muted by hand: what is asked under it from `at` until before `until` starts nothing."""

    KIND: ClassVar[str] = "muted"

    id: str
    by: str
    at: datetime
    stored_at: datetime
    until: datetime
    reason: str = ""

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class StillQuestion:
    """A person says that a message which starts nothing by rule does want an answer."""

    KIND: ClassVar[str] = "still_question"

    message: str
    by: str
    at: datetime
    stored_at: datetime
    turn: int = 0
    """How often it was taken back before."""

    @property
    def key(self) -> str:
        return _in_turn(self.message, self.turn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The customer was told when: a clock of its own until `due_at`."""

    KIND: ClassVar[str] = "promise"

    id: str
    by: str
    owner: str
    what: str
    at: datetime
    stored_at: datetime
    due_at: datetime

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseKept:
    """Somebody says by hand that a promise was kept."""

    KIND: ClassVar[str] = "promise_kept"

    promise: str
    by: str
    at: datetime
    stored_at: datetime
    turn: int = 0
    """How often it was taken back before."""

    @property
    def key(self) -> str:
        return _in_turn(self.promise, self.turn)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """A step of the ladder came and went, with what was decided and why. `alert` identifies it for ever."""

    KIND: ClassVar[str] = "step_taken"

    alert: str
    step: str
    level: int
    """Place in the ladder, lowest first; repeats continue the count."""
    clock: str
    anchor: str
    planned_at: datetime
    stored_at: datetime
    outcome: Outcome
    recipients: tuple[str, ...] = ()
    reason: str = ""
    config: str = ""
    """Hash of the configuration that the clock keeps."""

    @property
    def key(self) -> str:
        return self.alert

    @property
    def at(self) -> datetime:
        return self.planned_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A fact made by hand is taken back (undo). `fact` is its kind and key, joined by `#`."""

    KIND: ClassVar[str] = "withdrawal"

    fact: str
    by: str
    at: datetime
    stored_at: datetime

    @property
    def key(self) -> str:
        return self.fact


Fact = (
    Message
    | Deletion
    | Follow
    | MovedToDm
    | Continued
    | Acknowledgement
    | Dismissal
    | Muted
    | StillQuestion
    | Promise
    | PromiseKept
    | StepTaken
    | Withdrawal
)

KINDS: tuple[type[Fact], ...] = (
    Message,
    Deletion,
    Follow,
    MovedToDm,
    Continued,
    Acknowledgement,
    Dismissal,
    Muted,
    StillQuestion,
    Promise,
    PromiseKept,
    StepTaken,
    Withdrawal,
)


def _no_later(told: datetime | None, first_seen_at: datetime) -> datetime:
    """The platform's time, never later than our first sight of it; that, where the platform tells none."""
    return first_seen_at if told is None else min(told, first_seen_at)


def _in_turn(key: str, turn: int) -> str:
    """A withdrawal speaks of one key for ever, so what is done again needs another."""
    return f"{key}~{turn}" if turn else key


def fact_id(fact: Fact) -> str:
    """The fact's key inside its conversation: two facts with one id are copies of one happening."""
    return f"{fact.KIND}#{fact.key}"
