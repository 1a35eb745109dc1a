"""What people did by hand, as rows of a conversation.

Instants are aware datetimes in UTC. `at` is when it was done, `stored_at` when it was first put in the table, and `by`
who did it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

DismissalReason = Literal["thanks", "spam", "not_for_us", "double", "joke"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _ByHand:
    """What each of these has."""

    by: str
    at: datetime
    stored_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement(_ByHand):
    """ "Mine": holds back further pages for a while, for the whole conversation, whoever gave it.

    `until` None: as long as the policy says. Given: a snooze until that instant.
    """

    KIND: ClassVar[str] = "acknowledgement"

    id: str
    via: str
    until: datetime | None = None

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismissal(_ByHand):
    """ "Needs no answer", by hand: everything asked up to `at` (only `message` when it names one)."""

    KIND: ClassVar[str] = "dismissal"

    id: str
    reason: DismissalReason
    message: str | None = None

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted(_ByHand):
    """A post is muted by hand: what is asked under it from `at` until before `until` starts nothing."""

    KIND: ClassVar[str] = "muted"

    id: str
    until: datetime
    reason: str = ""

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class StillQuestion(_ByHand):
    """A person says that a message which starts nothing by rule does want an answer."""

    KIND: ClassVar[str] = "still_question"

    message: str
    turn: int = 0
    """How often it was taken back before."""

    @property
    def key(self) -> str:
        return _in_turn(self.message, self.turn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(_ByHand):
    """The customer was told when: a clock of its own until `due_at`."""

    KIND: ClassVar[str] = "promise"

    id: str
    owner: str
    what: str
    due_at: datetime

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseKept(_ByHand):
    """Somebody says by hand that a promise was kept."""

    KIND: ClassVar[str] = "promise_kept"

    promise: str
    turn: int = 0
    """How often it was taken back before."""

    @property
    def key(self) -> str:
        return _in_turn(self.promise, self.turn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal(_ByHand):
    """A fact made by hand is taken back (undo). `fact` is its kind and key, joined by `#`."""

    KIND: ClassVar[str] = "withdrawal"

    fact: str

    @property
    def key(self) -> str:
        return self.fact


def _in_turn(key: str, turn: int) -> str:
    """A withdrawal speaks of one key for ever, so what is done again needs another."""
    return f"{key}~{turn}" if turn else key
