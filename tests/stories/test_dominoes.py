"""Saturday evening, something breaks: two hundred customers in ten minutes."""

from datetime import timedelta
from functools import partial

from chalicelib.usecases.open_page import open_page
from tests.stories import x
from tests.stories.world import Sent, World

LAMENTS = (
    "pinnen lukt niet bij jullie, kan iemand dit oplossen?",
    "sta al tien minuten aan de kassa, pinnen doet het niet!!",
    "pinstoring? mijn pinpas wordt overal geweigerd 😡",
    "hoelang gaat die storing met pinnen nog duren?",
    "weer storing bij de kassa, lekker dan. pinnen kan je vergeten #faal",
)

WRITTEN: dict[World, list[x.Post]] = {}


def dominoes() -> World:
    """One customer every three seconds from 20:00:00 on, until somebody looks."""
    world = World("2026-11-21 19:58").at("2026-11-21 20:00")
    began = world.now
    for number in range(200):
        world.schedule(began + timedelta(seconds=3 * number), partial(_write, world, number))
    return world


def _write(world: World, number: int) -> None:
    name, text, followers = f"klant_{number:03}", LAMENTS[number % len(LAMENTS)], 240
    if number == 80:  # 20:04:00
        name, text = "piet_v", "waar blijft mijn bestelling? zou gisteren bezorgd worden"
    if number == 120:  # 20:06:00
        name, followers = "x_nieuws", 80_000
    post = x.mention(name, text, world.now, followers=followers)
    WRITTEN.setdefault(world, []).append(post)
    world.post(x.posts(post))


def storms(world: World) -> list[Sent]:
    return [page for page in world.sent if "STORM" in page.text]


def test_the_twentieth_customer_makes_a_storm() -> None:
    world = dominoes().at("2026-11-21 20:00:56")
    assert world.pages() == [], "nineteen are no storm while there is no history"
    world.at("2026-11-21 20:00:57")
    assert world.pages() == [("20:00:57", "sanne")]
    assert world.sent[0].text.startswith("Waakhond STORM: 20 wachten, +20 in 5 min. 1e grens 21:00. ")


def test_one_page_a_storm_and_acknowledged_it_is_quiet_until_a_limit_comes_near() -> None:
    world = dominoes().at("2026-11-21 20:02")
    page, alert = storms(world)
    assert (page.channel, alert.channel) == ("sms", "pagerduty")
    world.acknowledge(page)
    world.at("2026-11-21 20:44:59")
    assert storms(world) == [page, alert], "the rate is reached again with every customer, but it is the same storm"
    assert world.sent == [page, alert]


def test_its_link_tells_how_it_stands_now() -> None:
    world = dominoes().at("2026-11-21 20:10")
    opened = open_page(storms(world)[0].link.rsplit("/", 1)[1], world.context(), world.now)
    assert opened is not None
    assert [item.customer_name for item in opened.view.items[:2]] == ["@klant_000", "@klant_001"]
    crowd = opened.view.crowd
    assert crowd is not None
    assert (crowd.waiting, crowd.growth) == (200, 99)
    assert crowd.furthest == ("@x_nieuws", 80_000)
    assert crowd.other_topics == ("@piet_v",)


def test_nobody_acknowledges_and_the_mail_tells_the_numbers_of_its_own_instant() -> None:
    world = dominoes().at("2026-11-21 20:05")
    told = [(page.channel, f"{page.at:%M:%S}") for page in storms(world)]
    assert told == [("sms", "00:57"), ("pagerduty", "00:57"), ("email", "03:57")]
    # The eightieth writes in that very second.
    assert storms(world)[-1].text.startswith(("Waakhond STORM: 79 wachten", "Waakhond STORM: 80 wachten"))


def answered(world: World, number: int) -> bool:
    """By 20:58 the brand has answered three of every four, the first customer not among them."""
    return number % 4 != 0


def test_the_whole_evening() -> None:
    world = dominoes().at("2026-11-21 20:02")
    world.acknowledge(world.sent[0])
    world.at("2026-11-21 20:46")
    assert world.pages() == [("20:00:57", "sanne"), ("20:45:00", "sanne")]
    page = world.sent[-1]
    assert "200 wachten" in page.text and "1e grens 21:00" in page.text, page.text
    assert "@x_nieuws 80k" in page.text and "Ander onderwerp: 1" in page.text, page.text
    world.acknowledge(page)

    world.at("2026-11-21 20:57")
    assert world.pages() == [], "taken: nothing at 20:55"
    for number, post in enumerate(WRITTEN[world]):
        if answered(world, number):
            world.post(x.posts(x.reply(post, "Er is een storing, we werken eraan!", world.now)))
    world.at("2026-11-21 21:00:59")
    assert world.pages() == [("21:00:00", "sanne")]
    assert "50 wachten" in world.sent[-1].text, world.sent[-1].text
    world.at("2026-11-21 21:01:30")
    assert world.pages() == [("21:01:00", "mirjam")]
    assert "50 wachten" in world.sent[-1].text
    for channel in ("sms", "pagerduty"):
        assert [page.to for page in world.sent if page.channel == channel].count("sanne") == 3
    assert [(at[:5], state) for at, state in world.shown()] == [("20:02", "acknowledged"), ("20:46", "acknowledged")]
    for number, post in enumerate(WRITTEN[world]):
        if not answered(world, number):
            world.post(x.posts(x.reply(post, "Het werkt weer!", world.now)))
    world.at("2026-11-21 21:20")
    assert set(world.pager.incidents.values()) == {"resolved"}, "the storm's own one too"
