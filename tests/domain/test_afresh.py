"""What is taken back can be done again, for ever: doing and undoing alternate, at whatever instants."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.afresh import afresh, may_be_undone
from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.facts_by_hand import Acknowledgement, Dismissal, Promise, PromiseKept, StillQuestion, Withdrawal
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.history import History, history
from tests.domain.build import (
    asked,
    at,
    case_of,
    deleted,
    dismissed,
    followed,
    kept,
    mine,
    moved,
    promised,
    replied,
    still,
    taken,
    told,
    undone,
)
from tests.domain.histories import put

Give = Callable[[datetime, Iterable[Fact]], Fact]


def acknowledge(now: datetime, facts: Iterable[Fact]) -> Fact:
    return afresh(Acknowledgement(id="given", by="sanne", at=now, stored_at=now, via="page"), facts)


def dismiss(now: datetime, facts: Iterable[Fact]) -> Fact:
    return afresh(Dismissal(id="given", by="sanne", at=now, stored_at=now, reason="joke"), facts)


def answer(now: datetime, facts: Iterable[Fact]) -> Fact:
    answered = Message(
        id="given", direction="outbound", first_seen_at=now, stored_at=now, accounts=frozenset(), by_hand=True
    )
    return afresh(answered, facts)


def promise(now: datetime, facts: Iterable[Fact]) -> Fact:
    later = now + timedelta(hours=5)
    made = Promise(id="given", by="sanne", owner="chris", what="nota", at=now, stored_at=now, due_at=later)
    return afresh(made, facts)


def keep(now: datetime, facts: Iterable[Fact]) -> Fact:
    return afresh(PromiseKept(promise="p", by="chris", at=now, stored_at=now), facts)


def still_a_question(now: datetime, facts: Iterable[Fact]) -> Fact:
    return afresh(StillQuestion(message="m", by="sanne", at=now, stored_at=now), facts)


STANDING: dict[Give, Callable[[History], tuple[Fact, ...]]] = {
    acknowledge: lambda past: past.acknowledgements,
    dismiss: lambda past: past.dismissals,
    answer: lambda past: past.answers,
    promise: lambda past: past.promises,
    keep: lambda past: tuple(past.kept.values()),
    still_a_question: lambda past: tuple(past.still_questions.values()),
}
gaps = st.sampled_from([0, 0, 1, 900]).map(lambda seconds: timedelta(seconds=seconds))


@pytest.mark.parametrize("give", STANDING, ids=lambda give: give.__name__)
@given(doings=st.lists(st.tuples(st.sampled_from(["do", "undo"]), gaps), max_size=12))
def test_doing_and_undoing_alternate_freely(give: Give, doings: list[tuple[str, timedelta]]) -> None:
    rows: dict[str, Fact] = {}
    now, latest = at("10:00"), None
    for doing, gap in doings:
        now += gap
        if doing == "do":
            latest = give(now, rows.values())
            put(rows, latest)
        elif latest is not None:
            put(rows, Withdrawal(fact=fact_id(latest), by="mirjam", at=now, stored_at=now))
        standing = STANDING[give](history(rows.values()))
        assert len(standing) == (1 if doing == "do" else 0), (doing, now)


@pytest.mark.parametrize("give", STANDING, ids=lambda give: give.__name__)
def test_what_is_done_twice_is_one_fact(give: Give) -> None:
    first = give(at("10:00"), [])
    assert fact_id(give(at("10:05"), [first])) == fact_id(first)


@pytest.mark.parametrize("give", STANDING, ids=lambda give: give.__name__)
def test_a_late_copy_of_what_was_taken_back_stays_taken_back(give: Give) -> None:
    first = give(at("10:00"), [])
    taken_back = Withdrawal(fact=fact_id(first), by="sanne", at=at("10:05"), stored_at=at("10:05"))
    assert give(at("10:00"), [first, taken_back]) == first
    assert fact_id(give(at("10:05"), [first, taken_back])) == f"{fact_id(first)}~1"


def again(fact: PromiseKept | StillQuestion, when: str) -> PromiseKept | StillQuestion:
    """The same by the same person, after it was taken back once."""
    if isinstance(fact, PromiseKept):
        return PromiseKept(promise=fact.promise, by=fact.by, at=at(when), stored_at=at(when), turn=1)
    return StillQuestion(message=fact.message, by=fact.by, at=at(when), stored_at=at(when), turn=1)


PROMISED = promised("10:00", "18 12:00")
NOT_KEPT = undone(f"promise_kept#{PROMISED.id}", "10:30")
THANKED = (asked("09:00"), replied("09:10"), asked("09:20", "m", says="thanks"))


@pytest.mark.parametrize(
    ("facts", "clock"),
    [
        pytest.param([PROMISED, kept(PROMISED.id, "10:20")], "promise 10:00 kept 10:20", id="kept"),
        pytest.param([PROMISED, kept(PROMISED.id, "10:20"), NOT_KEPT], "promise 10:00 open", id="not kept after all"),
        pytest.param(
            [PROMISED, kept(PROMISED.id, "10:20"), NOT_KEPT, again(kept(PROMISED.id, "10:20"), "10:40")],
            "promise 10:00 kept 10:40",
            id="kept later, from then on",
        ),
        pytest.param(
            [PROMISED, again(kept(PROMISED.id, "10:20"), "10:40"), kept(PROMISED.id, "10:20")],
            "promise 10:00 kept 10:20",
            id="said twice at once, from the first time on",
        ),
        pytest.param(
            [*THANKED, still("m", "09:30"), undone("still_question#m", "09:40"), again(still("m", "09:30"), "09:50")],
            "next_response 09:20 open",
            id="still a question, no question, still a question",
        ),
    ],
)
def test_what_stands_in_the_end_counts(facts: list[Fact], clock: str) -> None:
    for order in (facts, facts[::-1]):
        assert told(case_of(*order, now="12:00"))[-1] == clock


@pytest.mark.parametrize(
    ("fact", "by_hand"),
    [
        pytest.param(mine("10:00"), True, id="an acknowledgement"),
        pytest.param(dismissed("10:00"), True, id="a dismissal"),
        pytest.param(replied("10:00", by_hand=True), True, id="answered elsewhere"),
        pytest.param(PROMISED, True, id="a promise"),
        pytest.param(kept("p", "10:00"), True, id="a promise kept"),
        pytest.param(still("m", "10:00"), True, id="still a question"),
        pytest.param(asked("10:00"), False, id="a message of the customer"),
        pytest.param(replied("10:00"), False, id="an answer on the platform"),
        pytest.param(deleted("m", "10:00"), False, id="a deletion"),
        pytest.param(followed("10:00"), False, id="a follow"),
        pytest.param(moved("10:00"), False, id="a move to DM"),
        pytest.param(taken("after 45m", "m", "10:45"), False, id="a step taken"),
        pytest.param(undone("dismissal#d", "10:00"), False, id="an undo, which is redone by doing it again"),
    ],
)
def test_what_may_be_undone(fact: Fact, by_hand: bool) -> None:
    assert may_be_undone(fact) is by_hand
