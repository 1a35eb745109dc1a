"""Whatever crashes or comes in between: a storm is paged once, and late at most."""

from collections.abc import Callable
from datetime import date

import pytest

from chalicelib import config
from chalicelib.domain.organisation import Book, Effective
from chalicelib.domain.paging import FINAL, Page
from chalicelib.domain.storm import is_storm
from chalicelib.store.codec import from_item
from tests.stories import x
from tests.stories.world import EXAMPLE, local
from tests.usecases.crashing import CrashingWorld, Effects, When
from tests.usecases.crowding import QUESTION, ask, one_more, pages_of_storms

# With its first step after 45 minutes, so that nothing but the storm happens.
CALM = Book((Effective("calm", local("2026-01-01 00:00"), config.read(EXAMPLE.read_text("utf-8"), date(2026, 11, 1))),))


def gathering(effects: Effects, customers: int, until: str) -> CrashingWorld:
    """So many came undisturbed; from here on effects count."""
    effects.armed = False
    world = CrashingWorld("2026-11-21 20:00", effects)
    world.book, world.organisation = CALM, CALM.latest
    world.post(x.posts(*(x.mention(f"klant_{number}", QUESTION, world.now) for number in range(customers))))
    world.at(until)
    effects.armed = True
    return world


def stormy(effects: Effects) -> CrashingWorld:
    """Whatever happens, happens to the twentieth, its page and its acknowledgement."""
    world = gathering(effects, 19, "2026-11-21 20:00:30")
    one_more(world)
    world.at("2026-11-21 20:02:50")
    for page in pages_of_storms(world)[:1]:
        world.acknowledge(page)
    world.until(world.now)
    effects.armed = False
    world.at("2026-11-21 20:12")
    return world


def assert_one_storm(world: CrashingWorld) -> None:
    pages = [from_item(Page, row) for row in world.table.every("page")]
    of_storms = [page for page in pages if any(is_storm(alert.conversation) for alert in page.alerts)]
    assert len({page.group for page in of_storms}) == 1, "one alert, one page"
    assert {page.person for page in of_storms} == {"sanne"}
    assert {page.id for page in of_storms} & {taken.id for taken in world.taken}, "it was sent"
    assert {page.state for page in of_storms} <= FINAL
    assert not [row for row in world.table.every("alert") if is_storm(str(row["conversation"]))]


def tried_at_every_effect(effects_at: Callable[[int], Effects], tell: Callable[[Effects], CrashingWorld]) -> None:
    for number in range(tell(Effects()).effects.count):
        world = tell(effects_at(number))
        try:
            assert_one_storm(world)
        except AssertionError as error:
            error.add_note(f"at effect {number}")
            raise


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_at_any_effect_makes_it_late_at_most(when: When) -> None:
    tried_at_every_effect(lambda number: Effects({(number, when)}), stormy)


def two_at_once(effects: Effects) -> CrashingWorld:
    """While the nineteenth is taken in, the twentieth is, from beginning to end."""
    world = gathering(effects, 18, "2026-11-21 20:00:59")

    def a_second_later() -> None:  # in another minute, so that no row of theirs is the same
        world.at("2026-11-21 20:01:00")
        ask(world, "tegelijk")

    effects.interrupt = a_second_later
    one_more(world)
    world.until(world.now)
    effects.armed = False
    if effects.interrupted_at is None:
        a_second_later()
    world.at("2026-11-21 20:12")
    return world


def test_another_delivery_in_between_makes_no_second_storm_and_hides_none() -> None:
    tried_at_every_effect(lambda number: Effects(interrupted_at=number), two_at_once)
