"""Whatever crashes, and wherever: nothing is lost, nothing is paged twice under two ids, nothing hangs for ever."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.usecases.crashing import Point
from tests.usecases.lawful import STORIES, assert_laws, steps, told

LATEST = timedelta(seconds=200)


@pytest.mark.parametrize("name", STORIES)
def test_without_a_crash_each_page_goes_out_once_and_on_time(name: str) -> None:
    world, outside = told(STORIES[name])
    assert_laws(world, outside, timedelta())
    assert len({page.id for page in world.taken}) == len(world.taken)


@pytest.mark.parametrize("name", STORIES)
def test_a_crash_after_any_effect_only_makes_things_late(name: str) -> None:
    # A crash before an effect is one after the effect before it, or one of a process that did nothing.
    undisturbed, told_before = told(STORIES[name])
    for number in undisturbed.effects.points():
        world, outside = told(STORIES[name], {(number, "after")})
        try:
            assert_laws(world, outside, LATEST)
            assert steps(world, outside.waited) == steps(undisturbed, told_before.waited)
        except AssertionError as error:
            error.add_note(f"a crash after effect {number}")
            raise


@given(
    name=st.sampled_from(sorted(STORIES)),
    crashes=st.sets(st.tuples(st.integers(0, 150), st.sampled_from(["before", "after"])), min_size=2, max_size=4),
)
def test_several_crashes_only_make_things_later(name: str, crashes: set[Point]) -> None:
    world, outside = told(STORIES[name], crashes)
    assert_laws(world, outside, len(crashes) * LATEST)
