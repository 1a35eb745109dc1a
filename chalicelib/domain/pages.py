"""One page to one person: what is known when it is composed, before any wording or channel."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.organisation import Language, Surface

ClockKind = Literal["first_response", "next_response", "dm_follow_up", "promise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody who was paged about the same anchor before this page."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PageItem:
    """One alert that a page carries: conversation C reached step S."""

    conversation: str
    alert: str
    platform: str
    surface: Surface
    account_name: str
    customer_name: str
    """The customer's handle or name; empty when the platform tells none."""
    clock: ClockKind
    step: str
    nth: int
    """1 for the first page to this person about this anchor, 2 for the second, and so on."""
    for_manager: bool
    asked_at: datetime
    due_at: datetime
    excerpt: str | None
    """Public text, at most 140 characters; None on `direct`, always."""
    idle_working_days: str | None = None
    """For a DM clock: how long it lies still, as the step says it ("1.5", "2")."""
    told: tuple[Told, ...] = ()
    taken_by: str | None = None
    taken_at: datetime | None = None
    promise: str | None = None
    promised_by: str | None = None
    arrived_late: bool = False
    """First seen when its due time had already passed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """A storm in numbers: who came with it and still waits, at least one."""

    waiting: int
    growth: int
    """How many of them came within the last `growth_of`."""
    growth_of: timedelta
    first_due_at: datetime
    furthest: tuple[str, int] | None
    """Who reaches the most people, and how many; None where no platform tells."""
    other_topics: tuple[str, ...]
    """Whose public text is about something else."""
    topic: tuple[str, ...] = ()
    """The words that most of them say, the commonest first."""
    about: int = 0
    """How many say the first of these."""
    more: bool = False
    """There are more than could be read, so that `waiting` is a least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutageTold:
    """The known outage that all of a page is about, with everybody who waits about it, at least one."""

    words: tuple[str, ...]
    waiting: int
    more: bool
    """There may be others, that were not read."""
    past: int
    """How many of them wait longer than was promised."""
    oldest_at: datetime
    next_at: datetime
    """When the next page about it goes out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """Everything a text or a web page needs to show one page; items sorted by due time, never empty."""

    page: str
    person: str
    person_name: str
    language: Language
    zone: str
    composed_at: datetime
    items: tuple[PageItem, ...]
    ahead: int = 0
    """How many of the items only fall due within the next ten minutes."""
    link: str
    can_reply: bool = False
    """The sending number can receive replies, so the text may say how."""
    nobody_on_duty: str | None = None
    """The rota that has nobody, when that is why this person is paged."""
    crowd: Crowd | None = None
    """In a storm: those it is about in numbers; its items are then who waits among them."""
    storm: bool = False
    """The page is about the storm itself: taking it takes no conversation."""
    outage: OutageTold | None = None
