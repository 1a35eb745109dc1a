"""The one small row that index and board read."""

from dataclasses import replace

import pytest

from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.head import MOST_RUNNING, Head, Running, anchor_message, head_of
from chalicelib.domain.organisation import Book
from tests.domain.build import (
    DIRECT,
    PUBLIC,
    THREAD,
    asked,
    at,
    case_of,
    deleted,
    mine,
    moved,
    promised,
    replied,
    taken,
)
from tests.domain.merk import BOOK, ID, MENTION, book_of, policy_with


def head(*facts: Fact, conversation: Conversation = PUBLIC, book: Book = BOOK, now: str = "12:00") -> Head:
    return head_of(case_of(*facts, conversation=conversation, book=book, now=now), book)


def test_the_head_of_one_question() -> None:
    question = asked("10:00", seen="10:00:05", name="klant88", excerpt="al 3x gebeld", reach=120)
    assert head(question) == Head(
        conversation=PUBLIC.ref,
        platform="x",
        brand="merk",
        surface="public",
        running=(
            Running(
                clock="first_response",
                anchor="ask 10:00",
                account=ID,
                customer="klant",
                customer_name="klant88",
                asked_at=at("10:00"),
                first_seen_at=at("10:00:05"),
                warn_at=at("10:45"),
                due_at=at("11:00"),
                excerpt="al 3x gebeld",
                reach=120,
            ),
        ),
        next_at=at("10:45"),
        latest_at=at("10:00"),
    )


def test_at_rest_there_is_nothing_to_look_at() -> None:
    at_rest = head(asked("10:00"), replied("10:10"))
    assert (at_rest.running, at_rest.next_at, at_rest.latest_at) == ((), None, at("10:10"))
    assert head().latest_at is None


def test_while_it_only_waits_it_has_no_next_step_but_is_running() -> None:
    steps = [f"after {step}" for step in ("45m", "55m", "1h", "1h1m")] + [f"repeat {n}" for n in range(1, 7)]
    waits = head(asked("10:00"), *(taken(step, "ask 10:00", "10:45") for step in steps))
    assert (len(waits.running), waits.next_at) == (1, None)


def test_it_looks_for_the_next_step_that_is_not_taken() -> None:
    assert head(asked("10:00"), taken("after 45m", "ask 10:00", "10:45")).next_at == at("10:55")


def test_the_most_urgent_clock_comes_first() -> None:
    running = head(asked("10:00"), promised("10:10", "10:30")).running
    assert [clock.clock for clock in running] == ["promise", "first_response"]


@pytest.mark.parametrize(
    ("facts", "by"),
    [
        pytest.param([], None, id="nobody"),
        pytest.param([mine("10:30")], "sanne", id="who said mine"),
        pytest.param([mine("10:30"), mine("10:40", by="bram")], "bram", id="who said it last"),
        pytest.param([mine("10:00")], "sanne", id="at the question's very instant"),
        pytest.param([mine("09:59:59")], None, id="not who took the case before"),
        pytest.param([mine("10:30"), replied("10:40")], None, id="nobody, once it is answered"),
    ],
)
def test_who_has_taken_it(facts: list[Fact], by: str | None) -> None:
    row = head(asked("10:00"), *facts)
    assert row.acknowledged_by == by
    assert (row.acknowledged_at is None) == (by is None)


def test_an_acknowledgement_holds_for_the_conversation_from_its_oldest_clock_on() -> None:
    row = head(asked("10:00"), mine("10:05"), promised("10:10", "10:30"))
    assert (row.acknowledged_by, row.acknowledged_at) == ("sanne", at("10:05"))


def test_without_steps_the_warning_is_the_target() -> None:
    book = book_of(policy_with(replace(MENTION, steps=())))
    assert [clock.warn_at for clock in head(asked("10:00"), book=book).running] == [at("11:00")]


def test_waiting_for_the_customer_is_told_by_the_direct_side() -> None:
    assert head(moved("11:50"), conversation=DIRECT).waiting_for_customer == at("11:50")


@pytest.mark.parametrize(
    ("conversation", "facts", "customers"),
    [
        pytest.param(PUBLIC, [asked("10:00", name="klant88")], [("klant", "klant88")], id="the counterpart by name"),
        pytest.param(PUBLIC, [asked("10:00")], [("klant", "")], id="nobody told the name"),
        pytest.param(
            PUBLIC,
            [asked("09:00", "a", name="oud"), asked("09:30", "b", name="nieuw"), replied("09:40"), asked("10:00")],
            [("klant", "nieuw")],
            id="their newest name, where the question tells none",
        ),
        pytest.param(DIRECT, [moved("10:00", promises=True)], [("klant", "")], id="moved to DM, nobody wrote"),
        pytest.param(
            THREAD,
            [asked("10:00", author="a", name="Anna"), asked("10:01", author="b")],
            [("a", "Anna"), ("b", "")],
            id="in a comment thread each author, never by another's name",
        ),
        pytest.param(THREAD, [asked("10:00", author=None)], [("top", "")], id="an unknown author is the thread's"),
    ],
)
def test_who_the_customer_is(conversation: Conversation, facts: list[Fact], customers: list[tuple[str, str]]) -> None:
    rows = head(*facts, conversation=conversation).running
    assert [(row.customer, row.customer_name) for row in rows] == customers


def test_after_a_deleted_answer_the_question_it_answered_is_shown() -> None:
    facts: list[Fact] = [
        asked("09:00", "old", excerpt="iets anders", reach=1),
        replied("09:10"),
        asked("10:00", excerpt="al 3x gebeld", reach=120),
        replied("10:10"),
        deleted("reply 10:10", "11:00", timed=False),
    ]
    (row,) = head(*facts, now="11:10").running
    assert (row.anchor, row.excerpt, row.reach, row.approximate) == ("deleted:reply 10:10", "al 3x gebeld", 120, True)


def test_a_promise_is_about_no_message() -> None:
    case = case_of(asked("10:00"), promised("10:10", "10:30"), now="10:20")
    promise, question = case.open
    assert anchor_message(case, promise) is None
    assert anchor_message(case, question) == asked("10:00")


def test_a_thread_with_a_thousand_askers_keeps_a_small_row_that_shows_the_first_to_break() -> None:
    questions = [
        asked(f"10:{i // 60:02}:{i % 60:02}", f"q{i:04}", author=f"klant{i:04}", says="question") for i in range(120)
    ]
    crowded = head(*questions, conversation=THREAD)
    assert [running.anchor for running in crowded.running] == [f"q{i:04}" for i in range(MOST_RUNNING)]
