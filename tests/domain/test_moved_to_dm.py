"""The brand takes the talk to DM: whose turn it is, and what stops the clock."""

from dataclasses import replace

import pytest

from chalicelib.domain.facts import Fact
from chalicelib.domain.organisation import Book
from chalicelib.domain.waits import Wait
from tests.domain.build import (
    DIRECT,
    asked,
    at,
    case_of,
    dismissed,
    followed,
    in_every_order,
    moved,
    replied,
    told,
    undone,
    wall,
)
from tests.domain.merk import ACCOUNT, BOOK, ID, account_with, book_of

NEEDS_FOLLOW = book_of(account_with(replace(ACCOUNT, needs_follow=True)))
MOVED = "dm_follow_up 11:50"


@pytest.mark.parametrize(
    ("facts", "book", "clocks"),
    [
        pytest.param([moved("11:50")], BOOK, [], id="a plain invitation leaves the ball with the customer"),
        pytest.param([moved("11:50")], NEEDS_FOLLOW, [f"{MOVED} open"], id="who must follow first has the ball"),
        pytest.param([moved("11:50", promises=True)], BOOK, [f"{MOVED} open"], id="who promises contact has the ball"),
        pytest.param(
            [moved("11:50"), followed("19 11:55")],
            NEEDS_FOLLOW,
            [f"{MOVED} followed 19 11:55"],
            id="a follow stops it",
        ),
        pytest.param(
            [moved("11:50"), followed("11:00")], NEEDS_FOLLOW, [f"{MOVED} followed 11:50"], id="an earlier one too"
        ),
        pytest.param(
            [moved("11:50"), followed("11:50")],
            NEEDS_FOLLOW,
            [f"{MOVED} followed 11:50"],
            id="at that very instant",
        ),
        pytest.param(
            [moved("11:50"), followed("11:50"), followed("11:50", unfollow=True)],
            NEEDS_FOLLOW,
            [f"{MOVED} open"],
            id="unless it was undone in the same instant",
        ),
        pytest.param(
            [moved("11:50"), followed("11:00"), followed("11:30", unfollow=True)],
            NEEDS_FOLLOW,
            [f"{MOVED} open"],
            id="not one that was undone since",
        ),
        pytest.param(
            [moved("11:50"), followed("12:00", unfollow=True)],
            NEEDS_FOLLOW,
            [f"{MOVED} open"],
            id="to unfollow stops nothing",
        ),
        pytest.param(
            [moved("11:50"), followed("11:00"), followed("12:00", unfollow=True)],
            NEEDS_FOLLOW,
            [f"{MOVED} followed 11:50"],
            id="nor does it restart what a follow had stopped",
        ),
        pytest.param(
            [moved("11:50"), replied("12:00")], NEEDS_FOLLOW, [f"{MOVED} answered 12:00"], id="a DM of the brand does"
        ),
        pytest.param(
            [moved("11:50"), replied("11:50")], NEEDS_FOLLOW, [f"{MOVED} answered 11:50"], id="at the same instant too"
        ),
        pytest.param(
            [moved("11:50"), replied("11:49:59")], NEEDS_FOLLOW, [f"{MOVED} open"], id="a DM before the move does not"
        ),
        pytest.param(
            [moved("11:50"), replied("12:00", automatic=True)],
            NEEDS_FOLLOW,
            [f"{MOVED} open"],
            id="an automatic one does not",
        ),
        pytest.param(
            [moved("11:50", promises=True), followed("12:00")],
            NEEDS_FOLLOW,
            [f"{MOVED} open"],
            id="promised contact is not kept by a follow",
        ),
        pytest.param(
            [moved("11:50", promises=True), followed("12:00"), replied("13:00")],
            NEEDS_FOLLOW,
            [f"{MOVED} answered 13:00"],
            id="but by a DM",
        ),
        pytest.param(
            [moved("11:50", promises=True), dismissed("12:00")],
            BOOK,
            [f"{MOVED} dismissed 12:00"],
            id="or by hand",
        ),
        pytest.param(
            [moved("11:50", promises=True), dismissed("12:00", "moved:move 11:50")],
            BOOK,
            [f"{MOVED} dismissed 12:00"],
            id="or by hand, by its name",
        ),
        pytest.param(
            [moved("11:50"), asked("12:30")], NEEDS_FOLLOW, [f"{MOVED} open"], id="a DM of the customer is a nudge"
        ),
        pytest.param(
            [moved("11:50"), followed("11:55"), asked("12:30"), replied("15:00")],
            NEEDS_FOLLOW,
            [f"{MOVED} followed 11:55", "dm_follow_up 12:30 answered 15:00"],
            id="after the follow their DM is a new clock",
        ),
        pytest.param(
            [moved("11:50", seen="24 11:50:01")], NEEDS_FOLLOW, [], id="older than 7 days on receipt: nothing"
        ),
        pytest.param([moved("11:50", account="9")], NEEDS_FOLLOW, [], id="by nobody's account: nothing"),
    ],
)
def test_moved_to_dm(facts: list[Fact], book: Book, clocks: list[str]) -> None:
    assert in_every_order(DIRECT, facts, book) == clocks


def test_a_move_without_a_time_of_the_platform_is_flagged() -> None:
    undated = replace(moved("11:50", promises=True), asked_at=None)
    assert [c.approximate for c in case_of(undated, conversation=DIRECT).clocks] == [True]
    assert [c.approximate for c in case_of(moved("11:50", promises=True), conversation=DIRECT).clocks] == [False]


def test_on_the_public_side_a_move_starts_nothing() -> None:
    assert told(case_of(moved("11:50"), book=NEEDS_FOLLOW)) == []


@pytest.mark.parametrize(
    ("facts", "book", "since"),
    [
        pytest.param([], BOOK, None, id="nobody was invited"),
        pytest.param([moved("11:50")], BOOK, "11:50", id="invited, and silent since"),
        pytest.param([moved("11:50"), asked("12:00")], BOOK, None, id="the customer came"),
        pytest.param([moved("11:50"), asked("11:50")], BOOK, None, id="at the same instant"),
        pytest.param([moved("11:50"), asked("11:49")], BOOK, "11:50", id="what was said before is said"),
        pytest.param([moved("11:50"), moved("12:00")], BOOK, "12:00", id="invited again"),
        pytest.param([moved("11:50")], NEEDS_FOLLOW, None, id="the brand has to follow first"),
        pytest.param([moved("11:50"), followed("11:55")], NEEDS_FOLLOW, "11:55", id="and did"),
        pytest.param([moved("11:50"), asked("11:52"), followed("11:55")], NEEDS_FOLLOW, None, id="they came before"),
        pytest.param([moved("11:50"), dismissed("11:55")], NEEDS_FOLLOW, None, id="it needs no answer any more"),
        pytest.param(
            [moved("11:50"), moved("12:00", promises=True)], BOOK, None, id="the brand promised contact since"
        ),
    ],
)
def test_waiting_for_the_customer(facts: list[Fact], book: Book, since: str | None) -> None:
    waiting = case_of(*facts, conversation=DIRECT, book=book).waiting_for_customer
    assert (wall(waiting) if waiting else None) == since


@pytest.mark.parametrize(
    "first",
    [
        pytest.param(moved("11:50"), id="a plain invitation"),
        pytest.param(moved("11:50", promises=True, seen="24 11:50:01"), id="one that came in much too late"),
    ],
)
def test_a_move_that_starts_nothing_hides_none_after_it(first: Fact) -> None:
    assert in_every_order(DIRECT, [first, moved("12:00", promises=True)]) == ["dm_follow_up 12:00 open"]


STORED = at("11:55")
WAITING = Wait(
    id="moved:move 11:50",
    started_at=at("11:50"),
    first_seen_at=at("11:52"),
    stored_at=STORED,
    accounts=frozenset({ID}),
    author=None,
    cause="moved_to_dm",
)


@pytest.mark.parametrize(
    ("facts", "wait"),
    [
        pytest.param([], WAITING, id="it waits"),
        pytest.param(
            [replied("12:00", stored="12:01")],
            replace(WAITING, ended_at=at("12:00"), end="answered", ended_by="reply 12:00", end_stored_at=at("12:01")),
            id="until it is answered",
        ),
        pytest.param(
            [replace(followed("12:00"), stored_at=at("12:02"))],
            replace(WAITING, ended_at=at("12:00"), end="followed", ended_by="follow 12:00", end_stored_at=at("12:02")),
            id="or followed up by a follow",
        ),
        pytest.param(
            [dismissed("12:00"), undone("dismissal#dismissal 12:00", "13:00")],
            replace(WAITING, stored_at=at("13:00")),
            id="taking back what had ended it sets it going again",
        ),
    ],
)
def test_what_is_known_of_a_move(facts: list[Fact], wait: Wait) -> None:
    move = replace(moved("11:50", seen="11:52"), stored_at=STORED)
    assert case_of(move, *facts, conversation=DIRECT, book=NEEDS_FOLLOW).waits == (wait,)
