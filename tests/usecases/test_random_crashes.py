"""Random days, with crashes between any two writes: the laws hold, however things fell together."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.usecases.crashing import Point, When
from tests.usecases.lawful import assert_laws, steps
from tests.usecases.test_crashes import LATEST
from tests.usecases.timelines import Timeline, tell, timelines

WHERE = st.tuples(st.integers(0, 10**6), st.sampled_from(["before", "after"]))


# Each example tells a day twice, which takes a third of a second.
@settings(max_examples=settings().max_examples // 2)
@given(timelines, st.lists(WHERE, min_size=2, max_size=8))
def test_no_crash_between_any_two_writes_of_any_day_breaks_a_law(
    timeline: Timeline, where: list[tuple[int, When]]
) -> None:
    """Nothing stored is lost, each step is alerted once and ends in a page or a reason, and no page is in vain."""
    undisturbed, told_before = tell(timeline)
    assert_laws(undisturbed, told_before, LATEST)
    crashes: set[Point] = {(number % undisturbed.effects.count, when) for number, when in where}
    world, told = tell(timeline, crashes)
    assert_laws(world, told, len(crashes) * LATEST)
    if all(move.what != "is taken" for move in timeline):  # a page that comes later is taken later
        assert steps(world, told.waited) == steps(undisturbed, told_before.waited)
