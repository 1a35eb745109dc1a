"""What cuts a channel off is told at once: a revoke, a refusal of ours, a poll that fails; and dead letters show."""

import json
from dataclasses import replace

import pytest

from chalicelib.store.alarms import Alarms
from chalicelib.store.cursors import Cursors, Polling
from chalicelib.usecases.audit import audit
from chalicelib.usecases.board import board
from chalicelib.usecases.raise_alarms import queue_alarms
from chalicelib.usecases.silence import turned_away
from tests.stories import x
from tests.stories.world import World, local
from tests.usecases.listening import TUESDAY, lines, silent_at_two, state_of, told


def revoke(world: World, account: tuple[str, str] = x.MERK) -> bytes:
    event = {
        "date_time": world.now.isoformat(),
        "target": {"app_id": "13090192"},
        "source": {"user_id": account[0]},
    }
    return json.dumps({"user_event": {"revoke": event}}).encode()


def test_a_revoke_is_told_at_once_also_in_the_first_weeks() -> None:
    world = World("2026-11-17 14:31")
    body = revoke(world)
    world.post(body)
    world.post(body)
    assert told(world, "2026-11-17 14:32") == [("14:31", "mirjam")]
    assert world.notices[0].text.startswith("Waakhond: TOEGANG INGETROKKEN bij X (merk).")
    assert state_of(world) == ("revoked", "2026-11-17T14:31:00+01:00")
    assert [kind for kind, _, _ in lines(world)] == ["revoked"]
    assert told(world, "2026-11-17 17:00") == [("14:31", "mirjam")]
    world.post(x.posts(x.mention("jan", "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 17:06")
    assert state_of(world) == ("heard", None), "what comes in proves that we have access again"


def test_a_revoke_of_an_account_that_is_not_ours_is_only_counted() -> None:
    world = World("2026-11-17 14:31")
    world.post(revoke(world, ("1", "anders")))
    assert told(world, "2026-11-17 15:00") == []
    assert Alarms(world.table).all() == ()


def test_a_platform_that_we_turn_away_is_told_once_a_day() -> None:
    world = World("2026-11-17 14:31")
    assert turned_away("x", world.context(), world.now)
    assert queue_alarms(world.context(), world.now) == 1
    assert not turned_away("x", world.context(), world.now)
    assert told(world, "2026-11-17 15:30") == [("14:31", "mirjam")]
    assert world.notices[0].text.startswith("Waakhond: wij WEIGEREN alles van X: er is geen geheim ingesteld.")
    world.at("2026-11-18 14:36")
    assert turned_away("x", world.context(), world.now)


def test_nobody_hears_of_a_stranger_at_the_door_of_a_platform_that_we_do_not_use() -> None:
    world = World(TUESDAY)
    assert not turned_away("telegram", world.context(), world.now)
    assert Alarms(world.table).all() == ()


def test_the_board_says_which_platforms_have_no_secret() -> None:
    world = World(TUESDAY)
    context = replace(world.context(), without_secret=lambda: ("x",))
    seen = board(context, world.now, language="en")
    assert [(each["platform"], each["state"]) for each in seen["accounts"]] == [
        ("x", "refused"),
        ("x", "refused"),
        ("facebook", "never"),
    ]
    assert [line["text"] for line in seen["attention"] if line["kind"] == "refused"] == [
        "X: no secret is set, so we refuse all that comes in. Put it into SSM, under the platform's name."
    ]


def test_an_account_that_is_polled_with_success_is_not_silent() -> None:
    world = silent_at_two()
    Cursors(world.table).save(Polling(platform="x", account=x.MERK[0], answered_at=world.now))
    assert told(world, "2026-11-17 17:00") == []


@pytest.mark.parametrize(
    ("refused", "at"),
    [
        pytest.param(False, "15:00", id="after half an hour in vain"),
        pytest.param(True, "14:30", id="at once when the secret is refused"),
    ],
)
def test_an_account_that_cannot_be_polled_is_stale_and_told_of(refused: bool, at: str) -> None:
    world = World(TUESDAY)
    failing = Polling(
        platform="x",
        account=x.MERK[0],
        failing_since=local("2026-11-17 14:30"),
        reason="503 from example.com",
        refused=refused,
    )
    cursors = Cursors(world.table)
    saved = cursors.save(failing)
    assert saved is not None
    assert state_of(world)[0] == ("stale" if refused else "never"), "a failure that passes is no news"
    assert told(world, "2026-11-17 15:20") == [(at, "mirjam")]
    assert state_of(world) == ("stale", "2026-11-17T14:30:00+01:00")
    assert "ophalen bij X (merk) mislukt al" in world.notices[0].text
    cursors.save(replace(saved, failing_since=None, refused=False, answered_at=world.now))
    world.at("2026-11-17 15:26")
    assert state_of(world)[0] == "never"
    assert not [alarm for alarm in Alarms(world.table).all() if alarm.open]


def test_dead_letters_are_a_line_of_what_needs_attention() -> None:
    world = World(TUESDAY)
    audit(replace(world.context(), dead_letters=lambda: {"inbox": 3, "work": 0}), world.now)
    assert [(kind, who) for kind, who, _ in lines(world)] == [("dead", "inbox")]
    assert lines(world)[0][2].startswith("3 messages could not be processed (queue inbox).")
    audit(replace(world.context(), dead_letters=lambda: {"inbox": 0, "work": 0}), world.now)
    assert lines(world) == []
