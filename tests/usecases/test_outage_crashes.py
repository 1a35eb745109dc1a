"""Whatever crashes or comes in between: whoever asks about a known outage is told of once, and late at most."""

from collections.abc import Callable

from chalicelib.domain.paging import FINAL
from chalicelib.usecases.outage import turn_off, turn_on
from tests.stories import x
from tests.stories.world import local
from tests.usecases.crashing import PERSON_RETRIES_AFTER, Crash, CrashingWorld, Effects

DAY = "2026-11-17"
SAYS_SO = "pinnen werkt weer niet in de winkel?"


def asked(effects: Effects, customers: int) -> tuple[CrashingWorld, Callable[[], None]]:
    """Their first step is at 10:04, its half hour at 10:30; and what switches it off."""
    effects.armed = False
    world = CrashingWorld(f"{DAY} 10:00", effects)
    until = local(f"{DAY} 18:00")
    made = turn_on(("pinnen",), "merk", frozenset(), world.now, until, "sanne", world.context(), world.now)
    world.at(f"{DAY} 10:01")
    world.post(x.posts(*(x.mention(f"klant{number}", SAYS_SO, world.now) for number in range(customers))))
    world.at(f"{DAY} 10:03:50")
    effects.armed = True
    return world, lambda: turn_off(made.id, "sanne", world.context(), world.now)


def switched_off(effects: Effects) -> CrashingWorld:
    """Held at 10:04, switched off at 10:04:30."""
    world, off = asked(effects, 2)

    def press() -> None:
        try:
            off()
        except Crash:  # until it says that it worked
            world.schedule(world.now + PERSON_RETRIES_AFTER, press)

    world.at(f"{DAY} 10:04:30")
    press()
    world.until(world.now)
    effects.armed = False
    world.at(f"{DAY} 10:09:30")
    return world


def switched_off_between(effects: Effects) -> CrashingWorld:
    """By somebody else, between any two effects of what holds the one alert."""
    world, off = asked(effects, 1)
    effects.interrupt = off
    world.at(f"{DAY} 10:04:05")
    effects.armed = False
    world.at(f"{DAY} 10:09:30")
    return world


def assert_told(world: CrashingWorld, customers: int, by: str) -> None:
    pages = [page for page in world.pages_stored() if page.person == "sanne" and page.number == 0]
    assert min(page.created_at for page in pages) <= local(f"{DAY} {by}")
    assert len({alert.conversation for page in pages for alert in page.alerts}) == customers
    carried = [alert.id for page in pages for alert in page.alerts]
    assert len(carried) == len(set(carried)), "told once"
    assert {page.id for page in pages} <= {taken.id for taken in world.taken}, "and sent"
    assert {page.state for page in pages} <= FINAL
    assert not world.table.every("alert")


def test_undisturbed_whoever_waits_is_told_of_at_once() -> None:
    assert_told(switched_off(Effects()), 2, by="10:04:30")


def test_a_crash_after_any_effect_makes_it_late_at_most() -> None:
    for number in switched_off(Effects()).effects.points():
        world = switched_off(Effects({(number, "after")}))
        try:
            assert_told(world, 2, by="10:07:50")
        except AssertionError as error:
            error.add_note(f"a crash after effect {number}")
            raise


def test_switched_off_while_a_worker_still_takes_it_to_be_on_nothing_waits_for_the_half_hour() -> None:
    undisturbed = switched_off_between(Effects())
    assert undisturbed.table.every("alert"), "left on, they do"
    for number in undisturbed.effects.points():
        world = switched_off_between(Effects(interrupted_at=number))
        try:
            assert_told(world, 1, by="10:04:30")
        except AssertionError as error:
            error.add_note(f"switched off at effect {number}")
            raise
