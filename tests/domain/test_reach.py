"""What proves that somebody can be reached, for how long, and about whom it is asked."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.organisation import Book, Effective
from chalicelib.domain.paging import Page, PageState
from chalicelib.domain.reach import (
    HOLDS_FOR,
    Outcome,
    Reach,
    current,
    fold,
    known_since,
    may_tell,
    on_rotas,
    outcomes_of,
)
from chalicelib.domain.reach import unreachable as found_unreachable
from chalicelib.domain.roster import Roster
from tests.config.example import organisation
from tests.domain.rotas import absence, at, override

NOW = at("11-17 12:00")  # Sanne's week; Bram's begins on the 23rd
ENDED = at("11-17 12:05")
EXAMPLE = organisation()
ROSTER = Roster(EXAMPLE)


def page(number: int, channel: str, state: PageState = "sent", via: str = "", attempts: int = 1) -> Page:
    return Page(
        id=f"g-{number}",
        group="g",
        person="sanne",
        number=number,
        channel=channel,
        to=f"{channel} {number}",
        state=state,
        alerts=(),
        created_at=NOW,
        due_at=None,
        attempts=attempts,
        sent_at=NOW if attempts else None,
        ended_at=ENDED if state != "sent" else None,
        acknowledged_via=via,
        reason="+316.. is no number that works" if state == "failed" else "",
    )


ALONE = page(0, "sms", "acknowledged", "link")


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        pytest.param([page(0, "sms")], [], id="that the provider took it proves nothing"),
        pytest.param(
            [replace(page(0, "sms"), state="delivered", delivered_at=NOW)],
            [("sms 0", True, "delivered")],
            id="the carrier delivered it",
        ),
        pytest.param(
            [replace(page(0, "sms", "failed"), delivered_at=ENDED)],
            [("sms 0", True, "delivered"), ("sms 0", False, "+316.. is no number that works")],
            id="it failed, and was delivered all the same",
        ),
        pytest.param([page(0, "sms", "failed")], [("sms 0", False, "+316.. is no number that works")], id="it failed"),
        pytest.param(
            [ALONE, page(1, "email", "withdrawn", attempts=0)],
            [("sms 0", True, "acknowledged via link")],
            id="by its link, and no other method had gone out",
        ),
        pytest.param([ALONE, page(1, "email", "acknowledged", "link")], [], id="by its link, which two of them had"),
        pytest.param([ALONE, page(1, "email", "claimed")], [], id="by its link, and another may have gone out"),
        pytest.param(
            [ALONE, page(1, "email", "failed")],
            [("sms 0", True, "acknowledged via link"), ("email 1", False, "+316.. is no number that works")],
            id="by its link, and the other failed",
        ),
        pytest.param(
            [page(0, "sms", "acknowledged", "sms"), page(1, "email", "acknowledged", "sms")],
            [("sms 0", True, "acknowledged via sms")],
            id="by a text, whatever else had gone out",
        ),
        pytest.param(
            [page(0, "sms", "acknowledged", "sms"), page(1, "sms", "acknowledged", "sms")],
            [],
            id="by a text, and two numbers had one",
        ),
        pytest.param(
            [page(0, "sms", "acknowledged", "pagerduty"), page(1, "pagerduty", "acknowledged", "pagerduty")],
            [("pagerduty 1", True, "acknowledged via pagerduty")],
            id="at the provider that keeps the incident",
        ),
    ],
)
def test_what_a_page_tells_of_its_methods(pages: list[Page], told: list[tuple[str, bool, str]]) -> None:
    outcomes = outcomes_of(pages)
    assert sorted((each.to, each.worked, each.how) for each in outcomes) == sorted(told)
    assert [each.channel for each in outcomes] == [each.to.split()[0] for each in outcomes]


def test_pages_about_one_thing_and_about_another_are_told_together_the_oldest_first() -> None:
    later = replace(page(0, "sms"), group="a", delivered_at=NOW + timedelta(minutes=10))
    told = [(each.at, each.how) for each in outcomes_of([later, ALONE])]
    assert told == [(ENDED, "acknowledged via link"), (NOW + timedelta(minutes=10), "delivered")]


def outcome(minute: int, worked: bool) -> Outcome:
    return Outcome(channel="sms", to="+31600000001", at=NOW + timedelta(minutes=minute), worked=worked, how=f"{minute}")


UNKNOWN = Reach(channel="sms", to="+31600000001")


@pytest.mark.parametrize(
    ("happened", "failing", "since"),
    [
        pytest.param([(0, True)], False, None, id="it worked"),
        pytest.param([(0, False)], True, 0, id="it failed"),
        pytest.param([(0, False), (1, True)], False, 0, id="it works again"),
        pytest.param([(0, True), (1, False), (2, False)], True, 1, id="it fails since the first time"),
        pytest.param([(0, False), (1, True), (2, False)], True, 2, id="it fails again, since then"),
    ],
)
def test_a_method_fails_since_it_last_worked(
    happened: list[tuple[int, bool]], failing: bool, since: int | None
) -> None:
    known = reduce(fold, (outcome(*each) for each in happened), UNKNOWN)
    assert known.failing is failing
    assert known.failing_since == (None if since is None else NOW + timedelta(minutes=since))


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=8))
def test_the_newest_counts_in_any_order_and_what_is_told_again_changes_nothing(told: list[tuple[int, bool]]) -> None:
    known = reduce(fold, (outcome(*each) for each in told), UNKNOWN)
    for worked, stamp in ((True, known.worked_at), (False, known.failed_at)):
        assert stamp == max((outcome(*each).at for each in told if each[1] is worked), default=None)
    newest = [max((minute for minute, worked in told if worked is wanted), default="") for wanted in (True, False)]
    assert [known.how, known.reason] == [str(minute) for minute in newest]
    assert reduce(fold, (outcome(*each) for each in told), known) == known
    assert reduce(fold, (replace(outcome(*each), how="said otherwise") for each in told), known) == known


def test_everybody_who_carries_a_phone_within_thirty_days_is_asked_about_exceptions_weighed() -> None:
    assert on_rotas(ROSTER, NOW) == {"sanne": ("webcare",), "bram": ("webcare",), "mirjam": ("management",)}
    chris = override("chris", "12-10", "12-11")
    assert on_rotas(replace(ROSTER, overrides=(chris,)), NOW)["chris"] == ("webcare",)
    ill = absence("bram", "11-16", "2027-02-01")
    assert set(on_rotas(replace(ROSTER, absences=(ill,)), NOW)) == {"sanne", "mirjam"}


def test_who_is_on_two_rotas_is_asked_about_for_both() -> None:
    both = replace(override("sanne", "12-10", "12-11"), rota="management")
    assert on_rotas(replace(ROSTER, overrides=(both,)), NOW)["sanne"] == ("webcare", "management")


def test_who_takes_a_turn_only_after_thirty_days_is_not() -> None:
    last = override("chris", "12-17 12:00", "12-18")
    assert "chris" not in on_rotas(replace(ROSTER, overrides=(last,)), NOW)
    assert "chris" in on_rotas(replace(ROSTER, overrides=(last,)), NOW + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("to", "ago", "found"),
    [
        pytest.param("+31600000001", HOLDS_FOR, False, id="thirty days ago"),
        pytest.param("+31600000001", HOLDS_FOR + timedelta(seconds=1), True, id="longer ago"),
        pytest.param("+31600000009", timedelta(), True, id="a number that is theirs no more"),
    ],
)
def test_a_method_that_worked_holds_for_thirty_days(to: str, ago: timedelta, found: bool) -> None:
    fine = [Reach(channel="sms", to=f"+3160000000{each}", worked_at=NOW) for each in (2, 4)]
    known = {
        "sanne": [Reach(channel="email", to="sanne@example.com"), Reach(channel="sms", to=to, worked_at=NOW - ago)],
        "bram": fine[:1],
        "mirjam": fine[1:],
    }
    assert [each.person for each in found_unreachable(ROSTER, known, NOW)] == (["sanne"] if found else [])


def test_who_cannot_be_reached_is_told_with_their_rotas_and_when_something_last_arrived() -> None:
    ago = [NOW - HOLDS_FOR - timedelta(days=days) for days in (2, 1)]
    known = {
        "sanne": [
            Reach(channel="sms", to="+31600000001", worked_at=ago[0]),
            Reach(channel="email", to="sanne@example.com", worked_at=ago[1]),
        ]
    }
    (sanne, *_) = found_unreachable(ROSTER, known, NOW)
    assert (sanne.person, sanne.rotas, sanne.worked_at) == ("sanne", ("webcare",), ago[1])


def test_of_who_left_nothing_is_known_any_more() -> None:
    assert current("left", EXAMPLE, {"left": [UNKNOWN]}) == ()


def test_of_whom_nothing_is_known_nothing_worked() -> None:
    assert [(each.person, each.worked_at) for each in found_unreachable(ROSTER, {}, NOW)] == [
        ("sanne", None),
        ("bram", None),
        ("mirjam", None),
    ]


def test_somebody_is_known_since_they_came_without_a_break() -> None:
    without = replace(EXAMPLE, people={name: who for name, who in EXAMPLE.people.items() if name != "sanne"})
    history = (EXAMPLE, without, EXAMPLE, EXAMPLE)
    book = Book(tuple(Effective(f"{day}", NOW + timedelta(days=day), each) for day, each in enumerate(history)))
    assert known_since("sanne", book) == NOW + timedelta(days=2)
    assert known_since("bram", book) == NOW
    assert known_since("nobody", book) == NOW + timedelta(days=3)


@pytest.mark.parametrize(
    ("when", "may"),
    [
        pytest.param("11-17 08:59", False, id="before opening"),
        pytest.param("11-17 09:00", True, id="at opening"),
        pytest.param("11-17 19:59", False, id="after closing"),
        pytest.param("11-21 12:00", False, id="on Saturday"),
    ],
)
def test_a_manager_is_told_while_somebody_works(when: str, may: bool) -> None:
    assert may_tell(EXAMPLE, at(when)) is may


@pytest.mark.parametrize(("hour", "may"), [(7, False), (8, True), (19, True), (20, False)])
def test_where_nothing_ever_closes_by_day(hour: int, may: bool) -> None:
    accounts = tuple(replace(each, calendar="always") for each in EXAMPLE.accounts)
    at_hour: datetime = at(f"11-21 {hour:02}:00")
    assert may_tell(replace(EXAMPLE, accounts=accounts), at_hour) is may
