"""Silence is an alarm: who is told of a channel that fell silent or was cut off, when, and how often."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.organisation import Organisation
from chalicelib.store.alarms import Alarms
from chalicelib.store.arrivals import Arrivals, Channel
from chalicelib.store.duties import Mute
from chalicelib.usecases.audit import audit
from tests.stories import x
from tests.stories.world import EXAMPLE, FakeChannel, World, local
from tests.usecases.listening import (
    DIRECT,
    PUBLIC,
    TUESDAY,
    TWO,
    Told,
    came_in,
    lines,
    silent_at_two,
    state_of,
    told,
    usual_days,
)

SMS = (
    "Waakhond: 1u05 niets binnen van X openbaar (merk), normaal 7 berichten."
    " Kijk daar zelf, klokken zijn nu blind. https://wh.merk.nl/status"
)


def test_fourteen_messages_are_usual_and_then_nothing_comes() -> None:
    world = silent_at_two()
    assert told(world, "2026-11-17 15:00") == [], "seven are to be expected after an hour and a bit"
    assert told(world, "2026-11-17 15:06") == [("15:05", "mirjam")]
    assert [notice.text for notice in world.notices] == [SMS]
    assert told(world, "2026-11-17 17:00") == [("15:05", "mirjam")], "once for as long as it lasts"
    assert state_of(world) == ("silent", "2026-11-17T14:00:00+01:00")
    assert state_of(world, "merk_webcare") == ("never", None)
    assert lines(world) == [
        (
            "silent",
            "x 2244994945",
            "public X (merk): silent since Tue 17-11 14:00, usually 7 messages in that time. Check it by hand.",
        )
    ]


def test_it_is_over_when_something_comes_and_a_later_silence_is_another_one() -> None:
    world = silent_at_two()
    told(world, "2026-11-17 15:30")
    came_in(world, PUBLIC, world.now)
    assert told(world, "2026-11-17 15:36") == [("15:05", "mirjam")], "that it is heard again is told to nobody"
    assert state_of(world)[1] is None
    assert lines(world) == []
    assert told(world, "2026-11-17 16:45") == [("15:05", "mirjam"), ("16:35", "mirjam")]


def test_a_message_between_alarm_and_text_makes_the_text_untrue() -> None:
    world = silent_at_two("2026-11-17 15:05")
    audit(world.context(), world.now)
    assert [alarm.person for alarm in Alarms(world.table).all()] == ["mirjam"]
    came_in(world, PUBLIC, world.now)
    assert told(world, "2026-11-17 15:20") == []
    assert "notice_outdated" in [event for event, _ in world.journal.events]


def test_whatever_a_delivery_holds_is_counted_by_its_channel() -> None:
    world = World(TUESDAY)
    question = x.mention("jan", "waar blijft mijn bestelling??", world.now)
    world.post(x.posts(question, x.mention("piet", "hier ook niets", world.now)))
    world.post(x.posts(x.reply(question, "we zoeken het uit", world.now)))
    world.post(x.dm("jan", "mijn nummer is 42", world.now))
    world.post(x.follow("jan", world.now))
    arrivals, minute = Arrivals(world.table), timedelta(minutes=1)
    assert arrivals.between(PUBLIC, world.now, world.now + minute) == 3
    assert arrivals.between(DIRECT, world.now, world.now + minute) == 1


def test_each_surface_is_heard_for_itself_and_named() -> None:
    world = World(TUESDAY)
    usual_days(world, PUBLIC, local("2026-11-17 23:00"))
    usual_days(world, DIRECT, TWO)
    assert told(world, "2026-11-17 16:00") == [("15:05", "mirjam")]
    assert "niets binnen van X-DM's (merk)" in world.notices[0].text
    assert state_of(world) == ("silent", "2026-11-17T14:00:00+01:00")


def test_an_account_of_which_both_surfaces_are_silent_is_told_once() -> None:
    world = silent_at_two()
    usual_days(world, DIRECT, TWO)
    assert told(world, "2026-11-17 17:00") == [("15:05", "mirjam")]
    assert "niets binnen van X (merk)" in world.notices[0].text


@pytest.mark.parametrize(
    ("waits", "found"),
    [
        pytest.param(False, [], id="nobody waits: not before it is morning"),
        pytest.param(True, [("01:35", "mirjam")], id="clocks are open: at once"),
    ],
)
def test_at_night_only_while_clocks_are_open_on_it(waits: bool, found: Told) -> None:
    world = World("2026-11-17 00:00")
    usual_days(world, PUBLIC, local("2026-11-17 00:30"), hours=range(24))
    if waits:
        world.at("2026-11-17 00:30")
        world.post(x.posts(x.mention("jan", "waar blijft mijn bestelling??", world.now)))
    assert told(world, "2026-11-17 08:59") == found
    assert state_of(world)[0] == "silent", "the board says it at any hour"
    assert [at for at, _ in told(world, "2026-11-17 09:06")][-1:] == (["01:35"] if waits else ["09:00"])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(lambda world: usual_days(world, PUBLIC, TWO, weeks=3), "new", id="its first four weeks"),
        pytest.param(
            lambda world: usual_days(world, PUBLIC, TWO, hours=range(8, 12)), "hours", id="hours at which few write"
        ),
    ],
)
def test_nobody_is_told(change: Callable[[World], None], why: str) -> None:
    world = World(TUESDAY)
    change(world)
    assert told(world, "2026-11-17 17:00") == [], why
    assert lines(world) == []


def test_a_muted_account_is_told_of_when_the_mute_is_over() -> None:
    world = silent_at_two()
    world.context().duties.add_mute(
        Mute(
            id="m",
            platform="x",
            account=x.MERK[0],
            by="mirjam",
            made_at=world.now,
            until=local("2026-11-17 16:02"),
        )
    )
    assert told(world, "2026-11-17 17:00") == [("16:05", "mirjam")]


@pytest.mark.parametrize(
    ("owner", "person"),
    [
        pytest.param("bram", "bram", id="a person"),
        pytest.param("webcare", "sanne", id="whoever has duty of a rota"),
        pytest.param("manager", "mirjam", id="a role"),
    ],
)
def test_the_owner_of_the_platform_is_told(owner: str, person: str) -> None:
    text = EXAMPLE.read_text("utf-8").replace('platform_owner = "management"', f'platform_owner = "{owner}"')
    world = World(TUESDAY, text)
    usual_days(world, PUBLIC, TWO)
    assert {to for _, to in told(world, "2026-11-17 16:00")} == {person}


def test_an_owner_whom_nothing_reaches_is_followed_by_the_manager() -> None:
    text = EXAMPLE.read_text("utf-8").replace('platform_owner = "management"', 'platform_owner = "bram"')
    world = World(TUESDAY, text)
    usual_days(world, PUBLIC, TWO)
    addresses = {method.to for method in world.organisation.people["bram"].methods}
    world.channels = {name: FakeChannel(name, world, broken=addresses) for name in world.channels}
    assert told(world, "2026-11-17 17:00") == [("15:25", "mirjam")]


def test_an_account_that_left_the_configuration_is_silent_no_more() -> None:
    world = silent_at_two()
    told(world, "2026-11-17 15:30")
    world.organisation = without(world.organisation, PUBLIC)
    world.at("2026-11-17 15:36")
    assert not [alarm for alarm in Alarms(world.table).all() if alarm.open]


def without(organisation: Organisation, channel: Channel) -> Organisation:
    kept = tuple(each for each in organisation.accounts if each.id != channel.account)
    return replace(organisation, accounts=kept)
