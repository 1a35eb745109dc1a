"""What a case tells of one of its clocks: the message it is about, what waits behind it, what ended it."""

from dataclasses import replace

import pytest

from chalicelib.domain.facts import Fact
from tests.domain.build import THREAD, asked, at, case_of, deleted, dismissed, promised, replied


def test_a_clock_is_about_the_message_that_it_hangs_on() -> None:
    question = asked("10:00")
    case = case_of(question, promised("10:10", "12:00"))
    first, promise = sorted(case.open, key=lambda clock: clock.started_at)
    assert case.message_of(first) == question
    assert case.message_of(promise) is None


def test_what_waits_behind_a_clock_waits_with_it() -> None:
    case = case_of(asked("10:00"), asked("10:05"), promised("10:10", "12:00"))
    behind = {clock.kind: case.waiting_with(clock) for clock in case.open}
    assert behind == {"first_response": {"ask 10:00", "ask 10:05"}, "promise": frozenset()}


def test_in_a_comment_thread_each_author_waits_alone_and_an_unknown_one_is_nobody_else() -> None:
    case = case_of(
        asked("10:00", author="a"),
        asked("10:01", author="b"),
        asked("10:02", author="a"),
        asked("10:03", author=None),
        asked("10:04", author=None),
        conversation=THREAD,
    )
    assert {clock.anchor: case.waiting_with(clock) for clock in case.open} == {
        "ask 10:00": {"ask 10:00", "ask 10:02"},
        "ask 10:01": {"ask 10:01"},
        "ask 10:03": {"ask 10:03"},
        "ask 10:04": {"ask 10:04"},
    }


def test_a_promise_was_known_when_it_was_made() -> None:
    (clock,) = case_of(promised("10:00", "12:00")).clocks
    assert (clock.started_at, clock.first_seen_at, clock.stored_at) == (at("10:00"), at("10:00"), at("10:00"))


@pytest.mark.parametrize(
    ("ending", "by"),
    [
        pytest.param(replied("10:20", stored="10:21"), "reply 10:20", id="the answer"),
        pytest.param(replace(deleted("m", "10:20"), stored_at=at("10:21")), "m", id="its own deletion"),
        pytest.param(replace(dismissed("10:20"), stored_at=at("10:21")), "dismissal 10:20", id="a dismissal"),
    ],
)
def test_what_ended_a_wait_is_known_and_since_when(ending: Fact, by: str) -> None:
    (wait,) = case_of(asked("10:00", "m"), ending).waits
    assert (wait.ended_at, wait.ended_by, wait.end_stored_at) == (at("10:20"), by, at("10:21"))


def test_an_answer_to_the_later_of_two_questions_makes_the_third_a_next_response() -> None:
    """In a comment thread an answer speaks to the author of what it replies to, whichever of their comments that is."""
    case = case_of(
        asked("09:00", "top", author="a"),
        asked("09:01", "b1", author="b"),
        asked("09:02", "b2", author="b"),
        replied("09:10", to="b2"),
        asked("10:00", "b3", author="b"),
        conversation=THREAD,
    )
    assert [clock.kind for clock in case.clocks if clock.anchor == "b3"] == ["next_response"]
