"""Messages that are deleted: by the customer, whose wait ends, and by the brand, whose customer waits again."""

import pytest

from chalicelib.domain.facts import Fact
from tests.domain.build import (
    PUBLIC,
    asked,
    deleted,
    dismissed,
    in_every_order,
    replied,
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
