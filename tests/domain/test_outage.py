"""A known outage: which questions it is about, when its pages go, and which results are told apart for it."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.case import Case
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.merging import merge
from chalicelib.domain.outage import EVERY, Outage, apart_of, next_page_at, outage_of, said_in, words_fit, words_of
from chalicelib.domain.results import results_of
from tests.domain.build import DIRECT, PUBLIC, asked, at, case_of, promised, replied
from tests.domain.merk import BOOK, ID, WEBCARE

OUTAGE = Outage(
    id="o1",
    brand="merk",
    words=("pinnen", "iDEAL storing"),
    since=at("10:00"),
    until=at("14:00"),
    by="sanne",
    made_at=at("10:00"),
)
SAYS_SO = asked("10:05", excerpt="pinnen lukt niet")


def found(*facts: Fact, conversation: Conversation = PUBLIC, when: str = "10:30", outage: Outage = OUTAGE) -> bool:
    case = case_of(*facts, now=when, conversation=conversation)
    (clock,) = case.open
    return outage_of(case, clock, (outage,), at(when)) is outage


@pytest.mark.parametrize(
    ("excerpt", "about"),
    [
        ("pinnen lukt niet", True),
        ("PÍNNEN LUKT NIET!", True),
        ("ik wil (pinnen)", True),
        ("hele iDeal  storing vandaag", True),
        ("ideal: storing", False),
        ("pinnend personeel", False),
        ("de pinautomaat", False),
        ("", False),
        (None, False),
    ],
)
def test_a_question_is_about_it_when_a_word_stands_in_it_as_a_whole(excerpt: str | None, about: bool) -> None:
    assert found(asked("10:05", excerpt=excerpt)) is about


def test_or_when_its_whole_text_said_so_as_it_came_in() -> None:
    assert found(replace(asked("10:05", excerpt="goedemorgen.."), outages=frozenset({"o1"})))
    assert not found(replace(asked("10:05", excerpt="goedemorgen.."), outages=frozenset({"o2"})))


@given(st.lists(st.tuples(st.integers(0, 2), st.frozensets(st.sampled_from("opq"))), min_size=1, max_size=4))
def test_what_a_message_is_about_is_the_same_in_whatever_order_its_copies_come(
    copies: list[tuple[int, frozenset[str]]],
) -> None:
    messages: list[Fact] = [replace(SAYS_SO, revision=revision, outages=outages) for revision, outages in copies]
    assert len({reduce(merge, each) for each in permutations(messages)}) == 1
    highest = max(revision for revision, _ in copies)
    (joined,) = {reduce(merge, messages)}
    assert isinstance(joined, Message)
    assert joined.outages == frozenset().union(*(outages for revision, outages in copies if revision == highest))


@pytest.mark.parametrize(
    ("when", "on"),
    [("09:59:59", False), ("10:00", True), ("13:59:59", True), ("14:00", False)],
)
def test_it_is_on_from_its_beginning_until_before_its_end(when: str, on: bool) -> None:
    assert found(asked("09:50", excerpt="pinnen?"), when=when) is on
    assert (said_in("pinnen?", "merk", "x", ID, (OUTAGE,), at(when)) == {"o1"}) is on


@pytest.mark.parametrize(
    ("outage", "about"),
    [
        pytest.param(replace(OUTAGE, accounts=frozenset({f"x:{ID}"})), True, id="of that account"),
        pytest.param(replace(OUTAGE, accounts=frozenset({f"x:{WEBCARE}"})), False, id="of another account"),
        pytest.param(replace(OUTAGE, accounts=frozenset({f"facebook:{ID}"})), False, id="of another platform"),
        pytest.param(replace(OUTAGE, brand="ander"), False, id="of another brand"),
    ],
)
def test_it_is_about_its_own_accounts(outage: Outage, about: bool) -> None:
    assert found(SAYS_SO, outage=outage) is about
    assert (said_in("pinnen?", "merk", "x", ID, (outage,), at("10:30")) == {"o1"}) is about


def test_of_two_questions_the_one_that_the_clock_hangs_on_counts() -> None:
    assert not found(asked("10:05", excerpt="waar blijft mijn pakket?"), asked("10:06", excerpt="en pinnen?"))
    assert found(asked("10:05", excerpt="pinnen?"), asked("10:06", excerpt="en waar blijft mijn pakket?"))


def test_of_two_outages_the_one_that_began_first_counts() -> None:
    case = case_of(SAYS_SO, now="10:30")
    later = replace(OUTAGE, id="o0", since=at("10:01"))
    assert outage_of(case, case.open[0], (later, OUTAGE), at("10:30")) is OUTAGE


def test_a_promise_is_nobodys_outage() -> None:
    said = replied("10:06")
    assert not found(SAYS_SO, said, promised("10:10", "16:00"))
    assert not found(SAYS_SO, said, promised("10:10", "16:00"), conversation=DIRECT)


@pytest.mark.parametrize(
    ("now", "following"),
    [
        ("10:00", "10:30"),
        ("10:29:59", "10:30"),
        ("10:30", "11:00"),
        ("13:29:59", "13:30"),
        ("13:30", "14:00"),
    ],
)
def test_its_pages_go_at_the_half_hours_since_it_began(now: str, following: str) -> None:
    assert next_page_at(OUTAGE, at(now)) == at(following)
    early = replace(OUTAGE, until=at("13:45"))
    assert next_page_at(early, at(now)) == min(at(following), at("13:45")), "and at its end"


@given(
    seconds=st.integers(0, 7 * 86400 - 1),
    length=st.integers(1, 7 * 86400),
)
def test_the_next_page_is_later_and_half_an_hour_away_at_most(seconds: int, length: int) -> None:
    outage = replace(OUTAGE, until=OUTAGE.since + timedelta(seconds=length))
    now = OUTAGE.since + timedelta(seconds=min(seconds, length - 1))
    following = next_page_at(outage, now)
    assert now < following <= min(now + EVERY, outage.until)
    assert following == outage.until or not (following - outage.since) % EVERY


def apart(*facts: Fact, now: str = "20:00", outage: Outage = OUTAGE) -> list[str | None]:
    return [each.apart for each in results_of(case_of(*facts, now=now), BOOK, at(now), (outage,))]


@pytest.mark.parametrize(
    ("asked_at", "answered_at", "told"),
    [
        pytest.param("09:40", "09:59:59", None, id="answered before it was known"),
        pytest.param("09:40", "10:00", "o1", id="answered just as it was"),
        pytest.param("08:50", "10:20", None, id="its limit had passed before, so it counted before"),
        pytest.param("13:59", "15:30", "o1", id="asked while it was on"),
        pytest.param("14:00", "14:10", None, id="asked when it was over"),
    ],
)
def test_a_result_is_told_apart_when_its_clock_ran_while_the_outage_was_on(
    asked_at: str, answered_at: str, told: str | None
) -> None:
    assert apart(asked(asked_at, excerpt="pinnen?"), replied(answered_at)) == [told]
    assert apart(asked(asked_at, excerpt="mijn pakket?"), replied(answered_at)) == [None]


@given(
    asked_at=st.integers(0, 600),
    answered_after=st.integers(1, 300),
    off=st.integers(0, 240),
)
def test_switching_it_off_changes_no_result_that_counted(asked_at: int, answered_after: int, off: int) -> None:
    """So a row that was written never has to be written again for that."""
    start = at("08:00") + timedelta(minutes=asked_at)
    case = _answered(start, start + timedelta(minutes=answered_after))
    shorter = replace(OUTAGE, until=OUTAGE.since + timedelta(minutes=off))
    (clock,) = case.clocks
    counted_at = min(clock.ended_at or clock.due_at, clock.due_at)
    if counted_at < shorter.until:
        assert apart_of(case, clock, counted_at, (shorter,)) == apart_of(case, clock, counted_at, (OUTAGE,))


def _answered(start: datetime, end: datetime) -> Case:
    question = replace(SAYS_SO, asked_at=start, first_seen_at=start, stored_at=start)
    answer = replace(replied("10:06"), asked_at=end, first_seen_at=end, stored_at=end)
    return case_of(question, answer, now="20 20:00")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("pinnen", ("pinnen",)),
        (" pinnen ,  iDEAL   storing;storing\n", ("pinnen", "iDEAL storing", "storing")),
        ("pinnen, Pínnen, PINNEN, app", ("pinnen", "app")),
        (" , ;\n", ()),
    ],
)
def test_words_are_typed_between_commas(typed: str, words: tuple[str, ...]) -> None:
    assert words_of(typed) == words


@pytest.mark.parametrize(
    ("words", "fit"),
    [
        pytest.param((), False, id="none"),
        pytest.param(("ab",), False, id="two letters"),
        pytest.param(("a b!",), False, id="two letters and more that is none"),
        pytest.param(("app",), True, id="three letters"),
        pytest.param(("pinnen", "ov"), False, id="one of them too short"),
        pytest.param(("x" * 40,), True, id="forty characters"),
        pytest.param(("x" * 41,), False, id="one more"),
        pytest.param(tuple(f"woord{n}" for n in range(10)), True, id="ten of them"),
        pytest.param(tuple(f"woord{n}" for n in range(11)), False, id="eleven"),
    ],
)
def test_words_that_stand_in_any_text_will_not_do(words: tuple[str, ...], fit: bool) -> None:
    assert words_fit(words) is fit
