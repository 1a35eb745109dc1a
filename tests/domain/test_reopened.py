"""The brand took its answer back: who waits again, since when, and what ends that."""

from dataclasses import replace

from chalicelib.domain.facts import Fact
from chalicelib.domain.organisation import Book
from chalicelib.domain.waits import Wait
from tests.domain.build import (
    DIRECT,
    PUBLIC,
    THREAD,
    asked,
    at,
    case_of,
    deleted,
    dismissed,
    in_every_order,
    replied,
    told,
    undone,
)
from tests.domain.merk import ACCOUNTS, ID, MERK, WEBCARE, entry

FIRST = "first_response 10:00 answered 10:20"


def test_two_questions_behind_one_deleted_answer_wait_until_both_are_answered() -> None:
    facts: list[Fact] = [
        asked("10:00", thread="t1"),
        asked("10:05"),
        replied("10:20", thread="t1"),
        deleted("reply 10:20", "11:00"),
        replied("11:10", thread="t2"),  # answers the one whose thread is not known
    ]
    assert in_every_order(PUBLIC, facts) == [FIRST, "next_response 11:00 open"]
    facts.append(deleted("ask 10:00", "11:30"))
    assert told(case_of(*facts)) == [FIRST]  # in time, so without a result
    facts[-1] = deleted("ask 10:00", "12:30")
    assert told(case_of(*facts)) == [FIRST, "next_response 11:00 deleted 12:30"]


def test_deleting_an_answer_in_a_comment_thread_lets_each_author_wait_again() -> None:
    facts: list[Fact] = [
        asked("10:00", "top", author="a"),
        asked("10:05", author="b", says="complaint"),
        asked("10:06", author="c"),
        replied("10:20"),
        deleted("reply 10:20", "11:00"),
    ]
    assert in_every_order(THREAD, facts) == [
        FIRST,
        "first_response 10:05 answered 10:20",
        "first_response 10:06 open",
        "next_response 11:00 open",
        "next_response 11:00 open",
    ]
    anchors = {clock.anchor: clock.author for clock in case_of(*facts, conversation=THREAD).open}
    assert anchors == {"ask 10:06": "c", "deleted:reply 10:20:a": "a", "deleted:reply 10:20:b": "b"}


def test_deleting_a_direct_answer_starts_a_follow_up() -> None:
    facts: list[Fact] = [asked("10:00"), replied("10:20"), deleted("reply 10:20", "11:00")]
    assert in_every_order(DIRECT, facts) == ["dm_follow_up 10:00 answered 10:20", "dm_follow_up 11:00 open"]


def test_a_deletion_without_a_time_is_approximate_and_tells_which_question_it_is_about() -> None:
    case = case_of(asked("10:00"), replied("10:20"), deleted("reply 10:20", "11:00", timed=False))
    assert [(c.anchor, c.message, c.approximate) for c in case.open] == [("deleted:reply 10:20", "ask 10:00", True)]


def test_of_two_that_end_a_reopened_question_at_one_instant_the_answer_counts() -> None:
    facts: list[Fact] = [
        asked("10:00", "one", thread="t1"),
        asked("10:01", "two", thread="t2"),
        replied("10:20"),
        deleted("reply 10:20", "11:00"),
        replied("12:00", thread="t1"),
        dismissed("12:00", "two"),
    ]
    assert "next_response 11:00 answered 12:00" in in_every_order(PUBLIC, facts)


def test_two_unknown_authors_behind_one_deleted_answer_wait_each_for_themselves() -> None:
    facts: list[Fact] = [
        asked("10:00", "one", author=None, says="complaint"),
        asked("10:01", "two", author=None, says="complaint"),
        replied("10:20"),
        deleted("reply 10:20", "11:00"),
    ]
    anchors = [clock.anchor for clock in case_of(*facts, conversation=THREAD).open]
    assert anchors == ["deleted:reply 10:20:?one", "deleted:reply 10:20:?two"]


def test_a_place_that_nobody_owns_any_more_hides_no_other() -> None:
    """The account that the one author wrote to was taken out of the settings before the answer was deleted."""
    book = Book((entry(MERK), entry(replace(MERK, accounts=ACCOUNTS[1:]), at("10:50"))))
    facts: list[Fact] = [
        asked("10:00", "one", author="a", accounts=(ID,), says="complaint"),
        asked("10:01", "two", author="b", accounts=(WEBCARE,), says="complaint"),
        replied("10:20"),
        deleted("reply 10:20", "11:00"),
    ]
    thread = replace(PUBLIC, counterpart="top", threaded=True)
    anchors = [clock.anchor for clock in case_of(*facts, conversation=thread, book=book).open]
    assert anchors == ["deleted:reply 10:20:b"]


def test_what_is_known_of_a_question_that_waits_again() -> None:
    facts: list[Fact] = [
        asked("10:00", "m"),
        replied("10:20"),
        deleted("reply 10:20", "11:00", seen="11:05"),
        dismissed("11:10"),
        undone("dismissal#dismissal 11:10", "12:00"),
    ]
    _, again = case_of(*facts).waits
    assert again == Wait(
        id="deleted:reply 10:20",
        started_at=at("11:00"),
        first_seen_at=at("11:05"),
        stored_at=at("12:00"),  # when taking back what had ended it set it going again
        accounts=frozenset({ID}),
        author="klant",
        message="m",
        cause="deleted_answer",
    )
