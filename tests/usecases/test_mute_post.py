"""A post muted by hand, from the delivery to the page that nobody gets."""

from datetime import timedelta

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.store.schema import expires
from chalicelib.usecases.errors import Refused
from chalicelib.usecases.mute_post import mute_post, unmute_post
from tests.stories import x
from tests.stories.world import World, local

QUESTION = "waar kan ik mij aanmelden voor de winactie??"


def asked(world: World, customer: str = "jan") -> str:
    """A question comes in now; its conversation."""
    post = x.mention(customer, QUESTION, world.now)
    world.post(x.posts(post))
    return f"x:merk:public:{post['user']['id_str']}"


def case(world: World, ref: str) -> Case:
    return derive(Conversation.parse(ref), world.context().conversations.load(ref).facts, world.book, world.now)


def muted(until: str = "2026-11-17 14:00") -> tuple[World, str]:
    """Jan was answered at 10:05; then his conversation was muted at 10:10."""
    world = World("2026-11-17 10:00")
    ref = asked(world)
    world.at("2026-11-17 10:05")
    post = x.mention("jan", "", world.now)
    world.post(x.posts(x.reply(post, "Via de site!", world.now)))
    world.at("2026-11-17 10:10")
    mute_post(ref, "sanne", local(until), world.context(), world.now, "winactie")
    return world, ref


def test_what_comes_in_under_it_is_recorded_and_starts_nothing() -> None:
    world, ref = muted()
    world.at("2026-11-17 10:20")
    asked(world)
    world.at("2026-11-17 13:59")
    assert world.pages() == []
    assert list(world.context().due.heads()) == []
    ((message, why),) = case(world, ref).quiet
    assert (message.excerpt, why) == (QUESTION, "muted")


def test_other_conversations_are_paged_about_as_ever() -> None:
    world, _ = muted()
    world.at("2026-11-17 10:20")
    asked(world, "merel")
    world.at("2026-11-17 11:06")
    assert world.pages() == [("11:05:00", "sanne")]


def test_what_was_asked_meanwhile_stays_still_when_it_ends_and_what_comes_then_is_timed() -> None:
    world, _ = muted()
    world.at("2026-11-17 10:20")
    asked(world)
    world.at("2026-11-17 14:00")
    asked(world)
    world.at("2026-11-17 14:46")
    assert world.pages() == [("14:45:00", "sanne")]
    (head,) = world.context().due.heads()
    assert [clock.asked_at for clock in head.running] == [local("2026-11-17 14:00")]


def test_a_clock_that_runs_goes_on_but_pages_nobody_meanwhile() -> None:
    world = World("2026-11-17 10:00")
    ref = asked(world)
    world.at("2026-11-17 10:01")
    mute_post(ref, "sanne", local("2026-11-17 11:00:30"), world.context(), world.now)
    world.at("2026-11-17 11:00:30")
    assert world.pages() == []
    world.at("2026-11-17 11:02")
    assert world.pages() == [("11:01:00", "mirjam")]
    (clock,) = case(world, ref).open
    assert clock.due_at == local("2026-11-17 11:00")


def test_taken_back_whoever_asked_meanwhile_is_paged_about_after_all() -> None:
    world, ref = muted()
    world.at("2026-11-17 10:20")
    asked(world)
    world.at("2026-11-17 11:10")
    (mute,) = case(world, ref).history.mutes
    unmute_post(ref, mute, "mirjam", world.context(), world.now)
    world.at("2026-11-17 11:12")
    assert world.pages() == [("11:10:20", "sanne")]
    assert world.context().mutes == ()
    with pytest.raises(Refused, match="taken back already"):
        unmute_post(ref, mute, "mirjam", world.context(), world.now)


def test_muting_and_unmuting_alternate_in_one_second() -> None:
    world, ref = muted()
    for _ in range(3):
        (mute,) = case(world, ref).history.mutes
        unmute_post(ref, mute, "mirjam", world.context(), world.now)
        assert case(world, ref).history.mutes == ()
        mute_post(ref, "sanne", local("2026-11-17 14:00"), world.context(), world.now, "winactie")
    assert len(world.context().mutes) == 1


def test_a_long_mute_is_kept_until_all_it_was_for_is_gone() -> None:
    world, ref = muted("2027-03-01 00:00")
    (row,) = (item for item in world.table.query(f"C#{ref}") if item.get("kind") == "muted")
    assert row["expires_at"] == expires(local("2027-03-01 00:00"))


def test_a_mute_that_cannot_be_is_refused() -> None:
    world, ref = muted()
    with pytest.raises(Refused, match=r"^until: .* is past; name a later instant$"):
        mute_post(ref, "sanne", world.now, world.context(), world.now)
    with pytest.raises(Refused, match=r"^conversation: telegram:merk:public:1 is of no account"):
        mute_post("telegram:merk:public:1", "sanne", world.now + timedelta(hours=1), world.context(), world.now)
