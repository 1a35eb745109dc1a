"""What the use cases ask of the world, and the context that bootstrap (or a test) fills it with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chalicelib.channels.port import Channel
from chalicelib.domain.organisation import Book
from chalicelib.domain.outage import Outage
from chalicelib.domain.roster import Roster
from chalicelib.lookups.port import OFF, Lookups
from chalicelib.store.conversations import Conversations
from chalicelib.store.due import DueIndex
from chalicelib.store.duties import Duties, Mute
from chalicelib.store.notes import Notes
from chalicelib.store.people import People
from chalicelib.usecases.pulse import Pulse


class Queue(Protocol):
    """A queue of text messages, delivered at least once, in no order."""

    def send(self, text: str, delay: int = 0, reason: str = "") -> None:
        """Queue a message to appear after `delay` whole seconds (0 to 900).

        `reason` says in a dead-letter queue why the message is there.
        """
        ...


class Journal(Protocol):
    """What happened, for logs and metrics: an event's name in snake case and its fields, never a customer's text."""

    def note(self, event: str, **fields: str | int | float | None) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One run's world. `book`, `roster`, `mutes` and `outages` are read once per run."""

    conversations: Conversations
    people: People
    due: DueIndex
    notes: Notes
    duties: Duties
    pulse: Pulse
    work: Queue
    inbox_dead: Queue
    channels: Mapping[str, Channel]
    book: Book
    roster: Roster
    mutes: tuple[Mute, ...]
    journal: Journal
    code_for: Callable[[str], str]
    """The code of a page group's link: the same group always gives the same code, which is stored nowhere."""
    public_url: str
    jitter: Callable[[float, float], float]
    """A number between two bounds, for retries that must not all come at once."""
    lookups: Lookups = OFF
    outages: tuple[Outage, ...] = ()
    """Known outages, those to come and those that ended in the last weeks too: results lean on them."""

    dead_letters: Callable[[], Mapping[str, int]] = dict
    """How many messages rest in each dead-letter queue, asked of the queues themselves."""
    without_secret: Callable[[], tuple[str, ...]] = tuple
    """The platforms of our accounts whose deliveries are all refused, since no secret is set for them."""

    def link(self, code: str) -> str:
        """The address a person opens."""
        return f"{self.public_url}/p/{code}"


class Clock(Protocol):
    """The present, for what has to wait for an instant or measure how late it is."""

    def now(self) -> datetime: ...

    def sleep_until(self, instant: datetime) -> None:
        """Return at that instant, at once when it is past."""
        ...
