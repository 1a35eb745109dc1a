"""Who waits since when, and what ends it: a table per rule, each row in every order of arrival."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact, Message
from chalicelib.domain.organisation import Book
from tests.domain.build import (
    DIRECT,
    PUBLIC,
    THREAD,
    asked,
    at,
    case_of,
    deleted,
    dismissed,
    followed,
    moved,
    promised,
    replied,
    still,
    told,
    undone,
    wall,
)
from tests.domain.merk import ACCOUNT, ACCOUNTS, BOOK, ID, MERK, WEBCARE, account_with, book_of, entry

ANSWER_THANKED = (asked("10:00"), replied("10:30"))


def in_every_order(conversation: Conversation, facts: list[Fact], book: Book = BOOK) -> list[str]:
    """What the clocks tell, having seen that order cannot matter."""
    tellings = [told(derive(conversation, order, book, at("23 12:00"))) for order in permutations(facts)]
    assert all(telling == tellings[0] for telling in tellings)
    return tellings[0]


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


@pytest.mark.parametrize(
    ("facts", "clocks"),
    [
        pytest.param(
            [asked("10:00"), dismissed("10:30")], ["first_response 10:00 dismissed 10:30"], id="needs no answer"
        ),
        pytest.param(
            [asked("10:00"), dismissed("09:59")],
            ["first_response 10:00 open"],
            id="a dismissal speaks of what was asked up to then",
        ),
        pytest.param(
            [asked("10:00"), dismissed("10:00")],
            ["first_response 10:00 dismissed 10:00"],
            id="also at that very instant",
        ),
        pytest.param(
            [asked("10:00"), asked("10:10"), dismissed("10:30", "ask 10:00")],
            ["first_response 10:00 dismissed 10:30", "first_response 10:10 open"],
            id="by name it speaks of one message only",
        ),
        pytest.param(
            [asked("10:00"), asked("10:10"), dismissed("10:30")],
            ["first_response 10:00 dismissed 10:30"],
            id="without a name of all",
        ),
        pytest.param(
            [asked("10:00"), dismissed("10:30"), undone("dismissal#dismissal 10:30", "10:31")],
            ["first_response 10:00 open"],
            id="taken back it never was",
        ),
        pytest.param(
            [asked("10:00"), dismissed("10:30"), replied("10:30")],
            ["first_response 10:00 answered 10:30"],
            id="at one instant the answer outranks it",
        ),
        pytest.param(
            [asked("10:00"), dismissed("10:30"), asked("10:40")],
            ["first_response 10:00 dismissed 10:30", "first_response 10:40 open"],
            id="it is no answer, so the next question is a first one",
        ),
    ],
)
def test_dismissals(facts: list[Fact], clocks: list[str]) -> None:
    assert in_every_order(PUBLIC, facts) == clocks


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
    ("facts", "now", "clocks"),
    [
        pytest.param([asked("10:00")], "24 09:59:59", ["first_response 10:00 open"], id="7 days are not over yet"),
        pytest.param([asked("10:00")], "24 10:00", ["first_response 10:00 never_answered 24 10:00"], id="now they are"),
        pytest.param(
            [asked("10:00")],
            "30 10:00",
            ["first_response 10:00 never_answered 24 10:00"],
            id="it closed then, whenever somebody looks",
        ),
        pytest.param(
            [asked("10:00"), replied("24 10:00")],
            "25 10:00",
            ["first_response 10:00 answered 24 10:00"],
            id="an answer at the closing instant counts",
        ),
        pytest.param(
            [asked("10:00"), replied("24 10:00:01")],
            "25 10:00",
            ["first_response 10:00 never_answered 24 10:00"],
            id="a second later it is too late",
        ),
        pytest.param(
            [asked("10:00"), asked("24 09:59:59"), replied("24 12:00")],
            "30 10:00",
            ["first_response 10:00 never_answered 24 10:00"],
            id="everything asked before the closing goes with it",
        ),
        pytest.param(
            [asked("10:00"), asked("24 10:00")],
            "30 10:00",
            ["first_response 10:00 never_answered 24 10:00", "first_response 24 10:00 open"],
            id="what is asked at the closing is a new wait",
        ),
        pytest.param(
            [asked("10:00"), promised("12:00", "28 12:00")],
            "27 10:00",
            ["first_response 10:00 open", "promise 12:00 open"],
            id="never while a promise is open",
        ),
        pytest.param(
            [asked("10:00"), promised("24 10:00", "28 12:00")],
            "27 10:00",
            ["first_response 10:00 open", "promise 24 10:00 open"],
            id="also one made at the closing instant",
        ),
        pytest.param(
            [asked("10:00"), promised("24 10:00:01", "28 12:00")],
            "27 10:00",
            ["first_response 10:00 never_answered 24 10:00", "promise 24 10:00:01 open"],
            id="a promise made afterwards opens nothing again",
        ),
    ],
)
def test_never_answered(facts: list[Fact], now: str, clocks: list[str]) -> None:
    assert told(case_of(*facts, now=now)) == clocks


def test_a_wait_that_never_was_answered_is_not_open_and_what_came_with_it_neither() -> None:
    case = case_of(asked("10:00"), asked("23 10:00"), asked("24 10:00"), now="25 10:00")
    assert case.open_waits == {"ask 24 10:00"}
    assert case_of(asked("10:00"), asked("10:10"), now="12:00").open_waits == {"ask 10:00", "ask 10:10"}


def test_the_wait_tells_who_ended_it() -> None:
    (wait,) = case_of(asked("10:00"), dismissed("10:30", reason="spam")).waits
    assert (wait.end, wait.ended_by, wait.end_stored_at) == ("dismissed", "dismissal 10:30", at("10:30"))
    assert wait.ended_at == wait.started_at + timedelta(minutes=30)
