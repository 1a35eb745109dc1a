"""Three moments of one Friday evening, told by the real use cases: a calm one, a busy one, a storm.

They are told on a table in memory, minute by minute, and copied to the table of the deployed app: the pages that show
them are the app's own.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from chalicelib.domain.reach import Outcome
from chalicelib.store.memory_table import Key, MemoryTable
from chalicelib.store.reach import Reaches
from chalicelib.store.table import Put, Table, Write
from tests.stories import facebook, x
from tests.stories.world import World, local

ENDS = local("2026-11-20 19:20:30")
"""The instant of all three: Sanne carries the phone."""

_QUESTIONS = (
    ("merel_utrecht88", "al drie keer gebeld en nog steeds geen reactie. wanneer bellen jullie terug?"),
    ("jan_uit_ede", "waar blijft mijn bestelling? dinsdag beloofd"),
    ("piet_v", "pinnen doet het niet in de winkel in Zwolle, klopt dat?"),
    ("els_88", "kan ik een factuur op naam van mijn moeder krijgen?"),
    ("noor_dh", "jullie app loopt steeds vast \U0001f62c help"),
)
_SAME = ("pinnen doet het niet?", "kan niet betalen, storing bij jullie?", "de pin werkt niet, wanneer wel?")


class KnownTable(MemoryTable):
    """A table in memory that knows what it holds, so that it can be copied."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: dict[Key, None] = {}

    def transact(self, writes: Sequence[Write]) -> bool:
        self._keys |= {(str(w.item["pk"]), str(w.item["sk"])): None for w in writes if isinstance(w, Put)}
        return super().transact(writes)

    def add(self, pk: str, sk: str, amounts: Mapping[str, int], expires_at: int) -> None:
        self._keys[pk, sk] = None
        super().add(pk, sk, amounts, expires_at)

    def copy_to(self, table: Table) -> None:
        for pk, sk in self._keys:
            item = self.get(pk, sk)
            if item is not None:
                assert table.write(Put(item))


def _evening(settings: str = "") -> World:
    """From five in the afternoon; by six all who asked have had an answer."""
    world = World("2026-11-20 17:00", settings) if settings else World("2026-11-20 17:00")
    world.table = KnownTable()
    _everybody_was_reached(world)
    asked = []
    for number, (name, words) in enumerate(_QUESTIONS):
        world.until(local("2026-11-20 17:10") + timedelta(minutes=4 * number))
        asked.append(x.mention(f"{name}_1", words, world.now))
        world.post(x.posts(asked[-1]))
    helped = x.mention("ger_a", "hoe geef ik mijn nieuwe adres door?", world.now, account=x.WEBCARE)
    world.post(x.posts(helped, account=x.WEBCARE))
    world.post(x.posts(x.reply(helped, "Dat kan in de app.", world.now, account=x.WEBCARE), account=x.WEBCARE))
    world.post(facebook.delivery(facebook.comment("7000", 9, "\U0001f44f", world.now)), "facebook")
    for number, post in enumerate(asked):
        world.until(local("2026-11-20 17:41") + timedelta(minutes=3 * number))
        world.post(x.posts(x.reply(post, "Dank voor je geduld, het is in orde.", world.now)))
    return world


def calm(settings: str = "") -> World:
    """Nobody waits."""
    world = _evening(settings)
    world.until(ENDS)
    return world


def busy(settings: str = "") -> World:
    """Seven wait: one of them too late, one taken, one on Facebook, one by DM."""
    world = _evening(settings)
    world.at("2026-11-20 17:55").post(x.dm("sem_010", "hallo?", world.now))
    for number, (name, words) in enumerate(_QUESTIONS):
        world.until(local("2026-11-20 18:16") + timedelta(minutes=11 * number))
        world.post(x.posts(x.mention(name, words, world.now)))
    world.at("2026-11-20 19:12").post(
        facebook.delivery(facebook.comment("7001", 1, "hoe laat gaan jullie morgen open?", world.now)), "facebook"
    )
    world.at("2026-11-20 19:14")
    _take(world, "jan_uit_ede")
    world.until(ENDS)
    return world


def storm(settings: str = "") -> World:
    """Forty within ten minutes, about one thing but for one, and one of them has many followers."""
    world = _evening(settings)
    for number in range(40):
        world.until(local("2026-11-20 19:10") + timedelta(seconds=15 * number))
        words, reach = _SAME[number % 3], 240
        if number == 11:
            words = "mijn pakket ligt al een week in Breda, wie zoekt dat uit?"
        if number == 17:
            reach = 80_000
        world.post(x.posts(x.mention(f"klant_{number + 1}", words, world.now, followers=reach)))
    world.until(ENDS)
    return world


def _everybody_was_reached(world: World) -> None:
    """A test page to each of them was answered an hour ago."""
    at = world.now - timedelta(hours=1)
    for person in world.organisation.people.values():
        first = person.methods[0]
        told = Outcome(channel=first.channel, to=first.to, at=at, worked=True, how="answered")
        Reaches(world.table).note(person.id, [told], world.now)


def _take(world: World, about: str) -> None:
    """Whoever was paged about somebody takes it by the page's link."""
    page = next(each for each in reversed(world.sent) if about in each.text)
    world.acknowledge(page)
