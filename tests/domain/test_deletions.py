"""Messages that are deleted: by the customer, whose wait ends, and by the brand, whose customer waits again."""

import pytest

from chalicelib.domain.facts import Fact
from tests.domain.build import (
    DIRECT,
    PUBLIC,
    THREAD,
    asked,
    case_of,
    deleted,
    dismissed,
    in_every_order,
    replied,
    told,
)


@pytest.mark.parametrize(
    ("facts", "clocks"),
    [
        pytest.param(
            [asked("10:00"), deleted("ask 10:00", "10:30")], [], id="deleted in time, an anchor gives no result"
        ),
        pytest.param([asked("10:00"), deleted("ask 10:00", "11:00")], [], id="nor when it is deleted at its due time"),
        pytest.param(
            [asked("10:00"), deleted("ask 10:00", "11:00:01")],
            ["first_response 10:00 deleted 11:00:01"],
            id="deleted a second after its due time it is a miss",
        ),
        pytest.param(
            [asked("10:00"), deleted("ask 10:00", "10:30"), asked("10:10")],
            ["first_response 10:10 open"],
            id="the nudge behind a deleted anchor hangs from its own time",
        ),
        pytest.param(
            [
                asked("10:00", thread="t1"),
                asked("10:10", thread="t2"),
                replied("10:20", thread="t2"),
                deleted("ask 10:00", "10:30"),
            ],
            ["first_response 10:10 answered 10:20"],
            id="what was answered behind an anchor that never was has its own result",
        ),
        pytest.param(
            [asked("10:00"), asked("10:10"), deleted("ask 10:10", "10:30")],
            ["first_response 10:00 open"],
            id="a deleted nudge changes nothing",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), deleted("ask 10:00", "10:30")],
            ["first_response 10:00 answered 10:20"],
            id="what was answered before it was deleted keeps its result",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), deleted("ask 10:00", "10:20")],
            ["first_response 10:00 answered 10:20"],
            id="at one instant the answer outranks the deletion",
        ),
        pytest.param(
            [asked("10:00"), deleted("ask 10:00", "09:59")],
            [],
            id="a deletion that the platform dates before the message ends it at once",
        ),
        pytest.param([deleted("ask 10:00", "10:30")], [], id="a deletion of what nobody saw is no clock"),
    ],
)
def test_deleted_by_the_customer(facts: list[Fact], clocks: list[str]) -> None:
    assert in_every_order(PUBLIC, facts) == clocks


FIRST = "first_response 10:00 answered 10:20"


@pytest.mark.parametrize(
    ("facts", "clocks"),
    [
        pytest.param(
            [asked("10:00"), replied("10:20"), deleted("reply 10:20", "11:00")],
            [FIRST, "next_response 11:00 open"],
            id="the customer waits again from the deletion, the closed clock keeps its result",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), deleted("reply 10:20", "18 10:20")],
            [FIRST, "next_response 18 10:20 open"],
            id="up to and including 24 hours",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), deleted("reply 10:20", "18 10:20:01")],
            [FIRST],
            id="a second after 24 hours no more",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), deleted("reply 10:20", "10:19")],
            [FIRST, "next_response 10:20 open"],
            id="a deletion dated before its reply counts from the reply",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), replied("10:25"), deleted("reply 10:20", "11:00")],
            [FIRST],
            id="another answer still stands",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), replied("11:30"), deleted("reply 10:20", "11:00")],
            [FIRST, "next_response 11:00 answered 11:30"],
            id="the next answer stops it",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), replied("11:30"), deleted("reply 10:20", "11:00"), dismissed("11:40")],
            [FIRST, "next_response 11:00 answered 11:30"],
            id="whatever comes after that",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), replied("11:00"), deleted("reply 10:20", "11:00")],
            [FIRST],
            id="an answer at the deletion's instant leaves nothing waiting",
        ),
        pytest.param(
            [
                asked("10:00"),
                replied("10:20"),
                replied("10:25"),
                deleted("reply 10:20", "11:00"),
                deleted("reply 10:25", "11:10"),
            ],
            [FIRST, "next_response 11:10 open"],
            id="the last of two deleted answers was the only one left",
        ),
        pytest.param(
            [
                asked("10:00"),
                replied("10:20"),
                replied("10:25"),
                deleted("reply 10:20", "11:00"),
                deleted("reply 10:25", "11:00"),
            ],
            [FIRST, "next_response 11:00 open"],
            id="two answers deleted at one instant leave nothing standing",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), deleted("reply 10:20", "11:00"), deleted("ask 10:00", "10:40")],
            [FIRST],
            id="nobody waits for an answer to a deleted question",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), deleted("reply 10:20", "11:00"), deleted("ask 10:00", "12:30")],
            [FIRST, "next_response 11:00 deleted 12:30"],
            id="deleting the question afterwards ends the second wait",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), dismissed("10:40"), deleted("reply 10:20", "11:00")],
            [FIRST],
            id="nor to a question that was dismissed",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), deleted("reply 10:20", "11:00"), dismissed("11:10", "ask 10:00")],
            [FIRST, "next_response 11:00 dismissed 11:10"],
            id="the question may be dismissed by its own name",
        ),
        pytest.param(
            [
                asked("10:00"),
                replied("10:20"),
                deleted("reply 10:20", "11:00"),
                dismissed("11:10", "deleted:reply 10:20"),
            ],
            [FIRST, "next_response 11:00 dismissed 11:10"],
            id="or by the anchor's",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20", automatic=True), deleted("reply 10:20", "11:00")],
            ["first_response 10:00 open"],
            id="deleting an automatic reply is nothing",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), deleted("reply 10:20", "11:00", seen="25 10:00")],
            [FIRST],
            id="a deletion older than 7 days on receipt starts nothing",
        ),
        pytest.param(
            [asked("10:00"), replied("10:20"), deleted("reply 10:20", "10:30"), replied("10:40"), asked("10:50")],
            [FIRST, "next_response 10:30 answered 10:40", "next_response 10:50 open"],
            id="and the story goes on",
        ),
    ],
)
def test_deleted_by_the_brand(facts: list[Fact], clocks: list[str]) -> None:
    assert in_every_order(PUBLIC, facts) == clocks


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
