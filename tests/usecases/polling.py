"""A poller that tells what it is told to, and the world of a run in which a save or a send may fail."""

import base64
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.domain.organisation import Account
from chalicelib.polling.port import Batch, PollFailed, Source
from chalicelib.store.cursors import Cursors, Polling
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.table import Put, Write
from chalicelib.usecases.poll import Polled, poll
from tests.domain.build import at
from tests.stories.world import Notebook


class Crash(Exception):
    """The process is gone, or a part of the cloud is."""


def nothing() -> None:
    """What happens before a save or a send when all is well."""


def crash() -> None:
    raise Crash


class FragileTable(MemoryTable):
    """Calls `before_save` when a cursor is about to be saved."""

    def __init__(self) -> None:
        super().__init__()
        self.before_save: Callable[[], None] = nothing

    def write(self, write: Write) -> bool:
        if isinstance(write, Put) and write.item["pk"] == "POLL":
            self.before_save()
        return super().write(write)


@dataclass
class FakePoller:
    """Tells `items` one to a page; its cursor is how many it told."""

    items: list[bytes] = field(default_factory=list)
    fails: dict[str, PollFailed] = field(default_factory=dict)
    """By account: raised once its items are told."""
    turns: list[Source] = field(default_factory=list)

    def poll(self, source: Source, cursor: str, now: datetime) -> Iterator[Batch]:
        self.turns.append(source)
        for number in range(int(cursor or "0"), len(self.items)):
            yield Batch(self.items[number], str(number + 1))
        if source.account in self.fails:
            raise self.fails[source.account]


@dataclass
class Run:
    """The world of runs, one after the other."""

    accounts: Sequence[Account]
    poller: FakePoller = field(default_factory=FakePoller)
    table: FragileTable = field(default_factory=FragileTable)
    now: datetime = field(default_factory=lambda: at("22:00"))
    takes: timedelta = timedelta()
    """How far the clock has run on each time that it is read."""
    secrets: tuple[str, ...] = ()
    queued: list[bytes] = field(default_factory=list)
    before_send: Callable[[], None] = nothing
    journal: Notebook = field(default_factory=Notebook)

    def go(self) -> None:
        poll(
            Polled(
                accounts=self.accounts,
                cursors=Cursors(self.table),
                pollers={"bluesky": self.poller, "mastodon": self.poller},
                secrets=lambda platform: self.secrets,
                address="https://{}".format,
                send=self._send,
                keep=lambda packed: "kept",
                clock=self._clock,
                journal=self.journal,
            )
        )

    def later(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)
        self.go()

    def row(self, account: Account) -> Polling:
        return Cursors(self.table).all()[account.platform, account.id]

    def _clock(self) -> datetime:
        self.now += self.takes
        return self.now

    def _send(self, text: str) -> None:
        self.before_send()
        self.queued.append(gzip.decompress(base64.b64decode(json.loads(text)["body"])))


def account(number: int = 1, platform: str = "bluesky") -> Account:
    return Account(
        platform=platform, id=f"did:plc:{number}", name="merk", brand="merk", calendar="kantoor", host="bsky.social"
    )
