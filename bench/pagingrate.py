"""How many pages a second leave one process: the real rules, channel and HTTP, with the table in memory.

What AWS takes is measured elsewhere; here nothing but our own work and the provider's is in the way.
"""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Event, RLock

from bench import examples, pagingpeople
from chalicelib import config
from chalicelib.channels.http import Http
from chalicelib.channels.pagerduty import PagerDuty
from chalicelib.channels.port import OutgoingPage, Receipt
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.organisation import Book, Effective
from chalicelib.store.conversations import Conversations
from chalicelib.store.due import DueIndex
from chalicelib.store.duties import Duties
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.notes import Notes
from chalicelib.store.people import People
from chalicelib.store.table import Item, Write
from chalicelib.usecases.duties import roster_of
from chalicelib.usecases.perform import WAITS_AT_MOST, perform
from chalicelib.usecases.ports import Context
from chalicelib.usecases.pulse import Pulse
from chalicelib.usecases.settle import settle
from chalicelib.usecases.tasks import Task, decode, encode
from tools import fakeproviders, localcloud, organisation

_OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_SECONDS_TO_START = 20.0
_KEY = "0" * 32
_PATIENCE = 120.0


@contextmanager
def sink(takes: float) -> Iterator[str]:
    """The address of a PagerDuty on loopback, in a process of its own, that takes so many seconds to answer."""
    port = localcloud.free_port()
    command = [sys.executable, "-m", "tools.fakeproviders", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            url = f"http://{fakeproviders.HOST}:{port}"
            fault = json.dumps({"slow": takes, "path": fakeproviders.ENQUEUE}).encode()
            _once_it_listens(lambda: _OPEN.open(f"{url}/faults", fault, timeout=5).close())
            yield url
        finally:
            process.kill()


def posts_a_second(url: str, workers: int, posts: int) -> float:
    """Events posted to the sink by so many threads, and nothing else done: what no page can leave faster than."""
    http = Http(plain=True)
    payload = {"summary": "x" * 120, "source": "bench", "severity": "error", "custom_details": {"page": "x" * 500}}
    event = {"routing_key": _KEY, "event_action": "trigger", "payload": payload}

    def post(number: int) -> None:
        body = json.dumps({**event, "dedup_key": f"bare-{number}"}).encode()
        http.post(f"{url}{fakeproviders.ENQUEUE}", body, "")

    with ThreadPoolExecutor(workers) as pool:
        began = time.monotonic()
        list(pool.map(post, range(posts)))
        return posts / (time.monotonic() - began)


def pages_a_second(url: str, workers: int, brands: int) -> float:
    """From clocks that are due until their pages have left, two each, by so many threads.

    Raises TimeoutError when not all of them do.
    """
    stage = _Stage(url, brands)
    with ThreadPoolExecutor(workers) as pool:
        began = time.monotonic()
        for _ in range(workers):
            pool.submit(stage.work)
        if not stage.channel.over.wait(_PATIENCE):
            stage.channel.over.set()
            raise TimeoutError(f"{stage.channel.sent} of {stage.channel.expected} pages left within {_PATIENCE:g} s")
        return stage.channel.expected / (time.monotonic() - began)


@dataclass
class _Counting:
    """A channel that tells when so many pages have left."""

    inner: PagerDuty
    expected: int
    sent: int = 0
    over: Event = field(default_factory=Event)
    lock: RLock = field(default_factory=RLock)

    def send(self, page: OutgoingPage) -> Receipt:
        receipt = self.inner.send(page)
        with self.lock:
            self.sent += 1
            if self.sent == self.expected:
                self.over.set()
        return receipt


class _Locked(MemoryTable):
    """One thread at a time: what DynamoDB sees to by itself."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = RLock()

    def get(self, pk: str, sk: str) -> Item | None:
        with self._lock:
            return super().get(pk, sk)

    def query(self, pk: str, first: str = "", last: str = "\U0010ffff", *, backwards: bool = False) -> Iterator[Item]:
        with self._lock:
            return iter(list(super().query(pk, first, last, backwards=backwards)))

    def index(
        self,
        ix: str,
        first: str = "",
        last: str = "\U0010ffff",
        limit: int | None = None,
        *,
        backwards: bool = False,
    ) -> Iterator[Item]:
        with self._lock:
            return iter(list(super().index(ix, first, last, limit, backwards=backwards)))

    def transact(self, writes: Sequence[Write]) -> bool:
        with self._lock:
            return super().transact(writes)

    def add(self, pk: str, sk: str, amounts: Mapping[str, int], expires_at: int) -> None:
        with self._lock:
            super().add(pk, sk, amounts, expires_at)


class _Queue:
    """Hands over at once what is due; looks at a page that comes minutes later are not measured."""

    def __init__(self) -> None:
        self.waiting: SimpleQueue[str] = SimpleQueue()

    def send(self, text: str, delay: int = 0, reason: str = "") -> None:
        if delay <= WAITS_AT_MOST.total_seconds():
            self.waiting.put(text)


class _Silent:
    def note(self, event: str, **fields: str | int | float | None) -> None:
        """Nobody reads it."""


class _Now:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep_until(self, instant: datetime) -> None:
        time.sleep(max((instant - datetime.now(UTC)).total_seconds(), 0.0))


class _Stage:
    """A process of the work function, its clocks due."""

    def __init__(self, url: str, brands: int) -> None:
        self.queue = _Queue()
        self.channel = _Counting(PagerDuty(Http(plain=True), lambda _: _KEY, url), brands * pagingpeople.PER_CLOCK)
        self.context = _context(brands, self.queue, self.channel)
        now = datetime.now(UTC).replace(microsecond=0)  # instants are rounded up to the second: nobody waits for it
        for number in range(brands):
            ref = f"x:b{number}:public:{number}"
            self.context.conversations.add(ref, _question(number, now - pagingpeople.STEP))
            settle(ref, self.context, now - timedelta(seconds=1))
            self.queue.send(encode(Task("escalate", ref, now)))

    def work(self) -> None:
        """One worker, until all pages have left."""
        while not self.channel.over.is_set():
            with suppress(Empty):
                perform(decode(self.queue.waiting.get(timeout=0.05)), lambda _: self.context, _Now())


def _question(number: int, at: datetime) -> Message:
    (usual,) = examples.talk(1)
    assert isinstance(usual, Message)
    return replace(
        usual,
        first_seen_at=at,
        stored_at=at,
        asked_at=at,
        accounts=frozenset({pagingpeople.account(number)}),
        author=str(number),
        author_name=f"klant_{number}",
    )


def _context(brands: int, queue: _Queue, channel: _Counting) -> Context:
    now, table = datetime.now(UTC), _Locked()
    ours = config.read(organisation.PATH.read_text("utf-8") + pagingpeople.pairs(brands), now.date())
    notes = Notes(table)
    return Context(
        conversations=Conversations(table),
        people=People(table),
        due=DueIndex(table),
        notes=notes,
        duties=Duties(table),
        pulse=Pulse(notes),
        work=queue,
        inbox_dead=queue,
        channels={"pagerduty": channel},
        book=Book((Effective("first", datetime(1970, 1, 1, tzinfo=UTC), ours),)),
        roster=roster_of(ours, ()),
        mutes=(),
        journal=_Silent(),
        code_for=lambda group: group[:17],
        public_url="https://wh.example.com",
        jitter=lambda low, high: low,
    )


def _once_it_listens(ask: Callable[[], None]) -> None:
    """Raises OSError when it never does."""
    end = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            return ask()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
