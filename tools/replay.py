"""The engine over the facts of a conversation, as if it ran then: virtual time, no table, nothing sent."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.alerts import Alert
from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.escalation import decide
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.organisation import Book
from chalicelib.domain.roster import Roster
from chalicelib.domain.steps import StepTaken


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert and the instant it was raised."""

    at: datetime
    alert: Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One conversation replayed: what would have been decided, and how it stood in the end."""

    steps: tuple[StepTaken, ...]
    raised: tuple[Raised, ...]
    case: Case


def replay(
    conversation: Conversation,
    facts: Iterable[Fact],
    book: Book,
    roster_at: Callable[[datetime], Roster],
    until: datetime,
) -> Replayed:
    """Each fact is known from the instant it was stored; the steps that were taken in truth are left out.

    Whatever people did after a page stays as it was, also where that page would have come at another time. Raises
    LookupError for a promise in a conversation of which the book knows no account.
    """
    coming = sorted((fact for fact in facts if not isinstance(fact, StepTaken)), key=lambda fact: fact.stored_at)
    known: list[Fact] = []
    steps: list[StepTaken] = []
    raised: list[Raised] = []
    looks = [coming[0].stored_at] if coming else []
    while looks and min(looks) < until:
        now = min(looks)
        while coming and coming[0].stored_at <= now:
            known.append(coming.pop(0))
        decision = decide(derive(conversation, (*known, *steps), book, now), book, roster_at(now), now)
        steps += decision.steps
        raised += (Raised(now, alert) for alert in decision.alerts)
        next_fact = coming[0].stored_at if coming else None
        looks = [look for look in (decision.next_at, next_fact) if look is not None]
    return Replayed(steps=tuple(steps), raised=tuple(raised), case=derive(conversation, (*known, *steps), book, until))
