"""A conversation's facts sorted by kind and time, so that the order they came in cannot matter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.facts_by_hand import (
    Acknowledgement,
    Dismissal,
    Muted,
    Promise,
    PromiseKept,
    StillQuestion,
    Withdrawal,
)
from chalicelib.domain.facts_seen import Continued, Deletion, Follow, Message, MovedToDm
from chalicelib.domain.steps import StepTaken

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class History:
    """Each kind oldest first, ties by id; of two that say the same the oldest. Facts withdrawn are gone from it."""

    messages: tuple[Message, ...]
    by_id: dict[str, Message]
    """The same messages by their id."""
    deletions: dict[str, Deletion]
    follows: tuple[Follow, ...]
    moves: tuple[MovedToDm, ...]
    acknowledgements: tuple[Acknowledgement, ...]
    dismissals: tuple[Dismissal, ...]
    still_questions: dict[str, StillQuestion]
    promises: tuple[Promise, ...]
    kept: dict[str, PromiseKept]
    steps: tuple[StepTaken, ...]
    mutes: tuple[Muted, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    continued: tuple[Continued, ...] = ()
    answers: tuple[Message, ...] = field(default=())
    """Human messages of the brand, deleted ones included."""

    def muted_at(self, instant: datetime) -> bool:
        """A mute by hand held at that instant."""
        return any(mute.at <= instant < mute.until for mute in self.mutes)

    def set_going_at(self, started_at: datetime, stored_at: datetime) -> datetime:
        """When what started then was last set going: first stored, or given back by an undo since it started."""
        undone = (withdrawal.stored_at for withdrawal in self.withdrawals if withdrawal.at >= started_at)
        return max((stored_at, *undone))


def history(facts: Iterable[Fact]) -> History:
    """Sort facts of which no two are copies of one."""
    facts = tuple(facts)
    withdrawn = {fact.fact for fact in facts if isinstance(fact, Withdrawal)}
    standing = [fact for fact in facts if fact_id(fact) not in withdrawn]

    def of(kind: type[F], at: Callable[[F], datetime]) -> tuple[F, ...]:
        return tuple(sorted((f for f in standing if isinstance(f, kind)), key=lambda f: (at(f), f.key)))

    messages = of(Message, lambda m: m.at)
    return History(
        messages=messages,
        by_id={m.id: m for m in messages},
        deletions={d.message: d for d in of(Deletion, lambda d: d.at)},
        follows=of(Follow, lambda f: f.at),
        moves=of(MovedToDm, lambda m: m.at),
        acknowledgements=of(Acknowledgement, lambda a: a.at),
        dismissals=of(Dismissal, lambda d: d.at),
        still_questions={s.message: s for s in reversed(of(StillQuestion, lambda s: s.at))},
        promises=of(Promise, lambda p: p.at),
        kept={k.promise: k for k in reversed(of(PromiseKept, lambda k: k.at))},
        steps=of(StepTaken, lambda s: s.planned_at),
        mutes=of(Muted, lambda m: m.at),
        withdrawals=of(Withdrawal, lambda w: w.at),
        continued=of(Continued, lambda c: c.at),
        answers=tuple(m for m in messages if m.direction == "outbound" and not m.automatic),
    )
