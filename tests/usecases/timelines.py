"""Random days of a few customers, told in a world in which anything may crash."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from hypothesis import strategies as st

from tests.stories import x
from tests.stories.world import local
from tests.usecases.crashing import CrashingWorld, Effects, Point
from tests.usecases.lawful import Told, ref_of

CUSTOMERS = ("jan_uit_ede", "merel", "tess_1987")
START = local("2026-11-17 10:00")
# By then the last step and the last repeat of whatever was asked are past, crashes included; then pages come to an end.
_LADDER, _ENDS = timedelta(minutes=25), timedelta(minutes=15)

What = Literal["asks", "is answered", "sees the answer deleted", "is taken"]


@dataclass(frozen=True, slots=True)
class Move:
    """So many seconds after the one before, something happens to a customer; the platform tells it so much later."""

    after: int
    customer: str
    what: What
    late: int = 0


Timeline = Sequence[Move]

# Whoever never asked is not answered either: such moves do nothing.
moves = st.builds(
    Move,
    st.integers(0, 240),
    st.sampled_from(CUSTOMERS),
    st.sampled_from(["asks", "asks", "is answered", "sees the answer deleted", "is taken"]),
    st.sampled_from([0, 0, 5, 200, 400]),
)
first = st.builds(Move, st.integers(0, 60), st.sampled_from(CUSTOMERS), st.just("asks"), st.sampled_from([0, 200]))
timelines: st.SearchStrategy[Timeline] = st.builds(
    lambda one, others: [one, *others], first, st.lists(moves, max_size=7)
)


@dataclass
class _Talk:
    """What the customers and the brand have written so far."""

    told: Told = field(default_factory=lambda: Told(set(), set()))
    asked: dict[str, x.Post] = field(default_factory=dict)
    answers: dict[str, x.Post] = field(default_factory=dict)

    def answer(self, customer: str, at: datetime) -> x.Post:
        post = self.answers[customer] = x.reply(self.asked[customer], "Morgen!", at)
        self.told.messages.add(post["id_str"])
        return post


def tell(timeline: Timeline, crashes: Collection[Point] = ()) -> tuple[CrashingWorld, Told]:
    """All of it, and everybody answered in the end."""
    world, talk = CrashingWorld(f"{START:%Y-%m-%d %H:%M}", Effects(crashes)), _Talk()
    at = START
    for move in timeline:
        at += timedelta(seconds=move.after)
        world.until(at)
        _happens(move, talk, world)
    world.until(at + _LADDER)
    talk.told.waited = {ref_of(post) for customer, post in talk.asked.items() if customer not in talk.answers}
    world.post(x.posts(*(talk.answer(customer, world.now) for customer in talk.asked)))
    world.until(world.now + _ENDS)
    return world, talk.told


def _happens(move: Move, talk: _Talk, world: CrashingWorld) -> None:
    customer, posted_at = move.customer, world.now - timedelta(seconds=move.late)
    match move.what:
        case "asks":
            post = talk.asked[customer] = x.mention(customer, "wanneer komt mijn bestelling??", posted_at)
            talk.told.messages.add(post["id_str"])
            world.post(x.posts(post))
        case "is answered" if customer in talk.asked:
            world.post(x.posts(talk.answer(customer, posted_at)))
        case "sees the answer deleted" if customer in talk.answers:
            world.post(x.deletion(talk.answers[customer]["id_str"], posted_at))
        case "is taken" if world.sent:
            world.acknowledge(world.sent[-1])
        case _:
            pass
