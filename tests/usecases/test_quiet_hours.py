"""Alerts that wait for the end of somebody's quiet hours: late on purpose, never lost."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Literal

import pytest

from chalicelib.domain.alerts import Alert
from chalicelib.domain.organisation import QuietHours
from chalicelib.domain.storm import Storm
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.people import People
from chalicelib.store.storms import Storms
from chalicelib.usecases import tasks
from chalicelib.usecases.act import escalate_now
from chalicelib.usecases.tasks import Task
from tests.stories import x
from tests.stories.world import AMSTERDAM, EXAMPLE, World, local
from tests.usecases.crashing import CrashingWorld, Effects, Point
from tests.usecases.lawful import Told, assert_laws

# Sanne has duty; Mirjam, the manager, sleeps from eleven to seven.
SETTINGS = EXAMPLE.read_text("utf-8").replace('name = "Mirjam"', 'name = "Mirjam"\nquiet_hours = "23:00-07:00"')
SEVEN = local("2026-11-17 07:00")


def at_two_in_the_morning(followers: int = 240, taken: str | None = "02:50") -> tuple[World, x.Post]:
    """A mention of Tuesday 02:00, of which Sanne is paged at 02:45; she takes it at that time."""
    world = World("2026-11-17 01:59", SETTINGS).at("2026-11-17 02:00")
    question = x.mention("nachtuil", "app ligt er alweer uit??", world.now, followers=followers)
    world.post(x.posts(question))
    if taken:
        world.at(f"2026-11-17 {taken}")
        world.acknowledge(next(page for page in world.sent if page.to == "sanne"))
    return world, question


def heard(world: World, person: str = "mirjam") -> list[str]:
    """The local times of the person's text messages."""
    return [f"{p.at.astimezone(AMSTERDAM):%H:%M:%S}" for p in world.sent if (p.to, p.channel) == (person, "sms")]


def test_the_manager_sleeps_on_while_somebody_is_at_it_and_is_paged_at_seven() -> None:
    world, _ = at_two_in_the_morning()
    world.at("2026-11-17 06:59:59")
    assert heard(world) == []
    assert "03:00:00" in heard(world, "sanne"), "who has duty is paged at the breach all the same"
    assert [alert.step for alert in world.context().people.alerts("mirjam")] == ["after 1h1m"], "it waits"
    assert [row.due_at for row in world.context().due.due(local("2026-11-18 00:00")) if row.kind == "alert"] == [SEVEN]
    world.at("2026-11-17 07:00:02")
    assert heard(world) == ["07:00:00"]
    assert world.context().people.alerts("mirjam") == ()


def test_what_was_answered_by_seven_is_not_told_any_more_and_the_row_says_why() -> None:
    world, question = at_two_in_the_morning()
    world.at("2026-11-17 05:00")
    world.post(x.posts(x.reply(question, "Hij doet het weer!", world.now)))
    world.at("2026-11-17 12:00")
    assert heard(world) == []
    (dropped,) = [row for row in world.table.query("P#mirjam") if row["kind"] == "dropped"]
    assert str(dropped["reason"]).startswith("answered at")


@pytest.mark.parametrize(
    ("followers", "taken", "pages"),
    [
        pytest.param(240, None, ["03:01:00"], id="nobody has taken it"),
        pytest.param(
            300_000, "02:32", ["02:30:00", "02:45:00", "02:46:00"], id="a person of note, although it has been taken"
        ),
    ],
)
def test_what_wakes_the_manager(followers: int, taken: str | None, pages: list[str]) -> None:
    world, _ = at_two_in_the_morning(followers, taken)
    world.at("2026-11-17 03:02")
    assert heard(world) == pages


def test_a_storm_wakes_the_manager() -> None:
    world, _ = at_two_in_the_morning()
    now = world.now
    storm = Storm(brand="merk", since=now, reached_at=now, last_reached_at=now)
    assert Storms(world.table).begin(storm, None, (), now)
    world.at("2026-11-17 03:02")
    assert heard(world) == ["03:01:00"]


def test_a_colleague_who_asks_for_the_manager_gets_her() -> None:
    world, _ = at_two_in_the_morning()
    world.at("2026-11-17 03:30")
    (ref,) = {str(row["conversation"]) for row in world.table.rows("HEAD")}
    escalate_now([ref], "sanne", world.context(), world.now)
    world.at("2026-11-17 03:31")
    assert heard(world) == ["03:30:00"]


def test_one_alert_waits_while_another_wakes_her() -> None:
    world, _ = at_two_in_the_morning()
    world.at("2026-11-17 03:30")
    world.post(x.posts(x.mention("vroege_vogel", "is er iemand??", world.now)))
    world.at("2026-11-17 06:59")
    assert heard(world) == ["04:31:00"]
    assert len(world.context().people.alerts("mirjam")) == 1
    world.at("2026-11-17 07:01")
    assert heard(world) == ["04:31:00", "07:00:00"]
    assert "nachtuil" in next(page.text for page in world.sent if page.to == "mirjam" and page.at == SEVEN)


def test_looking_again_in_between_changes_nothing() -> None:
    world, _ = at_two_in_the_morning()
    world.at("2026-11-17 05:00")
    world.work.send(tasks.encode(Task("deliver", "mirjam", world.now)))
    world.at("2026-11-17 05:01")
    assert [row.due_at for row in world.context().due.due(local("2026-11-18 00:00")) if row.kind == "alert"] == [SEVEN]
    world.at("2026-11-17 07:01")
    assert heard(world) == ["07:00:00"]


def test_what_waits_is_not_late() -> None:
    """The audit measures the oldest due row: what waits on purpose raises no alarm."""
    world, _ = at_two_in_the_morning()
    world.at("2026-11-17 06:59")
    overdue = [fields["overdue_seconds"] for event, fields in world.journal.events if event == "audited"]
    assert max(float(seconds or 0) for seconds in overdue) == 0


def test_an_alert_that_waits_no_longer_is_not_brought_back() -> None:
    people, alert = People(MemoryTable()), _alert()
    assert not people.postpone(alert, SEVEN)
    people.add(alert, SEVEN - timedelta(hours=4))
    assert people.postpone(alert, SEVEN)
    people.drop(alert, "answered", SEVEN)
    assert not people.postpone(alert, SEVEN + timedelta(days=1))
    assert people.alerts("mirjam") == ()


def _alert() -> Alert:
    at = SEVEN - timedelta(hours=4)
    return Alert(
        id="1",
        person="mirjam",
        conversation="x:merk:public:klant",
        account="1001",
        step="after 1h1m",
        level=3,
        clock="first_response",
        family="response",
        anchor="ask",
        started_at=at,
        target_at=at,
        planned_at=at,
        role="manager",
        why="",
    )


# --- whatever crashes ---


def a_short_night(crashes: set[Point]) -> tuple[CrashingWorld, Told]:
    """A mention of 10:00 on the quick ladder: Sanne takes it at 10:04, Mirjam sleeps until 10:15, answered at 10:18."""
    world = CrashingWorld("2026-11-17 10:00", Effects(crashes))
    mirjam = replace(world.organisation.people["mirjam"], quiet_hours=QuietHours(time(9), time(10, 15)))
    world.organisation = replace(world.organisation, people={**world.organisation.people, "mirjam": mirjam})
    world.at("2026-11-17 10:00:30")
    question = x.mention("jan_uit_ede", "wanneer komt mijn bestelling??", world.now)
    world.post(x.posts(question))
    world.at("2026-11-17 10:04:10")
    if world.sent:
        world.acknowledge(world.sent[0])
    world.at("2026-11-17 10:19")
    answer = x.reply(question, "Morgen, Jan!", world.now)
    world.post(x.posts(answer))
    world.at("2026-11-17 10:30")
    return world, Told({question["id_str"], answer["id_str"]}, set())


def test_a_short_night() -> None:
    world, outside = a_short_night(set())
    assert_laws(world, outside, timedelta())
    assert heard(world) == ["10:15:00"]


WHEN: tuple[Literal["before", "after"], ...] = ("before", "after")


@pytest.mark.parametrize("when", WHEN)
def test_a_crash_at_any_effect_of_a_short_night_only_makes_things_late(when: Literal["before", "after"]) -> None:
    undisturbed, _ = a_short_night(set())
    for number in range(undisturbed.effects.count // 3, undisturbed.effects.count):  # before that all is as ever
        if number in undisturbed.effects.idle:
            continue
        world, outside = a_short_night({(number, when)})
        try:
            assert_laws(world, outside, timedelta(seconds=200))
            assert heard(world), "she is told"
        except AssertionError as error:
            error.add_note(f"after a crash {when} effect {number}")
            raise
