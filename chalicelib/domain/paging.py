"""The rows of one person's paging: which alerts a page carries, in which state it is, and what ended it.

pending --due--> claimed --provider took it--> sent --receipt--> delivered
   |                |  (lease over: sent again under the same id)
   |                +--permanent error--> failed
   +--nothing left to page about, or acknowledged--> withdrawn      any sent one --"mine"--> acknowledged

Each change has its time and, where it is not the usual course, its reason. What a provider keeps an incident of stays
due in a final state too, until the incident is resolved (see `following.py`).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.alerts import Alert
from chalicelib.domain.organisation import Method, Person

PageState = Literal["pending", "claimed", "sent", "delivered", "failed", "acknowledged", "withdrawn"]

FINAL: frozenset[PageState] = frozenset({"sent", "delivered", "failed", "acknowledged", "withdrawn"})
UNSENT: frozenset[PageState] = frozenset({"pending", "claimed"})

Shown = Literal["", "acknowledged", "resolved"]
"""What the provider of a page was told became of it; empty: nothing, so its incident is open."""

NEXT_METHOD_AFTER = timedelta(minutes=3)
# Longer than the delivering function may run: a lease that ends means that its holder is dead.
LEASE = timedelta(seconds=60)
# After this many tries the next method has long gone out; the page is given up with its reason.
MOST_TRIES = 8
# An item holds 400 kB, and a page keeps each alert it carries: about half a kB.
MOST_ALERTS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One message to one person through one channel. Pages of one `group` carry the same alerts."""

    id: str
    """The dedup key: the same on every try."""
    group: str
    person: str
    number: int
    """Place of the method in the person's order, from 0."""
    channel: str
    to: str
    state: PageState
    alerts: tuple[Alert, ...]
    created_at: datetime
    due_at: datetime | None
    """When it needs a look: its turn, the end of its lease, its next try, whether its provider shows how it stands.

    None when it never needs one again.
    """
    attempts: int = 0
    """How often it was claimed; with the state it tells whether somebody else was there meanwhile."""
    claimed_at: datetime | None = None
    """When its latest try began."""
    sent_at: datetime | None = None
    provider_id: str | None = None
    delivered_at: datetime | None = None
    """When the carrier handed it over, by its receipt; noted in any state, which it changes only when that is sent."""
    ended_at: datetime | None = None
    acknowledged_by: str | None = None
    acknowledged_via: str = ""
    """By the page's `link`, or the channel that told us of it; empty until somebody did."""
    reason: str = ""
    """Why it is in this state; of one that waits for its next try, what was wrong with the last."""
    told: Shown = ""
    telling: Shown = ""
    """What somebody is telling the provider this moment, until `due_at` at the latest."""
    tellings: int = 0
    """How often in a row telling it came to nothing."""

    @property
    def lateness(self) -> timedelta | None:
        """From the instant of the latest step it carries until the provider took it; None before that."""
        if self.sent_at is None:
            return None
        return self.sent_at - max(alert.planned_at for alert in self.alerts)


def group_id(person: str, alerts: Sequence[Alert]) -> str:
    """The same person and alerts give the same group, so that a retried claim is the same claim."""
    raw = "\x1f".join((person, *sorted(alert.id for alert in alerts)))
    return hashlib.sha256(raw.encode()).hexdigest()[:20]


def first_methods(person: Person) -> tuple[tuple[int, Method], ...]:
    """The methods that go together at once: those marked `first`, or simply the first one."""
    marked = tuple((number, method) for number, method in enumerate(person.methods) if method.first)
    return marked or tuple(enumerate(person.methods[:1]))


def method_after(person: Person, used: Sequence[int]) -> tuple[int, Method] | None:
    """The next method in the person's order that this group has not tried; None when all have been."""
    first = {number for number, _ in first_methods(person)}
    for number, method in enumerate(person.methods):
        if number not in used and number not in first:
            return number, method
    return None


def claimed(
    person: Person, alerts: tuple[Alert, ...], now: datetime, methods: Sequence[tuple[int, Method]]
) -> tuple[Page, ...]:
    """One claimed page per method, all of one group, their leases running from now."""
    group = group_id(person.id, alerts)
    return tuple(
        Page(
            id=f"{group}-{number}",
            group=group,
            person=person.id,
            number=number,
            channel=method.channel,
            to=method.to,
            state="claimed",
            alerts=alerts,
            created_at=now,
            due_at=now + LEASE,
            attempts=1,
            claimed_at=now,
        )
        for number, method in methods
    )
