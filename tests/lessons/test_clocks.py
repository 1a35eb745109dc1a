"""Timers that other software starts, stops and counts wrongly."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.duration import Elapsed
from chalicelib.domain.facts import Fact
from chalicelib.domain.organisation import Book
from chalicelib.store.conversations import Conversations
from chalicelib.store.memory_table import MemoryTable
from tests.domain.build import (
    asked,
    at,
    case_of,
    deleted,
    dismissed,
    kept,
    mine,
    moved,
    pages,
    promised,
    replied,
    told,
    wall,
)
from tests.domain.merk import BOOK, MENTION, entry, policy_with
from tests.store.build import REF, alert, head, step
from tests.store.build import at as utc
from tests.stories import whatsapp
from tests.stories.world import EXAMPLE, World, local


@pytest.mark.parametrize(
    ("facts", "clocks"),
    [
        pytest.param(
            [asked("10:00"), replied("10:30"), asked("10:40", says="thanks")],
            ["first_response 10:00 answered 10:30"],
            id="chatwoot 10178: a thank-you starts no eternal clock",
        ),
        pytest.param(
            [asked("10:00"), dismissed("10:30")],
            ["first_response 10:00 dismissed 10:30"],
            id="chatwoot 10178: closed without an answer shows as just that",
        ),
        pytest.param(
            [asked("1 10:00"), replied("1 10:05", automatic=True), replied("2 10:00")],
            ["first_response 1 10:00 answered 2 10:00"],
            id="chatwoot 13181: a bot's reply is none, for the timer and for the report alike",
        ),
        pytest.param(
            [asked("10:00"), replied("10:30"), asked("18 12:00"), replied("18 12:10")],
            ["first_response 10:00 answered 10:30", "first_response 18 12:00 answered 18 12:10"],
            id="chatwoot 12058: what comes later is a clock of its own, the first one stays as it was",
        ),
        pytest.param(
            [asked("10:00"), promised("10:05", "18 12:00"), replied("10:10")],
            ["first_response 10:00 answered 10:10", "promise 10:05 open"],
            id="zammad 5177, frappe/helpdesk 1542: every clock stands for itself, one reply does not fulfil them all",
        ),
        pytest.param(
            [asked("10:00"), replied("10:30"), dismissed("10:30"), promised("10:30", "12:00")],
            ["first_response 10:00 answered 10:30", "promise 10:30 open"],
            id="zammad 3551: answered and closed in one save is answered",
        ),
        pytest.param(
            [asked("10:00"), replied("10:30")],
            ["first_response 10:00 answered 10:30"],
            id="osTicket 1684: answered is over",
        ),
        pytest.param(
            [asked("10:00"), replied("10:30", by_hand=True)],
            ["first_response 10:00 answered 10:30"],
            id="zammad 1620, 1322, 2091, 2082: an answer by another path counts",
        ),
        pytest.param(
            [asked("10:00"), replied("10:30", accounts=("1002",))],
            ["first_response 10:00 answered 10:30"],
            id="zammad 1620, 1322, 2091, 2082: and so does one by another account",
        ),
        pytest.param(
            [asked("10:00"), mine("10:10"), mine("10:20", until="16:00")],
            ["first_response 10:00 open"],
            id="frappe/helpdesk 1554: no acknowledgement or snooze stops a clock",
        ),
        pytest.param(
            [replied("10:00")],
            [],
            id="dbt_zendesk 51, 136, 142, 273: what the brand began itself has no first response",
        ),
        pytest.param(
            [asked("10:00", "m"), deleted("m", "10:30")],
            [],
            id="dbt_zendesk 51, 136, 142, 273: deleted in time it never was",
        ),
        pytest.param(
            [asked("10:00", "m"), deleted("m", "11:30")],
            ["first_response 10:00 deleted 11:30"],
            id="dbt_zendesk 51, 136, 142, 273: deleted after the due time it is a miss all the same",
        ),
        pytest.param(
            [asked("10:00"), dismissed("11:30")],
            ["first_response 10:00 dismissed 11:30"],
            id="dbt_zendesk 51, 136, 142, 273: closed without an answer after the due time",
        ),
        pytest.param(
            [
                asked("16 10:00", thread="a"),
                asked("16 12:00", thread="b"),
                asked("16 14:00", thread="c"),
                replied("16 14:30", thread="c"),
                replied("19 10:00", thread="a"),
                replied("19 10:00", "both", thread="b"),
            ],
            ["first_response 16 10:00 answered 19 10:00"],
            id="cerb 1524: of three that wait the oldest counts, whichever is answered first",
        ),
        pytest.param(
            [moved("10:00", promises=True), promised("10:00", "18 10:00"), kept("promise 10:00", "17 15:00")],
            ["promise 10:00 kept 15:00"],
            id="chatwoot 13515, 13516: a time that was promised is a clock",
        ),
    ],
)
def test_which_clocks_there_are(facts: list[Fact], clocks: list[str]) -> None:
    assert told(case_of(*facts)) == clocks


@pytest.mark.parametrize("end", [replied("11:30"), dismissed("11:30")], ids=["answered", "dismissed"])
def test_chatwoot_15024_a_miss_grows_no_longer_once_it_is_over(end: Fact) -> None:
    lengths = set()
    for now in ("11:30", "18 10:00", "29 10:00"):
        (clock,) = case_of(asked("10:00"), end, now=now).clocks
        assert clock.ended_at is not None
        lengths.add(clock.ended_at - clock.due_at)
    assert lengths == {timedelta(minutes=30)}


def test_osticket_5955_who_asks_again_after_a_miss_is_not_overdue_at_once() -> None:
    facts = asked("10:00"), replied("13:00"), asked("15:00")
    missed, again = case_of(*facts, now="15:00").clocks
    assert (missed.within_target(), wall(again.due_at)) == (False, "16:00")
    assert pages(*facts, until="15:44")[-1] == "12:31 sanne", "of the first one"
    assert pages(*facts, until="15:45")[-1] == "15:45 sanne"


def test_zammad_3140_904_what_is_answered_in_the_very_moment_of_paging_is_not_paged() -> None:
    conversations = Conversations(MemoryTable())
    assert conversations.save(head(), 0, utc("10:00"))
    read = conversations.load(REF)
    assert conversations.save(head(None, ()), read.version, utc("10:45")), "the answer comes in between"
    assert not conversations.take(head("10:55"), read.version, [step()], [alert()], utc("10:45"))
    assert conversations.load(REF).facts == ()


@pytest.mark.parametrize("to", ["NL.200", "NL.100"], ids=["under the new number", "under the old one"])
def test_zammad_3140_904_what_was_joined_to_another_conversation_and_answered_there_is_not_paged(to: str) -> None:
    def whatsapp_at(when: str, body: bytes) -> None:
        world.at(when).post(body, "whatsapp")

    world = World("2026-11-17 09:59", EXAMPLE.read_text("utf-8") + whatsapp.ACCOUNT)
    whatsapp_at("2026-11-17 10:00", whatsapp.message("NL.100", "wamid.1", local("2026-11-17 10:00")))
    whatsapp_at("2026-11-17 10:30", whatsapp.new_id("NL.100", "NL.200", local("2026-11-17 10:30")))
    whatsapp_at("2026-11-17 10:40", whatsapp.status(to, "wamid.2", "sent", local("2026-11-17 10:40")))
    assert world.at("2026-11-17 13:00").pages() == []


def test_chatwoot_13392_the_due_time_of_a_running_clock_moves_with_no_later_configuration() -> None:
    longer = policy_with(replace(MENTION, target=Elapsed(7200)))
    (clock,) = case_of(asked("10:00"), book=Book((*BOOK.entries, entry(longer, at("10:10"))))).clocks
    assert wall(clock.due_at) == "11:00"
