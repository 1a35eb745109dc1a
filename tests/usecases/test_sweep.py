"""The sweep: each row once in time, overdue rows again every two minutes, and no flood after an outage."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.store.schema import due_range, instant
from chalicelib.store.table import Put
from chalicelib.usecases.sweep import sweep
from chalicelib.usecases.tasks import decode
from tests.store.build import alert, head
from tests.stories.world import World, local

NOON = local("2026-11-17 12:00")


class Cloud:
    """A world in which nothing happens by itself: rows are put by hand, and the work queue only fills."""

    def __init__(self) -> None:
        self.world = World("2026-11-17 12:00")
        self.queued: list[str] = []
        self.world.work = self

    def send(self, text: str, delay: int = 0, reason: str = "") -> None:
        self.queued.append(decode(text).target)

    def due_in(self, seconds: float, ref: str) -> None:
        next_at = NOON + timedelta(seconds=seconds)
        assert self.world.context().conversations.save(replace(head(ref=ref), next_at=next_at), 0, NOON)

    def sweep(self, seconds: float = 0) -> list[str]:
        """What one sweep queues, so many seconds past noon."""
        self.queued = []
        count = sweep(self.world.context(), NOON + timedelta(seconds=seconds))
        assert count == len(self.queued)
        return sorted(self.queued)


@pytest.mark.parametrize(
    ("due_in", "found"),
    [
        pytest.param(-86400, True, id="a day late"),
        pytest.param(0, True, id="now"),
        pytest.param(150, True, id="at the horizon"),
        pytest.param(150.000001, False, id="just past it"),
    ],
)
def test_a_sweep_looks_150_seconds_ahead(due_in: float, found: bool) -> None:
    cloud = Cloud()
    cloud.due_in(due_in, "x:merk:public:1")
    assert cloud.sweep() == (["x:merk:public:1"] if found else [])


def test_each_row_is_queued_once_on_its_way() -> None:
    cloud = Cloud()
    for seconds in (0, 60, 100, 149, 150, 151, 200, 209):
        cloud.due_in(seconds, f"x:merk:public:{seconds}")
    queued = cloud.sweep(0)
    assert queued == sorted(f"x:merk:public:{seconds}" for seconds in (0, 60, 100, 149, 150))
    assert cloud.sweep(60) == sorted(f"x:merk:public:{seconds}" for seconds in (151, 200, 209))


def test_overdue_rows_are_queued_again_every_two_minutes_and_not_in_between() -> None:
    cloud = Cloud()
    cloud.due_in(0, "x:merk:public:1")
    queued = [len(cloud.sweep(60 * minute)) for minute in range(7)]
    assert queued == [1, 0, 1, 0, 1, 0, 1]


def test_a_minute_that_ticks_a_little_early_still_counts() -> None:
    cloud = Cloud()
    cloud.due_in(0, "x:merk:public:1")
    assert [len(cloud.sweep(at)) for at in (0, 60.4, 119.1, 180.2, 239)] == [1, 0, 1, 0, 1]


def test_after_an_outage_every_row_is_queued_once() -> None:
    cloud = Cloud()
    cloud.sweep(0)
    for n in range(300):
        cloud.due_in(200 + n, f"x:merk:public:{n}")
    assert len(cloud.sweep(3600)) == 300
    assert cloud.sweep(3660) == []


def test_a_sweep_that_dies_half_way_leaves_its_rows_to_the_next() -> None:
    cloud = Cloud()
    cloud.due_in(100, "x:merk:public:1")
    dying = replace(cloud.world.context(), work=Dying())
    with pytest.raises(RuntimeError):
        sweep(dying, NOON)
    assert cloud.sweep(60) == ["x:merk:public:1"]


class Dying:
    def send(self, text: str, delay: int = 0, reason: str = "") -> None:
        raise RuntimeError("the function was stopped")


def test_alerts_and_pages_are_found_as_conversations_are() -> None:
    cloud = Cloud()
    cloud.world.context().people.add(alert(), NOON)
    assert cloud.sweep() == ["sanne"]


def test_a_row_of_no_known_kind_holds_up_nobody_and_is_told() -> None:
    cloud = Cloud()
    for shard in range(4):
        ix_at = instant(NOON - timedelta(minutes=1))
        cloud.world.table.write(
            Put({"pk": "S", "sk": str(shard), "kind": "later", "ix": due_range(shard), "ix_at": ix_at})
        )
    cloud.due_in(0, "x:merk:public:1")
    with pytest.raises(ValueError, match="later"):
        sweep(cloud.world.context(), NOON)
    assert cloud.queued == ["x:merk:public:1"]
    assert cloud.world.context().notes.marks()["last sweep"] == NOON
