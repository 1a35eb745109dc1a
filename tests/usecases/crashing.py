"""A world in which any side effect may be the last one of its process.

A process dies before or after one of its effects: a write, a queue message, a page handed to a provider. What happens
then is the cloud's part: the queue delivers again, the minute ticks again, the platform and the person try again.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from chalicelib.channels.port import Followed, OutgoingPage, Receipt
from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.paging import Page
from chalicelib.store.codec import from_item
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.table import Item, Write
from chalicelib.usecases.audit import audit
from chalicelib.usecases.ingest import ingest
from chalicelib.usecases.sweep import sweep
from chalicelib.usecases.tasks import encode, task_of
from tests.stories.world import EXAMPLE, DeadLetters, FakeChannel, FakePager, FakeQueue, Sent, World

T = TypeVar("T")
When = Literal["before", "after"]
Point = tuple[int, When]

# As the template sets them: how long a message stays hidden when whoever took it has died.
INBOX_RETURNS_AFTER = timedelta(seconds=90)
WORK_RETURNS_AFTER = timedelta(seconds=60)
PLATFORM_RETRIES_AFTER = timedelta(seconds=10)
PERSON_RETRIES_AFTER = timedelta(seconds=5)

_MARKS_OF_A_SWEEP = 3


class Crash(Exception):
    """The process is gone."""


@dataclass
class Effects:
    """Counts side effects; crashes at some, and lets somebody else come in between at one."""

    crashes: Collection[Point] = ()
    interrupted_at: int | None = None
    interrupt: Callable[[], None] = lambda: None
    count: int = 0
    idle: set[int] = field(default_factory=set)
    """The marks of sweeps that found nothing: one is as good as another."""
    armed: bool = True

    def points(self) -> list[int]:
        """Every effect that something can be learned from: all of them, but of idle sweeps only the first one's."""
        return sorted({*range(self.count)} - {*sorted(self.idle)[_MARKS_OF_A_SWEEP:]})

    def happen(self, effect: Callable[[], T]) -> T:
        if not self.armed:
            return effect()
        number = self.count
        self.count += 1
        if number == self.interrupted_at:
            self.armed = False
            self.interrupt()
            self.armed = True
        if (number, "before") in self.crashes:
            raise Crash(f"before effect {number}")
        result = effect()
        if (number, "after") in self.crashes:
            raise Crash(f"after effect {number}")
        return result


class CrashingTable(MemoryTable):
    def __init__(self, effects: Effects) -> None:
        super().__init__()
        self._effects = effects

    def transact(self, writes: Sequence[Write]) -> bool:
        return self._effects.happen(lambda: MemoryTable.transact(self, writes))

    def add(self, pk: str, sk: str, amounts: Mapping[str, int], expires_at: int) -> None:
        self._effects.happen(lambda: MemoryTable.add(self, pk, sk, amounts, expires_at))

    def every(self, kind: str) -> list[Item]:
        """All rows of a kind, for tests, which may look at all there is."""
        return [dict(item) for item in self._items.values() if item.get("kind") == kind]


@dataclass
class CrashingQueue(FakeQueue):
    effects: Effects = field(default_factory=Effects)

    def send(self, text: str, delay: int = 0, reason: str = "") -> None:
        self.effects.happen(lambda: FakeQueue.send(self, text, delay, reason))


@dataclass
class CrashingDeadLetters(DeadLetters):
    effects: Effects = field(default_factory=Effects)

    def send(self, text: str, delay: int = 0, reason: str = "") -> None:
        self.effects.happen(lambda: DeadLetters.send(self, text, delay, reason))


@dataclass
class Taken:
    """A page that a provider took: it is with a person now, whatever becomes of the row."""

    id: str
    at: datetime
    in_vain: bool
    """Nothing that it carries was waiting any more when it went out."""


class CrashingChannel(FakeChannel):
    world: "CrashingWorld"

    def send(self, page: OutgoingPage) -> Receipt:
        def take() -> Receipt:
            receipt = super(CrashingChannel, self).send(page)
            self.world.taken.append(Taken(page.id, self.world.now, not self.world.still_waits(page.id)))
            return receipt

        return self.world.effects.happen(take)


class CrashingPager(CrashingChannel, FakePager):
    def follow(self, page_id: str, to: str, state: Followed) -> None:
        self.world.effects.happen(lambda: FakePager.follow(self, page_id, to, state))


# The ladder of the example in a tenth of the time, so that every point of a story can be tried; Sanne has a third
# method, which follows the second as that follows the first.
_QUICK = EXAMPLE.read_text("utf-8")
for _old, _new in (
    ('target = "1h"\n', 'target = "6m"\n'),
    ('acknowledgement = "15m" ', 'acknowledgement = "3m" '),
    ('{ after = "45m"', '{ after = "3m"'),
    ('{ after = "55m"', '{ after = "5m"'),
    ('{ after = "60m"', '{ after = "6m"'),
    ('{ after = "61m"', '{ after = "7m"'),
    ('every = "30m", at_most = 6', 'every = "3m", at_most = 2'),
    ('to = "sanne@example.com" },', 'to = "sanne@example.com" },\n    { channel = "sms", to = "+31600000009" },'),
):
    assert _QUICK.count(_old) == 1, _old
    _QUICK = _QUICK.replace(_old, _new)
# Holidays take longer to read than a story takes to tell.
_QUICK = _QUICK[: _QUICK.index("[calendars.kantoor.holidays]")] + _QUICK[_QUICK.index("# --- What you promise") :]


class CrashingWorld(World):
    """Crashes where it is told to, and goes on as the cloud would."""

    table: CrashingTable

    def __init__(self, start: str, effects: Effects, broken: Collection[str] = ()) -> None:
        super().__init__(start, _QUICK)
        self.effects = effects
        self.taken: list[Taken] = []
        self.posted: list[bytes] = []
        self.latest = timedelta()
        self.table = CrashingTable(effects)
        self.dead = CrashingDeadLetters(effects=effects)
        self.inbox = CrashingQueue(self, self._ingest, effects)
        self.work = CrashingQueue(self, self._work, effects)
        self.pager = CrashingPager("pagerduty", self, set(broken))
        self.channels = {name: CrashingChannel(name, self, set(broken)) for name in ("sms", "email")}
        self.channels["pagerduty"] = self.pager

    def post(self, body: bytes, platform: str = "x") -> None:
        """The platform tries again until it is answered."""
        self.posted.append(body)
        try:
            super().post(body, platform)
        except Crash:
            self.schedule(self.now + PLATFORM_RETRIES_AFTER, lambda: self.post(body, platform))

    def acknowledge(self, page: Sent) -> None:
        """The person presses the button again until it says that it worked."""
        try:
            super().acknowledge(page)
        except Crash:
            self.schedule(self.now + PERSON_RETRIES_AFTER, lambda: self.acknowledge(page))

    def facts(self) -> dict[str, set[str]]:
        """Ids of the messages of each conversation."""
        found: dict[str, set[str]] = {}
        for row in self.table.every("message"):
            found.setdefault(str(row["pk"]).removeprefix("C#"), set()).add(str(row["id"]))
        return found

    def pages_stored(self) -> list[Page]:
        return [from_item(Page, row) for row in self.table.every("page")]

    def still_waits(self, page_id: str) -> bool:
        """Does anything that the page carries still wait for an answer?"""
        (page,) = [page for page in self.pages_stored() if page.id == page_id]
        context = self.context()
        for ref in {alert.conversation for alert in page.alerts}:
            facts = context.conversations.load(ref).facts
            if derive(Conversation.parse(ref), facts, self.book, self.now).open:
                return True
        return False

    def somebody_else(self) -> None:
        """Another worker looks at everything that is due this moment."""
        for row in list(self.context().due.due(self.now)):
            super()._work(encode(task_of(row)))

    def _ingest(self, text: str) -> None:
        try:
            ingest(text, self.context(), self.now)
        except Crash:
            self.schedule(self.now + INBOX_RETURNS_AFTER, lambda: self._ingest(text))

    def _work(self, text: str) -> None:
        try:
            super()._work(text)
        except Crash:
            self.schedule(self.now + WORK_RETURNS_AFTER, lambda: self._work(text))

    def _sweep(self) -> None:
        oldest = self.context().due.oldest_due()
        if oldest is not None:
            self.latest = max(self.latest, self.now - oldest)
        first = self.effects.count
        try:
            if not sweep(self.context(), self.now):
                self.effects.idle.update(range(first, self.effects.count))
        except Crash:
            pass
        self.schedule(self.now.replace(second=0, microsecond=0) + timedelta(minutes=1), self._sweep)

    def _audit(self) -> None:
        with suppress(Crash):
            audit(self.context(), self.now)
        self.schedule(self.now.replace(second=0, microsecond=0) + timedelta(minutes=5), self._audit)
