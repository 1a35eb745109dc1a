"""A test page: one method of one person, tried by itself on somebody's request. It is about no customer.

claimed --provider took it--> sent --receipt--> delivered          any of them --the person answers--> answered
   |                           |
   +--permanent error, or four tries in vain--+--failed receipt--> failed
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

TrialState = Literal["claimed", "sent", "delivered", "answered", "failed"]

# A page's id never begins so: a receipt, a reply or a pager names a test page by its id alone.
TRIAL_PREFIX = "test-"
WINDOW = timedelta(minutes=15)
"""So long the text asks for an answer; then a provider that keeps an incident of it resolves that."""
MOST_TRIES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One test page by one method. `id` follows from the method and the instant asked: the same on every try."""

    id: str
    person: str
    number: int
    """Place of the method in the person's order, from 0."""
    channel: str
    to: str
    asked_at: datetime
    state: TrialState
    attempts: int = 0
    due_at: datetime | None = None
    """Of a claimed one: when it is tried again if nobody said what became of it."""
    sent_at: datetime | None = None
    provider_id: str = ""
    delivered_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    reason: str = ""
    """Why it failed, or what was wrong with the last try."""
    resolved: bool = False
    """Its provider keeps no open incident of it any more."""


def trial_id(person: str, number: int, channel: str, to: str, asked_at: datetime) -> str:
    """Nothing but what was asked for decides it, so that a retry is the same page to its provider."""
    raw = "\x1f".join((person, str(number), channel, to, asked_at.astimezone(UTC).isoformat()))
    return TRIAL_PREFIX + hashlib.sha256(raw.encode()).hexdigest()[:20]
