"""A whole Waakhond in process: the real use cases on a table in memory, and one clock that only the test moves.

Time passes by jumping from one thing that is due to the next: a queue message that becomes visible, the sweep of the
minute, the audit of the five minutes. Nothing sleeps.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from chalicelib import config
from chalicelib.channels.port import ChannelError, Followed, OutgoingPage, Permanent, Receipt, Temporary
from chalicelib.channels.registry import FOLLOWS, REGISTRY
from chalicelib.domain.alerts import Alert
from chalicelib.domain.case import Clock
from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.organisation import Book, Effective, Organisation
from chalicelib.platforms import registry
from chalicelib.store.conversations import Conversations
from chalicelib.store.due import DueIndex
from chalicelib.store.duties import Duties
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.notes import Notes
from chalicelib.store.people import People
from chalicelib.usecases import tasks
from chalicelib.usecases.acknowledge import acknowledge
from chalicelib.usecases.audit import audit
from chalicelib.usecases.duties import mutes_at, outages_of, roster_of
from chalicelib.usecases.ingest import ingest
from chalicelib.usecases.notify import ID_PREFIX
from chalicelib.usecases.open_page import open_page
from chalicelib.usecases.perform import perform
from chalicelib.usecases.ports import Context
from chalicelib.usecases.pulse import Pulse
from chalicelib.usecases.receive import receive
from chalicelib.usecases.reply import reply
from chalicelib.usecases.sweep import sweep
from tests.platforms.signers import SIGNERS

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SECRET = "x-signing-secret"
EXAMPLE = Path(__file__).parents[2] / "chalicelib" / "waakhond.toml"


def local(text: str) -> datetime:
    """An instant in Amsterdam: `2026-11-20 23:45` or with seconds."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Sent:
    """A page as a person got it."""

    at: datetime
    to: str
    channel: str
    text: str
    link: str

    def __repr__(self) -> str:
        return f"{self.at.astimezone(AMSTERDAM):%a %d %b %H:%M:%S} {self.to} {self.channel}: {self.text}"


@dataclass
class FakeChannel:
    """Takes every page, unless told that an address does not work."""

    name: str
    world: "World"
    broken: set[str] = field(default_factory=set)

    def send(self, page: OutgoingPage) -> Receipt:
        if page.to in self.broken:
            raise Permanent(f"{page.to} is no number that works")
        person = next(p.id for p in self.world.organisation.people.values() if page.to in {m.to for m in p.methods})
        kept = self.world.notices if page.id.startswith(ID_PREFIX) else self.world.sent
        kept.append(Sent(self.world.now, person, self.name, page.text, page.link))
        return Receipt(f"{self.name}-{len(self.world.sent)}")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a pager was told became of an incident that it keeps under a page's id."""

    at: datetime
    page: str
    state: Followed


@dataclass
class FakePager(FakeChannel):
    """Keeps an incident for every page that it takes, and what it was told of it."""

    incidents: dict[str, str] = field(default_factory=dict)
    """State by the page's id: triggered, acknowledged, resolved."""
    told: list[Shown] = field(default_factory=list)
    answers: list[ChannelError] = field(default_factory=list)
    """Raised one after the other when it is told something; after them it takes everything."""
    unheard: int = 0
    """So many pages it takes without its answer reaching us."""

    def send(self, page: OutgoingPage) -> Receipt:
        receipt = super().send(page)
        self.incidents.setdefault(page.id, "triggered")
        if self.unheard:
            self.unheard -= 1
            raise Temporary("no answer")
        return receipt

    def follow(self, page_id: str, to: str, state: Followed) -> None:
        if self.answers:
            raise self.answers.pop(0)
        self.told.append(Shown(self.world.now, page_id, state))
        if self.incidents.get(page_id, "resolved") != "resolved":  # else it drops what it is told
            self.incidents[page_id] = state


@dataclass
class FakeQueue:
    """Keeps messages until the world's clock reaches the instant at which they become visible."""

    world: "World"
    deliver: Callable[[str], None]

    def send(self, text: str, delay: int = 0, reason: str = "") -> None:
        self.world.schedule(self.world.now + timedelta(seconds=delay), lambda: self.deliver(text))


@dataclass
class DeadLetters:
    """What nobody could use, with the reason."""

    letters: list[tuple[str, str]] = field(default_factory=list)

    def send(self, text: str, delay: int = 0, reason: str = "") -> None:
        self.letters.append((text, reason))


@dataclass
class Notebook:
    """Every event that was noted, for tests that ask what was logged."""

    events: list[tuple[str, dict[str, str | int | float | None]]] = field(default_factory=list)

    def note(self, event: str, **fields: str | int | float | None) -> None:
        self.events.append((event, fields))


class World:
    """One organisation, its cloud and its clock."""

    def __init__(self, start: str, settings: str = EXAMPLE.read_text("utf-8")) -> None:
        self._now = local(start)
        self._events: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self.sent: list[Sent] = []
        self.notices: list[Sent] = []
        self._told = 0
        self.table = MemoryTable()
        self.organisation: Organisation = config.read(settings, date(2026, 11, 1))
        self.book = Book((Effective("first", datetime(1970, 1, 1, tzinfo=UTC), self.organisation),))
        self.journal = Notebook()
        self.dead = DeadLetters()
        self.inbox = FakeQueue(self, lambda text: ingest(text, self.context(), self.now))
        self.work = FakeQueue(self, self._work)
        self.pager = FakePager("pagerduty", self)
        self.channels = {
            name: FakePager(name, self) if name in FOLLOWS else FakeChannel(name, self) for name in REGISTRY
        }
        self.channels["pagerduty"] = self.pager
        minute = self._now.replace(second=0, microsecond=0)
        self.schedule(max(minute, self._now), self._sweep)
        self.schedule(max(minute, self._now), self._audit)

    @property
    def now(self) -> datetime:
        return self._now

    def sleep_until(self, instant: datetime) -> None:
        """The world brings work at its instant, so nobody may have to wait."""
        assert instant <= self._now, f"a worker would have slept from {self._now} to {instant}"

    def schedule(self, at: datetime, action: Callable[[], None]) -> None:
        heappush(self._events, (at, next(self._order), action))

    def context(self) -> Context:
        notes = Notes(self.table)
        duties = Duties(self.table)
        return Context(
            conversations=Conversations(self.table),
            people=People(self.table),
            due=DueIndex(self.table),
            notes=notes,
            duties=duties,
            pulse=Pulse(notes),
            work=self.work,
            inbox_dead=self.dead,
            channels=self.channels,
            book=self.book,
            roster=roster_of(self.organisation, duties.entries()),
            mutes=mutes_at(duties.entries(), self._now),
            outages=outages_of(duties.entries(), self._now),
            journal=self.journal,
            code_for=lambda group: group[:17],
            public_url="https://wh.merk.nl",
            jitter=lambda low, high: low,
        )

    # --- what people and platforms do ---

    def at(self, when: str) -> "World":
        """Let time pass until then; whatever is due happens on the way."""
        self.until(local(when))
        return self

    def until(self, instant: datetime) -> None:
        assert instant >= self._now, f"time does not run back from {self._now} to {instant}"
        while self._events and self._events[0][0] <= instant:
            at, _, action = heappop(self._events)
            self._now = max(at, self._now)
            action()
        self._now = instant

    def post(self, body: bytes, platform: str = "x") -> None:
        """A signed delivery arrives now."""
        receive(
            platform,
            registry.load(platform),
            SIGNERS[platform](body, SECRET),
            body,
            [SECRET],
            now=self._now,
            send=self.inbox.send,
            keep=self._keep,
        )
        self.until(self._now)

    def acknowledge(self, page: Sent) -> None:
        """The person opens the page's link and presses the button."""
        opened = open_page(page.link.rsplit("/", 1)[1], self.context(), self.now)
        assert opened is not None, f"the link of {page} does not open"
        acknowledge(opened.link, "link", self.context(), self.now)

    def shown(self) -> list[tuple[str, str]]:
        """(local time, state) of all that the pager was told, in the order in which it was; times as HH:MM:SS."""
        return [(f"{told.at.astimezone(AMSTERDAM):%H:%M:%S}", told.state) for told in self.pager.told]

    def text(self, person: str, words: str, to: Sent | None = None) -> None:
        """The person replies from their telephone: to that page, or to nothing that anybody could tell."""
        sender = next(m.to for m in self.organisation.people[person].methods if m.channel == "sms")
        inbound = {"originationNumber": sender, "messageBody": words, "inboundMessageId": f"in-{next(self._order)}"}
        answered = f"{to.channel}-{self.sent.index(to) + 1}" if to else None
        reply(json.dumps({**inbound, "previousPublishedMessageId": answered}), self.context(), self.now)
        self.until(self.now)

    def pages(self, channel: str = "sms") -> list[tuple[str, str]]:
        """(local time, person) of the pages since the last time it was asked; times as HH:MM:SS."""
        new = self.sent[self._told :]
        self._told = len(self.sent)
        return [(f"{p.at.astimezone(AMSTERDAM):%H:%M:%S}", p.to) for p in new if p.channel == channel]

    def carried(self, person: str) -> list[Alert]:
        """What the person's pages carry, each group of pages once."""
        pages = {page.group: page for page in self.context().people.pages(person, datetime(1970, 1, 1, tzinfo=UTC))}
        return [alert for page in pages.values() for alert in page.alerts]

    def clocks(self, prefix: str) -> list[Clock]:
        """Every clock, open and closed, of the conversations whose ref begins so."""
        refs = {str(item["conversation"]) for item in self.table.rows("HEAD")}
        context = self.context()
        found: list[Clock] = []
        for ref in sorted(ref for ref in refs if ref.startswith(prefix)):
            facts = context.conversations.load(ref).facts
            found += derive(Conversation.parse(ref), facts, self.book, self.now).clocks
        return found

    def redeploy(self, settings: str) -> None:
        """The same code with another configuration, in force from now on."""
        organisation = config.read(settings, self._now.date())
        entry = Effective(f"{len(self.book.entries) + 1}", self._now, organisation)
        self.book = Book((*self.book.entries, entry))
        self.organisation = organisation

    # --- what the cloud does ---

    def _keep(self, packed: str) -> str:
        name = f"kept-{next(self._order)}"
        Notes(self.table).keep_body(name, packed, self._now)
        return name

    def _work(self, text: str) -> None:
        task = tasks.decode(text)
        if self._now < task.due_at <= self._now + timedelta(seconds=3):
            self.schedule(task.due_at, lambda: self._work(text))
        else:
            perform(task, lambda _: self.context(), _WorldClock(self))

    def _sweep(self) -> None:
        sweep(self.context(), self._now)
        self.schedule(self._now.replace(second=0, microsecond=0) + timedelta(minutes=1), self._sweep)

    def _audit(self) -> None:
        audit(self.context(), self._now)
        self.schedule(self._now.replace(second=0, microsecond=0) + timedelta(minutes=5), self._audit)


@dataclass(frozen=True)
class _WorldClock:
    world: World

    def now(self) -> datetime:
        return self.world.now

    def sleep_until(self, instant: datetime) -> None:
        self.world.sleep_until(instant)
