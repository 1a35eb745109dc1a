"""Open conversations by the thousand, put where the board reads them, and a table that counts what is read of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.domain.head import Head, Running
from chalicelib.store.conversations import Conversations
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.table import Item


class CountingTable(MemoryTable):
    """Counts requests, and the entries that were read of the index."""

    def __init__(self) -> None:
        super().__init__()
        self.queries = 0
        self.entries = 0

    def index(
        self,
        ix: str,
        first: str = "",
        last: str = "\U0010ffff",
        limit: int | None = None,
        *,
        backwards: bool = False,
    ) -> Iterator[Item]:
        self.queries += 1
        for entry in super().index(ix, first, last, limit, backwards=backwards):
            self.entries += 1
            yield entry

    def query(self, pk: str, first: str = "", last: str = "\U0010ffff", *, backwards: bool = False) -> Iterator[Item]:
        self.queries += 1
        return super().query(pk, first, last, backwards=backwards)


def opened(
    table: MemoryTable, numbers: range, asked_at: datetime, *, apart: timedelta = timedelta(), authors: int = 1
) -> list[str]:
    """So many wait, one after the other, every third of them only waits; their refs, the first to break first."""
    conversations, refs = Conversations(table), list[str]()
    for number in numbers:
        at = asked_at + number * apart
        running = tuple(_running(at, f"{number}-{author}") for author in range(authors))
        ref = f"x:merk:public:{number}"
        step = None if number % 3 == 0 else at + timedelta(minutes=45)
        head = Head(conversation=ref, platform="x", brand="merk", surface="public", running=running, next_at=step)
        assert conversations.save(head, 0, at)
        refs.append(ref)
    return refs


def _running(at: datetime, customer: str) -> Running:
    return Running(
        clock="first_response",
        anchor=f"m{customer}",
        account="2244994945",
        customer=customer,
        customer_name=f"klant_{customer}",
        asked_at=at,
        first_seen_at=at,
        warn_at=at + timedelta(minutes=45),
        due_at=at + timedelta(hours=1),
        excerpt="waar blijft mijn bestelling?",
    )
