"""Several questions at once: who answers in time is heard, and nobody else is waited for."""

import threading
from collections.abc import Callable

import pytest

from chalicelib.lookups.port import LookupFailed, Refused, Unanswered
from chalicelib.lookups.within import within


def _says(words: str) -> str:
    return words


def _refuses() -> str:
    raise Refused("code 190")


def _breaks() -> str:
    raise KeyError("data")


def test_answers_come_in_the_order_of_the_questions() -> None:
    assert within(5.0, [lambda: _says("one"), lambda: _says("two")]) == ["one", "two"]


def test_who_is_late_is_left_behind_and_the_others_are_heard() -> None:
    over = threading.Event()
    try:
        late, heard = within(0.05, [lambda: str(over.wait()), lambda: _says("here")])
    finally:
        over.set()
    assert (str(late), heard) == ("no answer within 0.05 s", "here")
    assert isinstance(late, Unanswered)


@pytest.mark.parametrize(
    ("question", "kind", "says"),
    [
        pytest.param(_refuses, Refused, "code 190", id="a declared failure as it is"),
        pytest.param(_breaks, Unanswered, "KeyError: the answer was not understood", id="anything else as no answer"),
    ],
)
def test_a_failure_is_that_questions_own(question: Callable[[], str], kind: type[LookupFailed], says: str) -> None:
    failed, heard = within(5.0, [question, lambda: _says("here")])
    assert (type(failed), str(failed)) == (kind, says)
    assert heard == "here"


def test_no_question_takes_no_time() -> None:
    assert within(0.0, []) == []
