"""While deliveries pile up, a step that was past on arrival waits: the answer may be among what is still to come."""

from datetime import timedelta

import pytest

from chalicelib.usecases.ingest import INBOX_BEHIND
from tests.stories import x
from tests.stories.world import World, local


def late_question(behind_until: str | None) -> World:
    """Asked at 10:00, here at 10:50; late deliveries keep coming in until then."""
    world = World("2026-11-17 10:49")
    if behind_until is not None:
        at = local("2026-11-17 10:49")
        while at <= local(behind_until):
            world.schedule(at, lambda at=at: world.context().notes.mark(INBOX_BEHIND, at))
            at += timedelta(seconds=30)
    world.at("2026-11-17 10:50")
    world.post(x.posts(x.mention("jan_uit_ede", "waar blijft het??", local("2026-11-17 10:00"))))
    return world


@pytest.mark.parametrize(
    ("behind_until", "paged_at"),
    [
        pytest.param(None, "10:50:20", id="not behind: after the 20 seconds that an answer gets"),
        pytest.param("2026-11-17 10:51", "10:52:00", id="behind for a while: soon after it is over"),
    ],
)
def test_a_step_past_on_arrival_waits_for_the_inbox(behind_until: str | None, paged_at: str) -> None:
    world = late_question(behind_until)
    world.at("2026-11-17 10:54:50")
    assert world.pages()[0] == (paged_at, "sanne")


def test_a_step_that_comes_on_time_waits_for_nothing() -> None:
    world = late_question("2026-11-17 11:05")
    world.at("2026-11-17 10:56")
    assert ("10:55:00", "sanne") in world.pages()


def test_nothing_waits_longer_than_ten_minutes_after_it_was_stored() -> None:
    world = World("2026-11-17 10:01")
    for minutes in range(60):
        at = local("2026-11-17 10:01") + timedelta(minutes=minutes / 2)
        world.schedule(at, lambda at=at: world.context().notes.mark(INBOX_BEHIND, at))
    world.at("2026-11-17 10:02")
    # Five steps are past on arrival, and the next one, a repeat, falls at 10:21.
    world.post(x.posts(x.mention("jan_uit_ede", "waar blijft het??", local("2026-11-17 08:20"))))
    world.at("2026-11-17 10:11:59")
    assert world.pages() == []
    world.at("2026-11-17 10:13")
    assert ("10:12:00", "sanne") in world.pages()
