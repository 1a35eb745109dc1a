"""A Waakhond that asks: beside everything else it polls two stand-ins on loopback every minute."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.platforms.registry import POLLED
from chalicelib.polling.http import Http
from chalicelib.polling.registry import Pollers
from chalicelib.store.cursors import Cursors, Polling
from chalicelib.usecases.poll import Polled, poll
from tests.stories.world import EXAMPLE, World
from tools.fakebluesky import FakeBluesky
from tools.fakemastodon import FakeMastodon
from tools.loopback import Loopback, listening

BLUESKY = "did:plc:merk000000000000000000aa"
MASTODON = "109300000000000001"
SETTINGS = f"""{EXAMPLE.read_text("utf-8")}
[[accounts]]
platform = "bluesky"
id = "{BLUESKY}"
name = "merk.example.com"
brand = "merk"
calendar = "kantoor"

[[accounts]]
platform = "mastodon"
id = "{MASTODON}"
name = "merk"
brand = "merk"
calendar = "kantoor"
host = "mastodon.example"
"""
_SECRETS = {"bluesky": (f"{BLUESKY}=x-app-password",), "mastodon": (f"{MASTODON}=x-access-token",)}


@dataclass(frozen=True)
class Asking:
    """The world, the two platforms it asks, and the servers they answer through."""

    world: World
    bluesky: FakeBluesky
    mastodon: FakeMastodon
    servers: dict[str, Loopback]

    def row(self, platform: str) -> Polling:
        return next(row for (name, _), row in Cursors(self.world.table).all().items() if name == platform)


@contextmanager
def asking(start: str) -> Iterator[Asking]:
    """From then on both are asked at ten seconds past every minute."""
    world = World(start, SETTINGS)
    bluesky = FakeBluesky(did=BLUESKY, handle="merk.example.com", passwords={"x-app-password"})
    mastodon = FakeMastodon(id=MASTODON, name="merk", tokens={"x-access-token"})
    pollers = Pollers(Http(clock=lambda: world.now, read_timeout=0.2))
    with listening(bluesky) as one, listening(mastodon) as other:
        hosts = {"bsky.social": one.url, "mastodon.example": other.url}

        def ask() -> None:
            world.schedule(world.now + timedelta(minutes=1), ask)
            poll(
                Polled(
                    accounts=[each for each in world.organisation.accounts if each.platform in POLLED],
                    cursors=Cursors(world.table),
                    pollers=pollers,
                    secrets=_SECRETS.__getitem__,
                    address=hosts.__getitem__,
                    send=world.inbox.send,
                    keep=lambda packed: "too large for a story",
                    clock=lambda: world.now,
                    journal=world.journal,
                )
            )

        world.schedule(world.now + timedelta(seconds=10), ask)
        yield Asking(world, bluesky, mastodon, {"bluesky": one, "mastodon": other})
