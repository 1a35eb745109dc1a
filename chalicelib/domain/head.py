"""The one small row per conversation that index and board read: derived from the facts, never a source of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from chalicelib.domain.case import Case, Clock
from chalicelib.domain.escalation import next_look
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.ladder import Planned, ladder
from chalicelib.domain.organisation import Book, Surface
from chalicelib.domain.pages import ClockKind
from chalicelib.domain.quiet import Quiet

# A thread under one post can hold a thousand waiting authors; the row has to stay small, and a board shows the first.
MOST_RUNNING = 50
Why = Literal["thanks", "comment", "prefix_only", "named", "waiting"]
MOST_SILENT = 3
# What somebody may want to look at once more; colleagues, likes and what was muted by hand are not among them.
_LOOKED_AT_AGAIN: Mapping[Quiet, Why] = MappingProxyType(
    {"thanks": "thanks", "comment": "comment", "prefix_only": "prefix_only", "named": "named"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """One running clock as the board shows it. Whether it is warned or breached is told by comparing with now."""

    clock: ClockKind
    anchor: str
    account: str
    customer: str
    customer_name: str
    asked_at: datetime
    first_seen_at: datetime
    warn_at: datetime
    due_at: datetime
    approximate: bool = False
    excerpt: str | None = None
    reach: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A customer's message that starts nothing by rule; somebody may still say that it wants an answer.

    `waiting`: no message, but the customer is to speak since then.
    """

    message: str
    why: Why
    customer_name: str
    at: datetime
    excerpt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A conversation in short. `running` is empty when nobody waits, most urgent clock first, at most MOST_RUNNING."""

    conversation: str
    platform: str
    brand: str
    surface: Surface
    running: tuple[Running, ...]
    next_at: datetime | None
    """When the next step fires; None while it only waits or is at rest."""
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None
    waiting_for_customer: datetime | None = None
    latest_at: datetime | None = None
    """The newest message's instant, for expiry and "last answered"."""
    silent: tuple[Silent, ...] = ()
    """While nothing runs: the newest of what starts nothing, newest first, at most MOST_SILENT."""


def head_of(case: Case, book: Book) -> Head:
    """Derive the head. The same facts give the same head, but for closing what was never answered."""
    plans = [(clock, ladder(case, clock, book)) for clock in case.open]
    running = tuple(_running(case, clock, plan) for clock, plan in plans[:MOST_RUNNING])
    oldest = min((clock.asked_at for clock in running), default=None)
    given = next((a for a in reversed(case.acknowledgements) if oldest is not None and a.at >= oldest), None)
    return Head(
        conversation=case.conversation.ref,
        platform=case.conversation.platform,
        brand=case.conversation.brand,
        surface=case.conversation.surface,
        running=running,
        next_at=next_look(case, plans),
        acknowledged_by=given.by if given else None,
        acknowledged_at=given.at if given else None,
        waiting_for_customer=case.waiting_for_customer,
        latest_at=max((message.at for message in case.history.messages), default=None),
        silent=_silent(case) if not running else (),
    )


def _silent(case: Case) -> tuple[Silent, ...]:
    found = [
        Silent(
            message=message.id,
            why=_LOOKED_AT_AGAIN[why],
            customer_name=customer_name(case, message),
            at=message.at,
            excerpt=message.excerpt,
        )
        for message, why in case.quiet
        if why in _LOOKED_AT_AGAIN
    ]
    if case.waiting_for_customer is not None:
        name = customer_name(case, None)
        found.append(Silent(message="", why="waiting", customer_name=name, at=case.waiting_for_customer, excerpt=None))
    found.sort(key=lambda each: (each.at, each.message), reverse=True)
    return tuple(found[:MOST_SILENT])


def _running(case: Case, clock: Clock, plan: Sequence[Planned]) -> Running:
    anchor = anchor_message(case, clock)
    return Running(
        clock=clock.kind,
        anchor=clock.anchor,
        account=clock.account,
        customer=customer_of(case, anchor),
        customer_name=customer_name(case, anchor),
        asked_at=clock.started_at,
        first_seen_at=clock.first_seen_at,
        warn_at=plan[0].at if plan else clock.due_at,
        due_at=clock.due_at,
        approximate=clock.approximate,
        excerpt=anchor.excerpt if anchor else None,
        reach=anchor.reach if anchor else None,
    )


def anchor_message(case: Case, clock: Clock) -> Message | None:
    """The customer's message that the clock is about; None for a move to DM or a promise."""
    return case.message_of(clock)


def customer_of(case: Case, anchor: Message | None) -> str:
    """The customer's id: the counterpart, or in a comment thread whoever wrote the anchor."""
    if case.conversation.threaded and anchor is not None and anchor.author is not None:
        return anchor.author
    return case.conversation.counterpart


def customer_name(case: Case, anchor: Message | None) -> str:
    """The customer's handle without `@`; empty when no message of theirs told it."""
    if anchor is not None and anchor.author_name:
        return anchor.author_name
    if case.conversation.threaded:
        return ""
    names = (m.author_name for m in reversed(case.history.messages) if m.direction == "inbound" and m.author_name)
    return next(names, "")
