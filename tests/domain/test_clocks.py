"""What is timed, of which kind, by which configuration, and when it is due."""

from dataclasses import replace

import pytest

from chalicelib.domain.clocks import settings_of
from chalicelib.domain.duration import Elapsed, WorkingHours
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.organisation import Book, Organisation
from tests.domain.build import (
    DIRECT,
    PUBLIC,
    THREAD,
    asked,
    at,
    case_of,
    deleted,
    dismissed,
    kept,
    moved,
    promised,
    replied,
    still,
    told,
    undone,
    wall,
)
from tests.domain.merk import (
    ACCOUNT,
    ACCOUNTS,
    BOOK,
    DM,
    KANTOOR,
    MENTION,
    MERK,
    WEBCARE,
    account_with,
    book_of,
    entry,
    policy_with,
)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        pytest.param([], "first_response", id="the first question of a case"),
        pytest.param([replied("09:00")], "next_response", id="within 24 hours of an answer"),
        pytest.param([replied("16 10:00:01")], "next_response", id="a second short of 24 hours"),
        pytest.param([replied("16 10:00")], "first_response", id="24 hours after its last answer a case has ended"),
        pytest.param([replied("15 10:00"), replied("09:00")], "next_response", id="the last answer counts"),
        pytest.param([replied("09:00"), deleted("reply 09:00", "09:30")], "next_response", id="deleted answers too"),
        pytest.param([replied("09:00", automatic=True)], "first_response", id="automatic ones do not"),
        pytest.param([replied("10:00:01")], "first_response", id="nor those that came after the question"),
        pytest.param([dismissed("09:00")], "first_response", id="a dismissal is no answer"),
    ],
)
def test_first_or_next(facts: list[Fact], kind: str) -> None:
    (clock,) = [c for c in case_of(asked("10:00", "m"), *facts).clocks if c.anchor == "m"]
    assert clock.kind == kind
    assert clock.family == "response"  # the two count as one where alerts are concerned


@pytest.mark.parametrize(
    ("author", "kind"),
    [
        pytest.param("a", "next_response", id="the author who was answered"),
        pytest.param("b", "first_response", id="another author has a first question"),
        pytest.param(None, "first_response", id="an unknown author has nothing before"),
    ],
)
def test_first_or_next_in_a_comment_thread(author: str | None, kind: str) -> None:
    before = [asked("09:00", "top", author="a"), asked("08:00", author=None), replied("09:10")]
    case = case_of(*before, asked("10:00", "m", author=author), conversation=THREAD)
    assert [c.kind for c in case.clocks if c.anchor == "m"] == [kind]


@pytest.mark.parametrize(
    ("conversation", "when", "due"),
    [
        pytest.param(PUBLIC, "20 23:00", "21 00:00", id="an hour is an hour, also on Friday night"),
        pytest.param(DIRECT, "16 14:00", "18 14:00", id="two working days from Monday 14:00"),
        pytest.param(DIRECT, "20 23:00", "24 17:30", id="from Friday night: all of Monday and Tuesday"),
        pytest.param(DIRECT, "12-24 14:00", "12-29 14:00", id="over a public holiday and a weekend"),
    ],
)
def test_targets(conversation: Conversation, when: str, due: str) -> None:
    (clock,) = case_of(asked(when), conversation=conversation, now=when).clocks
    assert wall(clock.due_at) == due


def test_working_hours_need_a_calendar_that_closes() -> None:
    policy = replace(MENTION, target=WorkingHours(3600), calendar="always")
    (clock,) = case_of(asked("20 17:00"), book=book_of(policy_with(policy)), now="20 17:00").clocks
    assert wall(clock.due_at) == "23 09:30"


def test_hours_run_on_the_policys_own_calendar() -> None:
    policy = replace(MENTION, calendar="kantoor")
    (clock,) = case_of(asked("20 17:00"), book=book_of(policy_with(policy)), now="20 17:00").clocks
    assert wall(clock.due_at) == "23 09:30"


def test_a_policy_without_a_target_times_nothing() -> None:
    book = book_of(policy_with(replace(MENTION, target=None)))
    case = case_of(asked("10:00"), book=book)
    assert case.clocks == ()
    assert case.open_waits == {"ask 10:00"}


def test_within_target_means_up_to_and_including_the_due_time() -> None:
    def in_time(when: str) -> list[bool]:
        return [clock.within_target() for clock in case_of(asked("10:00"), replied(when)).clocks]

    assert in_time("11:00") == [True]
    assert in_time("11:00:01") == [False]
    assert [clock.within_target() for clock in case_of(asked("10:00")).clocks] == [False]


def test_running_clocks_come_in_the_order_they_break() -> None:
    case = case_of(asked("10:00"), promised("10:10", "10:30"))
    assert [clock.kind for clock in case.open] == ["promise", "first_response"]
    assert [clock.kind for clock in case.clocks] == ["first_response", "promise"]


@pytest.mark.parametrize(
    ("facts", "stored"),
    [
        pytest.param([], "10:20", id="by its own message"),
        pytest.param([still("m", "12:00")], "12:00", id="by who says it is still a question"),
        pytest.param([still("m", "10:01")], "10:20", id="whichever came last"),
        pytest.param(
            [asked("10:00", thread="t1"), replied("11:30", thread="t1", stored="11:31")],
            "11:31",
            id="by the answer to what stood in front of it",
        ),
        pytest.param(
            [asked("10:00", thread="t1"), replied("10:10", thread="t1", stored="11:31")],
            "10:20",
            id="not by one that stood in front no more when it was asked",
        ),
        pytest.param(
            [asked("10:00", thread="t1"), replied("10:20", thread="t1", stored="11:31")],
            "10:20",
            id="nor by one that was answered at that very instant",
        ),
        pytest.param(
            [asked("10:00", thread="t1"), deleted("ask 10:00", "10:50")],
            "10:50",
            id="by the deletion of what stood in front of it",
        ),
        pytest.param(
            [dismissed("10:30"), undone("dismissal#dismissal 10:30", "12:00")],
            "12:00",
            id="by taking back what had ended it",
        ),
        pytest.param(
            [dismissed("10:10"), undone("dismissal#dismissal 10:10", "10:15")],
            "10:20",
            id="not by an undo before it was asked",
        ),
    ],
)
def test_what_set_a_clock_going(facts: list[Fact], stored: str) -> None:
    case = case_of(asked("10:20", "m", thread="t2"), *facts)
    assert [wall(clock.stored_at) for clock in case.clocks if clock.anchor == "m"] == [stored]


PROMISE = "promise 10:00"


@pytest.mark.parametrize(
    ("facts", "clocks"),
    [
        pytest.param([], [f"{PROMISE} open"], id="a promise runs until it is kept"),
        pytest.param([kept("promise 10:00", "12:00")], [f"{PROMISE} kept 12:00"], id="kept, somebody says"),
        pytest.param([kept("promise 09:00", "12:00")], [f"{PROMISE} open"], id="another one, that is"),
        pytest.param(
            [kept("promise 10:00", "12:00"), undone("promise_kept#promise 10:00", "12:01")],
            [f"{PROMISE} open"],
            id="it was not, after all",
        ),
        pytest.param([replied("18 23:59:59")], [f"{PROMISE} open"], id="a reply before its day keeps nothing"),
        pytest.param([replied("19 00:00")], [f"{PROMISE} answered 19 00:00"], id="a reply on its day keeps it"),
        pytest.param([replied("20 10:00")], [f"{PROMISE} answered 20 10:00"], id="or later, when it is broken"),
        pytest.param([replied("19 10:00", automatic=True)], [f"{PROMISE} open"], id="but no automatic one"),
        pytest.param(
            [kept("promise 10:00", "19 11:00"), replied("19 10:00")],
            [f"{PROMISE} answered 19 10:00"],
            id="whichever comes first",
        ),
        pytest.param([undone("promise#promise 10:00", "10:01")], [], id="taken back it never was"),
        pytest.param([dismissed("11:00")], [f"{PROMISE} open"], id="what needs no answer still was promised"),
    ],
)
def test_promises(facts: list[Fact], clocks: list[str]) -> None:
    assert told(case_of(promised("10:00", "19 12:00"), *facts)) == clocks


def test_a_promise_for_today_is_not_kept_by_the_reply_that_makes_it() -> None:
    facts: list[Fact] = [promised("10:00", "15:00"), replied("10:00")]
    assert told(case_of(*facts)) == [f"{PROMISE} open"]
    assert told(case_of(*facts, replied("10:00:01"))) == [f"{PROMISE} answered 10:00:01"]


def test_a_broken_promise_that_is_kept_later_holds_off_the_closing_until_then() -> None:
    facts: list[Fact] = [asked("10:00"), promised("12:00", "20 12:00"), kept("promise 12:00", "26 12:00")]
    assert told(case_of(*facts, now="26 11:59:59"))[0] == "first_response 10:00 open"
    assert told(case_of(*facts, now="27 12:00"))[0] == "first_response 10:00 never_answered 26 12:00"


def test_one_promise_after_the_other_holds_off_the_closing() -> None:
    facts: list[Fact] = [
        asked("10:00"),
        promised("12:00", "20 12:00"),
        promised("25 12:00", "28 12:00"),
        kept("promise 12:00", "26 12:00"),
        kept("promise 25 12:00", "28 09:00"),
    ]
    assert told(case_of(*facts, now="30 12:00"))[0] == "first_response 10:00 never_answered 28 09:00"


def test_a_promise_belongs_to_the_accounts_that_saw_the_conversation() -> None:
    seen = case_of(promised("10:00", "19 12:00"), asked("09:00", accounts=(WEBCARE,)))
    assert {clock.account for clock in seen.clocks} == {WEBCARE}
    invited = case_of(promised("10:00", "19 12:00"), moved("09:00", account=WEBCARE), conversation=DIRECT)
    assert {clock.account for clock in invited.clocks} == {WEBCARE}


def test_a_promise_nobody_saw_belongs_to_the_brands_first_account_on_that_platform() -> None:
    (clock,) = case_of(promised("10:00", "19 12:00"), conversation=THREAD).clocks
    assert settings_of(THREAD, clock, BOOK)[2] == ACCOUNTS[2]


def on_x(organisation: Organisation, with_x: bool) -> Organisation:
    return replace(organisation, accounts=ACCOUNTS if with_x else ACCOUNTS[2:])


@pytest.mark.parametrize(
    ("known", "config"),
    [
        pytest.param([True, False, False], 0, id="long gone: by the last one that knew it"),
        pytest.param([False, False, True], 2, id="not yet there: by the next one that knows it"),
        pytest.param([True, True, True], 1, id="by the one in force"),
    ],
)
def test_a_promise_finds_a_configuration_that_knows_its_platform(known: list[bool], config: int) -> None:
    since = [at("16 00:00"), at("09:00"), at("18 00:00")]
    book = Book(tuple(entry(on_x(MERK, each), when) for each, when in zip(known, since, strict=True)))
    (clock,) = case_of(promised("10:00", "19 12:00"), book=book).clocks
    assert clock.config == book.entries[config].hash
    assert settings_of(PUBLIC, clock, book)[0] == book.entries[config]


def test_a_promise_on_a_platform_nobody_configured_is_an_error() -> None:
    with pytest.raises(LookupError, match="no configuration knows an account of merk"):
        case_of(promised("10:00", "19 12:00"), book=book_of(on_x(MERK, False)))


def test_a_clock_keeps_the_configuration_of_its_start() -> None:
    half = replace(MENTION, target=Elapsed(1800))
    book = Book((entry(MERK), entry(policy_with(half), at("10:00:01"))))
    first, second = case_of(asked("10:00"), replied("10:01"), asked("10:02"), book=book).clocks
    assert (wall(first.due_at), first.config) == ("11:00", book.entries[0].hash)
    assert (wall(second.due_at), second.config) == ("10:32", book.entries[1].hash)
    assert settings_of(PUBLIC, first, book)[1] == MENTION
    assert settings_of(PUBLIC, second, book)[1] == half


def test_a_configuration_counts_from_its_very_instant() -> None:
    book = Book((entry(MERK), entry(policy_with(replace(MENTION, target=Elapsed(1800))), at("10:00"))))
    assert [wall(clock.due_at) for clock in case_of(asked("10:00"), book=book).clocks] == ["10:30"]


def test_the_policies_of_an_account_are_by_surface() -> None:
    slow = replace(DM, name="slow")
    book = book_of(account_with(replace(ACCOUNT, public_policy="slow"), policy_with(slow)))
    assert [clock.policy for clock in case_of(asked("10:00"), book=book).clocks] == ["slow"]
    assert [clock.policy for clock in case_of(asked("10:00"), book=book, conversation=DIRECT).clocks] == ["direct"]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Book((entry(MERK, hash="other"),)), id="a book that lost the configuration"),
        pytest.param(Book((entry(replace(MERK, accounts=()), hash="since 01 00:00"),)), id="or the account in it"),
    ],
)
def test_a_clock_without_its_settings_is_an_error(other: Book) -> None:
    (clock,) = case_of(asked("10:00")).clocks
    with pytest.raises(LookupError, match="no configuration since 01 00:00 with account 1001"):
        settings_of(PUBLIC, clock, other)


def test_the_office_calendar_has_the_zone_that_promises_are_counted_in() -> None:
    # 23:30 in London is the next day in Amsterdam.
    london = replace(KANTOOR, zone="Europe/London")
    book = book_of(replace(MERK, calendars={**MERK.calendars, "kantoor": london}))
    facts: list[Fact] = [promised("10:00", "19 12:00"), replied("19 00:30")]
    assert told(case_of(*facts, book=book)) == [f"{PROMISE} open"]
    assert told(case_of(*facts)) == [f"{PROMISE} answered 19 00:30"]
