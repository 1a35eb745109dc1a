"""Statistics: shares from counts, medians from every answer, whichever way the days are put together."""

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.attainment import Attainment, attained, tally
from chalicelib.domain.results import Result
from tests.domain.counted import result


@pytest.mark.parametrize(
    ("results", "counted", "within", "waiting", "never", "middle"),
    [
        pytest.param([], 0, 0, 0, 0, None, id="nothing"),
        pytest.param([result(seconds=60)], 1, 1, 0, 0, 60, id="one answer"),
        pytest.param([result(seconds=60), result(seconds=7200)], 2, 1, 0, 0, 3630, id="of two the median lies between"),
        pytest.param([result(seconds=1), result(seconds=2)], 2, 2, 0, 0, 2, id="rounded up to the second"),
        pytest.param([result(seconds=60), result("waiting")], 2, 1, 1, 0, 60, id="who waits has no part in the median"),
        pytest.param([result("never_answered")], 1, 0, 0, 1, None, id="never answered is a number of its own"),
        pytest.param([result("dismissed"), result("deleted")], 2, 0, 0, 0, None, id="a miss nobody waits for"),
    ],
)
def test_what_results_come_to(
    results: list[Result], counted: int, within: int, waiting: int, never: int, middle: int | None
) -> None:
    assert attained(tally(results)) == Attainment(
        counted=counted, within_target=within, waiting=waiting, never_answered=never, median_seconds=middle
    )


@pytest.mark.parametrize(
    ("within", "counted", "percent"),
    [
        pytest.param(0, 0, None, id="of nothing there is no share"),
        pytest.param(0, 3, 0, id="none"),
        pytest.param(3, 3, 100, id="all"),
        pytest.param(999, 1000, 99, id="all but one is not all"),
        pytest.param(1, 1000, 0, id="one of very many"),
        pytest.param(2, 3, 66, id="rounded down"),
    ],
)
def test_how_many_in_a_hundred(within: int, counted: int, percent: int | None) -> None:
    found = Attainment(counted=counted, within_target=within, waiting=0, never_answered=0, median_seconds=None)
    assert found.percent == percent


def test_clocks_hours_and_opening_hours_are_told_apart() -> None:
    groups = tally([result(), result(hour=11), result(inside=False), result(clock="dm_follow_up"), result()])
    assert [(each.clock, each.hour, each.inside_hours, each.counted) for each in groups] == [
        ("dm_follow_up", 10, True, 1),
        ("first_response", 10, False, 1),
        ("first_response", 10, True, 2),
        ("first_response", 11, True, 1),
    ]


def test_what_is_told_apart_for_an_outage_comes_after_what_is_not() -> None:
    groups = tally([result(apart="B"), result(), result(apart="A"), result(apart="B")])
    assert [(each.apart, each.counted) for each in groups] == [(None, 1), ("A", 1), ("B", 2)]


_any_result = st.builds(
    lambda outcome, seconds, hour, inside: result(
        outcome, seconds if outcome == "answered" else None, hour=hour, inside=inside
    ),
    st.sampled_from(["answered", "waiting", "never_answered"]),
    st.integers(0, 10**6),
    st.integers(0, 23),
    st.booleans(),
)


@given(st.lists(st.lists(_any_result, max_size=6), max_size=5))
def test_days_added_up_come_to_what_all_their_results_do(days: list[list[Result]]) -> None:
    everything = [each for day in days for each in day]
    apart = attained(group for day in days for group in tally(day))
    assert apart == attained(tally(reversed(everything)))
    seconds = [each.seconds for each in everything if each.seconds is not None]
    assert (apart.median_seconds is None) == (not seconds)
    if apart.median_seconds is not None:
        assert 0 <= apart.median_seconds - median(seconds) < 1
