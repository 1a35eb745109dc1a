"""Messages and replies that other software takes for something else."""

import json
from datetime import timedelta

import pytest

from chalicelib.domain.facts import Fact
from chalicelib.domain.head import customer_of
from chalicelib.domain.ladder import ladder
from chalicelib.platforms.registry import REGISTRY
from chalicelib.usecases.act import answered_elsewhere
from chalicelib.usecases.board import board
from tests.domain.build import (
    THREAD,
    WHATSAPP,
    asked,
    at,
    case_of,
    deleted,
    dismissed,
    pages,
    replied,
    wall,
)
from tests.domain.merk import BOOK
from tests.stories import x
from tests.stories.world import World
from tests.structure.source import imports, module, python
from tools.factsfile import Record
from tools.outlook import look_back

AUTOMATIC = "Bedankt voor je bericht, we zijn bereikbaar via 0800-0000 van 9 tot 17."


def asked_at_ten() -> tuple[World, x.Post]:
    world = World("2026-11-17 10:00")
    question = x.mention("jan", "waar blijft mijn bestelling??", world.now)
    world.post(x.posts(question))
    return world, question


def test_chatwoot_6409_a_bots_message_is_not_in_the_time_to_a_first_response() -> None:
    facts = asked("10:00"), replied("10:00:05", automatic=True), replied("10:40")
    (clock,) = case_of(*facts).clocks
    assert clock.ended_at is not None
    assert clock.ended_at - clock.started_at == timedelta(minutes=40)


def test_polar_12602_an_automatic_reply_leaves_the_question_waiting_on_the_board() -> None:
    world, question = asked_at_ten()
    world.post(x.posts(x.reply(question, AUTOMATIC, world.now)))
    world.at("2026-11-17 10:46")
    ((waiting,),) = [head.running for head in world.context().due.heads()]
    assert (waiting.clock, waiting.customer_name) == ("first_response", "jan")
    assert world.pages() == [("10:45:00", "sanne")]


def test_whatomate_168_nobody_is_paged_while_somebody_is_chatting() -> None:
    chat: list[Fact] = []
    for minute in range(0, 60, 4):
        chat += [asked(f"10:{minute:02}"), replied(f"10:{minute + 2:02}")]
    assert pages(*chat, until="12:00") == []


def test_chatwoot_1186_13371_13665_a_reply_from_the_telephones_own_app_is_seen() -> None:
    world = World("2026-11-17 10:00")
    world.post(x.dm("jan", "waar blijft mijn bestelling??", world.now))
    assert len(list(world.context().due.heads())) == 1
    world.post(x.dm("jan", "Die komt morgen!", world.now, by_brand=True))
    assert list(world.context().due.heads()) == []


def test_chatwoot_1186_13371_13665_what_no_platform_shows_is_reported_by_hand() -> None:
    world, question = asked_at_ten()
    ref = f"x:merk:public:{question['user']['id_str']}"
    world.at("2026-11-17 10:40")
    answered_elsewhere([ref], "sanne", world.now, world.context(), world.now)
    world.at("2026-11-17 13:00")
    assert world.pages() == []
    assert [clock.end for clock in world.clocks(ref)] == ["answered"]


def test_chatwoot_9747_of_the_clocks_that_fell_due_it_is_told_how_many_were_missed() -> None:
    facts: dict[str, tuple[Fact, ...]] = {
        "x:merk:public:in-time": (asked("10:00"), replied("10:59")),
        "x:merk:public:late": (asked("10:00"), replied("11:01")),
        "x:merk:public:never": (asked("10:00"),),
        "x:merk:public:not-due": (asked("23:30"),),
    }
    found = look_back(Record(facts=facts), BOOK, at("00:00"), at("18 00:00"))
    assert (found.due, {miss.conversation for miss in found.misses}) == (
        3,
        {"x:merk:public:late", "x:merk:public:never"},
    )


def test_chatwoot_14861_spam_is_on_no_clock_and_in_no_count_but_on_record() -> None:
    spam = asked("10:00"), dismissed("12:00", reason="spam")
    case = case_of(*spam)
    assert (case.open, len(case.history.messages)) == ((), 1)
    found = look_back(Record(facts={"x:merk:public:spam": spam}), BOOK, at("00:00"), at("18 00:00"))
    assert found.misses == ()


@pytest.mark.parametrize(
    ("facts", "paged"),
    [
        pytest.param([asked("10:00", "m"), deleted("m", "10:30")], [], id="it was deleted before the page"),
        pytest.param([asked("10:00", "m"), deleted("m", "10:44:59", timed=False)], [], id="nobody says when"),
        pytest.param([asked("10:00", "m"), deleted("x", "10:30")], ["10:45 sanne"], id="another message was"),
    ],
)
def test_chatwoot_9534_4119_4120_7850_what_was_unsent_is_not_paged_about(facts: list[Fact], paged: list[str]) -> None:
    assert pages(*facts, until="10:50") == paged


def test_chatwoot_10874_12635_a_reaction_is_kept_and_opens_neither_a_clock_nor_a_reply_window() -> None:
    question, reaction = asked("14:00"), asked("15:00", "thumb", silence="reaction")
    case = case_of(question, reaction, conversation=WHATSAPP, now="15:30")
    assert [(message.id, why) for message, why in case.quiet] == [("thumb", "reaction")]
    (window,) = [step for step in ladder(case, case.clocks[0], BOOK) if step.key == "reply window"]
    assert wall(window.at) == "18 13:00", "an hour before 24 hours after the question"


def test_chatwoot_13033_a_kind_nobody_knows_is_counted_and_shown() -> None:
    world = World("2026-11-17 10:00")
    world.post(json.dumps({"for_user_id": x.MERK[0], "tweet_postback_events": [{"id": 1}]}).encode())
    unusable = board(world.context(), world.now)["unusable"]
    assert [count for what, count in unusable.items() if what.startswith("unrecognised#x ")] == [1]


def test_chatwoot_9264_1459_a_person_is_not_a_thread() -> None:
    case = case_of(
        asked("10:00", "top", author="anna"), asked("10:05", "under", author="ben"), conversation=THREAD, now="10:10"
    )
    assert {customer_of(case, case.message_of(clock)) for clock in case.open} == {"anna", "ben"}
    one = case_of(asked("10:00", thread="a", author="anna"), asked("10:05", thread="b", author="anna"), now="10:10")
    assert [customer_of(one, one.message_of(clock)) for clock in one.open] == ["klant"]


def test_chatwoot_13557_a_channel_that_fell_silent_shows() -> None:
    world, _ = asked_at_ten()
    world.at("2026-11-19 10:00")
    accounts = board(world.context(), world.now)["accounts"]
    heard = {account["name"]: account["last_event_at"] for account in accounts if account["platform"] == "x"}
    assert heard["merk"] == "2026-11-17T10:00:00+01:00"
    assert heard["merk_webcare"] is None


@pytest.mark.parametrize("platform", REGISTRY)
def test_zammad_docs_897_chatwoot_7006_an_adapter_can_be_removed_with_its_line_in_the_registry(platform: str) -> None:
    # Its own files begin with its name, so that taking it out takes nothing else along.
    own = REGISTRY[platform]
    users = [module(path) for path in python("app.py", "chalicelib") if own in imports(path)]
    assert [name for name in users if not name.startswith(own)] == []
