"""Two at once: whoever comes in between, at any point, nothing is lost and nobody is paged twice for one thing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.stories import x
from tests.usecases.crashing import CrashingWorld
from tests.usecases.lawful import STORIES, assert_laws, steps, told, told_with


def another_worker(world: CrashingWorld) -> None:
    world.somebody_else()


def another_message(world: CrashingWorld) -> None:
    """The same customer nudges: it changes nothing but the version of the head."""
    if world.facts():
        world.inbox.deliver(world.packed(x.posts(x.mention("jan_uit_ede", "??", world.now))))


def a_sweep(world: CrashingWorld) -> None:
    world.sweep_once()


@pytest.mark.parametrize("interrupt", [another_worker, another_message, a_sweep])
@pytest.mark.parametrize("name", STORIES)
def test_somebody_else_at_any_effect_changes_nothing(name: str, interrupt: Callable[[CrashingWorld], None]) -> None:
    undisturbed, told_before = told(STORIES[name])
    for number in undisturbed.effects.points():
        world, outside = told_with(STORIES[name], number, interrupt)
        try:
            assert_laws(world, outside, timedelta(seconds=150))
            assert len({page.id for page in world.taken}) == len(world.taken), "one page went out twice"
            assert steps(world, outside.waited) == steps(undisturbed, told_before.waited)
        except AssertionError as error:
            error.add_note(f"{interrupt.__name__} just before effect {number}")
            raise
