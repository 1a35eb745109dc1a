"""Copies of one fact join into one: any order, any repeats, whatever each copy knows."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.facts import KINDS, Fact, fact_id
from chalicelib.domain.facts_by_hand import (
    Acknowledgement,
    Dismissal,
    Muted,
    Promise,
    PromiseKept,
    StillQuestion,
    Withdrawal,
)
from chalicelib.domain.facts_seen import Continued, Deletion, Follow, Message, MovedToDm
from chalicelib.domain.merging import merge
from chalicelib.domain.steps import StepTaken
from tests.domain.build import (
    asked,
    at,
    deleted,
    dismissed,
    followed,
    kept,
    mine,
    moved,
    promised,
    still,
    taken,
    undone,
)

instants = st.integers(0, 3).map(lambda n: at("10:00") + timedelta(minutes=n))
words = st.sampled_from(["a", "b", ""])
names = st.none() | words
sets = st.frozensets(st.sampled_from(["a", "b"]))
flags = st.booleans()
by_hand = {"by": words, "at": instants, "stored_at": instants}

COPIES: dict[type[Fact], st.SearchStrategy[Fact]] = {
    Message: st.builds(
        Message,
        id=st.just("m"),
        direction=st.sampled_from(["inbound", "outbound"]),
        first_seen_at=instants,
        stored_at=instants,
        accounts=sets,
        asked_at=st.none() | instants,
        author=names,
        author_name=names,
        author_bio=names,
        reach=st.none() | st.integers(0, 2),
        excerpt=names,
        signals=sets,
        revision=st.integers(0, 2),
        thread=names,
        in_reply_to=names,
        addressed=sets,
        automatic=flags,
        silence=st.sampled_from([None, "staff", "prefix_only", "history"]),
        by_hand=flags,
    ),
    Deletion: st.builds(
        Deletion, message=st.just("m"), first_seen_at=instants, stored_at=instants, deleted_at=st.none() | instants
    ),
    Follow: st.builds(
        Follow,
        id=st.just("f"),
        first_seen_at=instants,
        stored_at=instants,
        followed_at=st.none() | instants,
        unfollow=flags,
    ),
    MovedToDm: st.builds(
        MovedToDm,
        id=st.just("m"),
        account=words,
        first_seen_at=instants,
        stored_at=instants,
        asked_at=st.none() | instants,
        promises_contact=flags,
    ),
    Continued: st.builds(
        Continued,
        id=st.just("c"),
        other=words,
        leaves=flags,
        first_seen_at=instants,
        stored_at=instants,
        renamed_at=st.none() | instants,
    ),
    Acknowledgement: st.builds(Acknowledgement, id=st.just("a"), via=words, until=st.none() | instants, **by_hand),
    Dismissal: st.builds(
        Dismissal, id=st.just("d"), reason=st.sampled_from(["spam", "joke"]), message=names, **by_hand
    ),
    Muted: st.builds(Muted, id=st.just("q"), until=instants, reason=words, **by_hand),
    StillQuestion: st.builds(StillQuestion, message=st.just("m"), **by_hand),
    Promise: st.builds(Promise, id=st.just("p"), owner=words, what=words, due_at=instants, **by_hand),
    PromiseKept: st.builds(PromiseKept, promise=st.just("p"), **by_hand),
    StepTaken: st.builds(
        StepTaken,
        alert=st.just("x"),
        step=words,
        level=st.integers(0, 2),
        clock=words,
        anchor=words,
        planned_at=instants,
        stored_at=instants,
        outcome=st.sampled_from(["fired", "held"]),
        recipients=st.sampled_from([(), ("sanne",)]),
    ),
    Withdrawal: st.builds(Withdrawal, fact=st.just("message#m"), **by_hand),
}


def test_every_kind_of_fact_is_proven_below() -> None:
    assert set(COPIES) == set(KINDS)
    assert len({kind.KIND for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.KIND)
@given(data=st.data())
def test_to_merge_is_to_join(kind: type[Fact], data: st.DataObject) -> None:
    one, two, three = (data.draw(COPIES[kind]) for _ in range(3))
    assert merge(one, one) == one
    assert merge(one, two) == merge(two, one)
    assert merge(merge(one, two), three) == merge(one, merge(two, three))
    both = merge(one, two)
    assert merge(both, one) == both  # a late second copy changes nothing
    assert both.stored_at == min(one.stored_at, two.stored_at)
    assert both.at == min(one.at, two.at)
    assert fact_id(both) == fact_id(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(asked("10:00", "a"), asked("10:00", "b"), id="two messages"),
        pytest.param(asked("10:00", "m"), deleted("m", "10:00"), id="a message and its deletion"),
    ],
)
def test_two_facts_are_not_joined(one: Fact, other: Fact) -> None:
    with pytest.raises(ValueError, match="are two facts, not copies of one"):
        merge(one, other)


@pytest.mark.parametrize(
    ("fact", "id"),
    [
        (asked("10:00", "m"), "message#m"),
        (deleted("m", "10:00"), "deletion#m"),
        (followed("10:00"), "follow#follow 10:00"),
        (moved("10:00"), "moved_to_dm#move 10:00"),
        (mine("10:00"), "acknowledgement#mine 10:00"),
        (dismissed("10:00"), "dismissal#dismissal 10:00"),
        (still("m", "10:00"), "still_question#m"),
        (promised("10:00", "11:00"), "promise#promise 10:00"),
        (kept("p", "10:00"), "promise_kept#p"),
        (taken("after 45m", "m", "10:45"), "step_taken#after 45m of m"),
        (undone("message#m", "10:00"), "withdrawal#message#m"),
    ],
)
def test_the_id_of_a_fact(fact: Fact, id: str) -> None:
    assert fact_id(fact) == id


GONE, FOLLOW, MOVE = deleted("m", "10:00"), followed("10:00"), moved("10:00")
BARE = Message(
    id="m",
    direction="inbound",
    first_seen_at=at("10:05"),
    stored_at=at("10:06"),
    accounts=frozenset({"1"}),
)


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        pytest.param(
            replace(BARE, first_seen_at=at("10:04")), BARE, {"first_seen_at": at("10:04")}, id="the earliest sight"
        ),
        pytest.param(replace(BARE, stored_at=at("10:05")), BARE, {"stored_at": at("10:05")}, id="the first storing"),
        pytest.param(replace(BARE, asked_at=at("10:02")), BARE, {"asked_at": at("10:02")}, id="a known time"),
        pytest.param(
            replace(BARE, asked_at=at("10:02")),
            replace(BARE, asked_at=at("10:01"), revision=1),
            {"asked_at": at("10:01"), "revision": 1},
            id="the earliest time",
        ),
        pytest.param(
            replace(BARE, asked_at=at("10:01"), excerpt="oud", signals=frozenset({"thanks"})),
            replace(BARE, asked_at=at("10:02"), excerpt="een", signals=frozenset({"question"}), revision=1),
            {"asked_at": at("10:01"), "excerpt": "een", "signals": frozenset({"question"}), "revision": 1},
            id="the highest edit's words, which never move the time",
        ),
        pytest.param(
            replace(BARE, excerpt="een", revision=1),
            replace(BARE, revision=2),
            {"excerpt": None, "revision": 2},
            id="also when the edit took the words away",
        ),
        pytest.param(replace(BARE, author="a"), BARE, {"author": "a"}, id="a known author"),
        pytest.param(
            replace(BARE, author="b"), replace(BARE, author="a"), {"author": "a"}, id="of two authors the lowest id"
        ),
        pytest.param(
            replace(BARE, thread="t2"), replace(BARE, thread="t1"), {"thread": "t1"}, id="the same goes for threads"
        ),
        pytest.param(replace(BARE, reach=5), replace(BARE, reach=7), {"reach": 7}, id="the furthest reach"),
        pytest.param(
            replace(BARE, accounts=frozenset({"2"})), BARE, {"accounts": frozenset({"1", "2"})}, id="all accounts"
        ),
        pytest.param(
            replace(BARE, addressed=frozenset({"x"})),
            replace(BARE, addressed=frozenset({"y"})),
            {"addressed": frozenset({"x", "y"})},
            id="all whom it addresses",
        ),
        pytest.param(
            replace(BARE, direction="outbound"), BARE, {"direction": "outbound"}, id="the brand's, if one knows it is"
        ),
        pytest.param(replace(BARE, automatic=True), BARE, {"automatic": True}, id="automatic, if one knows it is"),
        pytest.param(replace(BARE, by_hand=True), BARE, {"by_hand": True}, id="by hand too"),
        pytest.param(
            replace(BARE, silence="prefix_only"), BARE, {"silence": None}, id="a real mention for one account"
        ),
        pytest.param(replace(BARE, silence="staff"), BARE, {"silence": "staff"}, id="staff for one is staff"),
        pytest.param(
            replace(BARE, silence="staff"),
            replace(BARE, silence="prefix_only"),
            {"silence": "staff"},
            id="staff in a prefix too",
        ),
        pytest.param(
            replace(BARE, silence="retweet"),
            replace(BARE, silence="history"),
            {"silence": "history"},
            id="of two other silences a fixed one",
        ),
    ],
)
def test_what_copies_of_a_message_tell_together(one: Message, other: Message, joined: dict[str, object]) -> None:
    both = merge(one, other)
    told = {field.name: getattr(both, field.name) for field in fields(Message)}
    assert told == {field.name: getattr(BARE, field.name) for field in fields(Message)} | joined
    assert merge(other, one) == both


def test_what_copies_of_other_facts_tell_together() -> None:
    late = replace(deleted("m", "10:00", timed=False), first_seen_at=at("09:59"))
    assert merge(late, deleted("m", "10:00")) == replace(deleted("m", "10:00"), first_seen_at=at("09:59"))
    undated = replace(followed("10:00"), followed_at=None)
    assert merge(undated, followed("10:00")) == followed("10:00")
    unfollowed = replace(followed("10:00"), unfollow=True)
    assert merge(followed("10:00"), unfollowed) == unfollowed  # a clock must not stop for a follow that is in doubt
    promise = replace(moved("10:00"), promises_contact=True, account="0", asked_at=None)
    assert merge(moved("10:00"), promise) == replace(moved("10:00"), promises_contact=True, account="0")
    second = replace(mine("10:00"), at=at("10:05"), by="bram")
    assert merge(second, mine("10:00")) == mine("10:00")  # whoever was first


Dated = Callable[[datetime | None, datetime], Fact]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda told, seen: replace(BARE, asked_at=told, first_seen_at=seen), id="a message"),
        pytest.param(lambda told, seen: replace(GONE, deleted_at=told, first_seen_at=seen), id="a deletion"),
        pytest.param(lambda told, seen: replace(FOLLOW, followed_at=told, first_seen_at=seen), id="a follow"),
        pytest.param(lambda told, seen: replace(MOVE, asked_at=told, first_seen_at=seen), id="a move"),
    ],
)
def test_when_a_fact_counts_from(make: Dated) -> None:
    assert make(at("10:00"), at("10:05")).at == at("10:00")
    assert make(at("10:10"), at("10:05")).at == at("10:05")  # a platform's clock that runs ahead
    assert make(None, at("10:05")).at == at("10:05")


def test_three_copies_in_any_order_are_one_message() -> None:
    copies: list[Fact] = [
        asked("10:00", "m", seen="10:02", author=None),
        asked("10:00", "m", seen="10:01", name="klant"),
        replace(asked("10:03", "m", says="thanks"), revision=1),
    ]
    joined = {reduce(merge, order) for order in permutations(copies)}
    assert len(joined) == 1
