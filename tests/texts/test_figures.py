"""How long an answer took, as the page of figures says it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.organisation import Language
from chalicelib.texts.figures import length

_DAY = 86_400


@pytest.mark.parametrize(
    ("seconds", "language", "said"),
    [
        pytest.param(0, "nl", "0 s", id="at once"),
        pytest.param(59, "nl", "59 s", id="less than a minute in seconds"),
        pytest.param(60, "nl", "1 min", id="a minute"),
        pytest.param(61, "nl", "2 min", id="minutes rounded up"),
        pytest.param(3_600, "en", "1 hour", id="an hour"),
        pytest.param(5_400, "en", "1h30", id="hours and minutes"),
        pytest.param(2 * _DAY - 60, "nl", "47u59", id="a minute short of two days"),
        pytest.param(2 * _DAY - 59, "nl", "2 dagen", id="rounded up to two days"),
        pytest.param(2 * _DAY, "nl", "2 dagen", id="two days"),
        pytest.param(2 * _DAY + 1, "nl", "2 dagen 1u", id="hours rounded up"),
        pytest.param(3 * _DAY - 1, "en", "3 days", id="rounded up to the next day"),
        pytest.param(6 * _DAY + 5 * 3_600, "en", "6 days 5h", id="days and hours"),
    ],
)
def test_lengths_as_people_say_them(seconds: int, language: Language, said: str) -> None:
    assert length(seconds, language) == said


@given(st.integers(0, 40 * _DAY))
def test_no_length_breaks_the_bounds_of_its_parts(seconds: int) -> None:
    said = length(seconds, "nl")
    assert "60 min" not in said
    assert not said.endswith(("u60", " 24u"))
