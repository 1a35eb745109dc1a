"""A whole Waakhond in process that watches the accounts of the recordings, by the rules of the example."""

from dataclasses import replace
from datetime import UTC, datetime

from chalicelib.domain.organisation import Book, Effective
from tests.platforms.brand import ORGANISATION
from tests.stories.world import World


def watching(start: str = "2026-11-20 23:00") -> World:
    """Its two brands have the people of the example's one."""
    world = World(start)
    merk = world.organisation.brands["merk"]
    world.organisation = replace(
        world.organisation,
        brands={"merk": merk, "anders": replace(merk, id="anders", name="Anders")},
        accounts=ORGANISATION.accounts,
    )
    world.book = Book((Effective("first", datetime(1970, 1, 1, tzinfo=UTC), world.organisation),))
    return world
