"""Send us a DM: a public answer that comes late, and a DM follow-up that nobody makes."""

from tests.stories import x
from tests.stories.world import World

QUESTION = "wat bedoel je precies? stuur ons een DM"


def asked_and_moved_to_dm() -> World:
    """Tuesday 10:00 a complaint about a letter, answered at 11:50 with an invitation to DM."""
    world = World("2026-11-17 09:58").at("2026-11-17 10:00")
    complaint = x.mention("jan_uit_ede", "wat staat er in godsnaam in die brief van jullie??", world.now, x.WEBCARE)
    world.post(x.posts(complaint, account=x.WEBCARE))
    world.at("2026-11-17 11:49")
    assert world.pages() == [
        ("10:45:00", "sanne"),
        ("10:55:00", "sanne"),
        ("11:00:00", "sanne"),
        ("11:01:00", "mirjam"),
        ("11:31:00", "sanne"),
    ]
    world.at("2026-11-17 11:50")
    world.post(x.posts(x.reply(complaint, QUESTION, world.now, x.WEBCARE), account=x.WEBCARE))
    return world


def test_send_us_a_dm() -> None:
    world = asked_and_moved_to_dm()
    first, *_ = [c for c in world.clocks("x:merk:public") if c.kind == "first_response"]
    assert first.ended_at is not None
    assert (first.ended_at - first.started_at).total_seconds() == 110 * 60
    assert (first.ended_at - first.due_at).total_seconds() == 50 * 60, "a miss, frozen at 50 minutes over"

    world.at("2026-11-18 16:04")
    assert world.pages() == []
    world.at("2026-11-18 16:06")
    assert world.pages() == [("16:05:00", "sanne")], "1.5 working days"
    world.at("2026-11-19 11:54")
    assert world.pages() == [("10:50:00", "sanne"), ("11:50:00", "sanne"), ("11:50:00", "mirjam")]

    world.at("2026-11-19 11:55")
    world.post(x.follow("jan_uit_ede", world.now, x.WEBCARE))
    world.at("2026-11-19 12:30")
    assert list(world.context().due.heads()) == [], "the brand follows: the clock stops"
    world.post(x.dm("jan_uit_ede", "klantnummer 12345, brief van 3 nov", world.now, account=x.WEBCARE))
    world.at("2026-11-19 15:00")
    (head,) = world.context().due.heads()
    assert [clock.clock for clock in head.running] == ["dm_follow_up"], "the customer's DM: a new clock"
    world.post(x.dm("jan_uit_ede", "Dank, dit gaat over ...", world.now, by_brand=True, account=x.WEBCARE))
    world.at("2026-11-24 18:00")
    assert world.pages() == [], "answered by DM: met"
    assert list(world.context().due.heads()) == []


def test_a_dm_text_is_nowhere_in_the_table() -> None:
    world = asked_and_moved_to_dm().at("2026-11-19 12:30")
    world.post(x.dm("jan_uit_ede", "mijn wachtwoord is Zomer2026", world.now, account=x.WEBCARE))
    world.at("2026-11-24 18:00")
    assert "Zomer2026" not in repr(world.table.__dict__)
    assert not any("Zomer2026" in page.text for page in world.sent)
