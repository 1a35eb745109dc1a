"""Friday, eleven at night: an angry mention that nobody sees."""

from tests.stories import x
from tests.stories.world import World, local


def test_friday_eleven_at_night() -> None:
    world = World("2026-11-20 22:58")
    world.at("2026-11-20 23:00")
    angry = x.mention(
        "merel_utrecht88", "al 3x gebeld en steeds opgehangen 😡 wanneer krijg ik mijn geld terug?? #klaar", world.now
    )
    world.post(x.posts(angry))

    world.at("2026-11-20 23:46")
    assert world.pages() == [("23:45:00", "sanne")]
    page = world.sent[0]
    assert page.text.startswith("Waakhond: nog 15 min. @merel_utrecht88 op X wacht 45 min")

    world.at("2026-11-20 23:47").acknowledge(page)
    world.at("2026-11-20 23:58")
    assert world.pages() == [], "acknowledged: nothing at 23:55"

    kind = x.reply(
        angry, "Wat vervelend Merel! Ik zoek het uit, maandag is het opgelost. ^Sanne", local("2026-11-20 23:58")
    )
    world.post(x.posts(kind))
    world.at("2026-11-21 09:00")
    assert world.pages() == [], "answered at 58 minutes: nothing at midnight, nothing after it"
    assert world.pages("email") == []
    assert list(world.context().due.heads()) == []
