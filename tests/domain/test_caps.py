"""Caps on pages: both sides of every boundary, and on it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.caps import IN_A_STORM, ORDINARY, Limits, opens_at

NOW = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


def ago(*minutes: float) -> list[datetime]:
    return [NOW - timedelta(minutes=each) for each in minutes]


@pytest.mark.parametrize(
    ("sent", "limits", "opens_in"),
    [
        pytest.param([], ORDINARY, None, id="nothing was sent"),
        pytest.param(ago(1, 2, 3, 4), ORDINARY, None, id="a fifth within a quarter of an hour may go"),
        pytest.param(ago(1, 2, 3, 4, 14), ORDINARY, 1, id="a sixth waits until the first is a quarter of an hour old"),
        pytest.param(ago(1, 2, 3, 4, 15), ORDINARY, None, id="exactly a quarter of an hour old counts no more"),
        pytest.param(ago(1, 2, 3, 4, 5, 14), ORDINARY, 10, id="with six sent the second has to leave too"),
        pytest.param(ago(*range(16, 60, 4)), ORDINARY, 4, id="eleven within the hour: the twelfth waits"),
        pytest.param(ago(*range(20, 60, 4)), ORDINARY, None, id="ten within the hour do not"),
        pytest.param(ago(*range(70, 175, 5)), ORDINARY, 10, id="twenty-one within three hours: the next one waits"),
        pytest.param(ago(10, 30), IN_A_STORM, None, id="a third an hour in a storm"),
        pytest.param(ago(10, 30, 59), IN_A_STORM, 1, id="no fourth"),
        pytest.param(ago(10, 30, 60), IN_A_STORM, None, id="exactly an hour old counts no more"),
    ],
)
def test_when_the_cap_opens(sent: Sequence[datetime], limits: Limits, opens_in: int | None) -> None:
    expected = None if opens_in is None else NOW + timedelta(minutes=opens_in)
    assert opens_at(sent, NOW, limits) == expected
    assert opens_at(list(reversed(sent)), NOW, limits) == expected
