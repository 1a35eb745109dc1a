"""A conversation on a table that tells its result rows, counts writes, and may die at any of them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.results import Result
from chalicelib.store.codec import from_item
from chalicelib.store.conversations import Conversations
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.table import Write
from chalicelib.usecases.ports import Context
from chalicelib.usecases.settle import save_head
from tests.domain.build import PUBLIC
from tests.domain.merk import BOOK, ROSTER
from tests.stories.world import DeadLetters, World

_WORLD = World("2026-11-16 08:00")


class Crash(Exception):
    """The process is gone."""


class CountingRows(MemoryTable):
    """Counts writes, tells its result rows, and dies at some of the writes when somebody throws dice."""

    def __init__(self, chance: random.Random | None = None) -> None:
        super().__init__()
        self.chance = chance
        self.written: list[int] = []

    def transact(self, writes: Sequence[Write]) -> bool:
        if self.chance and self.chance.random() < 0.15:
            raise Crash("before")
        done = super().transact(writes)
        self.written.append(len(writes))
        if self.chance and self.chance.random() < 0.15:
            raise Crash("after")
        return done

    def results(self) -> list[Result]:
        rows = [item for (pk, _), item in self._items.items() if pk.startswith("RESULT#")]
        found = [from_item(Result, row) for row in rows]
        assert [row["pk"] for row in rows] == [f"RESULT#{r.platform}#{r.account}#{r.day}" for r in found]
        return sorted(found, key=lambda result: result.id)


def on(table: MemoryTable) -> Context:
    return replace(_WORLD.context(), conversations=Conversations(table), work=DeadLetters(), book=BOOK, roster=ROSTER)


@dataclass
class Talk:
    """A conversation whose facts come in one by one."""

    conversation: Conversation = PUBLIC
    table: CountingRows = field(default_factory=CountingRows)

    def __post_init__(self) -> None:
        self.context = on(self.table)

    def store(self, *facts: Fact, now: datetime) -> None:
        for fact in facts:
            self.context.conversations.add(self.conversation.ref, fact)
        save_head(self.conversation.ref, self.context, now)

    def outcomes(self) -> list[str]:
        return sorted(f"{result.outcome} {result.day[-2:]}" for result in self.table.results())
