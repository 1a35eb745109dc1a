"""What a page says of one alert: who waits for what, how long, who was told before, who has it."""

from dataclasses import replace

import pytest

from chalicelib.domain.alerts import Alert
from chalicelib.domain.composing import as_shown, page_item, running_clock
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.pages import PageItem, Told
from tests.domain.alerting import alert_of
from tests.domain.build import (
    DIRECT,
    PUBLIC,
    asked,
    at,
    case_of,
    decided,
    mine,
    moved,
    promised,
    taken,
)
from tests.domain.merk import BOOK, ID, MERK

ASKED = asked("10:00", name="jan", excerpt="waar blijft mijn pakket?")


def item(alert: Alert, *facts: Fact, now: str, conversation: Conversation = PUBLIC) -> PageItem:
    """What a page made at that moment says of the alert."""
    case = case_of(*facts, now=now, conversation=conversation)
    clock = running_clock(alert, case)
    assert clock is not None
    return page_item(alert, case, clock, BOOK, MERK)


FIRST = alert_of(ASKED, now="10:45", step="after 45m")


def test_the_first_page_about_a_mention() -> None:
    assert item(FIRST, ASKED, now="10:45") == PageItem(
        conversation=PUBLIC.ref,
        alert=FIRST.id,
        platform="x",
        surface="public",
        account_name="merk",
        customer_name="@jan",
        clock="first_response",
        step="after 45m",
        nth=1,
        for_manager=False,
        asked_at=at("10:00"),
        due_at=at("11:00"),
        excerpt="waar blijft mijn pakket?",
    )


def test_a_page_about_a_direct_message_quotes_nothing() -> None:
    alert = alert_of(ASKED, now="18 14:15", step="after 1.5 working days", conversation=DIRECT)
    assert item(alert, ASKED, now="18 14:15", conversation=DIRECT) == PageItem(
        conversation=DIRECT.ref,
        alert=alert.id,
        platform="x",
        surface="direct",
        account_name="merk",
        customer_name="@jan",
        clock="dm_follow_up",
        step="after 1.5 working days",
        nth=1,
        for_manager=False,
        asked_at=at("10:00"),
        due_at=at("19 10:00"),
        excerpt=None,
        idle_working_days="1.5",
    )


def test_a_page_about_a_promise_tells_what_was_promised_and_by_whom() -> None:
    facts = [promised("09:00", "11:30", owner="bram"), promised("10:00", "12:00", owner="chris")]
    for fact, due, name in zip(facts, ("11:30", "12:00"), ("Bram", "Chris"), strict=True):
        alert = replace(FIRST, family="promise", clock="promise", anchor=fact.id)
        told = item(alert, *facts, now="10:45")
        assert (told.clock, told.due_at) == ("promise", at(due))
        assert (told.promise, told.promised_by) == ("oplossing nota", name)
        assert (told.excerpt, told.customer_name) == (None, "")


def test_a_page_about_a_question_tells_of_no_promise() -> None:
    told = item(FIRST, ASKED, promised("10:30", "18 12:00"), now="10:45")
    assert (told.promise, told.promised_by) == (None, None)


MANAGER = alert_of(ASKED, now="11:01", step="after 1h1m", person="mirjam")
SECOND = alert_of(ASKED, now="10:55", step="after 55m")


@pytest.mark.parametrize(
    ("alert", "before", "nth", "told"),
    [
        pytest.param(FIRST, [], 1, [], id="nobody was told before"),
        pytest.param(SECOND, [taken("after 45m", "ask 10:00", "10:45")], 2, [], id="the second for the same person"),
        pytest.param(
            MANAGER, [taken("after 45m", "ask 10:00", "10:45")], 1, [("Sanne", "10:45")], id="somebody else was told"
        ),
        pytest.param(
            MANAGER,
            [taken("after 45m", "ask 10:00", "10:45", to="sanne bram")],
            1,
            [("Sanne", "10:45"), ("Bram", "10:45")],
            id="each who was told",
        ),
        pytest.param(
            MANAGER,
            [taken("after 45m", "ask 10:00", "10:45"), replace(taken("after 55m", "ask 10:00", "10:55"), level=1)],
            1,
            [("Sanne", "10:45"), ("Sanne", "10:55")],
            id="and how often",
        ),
        pytest.param(
            MANAGER,
            [replace(taken("after 45m", "ask 10:00", "10:45"), stored_at=at("10:45:07"))],
            1,
            [("Sanne", "10:45:07")],
            id="when they were told, not when it was planned",
        ),
        pytest.param(
            MANAGER,
            [taken("after 45m", "ask 10:00", "10:45", to="former")],
            1,
            [("former", "10:45")],
            id="who has left since goes by their id",
        ),
        pytest.param(
            MANAGER,
            [replace(taken("after 45m", "ask 10:00", "10:45"), outcome="carried")],
            1,
            [],
            id="nobody by what another page carried",
        ),
        pytest.param(MANAGER, [taken("after 45m", "ask 09:00", "10:45")], 1, [], id="nobody by another question"),
        pytest.param(
            MANAGER,
            [replace(taken("repeat 1", "ask 10:00", "11:31"), level=4)],
            1,
            [],
            id="nobody by a higher step, which was later",
        ),
        pytest.param(
            MANAGER,
            [replace(taken("after 1h1m", "ask 10:00", "11:01", to="bram"), level=3)],
            1,
            [],
            id="nor by the step itself, which tells several at once",
        ),
    ],
)
def test_who_was_told_before(alert: Alert, before: list[Fact], nth: int, told: list[tuple[str, str]]) -> None:
    found = item(alert, ASKED, *before, now="11:01")
    assert found.nth == nth
    assert found.told == tuple(Told(name=name, at=at(when)) for name, when in told)


def test_only_the_managers_page_is_for_the_manager() -> None:
    assert item(MANAGER, ASKED, now="11:01").for_manager
    assert not item(SECOND, ASKED, now="11:01").for_manager


@pytest.mark.parametrize(
    ("given", "by", "when"),
    [
        pytest.param([mine("10:30")], "Sanne", "10:30", id="taken"),
        pytest.param([mine("10:30"), mine("10:40", by="bram")], "Bram", "10:40", id="taken over: the last one has it"),
        pytest.param([mine("10:00", by="bram")], "Bram", "10:00", id="at the very instant it was asked"),
        pytest.param([mine("10:30", by="former")], "former", "10:30", id="by somebody who has left since"),
    ],
)
def test_who_has_it(given: list[Fact], by: str, when: str) -> None:
    told = item(FIRST, ASKED, *given, now="10:45")
    assert (told.taken_by, told.taken_at) == (by, at(when))


def test_what_was_taken_before_it_was_asked_is_nobodys() -> None:
    told = item(FIRST, ASKED, mine("09:59:59"), now="10:45")
    assert (told.taken_by, told.taken_at) == (None, None)


@pytest.mark.parametrize(
    ("planned", "idle"),
    [
        pytest.param("10:00", "0", id="not at all yet"),
        pytest.param("10:51", "0.1", id="a tenth of a day"),
        pytest.param("18 10:00", "1", id="a whole day is said without decimals"),
        pytest.param("18 14:15", "1.5", id="a day and a half"),
        pytest.param("19 10:00", "2", id="two days"),
        pytest.param("12-2 12:33", "11.3", id="more than ten"),
    ],
)
def test_how_long_a_direct_message_lies_still_in_working_days(planned: str, idle: str) -> None:
    alert = alert_of(ASKED, now="18 14:15", step="after 1.5 working days", conversation=DIRECT)
    told = item(replace(alert, planned_at=at(planned)), ASKED, now="18 14:15", conversation=DIRECT)
    assert told.idle_working_days == idle


@pytest.mark.parametrize(
    ("seen", "late"),
    [
        pytest.param("10:59:59", False, id="a second before it was due"),
        pytest.param("11:00", True, id="when it was due"),
        pytest.param("11:20", True, id="later"),
    ],
)
def test_a_question_that_we_saw_when_it_was_too_late_already(seen: str, late: bool) -> None:
    assert item(FIRST, asked("10:00", seen=seen), now="11:30").arrived_late is late


@pytest.mark.parametrize(
    ("platform", "name", "shown"),
    [
        pytest.param("x", "jan", "@jan", id="a handle"),
        pytest.param("facebook", "Jan Jansen", "Jan Jansen", id="a name, where there are no handles"),
        pytest.param("x", "", "", id="none is known"),
        pytest.param("facebook", "", "", id="none where there are no handles"),
    ],
)
def test_how_a_customer_is_called(platform: str, name: str, shown: str) -> None:
    assert as_shown(platform, name) == shown


def test_a_customer_is_called_as_the_question_itself_tells() -> None:
    told = item(FIRST, asked("10:00", name="jan"), asked("10:20", name="jan_anders_genoemd"), now="10:45")
    assert told.customer_name == "@jan"


def test_a_customer_is_called_by_a_name_that_another_of_their_messages_told() -> None:
    assert item(FIRST, asked("10:00"), asked("09:00", name="jan"), now="10:45").customer_name == "@jan"


def test_an_invitation_to_a_direct_message_is_about_no_message() -> None:
    move = moved("10:00", promises=True)
    (alert,) = decided(move, now="19 09:00", conversation=DIRECT).alerts
    told = item(alert, move, now="19 09:00", conversation=DIRECT)
    assert (told.excerpt, told.customer_name, told.account_name) == (None, "", "merk")
    assert alert.account == ID
