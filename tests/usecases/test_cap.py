"""Caps at work: a page that finds no channel open waits, and nothing of it is lost."""

from datetime import timedelta

from chalicelib.domain.paging import Page
from chalicelib.usecases import signin
from tests.stories import x
from tests.stories.world import AMSTERDAM, World


def sent_at(world: World, *minutes: float) -> None:
    """Texts that go to Sanne so many minutes from now, whatever for."""
    for after in minutes:
        at = world.now + timedelta(minutes=after)
        page = Page(
            id=f"other-{after}",
            group=f"other-{after}",
            person="sanne",
            number=0,
            channel="sms",
            to="+31600000001",
            state="sent",
            alerts=(),
            created_at=at,
            due_at=None,
            sent_at=at,
        )
        assert world.context().people.save(page, None)


def capped() -> tuple[World, x.Post]:
    world = World("2026-11-17 09:59").at("2026-11-17 10:00")
    sent_at(world, 40, 41, 42, 43, 44)
    post = x.mention("jan_uit_ede", "waar blijft mijn bestelling??", world.now)
    world.post(x.posts(post))
    return world, post


def texts(world: World) -> list[str]:
    return [f"{p.at.astimezone(AMSTERDAM):%H:%M:%S} {p.to}" for p in world.sent if p.channel == "sms"]


def test_at_the_cap_a_warning_waits_until_it_opens() -> None:
    world, _ = capped()
    world.at("2026-11-17 10:54:59")
    assert texts(world) == [], "five went within the last quarter of an hour"
    world.at("2026-11-17 10:55:10")
    assert texts(world) == ["10:55:00 sanne"], "the first of them is a quarter of an hour old"


def test_what_was_answered_while_it_waited_is_not_paged() -> None:
    world, post = capped()
    world.at("2026-11-17 10:50")
    world.post(x.posts(x.reply(post, "Onderweg!", world.now)))
    world.at("2026-11-17 12:00")
    assert texts(world) == []


def test_texts_to_sign_in_take_no_room_from_pages() -> None:
    world = World("2026-11-17 09:59").at("2026-11-17 10:00")
    sent_at(world, 40, 41, 42, 43)  # room for one more
    world.post(x.posts(x.mention("jan_uit_ede", "waar blijft mijn bestelling??", world.now)))
    world.at("2026-11-17 10:44:30")
    for number in range(signin.TEXTS_A_DAY):
        signin.ask("sanne", True, "/status", f"{number:032}", world.context(), world.now)
    world.at("2026-11-17 10:45:10")
    assert [each.channel for each in world.notices] == ["sms"] * signin.TEXTS_A_DAY
    assert texts(world) == ["10:45:00 sanne"]


def test_a_breach_goes_whatever_was_sent_before() -> None:
    world, _ = capped()
    sent_at(world, 55.5, 56, 57, 58, 59)  # the cap stays shut over the breach
    world.at("2026-11-17 11:00:10")
    assert "11:00:00 sanne" in texts(world)
