"""An account of which the usual day is known: what came in by it in the weeks before, at the same hours every day."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.store.arrivals import Arrivals, Channel
from chalicelib.usecases.board import board
from tests.stories import x
from tests.stories.world import AMSTERDAM, World, local

PUBLIC = Channel("x", x.MERK[0], "public")
DIRECT = Channel("x", x.MERK[0], "direct")
WEEKS = 5
TUESDAY = "2026-11-17 14:30"
TWO = local("2026-11-17 14:00")
Told = list[tuple[str, str]]


def came_in(world: World, channel: Channel, *at: datetime) -> None:
    """A message came in at each of these instants."""
    for each in at:
        Arrivals(world.table).add(channel, {each.replace(second=0, microsecond=0): 1})


def usual_days(
    world: World, channel: Channel, last: datetime, *, hours: Iterable[int] = range(8, 20), weeks: int = WEEKS
) -> None:
    """Every ten minutes of those hours one, each day of so many weeks, up to and with that instant."""
    days = {(last - timedelta(days=back)).astimezone(AMSTERDAM).date() for back in range(7 * weeks + 1)}
    for day in sorted(days):
        came_in(
            world, channel, *(at for hour in hours for at in _each_ten_minutes(day.isoformat(), hour) if at <= last)
        )


def _each_ten_minutes(day: str, hour: int) -> Iterable[datetime]:
    start = datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=ZoneInfo("Europe/Amsterdam"))
    return (start + timedelta(minutes=minute) for minute in range(0, 60, 10))


def silent_at_two(start: str = TUESDAY) -> World:
    world = World(start)
    usual_days(world, PUBLIC, TWO)
    return world


def told(world: World, until: str) -> Told:
    """(local time, person) of the texts about channels until then."""
    world.at(until)
    return [(f"{each.at.astimezone(AMSTERDAM):%H:%M}", each.to) for each in world.notices if each.channel == "sms"]


def state_of(world: World, account: str = "merk") -> tuple[object, object]:
    """State and since of an account on X as a machine reads it."""
    (found,) = [
        each
        for each in board(world.context(), world.now)["accounts"]
        if (each["platform"], each["name"]) == ("x", account)
    ]
    return found["state"], found["silent_since"]


def lines(world: World) -> list[tuple[str, str, str]]:
    seen = board(world.context(), world.now, language="en")["attention"]
    kinds = ("silent", "stale", "revoked", "refused", "dead")
    return [(line["kind"], line["who"], line["text"]) for line in seen if line["kind"] in kinds]
