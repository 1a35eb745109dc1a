"""Charts: what counts is seen, stands in its own place, and stays within the drawing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.web.charts import BASE, HEIGHT, LEFT, TOP, WIDTH, columns, middle, round_amount, round_length

# As rounded as the drawing is.
_ROUNDED = 0.11
_stacks = st.integers(1, 24).flatmap(
    lambda count: st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=count, max_size=count)
)


@given(_stacks)
def test_every_amount_is_drawn_in_its_place(stacks: list[tuple[int, int]]) -> None:
    top = round_amount(max(sum(stack) for stack in stacks))
    bars = columns(stacks, top)
    assert len(bars) == sum(amount > 0 for stack in stacks for amount in stack)
    for bar in bars:
        assert bar.height >= 2
        assert bar.x >= LEFT
        assert bar.x + bar.width <= WIDTH
        assert bar.y + bar.height <= BASE + _ROUNDED
        assert bar.y >= TOP - 4  # two slivers more than the amounts are worth
    place = (WIDTH - LEFT) / len(stacks)
    for number, stack in enumerate(stacks):
        own = [bar for bar in bars if LEFT + place * number <= bar.x < LEFT + place * (number + 1)]
        assert [bar.part for bar in own] == [part for part, amount in enumerate(stack) if amount]
        assert all(abs(bar.x + bar.width / 2 - middle(number, len(stacks))) < _ROUNDED for bar in own)
        if len(own) == 2:
            assert abs(own[1].y + own[1].height - own[0].y) < 2 * _ROUNDED  # upon each other, without a gap


def test_heights_are_in_proportion() -> None:
    half, whole, both = columns([(5,), (10,), (5, 5)], 10)[:3]
    assert whole.height == BASE - TOP
    assert half.height == whole.height / 2 == both.height


def test_names_stand_below_within_the_drawing() -> None:
    assert HEIGHT - BASE >= 16
    assert LEFT < middle(0, 24) < middle(23, 24) < WIDTH


@pytest.mark.parametrize(
    ("most", "top"),
    [(0, 1), (1, 1), (4, 4), (7, 8), (9, 10), (10, 10), (11, 20), (23, 30), (41, 50), (799, 800), (801, 1000)],
)
def test_the_next_amount_that_reads_easily(most: int, top: int) -> None:
    assert round_amount(most) == top


@pytest.mark.parametrize(
    ("most", "top"),
    [
        pytest.param(1, 60, id="a second: a minute"),
        pytest.param(60, 60, id="a minute"),
        pytest.param(61, 120, id="more than a minute: two"),
        pytest.param(3_601, 7_200, id="more than an hour: two"),
        pytest.param(100_000, 172_800, id="more than a day: two"),
        pytest.param(14 * 86_400, 14 * 86_400, id="a fortnight"),
        pytest.param(14 * 86_400 + 1, 21 * 86_400, id="more than a fortnight: three weeks"),
        pytest.param(400 * 86_400, 406 * 86_400, id="as long as it may be"),
    ],
)
def test_the_next_length_that_reads_easily(most: int, top: int) -> None:
    assert round_length(most) == top
