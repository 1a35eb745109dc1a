"""Who waits since when, and what ends it: a table per rule, each row in every order of arrival."""

import pytest

from chalicelib.domain.facts import Fact
from tests.domain.build import (
    PUBLIC,
    THREAD,
    asked,
    case_of,
    in_every_order,
    replied,
    undone,
)
from tests.domain.merk import WEBCARE


@pytest.mark.parametrize(
    ("facts", "clocks"),
    [
        pytest.param([], [], id="nothing happened, nothing runs"),
        pytest.param([asked("10:00")], ["first_response 10:00 open"], id="a question starts the clock"),
        pytest.param([replied("10:00")], [], id="the brand's own words start nothing"),
        pytest.param(
            [asked("10:00"), asked("10:20")], ["first_response 10:00 open"], id="nudging does not restart the clock"
        ),
        pytest.param(
            [asked("10:00"), replied("10:15")], ["first_response 10:00 answered 10:15"], id="an answer stops it"
        ),
        pytest.param(
            [asked("10:00"), replied("10:00")],
            ["first_response 10:00 answered 10:00"],
            id="an answer at the same instant counts",
        ),
        pytest.param(
            [asked("10:00"), replied("09:59:59")],
            ["next_response 10:00 open"],
            id="an answer a second before answers nothing",
        ),
        pytest.param(
            [asked("10:00"), asked("10:20"), replied("10:15")],
            ["first_response 10:00 answered 10:15", "next_response 10:20 open"],
            id="what is asked after the answer waits anew",
        ),
        pytest.param(
            [asked("10:00"), asked("10:20"), replied("10:30")],
            ["first_response 10:00 answered 10:30"],
            id="one answer answers everything before it, as one result",
        ),
        pytest.param(
            [asked("10:00"), replied("10:15"), replied("10:20")],
            ["first_response 10:00 answered 10:15"],
            id="the first answer counts",
        ),
        pytest.param(
            [asked("10:00"), replied("10:15", automatic=True)],
            ["first_response 10:00 open"],
            id="an automatic reply stops nothing",
        ),
        pytest.param(
            [asked("10:00"), replied("10:15", by_hand=True)],
            ["first_response 10:00 answered 10:15"],
            id="an answer elsewhere, told by hand, counts",
        ),
        pytest.param(
            [asked("10:00"), replied("10:15", by_hand=True), undone("message#reply 10:15", "10:16")],
            ["first_response 10:00 open"],
            id="an answer by hand that is taken back never was",
        ),
        pytest.param(
            [asked("10:00"), replied("10:15", accounts=(WEBCARE,))],
            ["first_response 10:00 answered 10:15"],
            id="accounts of one brand answer for each other",
        ),
        pytest.param(
            [asked("10:00"), replied("10:15", seen="12:00")],
            ["first_response 10:00 answered 10:15"],
            id="an answer that arrives late counts from its own time",
        ),
        pytest.param(
            [asked("10:05", seen="10:00")], ["first_response 10:00 open"], id="never later than it was first seen"
        ),
        pytest.param(
            [asked("09:00", seen="10:00", timed=False)],
            ["first_response 10:00 open"],
            id="without a time it counts from when it was seen",
        ),
    ],
)
def test_what_runs_and_what_stops_it(facts: list[Fact], clocks: list[str]) -> None:
    assert in_every_order(PUBLIC, facts) == clocks


def test_a_clock_without_a_time_of_the_platform_is_flagged() -> None:
    assert [c.approximate for c in case_of(asked("10:00", timed=False)).clocks] == [True]
    assert [c.approximate for c in case_of(asked("10:00")).clocks] == [False]


def test_of_two_messages_at_one_instant_the_lowest_id_is_the_anchor() -> None:
    assert [c.anchor for c in case_of(asked("10:00", "b"), asked("10:00", "a")).clocks] == ["a"]


@pytest.mark.parametrize(
    ("facts", "clocks"),
    [
        pytest.param(
            [asked("10:00", thread="t1"), replied("10:10", thread="t2")],
            ["first_response 10:00 open"],
            id="an answer in another thread answers nothing",
        ),
        pytest.param(
            [asked("10:00", thread="t1"), replied("10:10")],
            ["first_response 10:00 answered 10:10"],
            id="an answer in no known thread answers all",
        ),
        pytest.param(
            [asked("10:00"), replied("10:10", thread="t2")],
            ["first_response 10:00 answered 10:10"],
            id="a question in no known thread is answered by any",
        ),
        pytest.param(
            [asked("10:00", thread="t1"), asked("10:20", thread="t2"), replied("10:30", thread="t1")],
            ["first_response 10:00 answered 10:30", "first_response 10:20 open"],
            id="the next oldest hangs a new clock from its own time",
        ),
        pytest.param(
            [asked("10:00", thread="t1"), asked("10:20", thread="t2"), replied("10:30", thread="t2")],
            ["first_response 10:00 open"],
            id="what was answered behind the anchor was a nudge",
        ),
        pytest.param(
            [
                asked("10:00", thread="t1"),
                asked("10:20", thread="t2"),
                replied("10:30", thread="t2"),
                replied("10:40", thread="t1"),
            ],
            ["first_response 10:00 answered 10:40"],
            id="a nudge has no result of its own, also when all is answered",
        ),
        pytest.param(
            [
                asked("10:00", thread="t1"),
                asked("10:20", thread="t2"),
                replied("10:40", thread="t1"),
                replied("10:40:01", thread="t2"),
            ],
            ["first_response 10:00 answered 10:40", "first_response 10:20 answered 10:40:01"],
            id="answered a second after the anchor, it has one",
        ),
    ],
)
def test_threads(facts: list[Fact], clocks: list[str]) -> None:
    assert in_every_order(PUBLIC, facts) == clocks


@pytest.mark.parametrize(
    ("facts", "clocks"),
    [
        pytest.param(
            [asked("10:00", author="a"), asked("10:10", author="b")],
            ["first_response 10:00 open", "first_response 10:10 open"],
            id="every author has a clock of their own",
        ),
        pytest.param(
            [asked("10:00", author="a"), asked("10:10", author="a")],
            ["first_response 10:00 open"],
            id="one author nudges",
        ),
        pytest.param(
            [asked("10:00", author=None), asked("10:10", author=None)],
            ["first_response 10:00 open", "first_response 10:10 open"],
            id="two unknown authors are not known to be one",
        ),
        pytest.param(
            [asked("10:00", "top", author="a"), asked("10:10", author="b"), replied("10:20")],
            ["first_response 10:00 answered 10:20", "first_response 10:10 open"],
            id="an answer straight under the comment answers its author, another's question runs on",
        ),
        pytest.param(
            [asked("10:00", "top", author="a"), asked("10:05", author="a"), replied("10:20")],
            ["first_response 10:00 answered 10:20"],
            id="and all else that author asked",
        ),
        pytest.param(
            [asked("10:00", "top", author="a"), asked("10:10", "b's", author="b"), replied("10:20", to="b's")],
            ["first_response 10:00 open", "first_response 10:10 answered 10:20"],
            id="an answer to a comment answers its author",
        ),
        pytest.param(
            [asked("10:00", "a's", author="a"), asked("10:10", author="b"), replied("10:20", tags="b")],
            ["first_response 10:00 open", "first_response 10:10 answered 10:20"],
            id="an answer that tags somebody answers them",
        ),
        pytest.param(
            [asked("10:00", "top", author="a"), asked("10:10", author="b", says="complaint"), replied("10:20")],
            ["first_response 10:00 answered 10:20", "first_response 10:10 answered 10:20"],
            id="another's non-question is answered too",
        ),
        pytest.param(
            [asked("10:00", "top", author=None), asked("10:10", author=None), replied("10:20", to="top")],
            ["first_response 10:00 answered 10:20", "first_response 10:10 open"],
            id="the answer to one unknown author answers no other",
        ),
        pytest.param(
            [asked("10:00", "x", author="a"), replied("09:00", to="x")],
            ["first_response 10:00 open"],
            id="what came before the question answers it neither here",
        ),
        pytest.param(
            [asked("10:00", author="a"), replied("10:10", "r", to="top"), replied("10:20", to="r")],
            ["first_response 10:00 open"],
            id="the brand's comment on its own comment answers nobody's question",
        ),
    ],
)
def test_comment_threads(facts: list[Fact], clocks: list[str]) -> None:
    assert in_every_order(THREAD, facts) == clocks
