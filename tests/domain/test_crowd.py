"""What the page of a storm says of those who wait in it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.alerts import Alert
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.crowd import (
    LISTED_AT_MOST,
    Member,
    crowd_in,
    crowd_of,
    members_of,
    other_topics,
    page_items,
    significant,
    storm_case,
)
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.head import Head, head_of
from chalicelib.domain.organisation import Organisation
from chalicelib.domain.pages import PageItem
from chalicelib.domain.roster import Recipient
from chalicelib.domain.storm import Storm, storm_alert
from tests.domain.build import asked, at, case_of, mine, promised
from tests.domain.merk import BOOK, MERK

STORM = Storm(brand="merk", since=at("20:00"), reached_at=at("20:05"), last_reached_at=at("20:05"))


def head(customer: str, when: str, text: str = "", reach: int | None = None, surface: str = "public") -> Head:
    conversation = Conversation("x", "merk", "public" if surface == "public" else "direct", customer)
    message = asked(when, name=customer, excerpt=text or None, reach=reach)
    return head_of(case_of(message, now=when, conversation=conversation), BOOK)


def members(*heads: Head) -> tuple[Member, ...]:
    return members_of(heads, "merk", STORM.since)


def names(found: list[Member]) -> list[str]:
    return [member.name for member in found]


def alert() -> Alert:
    return storm_alert(STORM, Recipient(person="sanne", role="on-call", why="shift"), "1001", at("21:00"))


def empty() -> Case:
    return case_of(conversation=Conversation.parse(STORM.ref), now="20:05")


def test_its_members_came_with_it_and_wait_soonest_due_first() -> None:
    with_promise = case_of(asked("19:00"), promised("20:01", "23:00"), now="20:05")
    heads = (
        head("c", "20:04"),
        head("a", "20:00"),
        head("before", "19:59:59"),
        replace(head("b", "20:01"), brand="anders"),
        head_of(with_promise, BOOK),
    )
    assert names(list(members(*heads))) == ["@a", "@c"]


def test_the_numbers_of_a_crowd() -> None:
    crowd = crowd_of(
        members(
            head("a", "20:00", reach=240), head("b", "20:05", reach=80_000), head("c", "20:05:01"), head("d", "20:09")
        ),
        (),
        at("20:10"),
    )
    assert (crowd.waiting, crowd.growth, crowd.growth_of) == (4, 2, timedelta(minutes=5))
    assert crowd.first_due_at == at("21:00")
    assert crowd.furthest == ("@b", 80_000)


def test_no_reach_is_told_where_no_platform_tells_it() -> None:
    assert crowd_of(members(head("a", "20:00")), (), at("20:05")).furthest is None


PINNEN = ("pinnen lukt niet", "kan niet pinnen bij de kassa", "pinnen!! storing?", "de kassa heeft storing")


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        pytest.param("waar blijft mijn bestelling?", True, id="a word of its own, none of the common ones"),
        pytest.param("waar blijft mijn bestelling, pinnen kan ook al niet", False, id="one common word is enough"),
        pytest.param("PÌNNEN lukt hier ook niet", False, id="case and accents are no other word"),
        pytest.param("alweer een pinstoring", False, id="a compound shares the word in it"),
        pytest.param("wat is dit nou weer???", False, id="without a significant word there is no topic"),
        pytest.param("", False, id="without public text there is no topic"),
        pytest.param("https://example.com/pinnen bezorging", True, id="an address says nothing of the topic"),
        pytest.param("dag merk, bezorging graag", True, id="our own name is no topic"),
    ],
)
def test_another_topic(text: str, is_other: bool) -> None:
    crowd = members(
        *(head(f"k{n}", "20:01", f"{said} merk") for n, said in enumerate(PINNEN)), head("piet", "20:02", text)
    )
    assert names(other_topics(crowd, ("Merk",))) == (["@piet"] if is_other else [])


def test_only_the_five_commonest_words_are_the_topic() -> None:
    words = ("alfabet", "bakstenen", "citroen", "dakpannen", "ezelsoor")
    many = [head(f"k{n}", "20:01", " ".join(words)) for n in range(3)]
    pair = [head(f"p{n}", "20:02", "fietspomp") for n in range(2)]
    assert names(other_topics(members(*many, *pair), ())) == ["@p0", "@p1"]


def test_where_nobody_says_the_same_there_is_no_other_topic() -> None:
    assert other_topics(members(head("a", "20:00", "bezorging"), head("b", "20:01", "factuur")), ()) == []


def test_nothing_of_a_direct_message_is_read_or_listed() -> None:
    (member,) = members(head("a", "20:00", surface="direct"))
    leaking = replace(member, clock=replace(member.clock, excerpt="geheim geheim"))
    assert leaking.text == ""
    case = storm_case(empty(), (leaking,), (), at("20:05"))
    (item,) = page_items(alert(), case, case.open[0], BOOK, MERK)
    assert item.excerpt is None


def test_short_and_common_words_are_insignificant() -> None:
    assert significant("Waarom kan ik niet pinnen bij @merk? #pinstoring 112112") == {"pinnen", "pinstoring"}


def test_it_waits_as_long_as_somebody_does_and_breaks_when_the_first_of_them_does() -> None:
    assert storm_case(empty(), (), (), at("20:05")).open == ()
    case = storm_case(empty(), members(head("b", "20:01"), head("a", "20:00")), (), at("20:05"))
    (clock,) = case.open
    assert (clock.due_at, clock.anchor, clock.family) == (at("21:00"), alert().anchor, alert().family)
    crowd = crowd_in([empty(), case])
    assert crowd is not None
    assert crowd.waiting == 2
    assert crowd_in([empty()]) is None


def test_its_page_lists_whom_it_names_and_then_the_soonest_due() -> None:
    crowd = [head(f"k{n:03}", f"20:0{n // 60}:{n % 60:02}", "pinnen storing") for n in range(LISTED_AT_MOST + 20)]
    last = [head("piet", "20:09:58", "bestelling"), head("nieuws", "20:09:59", "pinnen", reach=80_000)]
    case = storm_case(empty(), members(*crowd, *last), (), at("20:10"))
    items = page_items(alert(), case, case.open[0], BOOK, MERK)
    assert len(items) == LISTED_AT_MOST
    assert [item.customer_name for item in (items[0], *items[-2:])] == ["@k000", "@piet", "@nieuws"]
    assert list(items) == sorted(items, key=lambda item: item.due_at)
    assert {item.alert for item in items} == {alert().id}
    assert items[0].account_name == "merk"


def test_any_other_alert_stands_for_its_own_conversation() -> None:
    case = case_of(asked("20:00", name="jan"), now="20:45")
    (clock,) = case.open
    single = replace(alert(), conversation=case.conversation.ref, anchor=clock.anchor)
    assert [item.conversation for item in page_items(single, case, clock, BOOK, MERK)] == [case.conversation.ref]


def test_of_two_who_reach_as_many_the_first_due_is_named() -> None:
    crowd = crowd_of(members(head("a", "20:00", reach=500), head("z", "20:01", reach=500)), (), at("20:05"))
    assert crowd.furthest == ("@a", 500)


def test_the_commonest_words_are_the_topic_whatever_the_alphabet_says() -> None:
    often = ("voorraad", "winkel", "xylofoon", "yoghurt", "zebrapad")
    many = [head(f"k{n}", "20:01", " ".join(often)) for n in range(3)]
    pair = [head(f"p{n}", "20:02", "appels") for n in range(2)]
    assert names(other_topics(members(*many, *pair), ())) == ["@p0", "@p1"]


def test_a_handle_or_address_ends_the_word_before_it() -> None:
    assert significant("bestelling@merk factuurhttps://example.com/x") == {"bestelling", "factuur"}


def test_a_storm_is_a_case_with_one_clock() -> None:
    given = mine("20:04")
    facts = case_of(given, conversation=Conversation.parse(STORM.ref), now="20:05")
    late = replace(asked("20:00", "q", seen="20:03"), author_name="laat")
    first = head_of(case_of(late, now="20:03", conversation=Conversation("x", "merk", "public", "laat")), BOOK)
    waiting = members(head("b", "20:02"), first)
    case = storm_case(facts, waiting, (), at("20:05"))
    assert case.clocks == (
        Clock(
            kind="first_response",
            anchor=facts.conversation.counterpart,
            started_at=at("20:00"),
            due_at=at("21:00"),
            first_seen_at=at("20:02"),
            stored_at=at("20:03"),
            account="1001",
            policy="",
            config="",
        ),
    )
    assert (case.conversation, case.history) == (facts.conversation, facts.history)
    assert (case.waits, case.open_waits, case.quiet) == (facts.waits, facts.open_waits, facts.quiet)
    assert case.acknowledgements == (given,)


def test_nameless_customers_are_listed_by_their_turn() -> None:
    crowd = [head(f"k{n:03}", f"20:0{n // 60}:{n % 60:02}", "pinnen storing") for n in range(LISTED_AT_MOST)]
    nameless = replace(head("niemand", "20:09", "bestelling").running[0], customer_name="")
    last = replace(head("niemand", "20:09"), running=(nameless,))
    case = storm_case(empty(), members(*crowd, last), (), at("20:10"))
    items = page_items(alert(), case, case.open[0], BOOK, MERK)
    assert [item.customer_name for item in items] == [f"@k{n:03}" for n in range(LISTED_AT_MOST)]


@pytest.mark.parametrize(
    ("given", "today", "by"),
    [
        pytest.param([mine("20:03")], MERK, "Sanne", id="taken, by name"),
        pytest.param([mine("20:03", by="former")], MERK, "former", id="by somebody who has left since"),
        pytest.param([], MERK, None, id="nobody has it"),
        pytest.param([], replace(MERK, people={"": MERK.people["bram"]}), None, id="nobody is nobody's name"),
    ],
)
def test_what_is_listed_of_each(given: list[Fact], today: Organisation, by: str | None) -> None:
    conversation = Conversation("x", "merk", "public", "jan")
    case = case_of(asked("20:01", name="jan", excerpt="pinnen?"), *given, now="20:04", conversation=conversation)
    storm = storm_case(empty(), members(head_of(case, BOOK)), (), at("20:05"))
    assert page_items(alert(), storm, storm.open[0], BOOK, today) == (
        PageItem(
            conversation=conversation.ref,
            alert=alert().id,
            platform="x",
            surface="public",
            account_name="merk",
            customer_name="@jan",
            clock="first_response",
            step="storm",
            nth=1,
            for_manager=False,
            asked_at=at("20:01"),
            due_at=at("21:01"),
            excerpt="pinnen?",
            taken_by=by,
            taken_at=at("20:03") if given else None,
        ),
    )


def test_an_account_that_left_the_settings_goes_by_its_id() -> None:
    case = storm_case(empty(), members(head("a", "20:00")), (), at("20:05"))
    (item,) = page_items(alert(), case, case.open[0], BOOK, replace(MERK, accounts=()))
    assert item.account_name == "1001"
