"""When many customers at once are a storm, and how long it lasts."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.alerts import Alert
from chalicelib.domain.events import Conversation
from chalicelib.domain.roster import Recipient
from chalicelib.domain.storm import (
    WITHIN,
    Arrival,
    Reached,
    Storm,
    customer_key,
    is_storm,
    one_page,
    reached,
    since_of,
    storm_after,
    storm_alert,
    usual_of,
)

START = datetime(2026, 11, 21, 19, tzinfo=UTC)
SATURDAY = date(2026, 11, 21)
EIGHT = 20


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def customers(number: int, every: float = 3, first: int = 0) -> list[Arrival]:
    """That many different ones, the first at the start."""
    return [Arrival(after(every * each), f"klant {first + each}") for each in range(number)]


def storm(last: datetime = START) -> Storm:
    return Storm(brand="merk", since=START - timedelta(minutes=5), reached_at=START, last_reached_at=last)


QUIET_HOUR, USUAL_TWO, USUAL_FIVE = Fraction(0), Fraction(2), Fraction(5)


@pytest.mark.parametrize(
    ("arrivals", "usual", "is_one"),
    [
        pytest.param(customers(19), None, False, id="without history nineteen are none"),
        pytest.param(customers(20), None, True, id="without history twenty are one"),
        pytest.param(customers(9), QUIET_HOUR, False, id="nine are none, however quiet the hour usually is"),
        pytest.param(customers(10), QUIET_HOUR, True, id="ten are one in an hour that is usually quiet"),
        pytest.param(customers(10), Fraction(5, 2), True, id="ten are four times two and a half"),
        pytest.param(customers(10), Fraction(31, 12), False, id="ten are less than four times a little more"),
        pytest.param(customers(19), USUAL_FIVE, False, id="less than four times the usual is none"),
        pytest.param(customers(20), USUAL_FIVE, True, id="four times the usual is one"),
        pytest.param(customers(9) + customers(9, every=4), QUIET_HOUR, False, id="a customer counts once"),
        pytest.param(customers(10, every=200 / 3), USUAL_TWO, True, id="the tenth minute is included"),
        pytest.param(customers(10, every=601 / 9), USUAL_TWO, False, id="a second later it is too late"),
        pytest.param([], QUIET_HOUR, False, id="nobody is none"),
    ],
)
def test_what_is_a_storm(arrivals: list[Arrival], usual: Fraction | None, is_one: bool) -> None:
    assert (reached(arrivals, usual) is not None) == is_one


def test_the_rate_is_told_with_its_first_customer_and_its_first_and_last_instant() -> None:
    arrivals = customers(1, first=99) + [
        Arrival(each.at + timedelta(minutes=11), each.customer) for each in customers(25)
    ]
    minutes = timedelta(minutes=11)
    assert reached(arrivals, None) == Reached(START + minutes, after(3 * 19) + minutes, after(3 * 24) + minutes)


def brute(arrivals: Iterable[Arrival], needed: int) -> list[datetime]:
    """Every arrival that had enough different customers in the ten minutes up to it, counted one by one."""
    known = set(arrivals)
    return sorted(
        {
            here.at
            for here in known
            if len({each.customer for each in known if here.at - WITHIN <= each.at <= here.at}) >= needed
        }
    )


@given(
    st.lists(
        st.builds(Arrival, st.integers(0, 2000).map(after), st.integers(0, 15).map("klant {}".format)), max_size=60
    )
)
def test_a_sliding_window_finds_what_counting_finds(arrivals: list[Arrival]) -> None:
    found = reached(arrivals, QUIET_HOUR)
    expected = brute(arrivals, 10)
    assert ([found.first, found.last] if found else []) == expected[:1] + expected[-1:]
    assert reached(reversed([*arrivals, *arrivals]), QUIET_HOUR) == found


def weeks(*customers_at_eight: int | None, watched_since: int = 6) -> dict[date, dict[int, int]]:
    """How many came at eight on the Saturdays before, the latest first; None: nobody came that day."""
    days: dict[date, dict[int, int]] = {SATURDAY - timedelta(days=7 * watched_since): {3: 1}}
    for back, number in enumerate(customers_at_eight, start=1):
        if number is not None:
            days[SATURDAY - timedelta(weeks=back)] = {EIGHT: number, EIGHT + 1: 1000}
    return days


@pytest.mark.parametrize(
    ("days", "usual"),
    [
        pytest.param({}, None, id="a new brand has no history"),
        pytest.param({SATURDAY: {EIGHT: 600}}, None, id="today is no history"),
        pytest.param(weeks(60, watched_since=2), None, id="one whole week is none: the first may have begun at noon"),
        pytest.param(weeks(60, 30, watched_since=3), Fraction(5), id="of two weeks the lower one"),
        pytest.param(weeks(60, 30, 600), Fraction(5), id="of five weeks the middle one, two of them without anybody"),
        pytest.param(weeks(60, 30, 600, 36, 12), Fraction(6), id="a storm three weeks ago is not the usual"),
        pytest.param(weeks(None, None), Fraction(0), id="an hour without customers is usual, too"),
        pytest.param(weeks(6, 6, 6, 6, 6, 6000, 6000, watched_since=9), Fraction(1), id="only five weeks count"),
        pytest.param(weeks(6, 6, 12, 12, 12, 6, watched_since=9), Fraction(2), id="the sixth does not"),
    ],
)
def test_what_is_usual_on_a_saturday_at_eight(days: dict[date, dict[int, int]], usual: Fraction | None) -> None:
    assert usual_of(days, SATURDAY, EIGHT) == usual


@pytest.mark.parametrize(
    ("current", "rate", "since"),
    [
        pytest.param(None, Reached(after(0), after(57), after(57)), after(0), id="the first storm of a brand"),
        pytest.param(
            storm(), Reached(after(3000), after(3599), after(3599)), storm().since, id="within the hour: the same one"
        ),
        pytest.param(
            storm(), Reached(after(3000), after(3600), after(3600)), after(3000), id="an hour later: a new one"
        ),
        pytest.param(
            storm(),
            Reached(after(3000), after(3599), after(3700)),
            storm().since,
            id="reached before it was over, and after: the same one",
        ),
        pytest.param(
            storm(),
            Reached(after(-900), after(-800), after(-700)),
            storm().since,
            id="what came before it adds nothing",
        ),
    ],
)
def test_which_storm_a_rate_belongs_to(current: Storm | None, rate: Reached, since: datetime) -> None:
    found = storm_after(current, rate, "merk")
    assert found.since == since
    assert found.last_reached_at == max(
        rate.last, current.last_reached_at if current and since < after(0) else rate.last
    )


@pytest.mark.parametrize(
    ("seconds", "over"),
    [
        pytest.param(3599, False, id="a second before the hour it lasts"),
        pytest.param(3600, True, id="an hour after the rate was last reached it is over"),
    ],
)
def test_how_long_it_lasts(seconds: int, over: bool) -> None:
    assert storm().over(after(seconds)) is over


def test_it_is_a_conversation_of_the_brand_with_everybody() -> None:
    assert storm().ref == "storm:merk:public:20261121T185500Z"
    assert since_of(Conversation.parse(storm().ref)) == storm().since
    assert is_storm(storm().ref)
    assert not is_storm("x:storm:public:storm:1")


def test_customers_are_told_apart_by_platform_and_number() -> None:
    keys = {customer_key(platform, str(number)) for platform in ("x", "facebook") for number in range(300)}
    assert len(keys) == 600
    assert {len(key) for key in keys} == {8}


def test_it_is_paged_first_and_alone() -> None:
    alert = storm_alert(storm(), Recipient(person="sanne", role="on-call", why="shift"), "1001", after(3600))
    other = storm_alert(
        Storm(brand="anders", since=START, reached_at=START, last_reached_at=START),
        Recipient(person="sanne", role="on-call", why="shift"),
        "1002",
        after(3600),
    )
    assert one_page((alert,)) == ((alert,), ())
    assert one_page((alert, other)) == ((alert,), (other,))
    assert one_page(()) == ((), ())


def test_a_new_storm_is_known_by_its_brand_and_first_reached_with_its_rate() -> None:
    rate = Reached(after(0), after(57), after(60))
    new = Storm(brand="merk", since=after(0), reached_at=after(57), last_reached_at=after(60))
    assert storm_after(None, rate, "merk") == new
    assert storm_after(storm(), Reached(after(0), after(57), after(60)), "merk") == storm(last=after(60))


def test_the_alert_of_a_storm() -> None:
    recipient = Recipient(person="mirjam", role="on-call", why="shift of management", nobody_on="webcare")
    assert storm_alert(storm(), recipient, "1001", after(3600)) == Alert(
        id="storm-merk-20261121T185500Z",
        person="mirjam",
        conversation="storm:merk:public:20261121T185500Z",
        account="1001",
        step="storm",
        level=0,
        clock="storm",
        family="response",
        anchor="20261121T185500Z",
        started_at=storm().since,
        target_at=after(3600),
        planned_at=START,
        role="on-call",
        why="shift of management",
        nobody_on="webcare",
    )


def test_any_id_of_a_customer_makes_a_key() -> None:
    assert len(customer_key("x", "half \ud800")) == 8
