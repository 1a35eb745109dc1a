"""Which pages go out at a provider's highest level: a promise is broken, or there is a storm."""

from dataclasses import dataclass, field

from chalicelib.channels.port import OutgoingPage, Receipt
from tests.stories import x
from tests.stories.world import FakeChannel, World
from tests.usecases.crowding import nineteen, one_more


@dataclass
class Heard(FakeChannel):
    """Takes everything, and remembers how urgent it was."""

    urgent: list[bool] = field(default_factory=list)

    def send(self, page: OutgoingPage) -> Receipt:
        self.urgent.append(page.urgent)
        return super().send(page)


def test_a_page_is_urgent_from_the_second_at_which_the_promise_breaks() -> None:
    world = World("2026-11-17 09:59").at("2026-11-17 10:00")
    heard = Heard("sms", world)
    world.channels = {**world.channels, "sms": heard}
    world.post(x.posts(x.mention("jan_uit_ede", "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 10:59:59")
    assert heard.urgent == [False, False], "the pages at 45 and 55 minutes"
    world.at("2026-11-17 11:00:59")
    assert heard.urgent == [False, False, True]


def test_a_storm_is_urgent_before_any_promise_breaks() -> None:
    world = World("2026-11-17 10:00")
    heard = Heard("sms", world)
    world.channels = {**world.channels, "sms": heard}
    nineteen(world)
    one_more(world)
    world.at("2026-11-17 10:01")
    assert heard.urgent == [True]
