"""Customers who all come at once, for the tests of storms."""

from datetime import timedelta

from chalicelib.store.storms import Storms
from tests.stories import x
from tests.stories.world import Sent, World

QUESTION = "pinnen lukt niet, kan iemand dit oplossen?"


def ask(world: World, *customers: str, text: str = QUESTION) -> list[x.Post]:
    """Everybody in a delivery of their own, now."""
    posts = [x.mention(customer, text, world.now) for customer in customers]
    for post in posts:
        world.post(x.posts(post))
    return posts


def nineteen(world: World) -> list[x.Post]:
    return ask(world, *(f"klant_{number}" for number in range(19)))


def one_more(world: World) -> None:
    ask(world, "de_twintigste")


def pages_of_storms(world: World) -> list[Sent]:
    """Those about a storm itself, without the pager's beside them: in one, other pages tell their numbers too."""
    people = world.organisation.people
    since = world.now - timedelta(days=2)
    storms = {
        world.context().code_for(page.group)
        for person in people
        for page in world.context().people.pages(person, since)
        if any(alert.step == "storm" for alert in page.alerts)
    }
    sent = (page for page in world.sent if page.channel != "pagerduty")
    return [page for page in sent if page.link.rsplit("/", 1)[1] in storms]


def counted(world: World) -> int:
    """How many customers of the last two hours were counted."""
    return len(Storms(world.table).arrivals("merk", world.now - timedelta(hours=2), world.now))


def all_answered(world: World, posts: list[x.Post]) -> None:
    """The brand answers everybody, in one delivery."""
    world.post(x.posts(*(x.reply(post, "Het is opgelost!", world.now) for post in posts)))
