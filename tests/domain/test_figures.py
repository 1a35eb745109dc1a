"""Figures: every way to look at the same results adds up to the same, and medians are of answers."""

from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.attainment import Attainment, tally
from chalicelib.domain.figures import figures_of
from chalicelib.domain.results import Result
from tests.domain.counted import result

_any_result = st.builds(
    lambda outcome, seconds, weekday, hour, inside, apart: result(
        outcome,
        seconds if outcome == "answered" else None,
        weekday=weekday,
        hour=hour,
        inside=inside,
        apart=apart,
    ),
    st.sampled_from(["answered", "waiting", "never_answered", "dismissed"]),
    st.integers(0, 10_000),
    st.integers(0, 6),
    st.integers(0, 23),
    st.booleans(),
    st.sampled_from([None, None, "outage-1", "outage-2"]),
)


def counts(parts: list[Attainment]) -> tuple[int, int, int, int]:
    return (
        sum(part.counted for part in parts),
        sum(part.within_target for part in parts),
        sum(part.waiting for part in parts),
        sum(part.never_answered for part in parts),
    )


@given(st.lists(st.lists(_any_result, max_size=8), max_size=4))
def test_every_division_adds_up_to_the_whole(days: list[list[Result]]) -> None:
    figures = figures_of(each for day in days for each in tally(day))
    whole = counts([figures.whole])
    assert whole[0] == sum(len(day) for day in days)
    assert counts([figures.inside, figures.outside]) == whole
    assert counts([*figures.by_hour]) == whole
    assert counts([*figures.by_weekday]) == whole


@given(st.lists(st.lists(_any_result, max_size=8), max_size=4))
def test_an_hour_is_of_its_own_results_alone(days: list[list[Result]]) -> None:
    everything = [each for day in days for each in day]
    figures = figures_of(each for day in days for each in tally(day))
    for hour, found in enumerate(figures.by_hour):
        seconds = [each.seconds for each in everything if each.hour == hour and each.seconds is not None]
        assert found.counted == sum(each.hour == hour for each in everything)
        assert found.median_seconds == (-(-median(seconds) // 1) if seconds else None)
    outages = [each for each in everything if each.apart is not None]
    assert figures.outage.counted == len(outages)
    assert figures.outage.within_target == sum(each.within_target for each in outages)


def test_a_month_has_the_median_of_its_answers_not_of_its_days() -> None:
    quiet = [result(seconds=9000)]
    busy = [result(seconds=60) for _ in range(9)]
    figures = figures_of([*tally(quiet), *tally(quiet), *tally(busy)])
    assert figures.whole.median_seconds == 60


def test_what_was_asked_in_an_outage_is_told_apart_and_counts_all_the_same() -> None:
    figures = figures_of(tally([result(seconds=60), result(seconds=7200, apart="o"), result(seconds=60, apart="p")]))
    assert (figures.outage.counted, figures.outage.within_target) == (2, 1)
    assert (figures.whole.counted, figures.whole.within_target) == (3, 2)
