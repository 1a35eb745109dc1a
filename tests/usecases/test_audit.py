"""Who watches the watchdog: lateness is measured, the unanswered is closed, and silence is told by its age."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.store.notes import Notes
from chalicelib.usecases.act import promise
from chalicelib.usecases.audit import audit
from chalicelib.usecases.board import board
from chalicelib.usecases.health import health
from chalicelib.usecases.ingest import LAST_DELIVERY
from chalicelib.usecases.sweep import LAST_SWEEP
from tests.store.build import head
from tests.stories import x
from tests.stories.world import World, local

NOON = local("2026-11-17 12:00")


def waiting() -> World:
    """Asked on Tuesday at 10:00, and every step and repeat of it gone by."""
    world = World("2026-11-17 09:59").at("2026-11-17 10:00")
    world.post(x.posts(x.mention("jan", "waar blijft mijn bestelling??", world.now)))
    return world.at("2026-11-17 20:00")


@pytest.mark.parametrize(
    ("due_in", "overdue", "healthy"),
    [
        pytest.param(60, 0, True, id="nothing is past"),
        pytest.param(0, 0, True, id="due this moment"),
        pytest.param(-120, 120, True, id="two minutes past"),
        pytest.param(-121, 121, False, id="longer"),
    ],
)
def test_a_row_past_its_due_time_is_measured(due_in: int, overdue: int, healthy: bool) -> None:
    context = World("2026-11-17 12:00").context()
    context.conversations.save(replace(head(), next_at=NOON + timedelta(seconds=due_in)), 0, NOON)
    seen = audit(context, NOON)
    assert (seen.overdue, seen.healthy) == (timedelta(seconds=overdue), healthy)


def test_with_nothing_due_and_nothing_heard_there_is_no_age_to_tell() -> None:
    world = World("2026-11-17 12:00")
    seen = audit(world.context(), NOON)
    assert (seen.overdue, seen.sweep_age, seen.delivery_age) == (timedelta(), None, None)
    (event,) = [fields for name, fields in world.journal.events if name == "audited"]
    assert (event["sweep_age_seconds"], event["delivery_age_seconds"]) == (None, None)


def test_the_ages_are_those_of_the_marks() -> None:
    context = World("2026-11-17 12:00").context()
    context.notes.mark(LAST_SWEEP, NOON - timedelta(minutes=1))
    context.notes.mark(LAST_DELIVERY, NOON - timedelta(hours=1))
    seen = audit(context, NOON)
    assert (seen.sweep_age, seen.delivery_age) == (timedelta(minutes=1), timedelta(hours=1))


def test_after_seven_days_a_conversation_closes_as_never_answered() -> None:
    world = waiting()
    assert audit(world.context(), local("2026-11-24 09:59:59")).closed == 0
    assert len(list(world.context().due.heads())) == 1
    assert audit(world.context(), local("2026-11-24 10:00")).closed == 1
    assert list(world.context().due.heads()) == []
    assert audit(world.context(), local("2026-11-24 10:05")).closed == 0, "once"


def test_an_open_promise_keeps_a_conversation_open_and_is_not_counted_as_closed() -> None:
    world = waiting()
    (waits,) = world.context().due.heads()
    promise(waits.conversation, "sanne", "chris", local("2026-11-18 12:00"), "nota", world.context(), world.now)
    world.at("2026-11-18 20:00")
    assert audit(world.context(), local("2026-11-24 11:00")).closed == 0
    assert len(list(world.context().due.heads())) == 1


@pytest.mark.parametrize(
    ("age", "healthy"),
    [(None, False), (0, True), (180, True), (180.001, False)],
    ids=["never swept", "just now", "three minutes ago", "longer"],
)
def test_it_is_healthy_while_it_sweeps(age: float | None, healthy: bool) -> None:
    notes = Notes(World("2026-11-17 12:00").table)
    if age is not None:
        notes.mark(LAST_SWEEP, NOON - timedelta(seconds=age))
    seen = health(notes, NOON)
    assert seen.healthy is healthy
    assert seen.last_sweep_seconds == (None if age is None else int(age))
    assert seen.last_delivery_seconds is None


STATES = [("10:44:59", "running"), ("10:45", "warned"), ("10:59:59", "warned"), ("11:00", "breached")]


@pytest.mark.parametrize(("now", "state"), STATES)
def test_the_board_tells_the_state_by_the_clock(now: str, state: str) -> None:
    world = World("2026-11-17 09:59").at("2026-11-17 10:00")
    world.post(x.posts(x.mention("jan", "waar blijft mijn bestelling??", world.now)))
    (line,) = board(world.context(), local(f"2026-11-17 {now}"))["open"]
    assert line["state"] == state
    assert line["customer"] == "jan"
    assert (line["asked_at"], line["due_at"]) == ("2026-11-17T10:00:00+01:00", "2026-11-17T11:00:00+01:00")
    assert (line["warn_at"], line["acknowledged_by"]) == ("2026-11-17T10:45:00+01:00", None)


def test_the_board_shows_who_waits_only_and_the_most_urgent_first() -> None:
    world = waiting()
    world.post(x.posts(x.mention("merel", "en de mijne??", world.now)))
    told = board(world.context(), world.now)
    assert [line["customer"] for line in told["open"]] == ["jan", "merel"]
    assert [duty["person"] for duty in told["on_call"]] == ["sanne", "mirjam"]
    assert {page["to"] for page in told["pages"]} == {"sanne", "mirjam"}
