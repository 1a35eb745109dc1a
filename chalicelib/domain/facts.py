"""What happened, as rows of a conversation: put once, merged when seen again, never edited.

Every merge is a join (commutative, associative, idempotent), so a conversation is the same whatever the order
and the repetition of its events. Instants are aware datetimes in UTC. `first_seen_at` is when our endpoint
received it, `stored_at` when it was first put in the table.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal, TypeVar

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
    """An answer reported by a person ("answered elsewhere"), not seen on the platform."""

    @property
    def key(self) -> str:
        return self.id

    @property
    def at(self) -> datetime:
        """When it counts from: the platform's time, never later than our first sight of it."""
        return self.first_seen_at if self.asked_at is None else min(self.asked_at, self.first_seen_at)

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
        return self.first_seen_at if self.deleted_at is None else min(self.deleted_at, self.first_seen_at)


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
        return self.first_seen_at if self.followed_at is None else min(self.followed_at, self.first_seen_at)


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
        return self.first_seen_at if self.asked_at is None else min(self.asked_at, self.first_seen_at)


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
class StillQuestion:
    """A person says that a message which starts nothing by rule does want an answer."""

    KIND: ClassVar[str] = "still_question"

    message: str
    by: str
    at: datetime
    stored_at: datetime

    @property
    def key(self) -> str:
        return self.message


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

    @property
    def key(self) -> str:
        return self.promise


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
    | Acknowledgement
    | Dismissal
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
    Acknowledgement,
    Dismissal,
    StillQuestion,
    Promise,
    PromiseKept,
    StepTaken,
    Withdrawal,
)

T = TypeVar("T")


def fact_id(fact: Fact) -> str:
    """The fact's key inside its conversation: two facts with one id are copies of one happening."""
    return f"{fact.KIND}#{fact.key}"


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
