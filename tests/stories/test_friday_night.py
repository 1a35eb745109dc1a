"""Friday, eleven at night: an angry mention that nobody sees."""

from chalicelib.usecases.act import promise
from tests.stories import x
from tests.stories.world import World, local
from tests.stories.x import Post


def test_friday_eleven_at_night() -> None:
    world = World("2026-11-20 22:58")
    world.at("2026-11-20 23:00")
    angry = x.mention(
        "merel_utrecht88", "al 3x gebeld en steeds opgehangen 😡 wanneer krijg ik mijn geld terug?? #klaar", world.now
    )
    world.post(x.posts(angry))

    world.at("2026-11-20 23:46")
    assert [(f"{p.at:%M:%S}", p.to, p.channel) for p in world.sent] == [
        ("45:00", "sanne", "sms"),
        ("45:00", "sanne", "pagerduty"),
    ]
    page = world.sent[0]
    assert page.text.startswith("Waakhond: nog 15 min. @merel_utrecht88 op X wacht 45 min")
    assert list(world.pager.incidents.values()) == ["triggered"]

    world.at("2026-11-20 23:47").acknowledge(page)
    world.at("2026-11-20 23:58")
    assert len(world.sent) == 2, "acknowledged: nothing at 23:55, by no method"
    assert world.shown() == [("23:47:00", "acknowledged")]

    kind = x.reply(
        angry, "Wat vervelend Merel! Ik zoek het uit, maandag is het opgelost. ^Sanne", local("2026-11-20 23:58")
    )
    world.post(x.posts(kind))
    assert world.shown() == [("23:47:00", "acknowledged"), ("23:58:00", "resolved")], "the alert resolves itself"
    world.at("2026-11-21 09:00")
    assert len(world.sent) == 2, "answered at 58 minutes: nothing at midnight, nothing after it"
    assert list(world.pager.incidents.values()) == ["resolved"]
    assert len(world.shown()) == 2
    assert list(world.context().due.heads()) == []
    assert list(world.context().due.due(local("2027-01-01 00:00"))) == []


def promised_for_monday_noon() -> tuple[World, Post]:
    """Friday 23:58 Sanne answers and registers "beloofd voor maandag 12:00", owner Chris of ICT."""
    world = World("2026-11-20 23:50")
    angry = x.mention("merel_utrecht88", "wanneer krijg ik mijn geld terug??", world.now)
    world.post(x.posts(angry))
    world.at("2026-11-20 23:58")
    world.post(x.posts(x.reply(angry, "Maandag is het opgelost!", world.now)))
    (ref,) = {item["conversation"] for item in world.table.rows("HEAD") if item["surface"] == "public"}
    promise(str(ref), "sanne", "chris", local("2026-11-23 12:00"), "oplossing nota", world.context(), world.now)
    world.at("2026-11-23 08:59:59")
    assert world.pages() == []
    world.at("2026-11-23 11:39")
    assert sorted(world.pages()) == [
        ("09:00:00", "bram"),  # on call since that very second
        ("09:00:00", "chris"),
        ("11:00:00", "bram"),
        ("11:00:00", "chris"),
    ]
    assert "tot 12:00" in world.sent[-1].text or "ma 12:00" in world.sent[-1].text
    return world, angry


def test_a_promise_kept_with_a_reply_pages_nobody_more() -> None:
    world, angry = promised_for_monday_noon()
    world.at("2026-11-23 11:40")
    world.post(x.posts(x.reply(angry, "Het staat op je rekening, Merel.", world.now)))
    assert set(world.pager.incidents.values()) == {"resolved"}
    world.at("2026-11-24 12:00")
    assert world.pages() == []


def test_a_promise_not_kept_pages_the_person_on_call_and_the_manager() -> None:
    world, _ = promised_for_monday_noon()
    world.at("2026-11-23 12:01")
    assert sorted(world.pages()) == [("12:00:00", "bram"), ("12:00:00", "mirjam")]
    assert "BELOFTE VERLOPEN" in world.sent[-1].text
    assert sorted(page.to for page in world.sent[-4:]) == ["bram", "bram", "mirjam", "mirjam"], "by text and by pager"
    assert set(world.pager.incidents.values()) == {"triggered"}
