"""Platforms that send nothing: a mention is found by asking, paged, and its answer is found by asking too."""

from datetime import timedelta

from chalicelib.usecases.channels import channels
from tests.stories.polled import asking
from tests.stories.world import local
from tools.loopback import Told

PIET = "did:plc:piet0000000000000000aaaa"


def test_a_mention_on_bluesky_is_paged_and_answered() -> None:
    with asking("2026-11-20 22:50") as there:
        world = there.world.at("2026-11-20 23:00")
        post = there.bluesky.mention(PIET, "waar blijft mijn bestelling??", world.now)
        world.at("2026-11-20 23:50")
        assert world.pages() == [("23:45:00", "sanne")]
        there.bluesky.reply(post, "We zoeken het voor je uit.", world.now)
        world.at("2026-11-21 02:00")
        assert world.pages() == []
        (clock,) = world.clocks("bluesky:merk:public")
        assert (clock.end, clock.started_at, clock.ended_at) == (
            "answered",
            local("2026-11-20 23:00"),
            local("2026-11-20 23:50"),
        )


def test_a_mention_on_mastodon_is_paged_and_answered() -> None:
    with asking("2026-11-20 22:50") as there:
        world = there.world.at("2026-11-20 23:00")
        status = there.mastodon.mention("42", "waar blijft mijn bestelling??", world.now)
        world.at("2026-11-20 23:50")
        assert world.pages() == [("23:45:00", "sanne")]
        there.mastodon.reply(status, "We zoeken het voor je uit.", world.now)
        world.at("2026-11-21 02:00")
        assert world.pages() == []
        (clock,) = world.clocks("mastodon:merk:public")
        assert (clock.end, clock.ended_at) == ("answered", local("2026-11-20 23:50"))


def test_what_is_for_the_brand_alone_is_a_direct_message_and_its_words_are_nowhere() -> None:
    with asking("2026-11-17 09:50") as there:
        world = there.world.at("2026-11-17 10:00")
        status = there.mastodon.mention("42", "mijn wachtwoord is Zomer2026", world.now, visibility="direct")
        world.at("2026-11-17 10:05")
        (clock,) = world.clocks("mastodon:merk:direct")
        assert clock.kind == "dm_follow_up"
        there.mastodon.reply(status, "Dank, wijzig het meteen: Zomer2026 is nu bekend.", world.now)
        world.at("2026-11-17 10:10")
        (clock,) = world.clocks("mastodon:merk:direct")
        assert clock.end == "answered"
        assert "Zomer2026" not in repr(world.table.__dict__)
        assert "Zomer2026" not in repr(world.journal.events)


def test_a_server_that_is_down_loses_nothing_and_shows() -> None:
    with asking("2026-11-20 22:50") as there:
        world = there.world.at("2026-11-20 23:00")
        server = there.servers["mastodon"]
        server.next += [Told(502, b"<html>bad gateway</html>")] * 4
        there.mastodon.mention("42", "is dit bekend??", world.now)
        world.at("2026-11-20 23:07")
        row = there.row("mastodon")
        assert (row.stale(world.now), row.reason, row.failures) == (True, "502 from 127.0.0.1", 3)
        context = world.context()
        shown = {each.account.platform: each.state for each in channels(context, context.notes.marks(), world.now)}
        assert shown["mastodon"] == "stale"
        assert shown["bluesky"] != "stale"
        assert world.clocks("mastodon") == []
        world.at("2026-11-20 23:20")
        assert not there.row("mastodon").stale(world.now)
        (clock,) = world.clocks("mastodon:merk:public")
        assert clock.started_at == local("2026-11-20 23:00"), "it counts from when it was asked, however late we heard"
        assert not there.row("bluesky").stale(world.now), "and the other was asked all the while"


def test_an_app_password_that_is_taken_back_shows_within_a_minute() -> None:
    with asking("2026-11-20 22:50") as there:
        world = there.world.at("2026-11-20 23:00")
        there.bluesky.sign_out()
        world.at("2026-11-20 23:01")
        row = there.row("bluesky")
        assert row.refused and row.stale(world.now)
        assert row.next_at is not None
        assert row.next_at - world.now > timedelta(minutes=14)
        there.bluesky.passwords.add("x-app-password")
        world.at("2026-11-20 23:20")
        assert not there.row("bluesky").stale(world.now)
