"""Messages and replies that other software takes for something else."""

import json
from datetime import timedelta

import pytest

from chalicelib.domain.facts import Fact
from chalicelib.domain.head import customer_of
from chalicelib.domain.ladder import ladder
from chalicelib.platforms.registry import REGISTRY
from chalicelib.usecases.act import answered_elsewhere
from chalicelib.usecases.attainment import attainment
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
from tests.stories.world import World, local
from tests.structure.source import imports, module, python
from tests.usecases.listening import DIRECT, PUBLIC, usual_days
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


def test_chatwoot_9747_the_share_within_the_target_is_told_of_each_account_and_clock_by_day() -> None:
    world = World("2026-11-17 10:00")
    in_time, late, never = (
        x.mention(who, "waar blijft mijn bestelling??", world.now) for who in ("jan", "merel", "bo")
    )
    world.post(x.posts(in_time, late, never))
    world.at("2026-11-17 10:40").post(x.posts(x.reply(in_time, "Morgen!", world.now)))
    world.at("2026-11-17 11:20").post(x.posts(x.reply(late, "Morgen!", world.now)))
    world.post(x.posts(x.mention("tess", "en de mijne??", world.now)))  # whose clock runs: neither kept nor missed
    world.at("2026-11-17 11:40")
    (told,) = attainment(world.context(), world.now)
    assert (told["platform"], told["account"], told["clock"], told["day"]) == (
        "x",
        x.MERK[0],
        "first_response",
        "2026-11-17",
    )
    assert (told["past_target_or_answered"], told["within_target"], told["still_unanswered"]) == (3, 1, 1)
    assert told["median_seconds"] == timedelta(minutes=60).total_seconds(), "of forty and of eighty minutes"


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


def test_chatwoot_13557_direct_messages_that_stop_coming_while_public_ones_go_on_are_an_alarm() -> None:
    world = World("2026-11-17 14:30")
    usual_days(world, PUBLIC, local("2026-11-17 20:00"))
    usual_days(world, DIRECT, local("2026-11-17 14:00"))
    world.at("2026-11-17 17:00")
    (alarm,) = [notice for notice in world.notices if notice.channel == "sms"]
    assert (alarm.at, alarm.to) == (local("2026-11-17 15:05"), "mirjam")
    assert "1u05 niets binnen van X-DM's (merk), normaal 7 berichten" in alarm.text
    seen = board(world.context(), world.now)
    states = {
        each["name"]: (each["state"], each["silent_since"]) for each in seen["accounts"] if each["platform"] == "x"
    }
    assert states == {"merk": ("silent", "2026-11-17T14:00:00+01:00"), "merk_webcare": ("never", None)}
    assert ("silent", "x 2244994945") in [(line["kind"], line["who"]) for line in seen["attention"]]
    world.post(x.dm("jan", "zijn jullie er nog?", world.now))
    world.at("2026-11-17 17:05")
    assert board(world.context(), world.now)["accounts"][0]["state"] == "heard"
    assert len([notice for notice in world.notices if notice.channel == "sms"]) == 1


@pytest.mark.parametrize("platform", REGISTRY)
def test_zammad_docs_897_chatwoot_7006_an_adapter_can_be_removed_with_its_line_in_the_registry(platform: str) -> None:
    # Its own files begin with its name, so that taking it out takes nothing else along.
    own = REGISTRY[platform]
    users = [module(path) for path in python("app.py", "chalicelib") if own in imports(path)]
    assert [name for name in users if not name.startswith(own)] == []
