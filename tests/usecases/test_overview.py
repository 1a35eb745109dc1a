"""The status page's facts: complete while they can be, a least when they cannot, at the same cost on any day."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.head import Head, Silent
from chalicelib.store.schema import SHARDS
from chalicelib.usecases.by_board import Helper, call_in, helpers, name_of, still_a_question, take, take_all
from chalicelib.usecases.errors import Refused
from chalicelib.usecases.overview import LISTED_QUIET, MOST_OF_A_RANGE, Overview, overview
from tests.stories import x
from tests.stories.world import World, local
from tests.usecases.opening import CountingTable, opened

ASKED = local("2026-11-20 14:00")


def crowded(number: int) -> tuple[World, CountingTable]:
    world = World("2026-11-20 14:30")
    table = CountingTable()
    world.table = table
    opened(table, range(number), ASKED, apart=timedelta(milliseconds=100))
    return world, table


def looked_at(number: int) -> tuple[int, CountingTable, Overview]:
    """How many requests one look takes, the table it counts on, and what was seen."""
    world, table = crowded(number)
    context = world.context()
    table.queries = 0
    return number, table, overview(context, world.now, "nl")


def test_a_look_costs_the_same_however_many_are_open() -> None:
    looks = [looked_at(number) for number in (0, 10, 1_000, 5_000)]
    nobody, *somebody = [table.queries for _, table, _ in looks]
    assert set(somebody) == {nobody + 1}, "one of whoever is first, to know how often they asked"
    for number, table, seen in looks:
        assert table.entries <= 2 * SHARDS * (MOST_OF_A_RANGE + 1) + SHARDS * LISTED_QUIET
        assert seen.more == (len(seen.lines) < number)
        assert len(seen.lines) >= min(number, MOST_OF_A_RANGE)


def test_whoever_breaks_first_comes_first() -> None:
    world, _ = crowded(200)
    seen = overview(world.context(), world.now, "nl")
    assert [line.head.conversation for line in seen.lines[:3]] == [f"x:merk:public:{n}" for n in (0, 1, 2)]
    assert not seen.more


def test_whoever_is_first_is_told_how_often_they_came_in_a_week() -> None:
    world = World("2026-11-12 10:00")
    for when in ("2026-11-12 10:00", "2026-11-17 10:00", "2026-11-19 15:00"):
        asked = x.mention("jan", "waar blijft mijn bestelling?", local(when))
        world.at(when).post(x.posts(asked))
        world.post(x.posts(x.reply(asked, "morgen in huis", world.now)))
    world.at("2026-11-19 15:01").post(x.posts(x.mention("jan", "en hoe laat dan?", local("2026-11-19 15:01"))))
    seen = overview(world.context(), world.now, "nl")
    assert seen.lines[0].clock.clock == "next_response"
    assert seen.times == 2, "what is asked on within a case is no other time, and what is over a week old none at all"
    assert seen.answered_at == local("2026-11-19 15:00")


def test_a_rota_is_named_once_those_who_are_paged_first_before_their_managers() -> None:
    world = World("2026-11-20 14:30")
    duties = overview(world.context(), world.now, "nl").duties
    assert [(duty.rota, duty.manager, duty.person.id if duty.person else None) for duty in duties] == [
        ("webcare", False, "sanne"),
        ("management", True, "mirjam"),
    ]
    assert duties[0].until == local("2026-11-23 09:00")
    assert duties[0].then is not None
    assert duties[0].then.id == "bram"


def test_a_storm_is_told_in_numbers_until_nobody_of_it_waits() -> None:
    world = World("2026-11-20 19:00")
    posts = []
    for number in range(25):
        world.until(local("2026-11-20 19:05") + timedelta(seconds=10 * number))
        posts.append(x.mention(f"klant_{number}", "pinnen doet het niet?", world.now))
        world.post(x.posts(posts[-1]))
    (storm,) = overview(world.context(), world.now, "nl").storms
    assert storm.crowd is not None
    assert storm.crowd.waiting == 25
    assert (storm.crowd.topic[0], storm.crowd.about) == ("pinnen", 25)
    assert (storm.taken, storm.free, storm.late) == (None, 25, 0)
    take_all(storm.storm.ref, "sanne", "shown", world.context(), world.now)
    (storm,) = overview(world.context(), world.now, "nl").storms
    assert (storm.free, storm.late) == (0, 0)
    take_all(storm.storm.ref, "mirjam", "shown", world.context(), world.now)
    assert {head.acknowledged_by for head in world.context().due.heads()} == {"sanne"}, "what is taken stays so"
    world.at("2026-11-20 19:20")
    for post in posts:
        world.post(x.posts(x.reply(post, "het is verholpen", world.now)))
    (storm,) = overview(world.context(), world.now, "nl").storms
    assert storm.crowd is None


def stormy() -> tuple[World, str]:
    """Twenty customers within minutes, of whom the last has come just now; the storm's name."""
    world = World("2026-11-20 19:00")
    for number in range(20):
        world.until(local("2026-11-20 19:05") + timedelta(seconds=10 * number))
        world.post(x.posts(x.mention(f"klant_{number}", "pinnen doet het niet?", world.now)))
    (storm,) = overview(world.context(), world.now, "nl").storms
    return world, storm.storm.ref


@pytest.mark.parametrize(
    ("whom", "who"), [pytest.param("help", "mirjam", id="help"), pytest.param("press", "noor", id="the press desk")]
)
def test_somebody_is_called_into_a_storm_once_and_paged_at_once(whom: Helper, who: str) -> None:
    world, ref = stormy()
    take(ref, "sanne", "shown", world.context(), world.now)
    call_in(ref, whom, "sanne", world.context(), world.now)
    world.until(world.now + timedelta(seconds=5))
    assert who in {page.to for page in world.sent}
    (storm,) = overview(world.context(), world.now, "nl").storms
    assert [(step.step, step.recipients, step.reason) for step in storm.called] == [
        (whom, (who,), "asked for by sanne")
    ]
    pages = len(world.sent)
    with pytest.raises(Refused, match="called in already"):
        call_in(ref, whom, "sanne", world.context(), world.now)
    world.until(world.now + timedelta(seconds=5))
    assert len(world.sent) == pages


def test_whoever_has_a_page_of_a_storm_anyway_is_not_called_in() -> None:
    world, ref = stormy()
    world.until(world.now + timedelta(seconds=5))
    with pytest.raises(Refused, match="knows of it"):
        call_in(ref, "help", "mirjam", world.context(), world.now)


def test_nobody_is_called_into_a_storm_that_is_over_or_by_a_brand_without_a_press_desk() -> None:
    world, ref = stormy()
    brand = replace(world.organisation.brands["merk"], press=None)
    assert set(helpers(brand)) == {"help"}
    world.at("2026-11-20 23:00")
    with pytest.raises(Refused, match="over"):
        call_in(ref, "help", "sanne", world.context(), world.now)


def test_of_a_storm_those_who_were_answered_are_counted() -> None:
    world, _ = stormy()
    world.at("2026-11-20 19:20")
    for number in range(3):
        post = x.mention(f"klant_{number}", "pinnen doet het niet?", local("2026-11-20 19:05"))
        world.post(x.posts(x.reply(post, "het is verholpen", world.now)))
    (storm,) = overview(world.context(), world.now, "nl").storms
    assert (storm.answered, storm.crowd and storm.crowd.waiting) == (3, 17)


def test_what_was_kept_is_counted_by_the_organisations_own_day() -> None:
    world = World("2026-11-20 23:00")
    late, kept = (x.mention(who, "waar blijft het?", world.now) for who in ("een", "twee"))
    world.post(x.posts(late))
    world.post(x.posts(kept))
    world.at("2026-11-20 23:30").post(x.posts(x.reply(kept, "hier", world.now)))
    world.at("2026-11-20 23:59")
    today = overview(world.context(), world.now, "nl").kept
    assert (today.counted, today.within_target) == (1, 1)
    world.at("2026-11-21 00:30")
    today = overview(world.context(), world.now, "nl").kept
    assert (today.counted, today.within_target) == (1, 0)


def test_a_thank_you_is_listed_for_a_day_and_can_still_become_a_question() -> None:
    world = World("2026-11-20 14:00")
    asked = x.mention("jan", "waar blijft mijn bestelling?", world.now)
    world.post(x.posts(asked))
    world.at("2026-11-20 14:10").post(x.posts(x.reply(asked, "morgen in huis", world.now)))
    world.at("2026-11-20 14:20").post(x.posts(x.mention("jan", "bedankt!", world.now)))
    (listed,) = overview(world.context(), world.now, "nl").quiet
    assert (listed.silent.why, listed.silent.customer_name) == ("thanks", "jan")
    still_a_question(listed.head.conversation, name_of(listed.silent.message), "sanne", world.context(), world.now)
    seen = overview(world.context(), world.now, "nl")
    assert seen.quiet == ()
    assert [line.clock.anchor for line in seen.lines] == [listed.silent.message]


@pytest.mark.parametrize(
    ("when", "listed"),
    [
        pytest.param("2026-11-20 14:20", 1, id="at once"),
        pytest.param("2026-11-21 14:19", 1, id="almost a day later"),
        pytest.param("2026-11-21 14:20", 0, id="a day later"),
    ],
)
def test_what_started_no_clock_is_listed_for_a_day(when: str, listed: int) -> None:
    world = World("2026-11-20 14:00")
    asked = x.mention("jan", "waar blijft mijn bestelling?", world.now)
    world.post(x.posts(asked, x.reply(asked, "morgen in huis", world.now + timedelta(minutes=1))))
    world.at("2026-11-20 14:20").post(x.posts(x.mention("jan", "bedankt!", world.now)))
    world.at(when)
    assert len(overview(world.context(), world.now, "nl").quiet) == listed


def test_whoever_was_sent_to_dm_is_listed_as_waiting_for_the_customer() -> None:
    world = World("2026-11-20 14:00")
    asked = x.mention("jan", "waar blijft mijn bestelling?", world.now)
    world.post(x.posts(asked))
    world.at("2026-11-20 14:10").post(x.posts(x.reply(asked, "stuur ons een DM", world.now)))
    seen = overview(world.context(), world.now, "nl")
    assert seen.lines == ()
    assert [each.silent.why for each in seen.quiet] == ["waiting"]
    assert seen.quiet[0].silent.message == ""


def test_of_many_that_started_no_clock_the_latest_are_listed() -> None:
    world = World("2026-11-20 14:00")
    silent = Silent(message="m", why="thanks", customer_name="jan", at=world.now, excerpt="bedankt!")
    for number in range(4 * LISTED_QUIET):
        at = world.now + timedelta(minutes=number)
        listed = replace(silent, message=f"m{number}", at=at)
        ref = f"x:merk:public:{number}"
        head = Head(conversation=ref, platform="x", brand="merk", surface="public", running=(), next_at=None)
        assert world.context().conversations.save(replace(head, silent=(listed,)), 0, at)
    world.until(world.now + timedelta(minutes=4 * LISTED_QUIET))
    found = overview(world.context(), world.now, "nl").quiet
    newest = range(4 * LISTED_QUIET - 1, 3 * LISTED_QUIET - 1, -1)
    assert [each.silent.message for each in found] == [f"m{number}" for number in newest]
