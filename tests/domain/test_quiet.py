"""What starts nothing, with its reason, and whose message it is."""

from dataclasses import replace
from itertools import permutations

import pytest

from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.organisation import Book
from tests.domain.build import (
    PUBLIC,
    THREAD,
    asked,
    at,
    case_of,
    replied,
    still,
    undone,
)
from tests.domain.merk import ACCOUNT, ACCOUNTS, BOOK, ID, MERK, WEBCARE, account_with, book_of, entry


def quiet(*facts: Fact, conversation: Conversation = PUBLIC, book: Book = BOOK) -> list[str]:
    return [f"{message.id}: {why}" for message, why in case_of(*facts, conversation=conversation, book=book).quiet]


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        pytest.param([asked("10:00", says="thanks")], [], id="a thank-you before any answer is a message like any"),
        pytest.param(
            [asked("10:00"), replied("10:30"), asked("10:30:01", "m", says="thanks")],
            ["m: thanks"],
            id="a thank-you after the answer starts nothing",
        ),
        pytest.param(
            [asked("10:00"), replied("10:30"), asked("10:30", "m", says="thanks")],
            ["m: thanks"],
            id="nor at its very instant",
        ),
        pytest.param(
            [asked("10:00"), replied("10:30"), asked("10:29:59", "m", says="thanks")],
            [],
            id="a second before the answer it is a nudge",
        ),
        pytest.param(
            [asked("10:00"), replied("10:30", automatic=True), asked("10:40", "m", says="thanks")],
            [],
            id="an automatic reply is nothing to thank for",
        ),
        pytest.param(
            [asked("10:00"), replied("10:30"), asked("10:40", "m", says="")],
            [],
            id="nog steeds geen antwoord: no thanks, so it waits",
        ),
        pytest.param(
            [asked("10:00"), replied("10:30"), asked("10:40", "m", says="thanks"), still("m", "10:50")],
            [],
            id="still a question, somebody says",
        ),
        pytest.param(
            [asked("10:00", "m", says="", silence="prefix_only"), still("m", "10:50")],
            [],
            id="also of what the platform's shape told to be quiet",
        ),
        pytest.param(
            [
                asked("10:00", "m", says="", silence="prefix_only"),
                still("m", "10:50"),
                undone("still_question#m", "10:51"),
            ],
            ["m: prefix_only"],
            id="until that is taken back",
        ),
        pytest.param([asked("10:00", "m", silence="prefix_only")], ["m: prefix_only"], id="only in a prefix"),
        pytest.param([asked("10:00", "m", silence="staff")], ["m: staff"], id="written by staff"),
        pytest.param([asked("10:00", "m", silence="retweet")], ["m: retweet"], id="a retweet"),
        pytest.param([asked("10:00", "m", silence="history")], ["m: history"], id="out of an imported history"),
        pytest.param([asked("10:00", "m", silence="reaction")], ["m: reaction"], id="a reaction"),
        pytest.param([asked("10:00", "m", silence="named")], ["m: named"], id="one who speaks of us, not to us"),
        pytest.param([asked("10:00", "m", accounts=("9",))], ["m: unknown_account"], id="for nobody's account"),
        pytest.param([asked("10:00", "m", seen="24 10:00")], [], id="seen exactly 7 days later it still counts"),
        pytest.param([asked("10:00", "m", seen="24 10:00:01")], ["m: stale"], id="a second more and it is stale"),
        pytest.param(
            [asked("10:00", "m", seen="24 10:00:01"), still("m", "24 11:00")],
            ["m: stale"],
            id="which nobody can talk it out of",
        ),
    ],
)
def test_what_starts_nothing(facts: list[Fact], why: list[str]) -> None:
    assert quiet(*facts) == why
    assert all(derive(PUBLIC, order, BOOK, at("23 12:00")) == case_of(*facts) for order in permutations(facts))
    started = {wait.id for wait in case_of(*facts).waits}
    inbound = {fact.id for fact in facts if isinstance(fact, Message) and fact.direction == "inbound"}
    assert started == inbound - {line.split(":")[0] for line in why}


@pytest.mark.parametrize(
    ("says", "comments", "why"),
    [
        pytest.param("under_own_post", "questions", ["m: comment"], id="a chat under the brand's post starts nothing"),
        pytest.param("under_own_post question", "questions", [], id="a question does"),
        pytest.param("under_own_post complaint", "questions", [], id="a complaint does"),
        pytest.param("under_own_post addresses_brand", "questions", [], id="naming the brand does"),
        pytest.param("under_own_post", "all", [], id="where all comments are watched, any does"),
        pytest.param("", "questions", [], id="elsewhere a message is a message"),
    ],
)
def test_comments_under_own_posts(says: str, comments: str, why: list[str]) -> None:
    account = replace(ACCOUNTS[2], comments="all") if comments == "all" else ACCOUNTS[2]
    book = book_of(account_with(account))
    assert quiet(asked("10:00", "m", says=says), conversation=THREAD, book=book) == why


@pytest.mark.parametrize(
    ("when", "why"),
    [
        pytest.param("09:59:59", ["m: not_watched"], id="a second before the account is watched"),
        pytest.param("10:00", [], id="from that instant on"),
    ],
)
def test_watching_begins_somewhere(when: str, why: list[str]) -> None:
    book = book_of(account_with(replace(ACCOUNT, watch_from=at("10:00"))))
    assert quiet(asked(when, "m"), book=book) == why


def test_a_message_for_two_accounts_belongs_to_the_first_in_the_file() -> None:
    assert [c.account for c in case_of(asked("10:00", accounts=(WEBCARE, ID))).clocks] == [ID]
    assert [c.account for c in case_of(asked("10:00", accounts=(WEBCARE,))).clocks] == [WEBCARE]


def test_an_account_that_is_configured_a_little_later_owns_what_it_saw_before() -> None:
    without = replace(MERK, accounts=ACCOUNTS[2:])
    book = Book((entry(without), entry(MERK, at("10:05"))))
    case = case_of(asked("10:00"), book=book)
    assert [(c.account, c.config) for c in case.clocks] == [(ID, book.entries[1].hash)]
    # And keeps what it has, whatever comes after.
    later = Book((*book.entries, entry(account_with(replace(ACCOUNT, public_policy="direct")), at("10:10"))))
    assert case_of(asked("10:00"), book=later).clocks == case.clocks
