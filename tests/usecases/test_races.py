"""Two at once: whoever comes in between, at any point, nothing is lost and nobody is paged twice for one thing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.usecases.sweep import sweep
from tests.usecases.crashing import CrashingWorld
from tests.usecases.lawful import STORIES, Told, assert_laws, steps, told, told_with


def another_worker(world: CrashingWorld) -> None:
    world.somebody_else()


def the_platform_once_more(world: CrashingWorld) -> None:
    """It delivers everything again: that changes nothing but the version of a head."""
    for body in list(world.posted):
        world.post(body)


def a_sweep(world: CrashingWorld) -> None:
    sweep(world.context(), world.now)


@pytest.fixture(scope="module")
def undisturbed() -> dict[str, tuple[CrashingWorld, Told]]:
    return {name: told(story) for name, story in STORIES.items()}


@pytest.mark.parametrize("interrupt", [another_worker, the_platform_once_more, a_sweep])
@given(name=st.sampled_from(sorted(STORIES)), place=st.floats(0, 1, exclude_max=True))
def test_somebody_else_at_any_effect_changes_nothing(
    undisturbed: dict[str, tuple[CrashingWorld, Told]],
    interrupt: Callable[[CrashingWorld], None],
    name: str,
    place: float,
) -> None:
    before, told_before = undisturbed[name]
    points = before.effects.points()
    world, outside = told_with(STORIES[name], points[int(place * len(points))], interrupt)
    assert_laws(world, outside, timedelta(seconds=150))
    assert len({page.id for page in world.taken}) == len(world.taken), "one page went out twice"
    assert steps(world, outside.waited) == steps(before, told_before.waited)
