"""How a clock counts: once, at its answer or at its breach, whichever comes first."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.clocks import derive
from chalicelib.domain.duration import WorkingDays
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.organisation import Book
from chalicelib.domain.results import Result, counted_at, next_breach, result_id, results_of
from tests.domain.build import (
    PUBLIC,
    THREAD,
    asked,
    at,
    case_of,
    deleted,
    dismissed,
    kept,
    promised,
    replied,
    undone,
    wall,
)
from tests.domain.histories import START, conversations, histories, joined
from tests.domain.merk import BOOK, ID, MENTION, WEBCARE, book_of, policy_with


def results(
    *facts: Fact, now: str = "17 18:00", conversation: Conversation = PUBLIC, book: Book = BOOK
) -> tuple[Result, ...]:
    return results_of(case_of(*facts, now=now, conversation=conversation, book=book), book, at(now))


def told(found: tuple[Result, ...]) -> list[str]:
    """Every result in a line: clock, outcome, where it counts, and after how many seconds it was answered."""
    lines = []
    for each in found:
        kept_it = "within" if each.within_target else "missed"
        after = f" after {each.seconds}" if each.seconds is not None else ""
        lines.append(f"{each.clock} {each.outcome} {wall(each.counted_at)} {kept_it}{after}")
    return lines


@pytest.mark.parametrize(
    ("facts", "counts"),
    [
        pytest.param([replied("10:30")], ["answered 10:30 within after 1800"], id="answered in time: at the answer"),
        pytest.param([replied("11:00")], ["answered 11:00 within after 3600"], id="answered at the very due time"),
        pytest.param(
            [replied("11:00:00.5")], ["answered 11:00 missed after 3601"], id="half a second later: a miss, rounded up"
        ),
        pytest.param([replied("13:00")], ["answered 11:00 missed after 10800"], id="answered late: at the breach"),
        pytest.param(
            [replied("10:30"), replied("10:50")],
            ["answered 10:30 within after 1800"],
            id="a second answer adds nothing",
        ),
        pytest.param(
            [replied("10:30", automatic=True)], ["waiting 11:00 missed"], id="an automatic reply answers nobody"
        ),
        pytest.param([], ["waiting 11:00 missed"], id="not answered: at the breach"),
        pytest.param([dismissed("10:30", reason="joke")], [], id="dismissed in time: never"),
        pytest.param([dismissed("11:00", reason="joke")], [], id="dismissed at the due time: never"),
        pytest.param([dismissed("11:30", reason="thanks")], ["dismissed 11:00 missed"], id="thanks after it: a miss"),
        pytest.param([dismissed("11:30", reason="not_for_us")], ["dismissed 11:00 missed"], id="not for us: a miss"),
        pytest.param([dismissed("11:30", reason="joke")], ["dismissed 11:00 missed"], id="a joke: a miss"),
        pytest.param([dismissed("11:30", reason="spam")], [], id="spam after the due time: never"),
        pytest.param([dismissed("11:30", reason="double")], [], id="a double after the due time: never"),
        pytest.param(
            [dismissed("11:30", reason="spam"), undone("dismissal#dismissal 11:30", "11:40")],
            ["waiting 11:00 missed"],
            id="spam after all not: a miss again",
        ),
        pytest.param([deleted("ask 10:00", "10:30")], [], id="deleted by the customer in time: never"),
        pytest.param([deleted("ask 10:00", "11:30")], ["deleted 11:00 missed"], id="deleted after it: a miss"),
        pytest.param(
            [replied("10:30"), deleted("ask 10:00", "10:40")],
            ["answered 10:30 within after 1800"],
            id="deleted once it was answered: the result stands",
        ),
        pytest.param(
            [replied("12:00"), dismissed("12:30", reason="spam")],
            ["answered 11:00 missed after 7200"],
            id="spam once it was answered: the result stands",
        ),
        pytest.param([asked("10:20")], ["waiting 11:00 missed"], id="a nudge has no result of its own"),
    ],
)
def test_a_question_of_ten_o_clock_counts(facts: list[Fact], counts: list[str]) -> None:
    assert told(results(asked("10:00"), *facts)) == [f"first_response {line}" for line in counts]


@pytest.mark.parametrize(
    ("facts", "now", "counts"),
    [
        pytest.param([asked("10:00")], "10:59:59.999999", [], id="a clock that runs does not count yet"),
        pytest.param(
            [asked("10:00")], "11:00", ["first_response waiting 11:00 missed"], id="from its due time on it does"
        ),
        pytest.param(
            [asked("10:00")],
            "24 10:00",
            ["first_response never_answered 11:00 missed"],
            id="never answered: at the breach",
        ),
        pytest.param(
            [asked("10:00"), replied("24 10:01")],
            "24 11:00",
            ["first_response never_answered 11:00 missed"],
            id="an answer after the closing changes nothing",
        ),
        pytest.param(
            [asked("10:00"), replied("10:30"), deleted("reply 10:30", "10:40")],
            "12:00",
            ["first_response answered 10:30 within after 1800", "next_response waiting 11:40 missed"],
            id="a reply deleted again: the closed clock keeps its result, and a new one counts by itself",
        ),
        pytest.param(
            [asked("10:00", thread="t1"), asked("10:05", thread="t2"), replied("10:30", thread="t1")],
            "12:00",
            ["first_response answered 10:30 within after 1800", "first_response waiting 11:05 missed"],
            id="an anchor answered while others wait gives its result",
        ),
        pytest.param(
            [promised("10:10", "16:00"), kept("promise 10:10", "15:00")],
            "18:00",
            ["promise kept 15:00 within after 17400"],
            id="a promise kept in time",
        ),
        pytest.param([promised("10:10", "16:00")], "16:00", ["promise waiting 16:00 missed"], id="a promise not kept"),
    ],
)
def test_what_counts_by_then(facts: list[Fact], now: str, counts: list[str]) -> None:
    assert told(results(*facts, now=now)) == counts


def test_in_a_thread_each_author_counts() -> None:
    found = results(asked("10:00", author="a"), asked("10:10", author="b"), conversation=THREAD)
    assert told(found) == ["first_response waiting 11:00 missed", "first_response waiting 11:10 missed"]
    assert len({each.id for each in found}) == 2


def test_closed_before_its_due_time_it_counts_at_the_closing() -> None:
    book = book_of(policy_with(replace(MENTION, target=WorkingDays(Fraction(10)), steps=())))
    assert told(results(asked("2 10:00"), now="12 12:00", book=book)) == [
        "first_response never_answered 9 10:00 missed"
    ]


@pytest.mark.parametrize(
    ("facts", "day", "inside", "weekday", "hour"),
    [
        pytest.param([asked("10:00")], "2026-11-17", True, 1, 10, id="Tuesday at ten"),
        pytest.param([asked("09:00")], "2026-11-17", True, 1, 9, id="at the opening"),
        pytest.param([asked("17:30")], "2026-11-17", False, 1, 17, id="at the closing it is closed"),
        pytest.param(
            [asked("20 23:00"), replied("20 23:30")], "2026-11-20", False, 4, 23, id="Friday at night, answered"
        ),
        pytest.param([asked("20 23:00")], "2026-11-21", False, 4, 23, id="its due time is the next day"),
    ],
)
def test_where_a_result_belongs(facts: list[Fact], day: str, inside: bool, weekday: int, hour: int) -> None:
    (found,) = results(*facts, now="21 12:00")
    assert (found.day, found.on.isoformat()) == (day, day)
    assert (found.inside_hours, found.weekday, found.hour) == (inside, weekday, hour)


def test_a_result_names_its_account_and_nobody_else() -> None:
    question = asked("10:00", "post-77", name="klant88", excerpt="waar blijft het", accounts=(WEBCARE, ID))
    (found,) = results(question, replied("10:30"))
    assert (found.platform, found.account, found.surface, found.apart) == ("x", ID, "public", None)
    assert not [word for word in ("post-77", "klant", "blijft") if word in repr(found)]


def test_a_result_tells_when_its_clock_started_and_was_due() -> None:
    (found,) = results(asked("10:00"), replied("10:30"))
    assert (wall(found.started_at), wall(found.due_at)) == ("10:00", "11:00")


@pytest.mark.parametrize("anchor", [pytest.param("ask", id="an ordinary id"), pytest.param("\udcff", id="no text")])
def test_the_id_of_a_result_is_for_ever_that_of_its_clock(anchor: str) -> None:
    (found,) = results(asked("10:00", anchor))
    written_out = f"{PUBLIC.ref}\x1fresponse\x1f{anchor}".encode("utf-8", "surrogatepass")
    assert found.id == hashlib.sha256(written_out).hexdigest()[:24]


def test_the_next_breach_is_the_first_that_is_not_counted() -> None:
    case = case_of(asked("10:00", author="a"), asked("10:10", author="b"), conversation=THREAD, now="10:20")
    first, second = (result_id(THREAD.ref, clock) for clock in case.open)
    assert next_breach(case, at("10:20")) == at("11:00")
    assert next_breach(case, at("11:00")) == at("11:10")
    assert next_breach(case, at("10:20"), {first}) == at("11:10")
    assert next_breach(case, at("10:20"), {first, second}) is None


@settings(deadline=None)
@given(conversations, histories, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_every_clock_counts_at_most_once_and_never_before_it_may(
    conversation: Conversation, history: list[Fact], age: timedelta
) -> None:
    now = START + age
    case = derive(conversation, joined(history), BOOK, now)
    found = {each.id: each for each in results_of(case, BOOK, now)}
    counting = {result_id(conversation.ref, clock): clock for clock in case.clocks if counted_at(case, clock, now)}
    assert found.keys() == counting.keys()
    assert len(counting) == len([clock for clock in case.clocks if counted_at(case, clock, now)])
    for id, clock in counting.items():
        result = found[id]
        assert result.counted_at <= clock.due_at
        assert result.within_target == (result.answered_at is not None and result.answered_at <= clock.due_at)
        assert (result.seconds is None) == (result.answered_at is None)
    assert {id for id, clock in counting.items() if clock.ended_at is None} == {
        result_id(conversation.ref, clock) for clock in case.open if clock.due_at <= now
    }
