"""Where a conversation goes on when its customer gets another id."""

from itertools import permutations

import pytest

from chalicelib.domain.clocks import derive
from chalicelib.domain.continuing import goes_on_in
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_seen import Continued
from chalicelib.domain.history import history
from tests.domain.build import DIRECT, asked, at, replied
from tests.domain.merk import BOOK


def left_for(other: str, when: str) -> Continued:
    return _turn(other, when, leaves=True)


def came_from(other: str, when: str) -> Continued:
    return _turn(other, when, leaves=False)


def _turn(other: str, when: str, *, leaves: bool) -> Continued:
    return Continued(
        id=f"{leaves} {other} {when}",
        other=other,
        leaves=leaves,
        first_seen_at=at(when),
        stored_at=at(when),
        renamed_at=at(when),
    )


@pytest.mark.parametrize(
    ("turns", "where"),
    [
        pytest.param([], None, id="most conversations stay where they are"),
        pytest.param([left_for("b", "10:00")], "b", id="the customer has another id"),
        pytest.param([came_from("a", "10:00")], None, id="this is the other id"),
        pytest.param([came_from("a", "10:00"), left_for("c", "11:00")], "c", id="and got a third one after that"),
        pytest.param([left_for("b", "10:00"), came_from("b", "11:00")], None, id="the customer came back to this id"),
        pytest.param(
            [left_for("b", "10:00"), came_from("b", "11:00"), left_for("b", "12:00")], "b", id="and left it once more"
        ),
        pytest.param([left_for("b", "10:00"), came_from("b", "10:00")], None, id="at one instant it stays"),
    ],
)
def test_the_newest_turn_counts_in_any_order(turns: list[Fact], where: str | None) -> None:
    for order in permutations(turns):
        assert goes_on_in(history(order)) == where


def test_a_conversation_that_goes_on_elsewhere_has_no_clock_of_its_own() -> None:
    case = derive(DIRECT, [asked("10:00"), replied("10:05"), asked("10:20"), left_for("b", "10:30")], BOOK, at("11:00"))
    assert (case.clocks, case.waits, case.open_waits, case.waiting_for_customer) == ((), (), frozenset(), None)
    assert len(case.history.messages) == 3
