"""A thousand clocks of one person fall due at one instant: a few pages, the first at once, and nobody told twice."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from chalicelib.domain.paging import MOST_ALERTS
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.table import Item, Put, Write
from tests.stories import x
from tests.stories.world import EXAMPLE, World, local

CLOCKS = 1000
AT_ONCE = 100
MOST_PAGES = 3
ASKED, DUE, BEFORE_THE_BREACH = "2026-11-17 10:00", "2026-11-17 10:45", "2026-11-17 10:59:59"
# Sanne has one method, and hears of nothing between the first step and the breach.
SETTINGS = re.sub(r'\{ channel = "(pagerduty|email)", to = "sanne[^\n]*\n', "", EXAMPLE.read_text("utf-8"))
SETTINGS = re.sub(r'    \{ after = "55m"[^\n]*\n', "", SETTINGS)


class Partitioned(MemoryTable):
    """Knows which keys a partition has: with thousands of rows looking through all of them takes too long."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: defaultdict[str, set[str]] = defaultdict(set)

    def query(self, pk: str, first: str = "", last: str = "\U0010ffff", *, backwards: bool = False) -> Iterator[Item]:
        for sk in sorted((each for each in self._keys[pk] if first <= each <= last), reverse=backwards):
            if item := self.get(pk, sk):
                yield item

    def transact(self, writes: Sequence[Write]) -> bool:
        for write in writes:
            if isinstance(write, Put):
                self._keys[str(write.item["pk"])].add(str(write.item["sk"]))
        return super().transact(writes)


def crowd() -> World:
    """Everybody asks in the same second."""
    world = World("2026-11-17 09:59", SETTINGS)
    world.table = Partitioned()
    world.at(ASKED)
    customers = [f"klant_{number}" for number in range(CLOCKS)]
    for first in range(0, CLOCKS, AT_ONCE):
        some = customers[first : first + AT_ONCE]
        world.post(x.posts(*(x.mention(each, "waar blijft mijn bestelling??", world.now) for each in some)))
    return world


def test_a_thousand_clocks_due_at_once_are_three_pages_in_the_hour() -> None:
    world = crowd().at(BEFORE_THE_BREACH)
    storm, first, *others = world.sent
    assert (storm.at, first.at) == (local(ASKED), local(DUE)), "each at its instant, and within two seconds of it"
    assert 2 + len(others) <= MOST_PAGES

    pages = world.context().people.pages("sanne", local(ASKED))
    told = [alert.conversation for page in pages for alert in page.alerts if alert.step != "storm"]
    held = [each for each in world.context().people.waiting("sanne") if each.held]
    assert len(told) == len(set(told)) == (MOST_PAGES - 1) * MOST_ALERTS, "each page is full, and tells nobody again"
    assert len({*told, *(each.alert.conversation for each in held)}) == CLOCKS
    assert {each.due_at for each in held} == {local(ASKED) + timedelta(hours=1)}, "when the storm's page is an hour old"
    assert all(f"{CLOCKS} wachten" in sent.text for sent in world.sent[1:]), "all who wait, not those a page holds"

    noted = Counter(event for event, _ in world.journal.events)
    assert noted["step_taken"] == CLOCKS
    assert noted["alert_held"] < 2 * CLOCKS, "what waits is put off once, not again with each one more"
