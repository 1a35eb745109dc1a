"""Who asks again within 24 hours of an answer may have been promised something else than who asks first."""

from dataclasses import replace

import pytest

from chalicelib.domain.duration import Elapsed
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.ladder import ladder
from chalicelib.domain.organisation import Book, Step
from tests.domain.build import DIRECT, PUBLIC, THREAD, asked, at, case_of, decided, deleted, outcomes, replied, wall
from tests.domain.merk import ACCOUNTS, BOOK, MENTION, MERK, entry, policy_with

QUICK = replace(
    MENTION,
    name="quick",
    target=Elapsed(30 * 60),
    steps=(Step(("on-call",), after=Elapsed(20 * 60)), Step(("on-call",), after=Elapsed(30 * 60))),
    repeat=None,
)
WITH_QUICK = policy_with(
    QUICK, replace(MERK, accounts=tuple(replace(each, next_response_policy="quick") for each in ACCOUNTS))
)
OF_ITS_OWN = Book((entry(WITH_QUICK),))


def by_policy(*facts: Fact, conversation: Conversation = PUBLIC, book: Book = OF_ITS_OWN) -> list[str]:
    """Every clock in a line: its kind, policy and due time."""
    clocks = case_of(*facts, conversation=conversation, book=book).clocks
    return [f"{clock.kind} {clock.policy} {wall(clock.due_at)}" for clock in clocks]


@pytest.mark.parametrize(
    ("facts", "clocks"),
    [
        pytest.param([asked("10:00")], ["first_response mention 11:00"], id="the first question has the public one"),
        pytest.param(
            [replied("09:00"), asked("10:00")], ["next_response quick 10:30"], id="the next one has the one of its own"
        ),
        pytest.param(
            [replied("16 10:00:01"), asked("10:00")],
            ["next_response quick 10:30"],
            id="up to a second short of 24 hours after the answer",
        ),
        pytest.param(
            [replied("16 10:00"), asked("10:00")], ["first_response mention 11:00"], id="after them it is a first one"
        ),
        pytest.param(
            [asked("10:00"), replied("10:10"), deleted("reply 10:10", "10:20")],
            ["first_response mention 11:00", "next_response quick 10:50"],
            id="a deleted answer makes a next one",
        ),
        pytest.param(
            [replied("09:00", automatic=True), asked("10:00")],
            ["first_response mention 11:00"],
            id="an automatic reply opens no case",
        ),
    ],
)
def test_each_kind_has_the_policy_of_its_kind(facts: list[Fact], clocks: list[str]) -> None:
    assert by_policy(*facts) == clocks


def test_unless_configured_both_have_the_public_policy() -> None:
    assert by_policy(replied("09:00"), asked("10:00"), book=BOOK) == ["next_response mention 11:00"]


def test_a_direct_message_has_the_direct_policy_whatever_was_answered() -> None:
    facts = replied("09:00"), asked("10:00")
    assert by_policy(*facts, conversation=DIRECT) == ["dm_follow_up direct 19 10:00"]


def test_in_a_comment_thread_each_author_has_a_case_of_their_own() -> None:
    facts = (
        asked("09:00", "top", author="a1"),
        replied("09:10", to="top"),
        asked("10:00", "again", author="a1"),
        asked("10:00", "other", author="a2"),
    )
    assert by_policy(*facts, conversation=THREAD) == [
        "first_response mention 10:00",
        "next_response quick 10:30",
        "first_response mention 11:00",
    ]


def test_its_ladder_is_that_policys() -> None:
    case = case_of(replied("09:00"), asked("10:00"), book=OF_ITS_OWN)
    (clock,) = case.clocks
    assert [(step.key, wall(step.at)) for step in ladder(case, clock, OF_ITS_OWN)] == [
        ("after 20m", "10:20"),
        ("after 30m", "10:30"),
    ]


def test_a_clock_keeps_the_policy_of_its_start_when_the_key_is_added_later() -> None:
    book = Book((entry(MERK), entry(WITH_QUICK, at("10:05"))))
    facts = replied("09:00"), asked("10:00"), replied("10:01"), asked("10:06")
    assert by_policy(*facts, book=book) == ["next_response mention 11:00", "next_response quick 10:36"]


LATE_ANSWER = replied("09:00", stored="10:46", seen="10:46")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param("10:46:19", [], id="19 seconds after the answer came in"),
        pytest.param("10:46:20", ["after 20m: superseded", "after 30m: fired sanne"], id="20 seconds after it"),
    ],
)
def test_what_a_late_answer_makes_due_settles_first(now: str, due: list[str]) -> None:
    assert outcomes(decided(asked("10:00"), LATE_ANSWER, now=now, book=OF_ITS_OWN)) == due
