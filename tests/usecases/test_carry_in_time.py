"""Hundreds of clocks of one person fall due at once: the first page waits for what it can read at once, no more."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.usecases.deliver import deliver
from chalicelib.usecases.escalate import escalate
from tests.stories import x
from tests.stories.world import World, local
from tests.usecases.test_delivery_crowd import SETTINGS

CUSTOMERS = 300
DUE = local("2026-11-17 10:45")
A_FEW, MANY = range(2, 50), range(100, 200)


@dataclass
class Slow:
    """A second passes between any two looks at it."""

    at: datetime

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def sleep_until(self, instant: datetime) -> None:
        assert instant <= self.at


def test_the_first_page_goes_before_all_is_read_and_the_next_takes_more_along() -> None:
    world = World("2026-11-17 10:00", SETTINGS)
    asked = [x.mention(f"klant_{number}", "waar blijft mijn bestelling??", world.now) for number in range(CUSTOMERS)]
    world.post(x.posts(*asked))
    world.at("2026-11-17 10:44:30")
    clock, told = Slow(DUE), list[set[str]]()
    waiting = {f"x:merk:public:{post['user']['id_str']}" for post in asked}
    for _ in range(2):
        escalate(min(waiting), world.context(), clock.now())
        (page,) = deliver("sanne", world.context(), clock)
        told.append({alert.conversation for alert in page.alerts})
        waiting -= told[-1]
    assert (len(told[0]) in A_FEW, len(told[1]) in MANY) == (True, True)
    assert told[0].isdisjoint(told[1]), "nobody is told of twice"
