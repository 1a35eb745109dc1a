"""A crash or another worker, anywhere around the last look, loses nothing that was learned."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.head import Head
from chalicelib.lookups.port import Asked, Found, Gone
from chalicelib.store.conversations import Conversations
from chalicelib.store.schema import person_pk
from chalicelib.store.table import Put, Write
from chalicelib.usecases.escalate import escalate
from chalicelib.usecases.last_look import last_look
from chalicelib.usecases.ports import Context
from tests.stories import x
from tests.stories.world import local
from tests.usecases.asking import PAGED, QUESTION, Always, MadeUp, Stopped, on_x
from tests.usecases.crashing import CrashingWorld, Effects, Point

# What it learned, and the page's end. After them come the looks at pages that are followed.
_OF_THE_LOOK = 12


class CrashingAsking(CrashingWorld):
    """Whoever looks is told that the question is there until then, and gone after it."""

    gone_from: datetime

    def says(self, asked: Asked) -> Found | Gone:
        return Gone() if self.now >= self.gone_from else Found()

    def context(self) -> Context:
        return replace(super().context(), lookups=Always(MadeUp(self.says)))


def told(*crashes: Point) -> tuple[CrashingAsking, range]:
    """Paged in vain until the second method of the last repeat; nothing falls due after it. With its effects."""
    world = CrashingAsking("2026-11-17 10:00", Effects(crashes))
    world.gone_from = local("2026-11-17 10:16:29")
    world.at("2026-11-17 10:00:30").post(x.posts(x.mention("jan_uit_ede", QUESTION, world.now)))
    world.until(world.gone_from)
    before = world.effects.count
    world.at("2026-11-17 10:16:35")
    effects = range(before, world.effects.count)[:_OF_THE_LOOK]
    world.at("2026-11-17 10:19")
    return world, effects


def test_a_crash_anywhere_loses_nothing_that_was_learned() -> None:
    undisturbed, effects = told()
    assert undisturbed.sent, "the steps before it were paged"
    for number in effects:
        world, _ = told((number, "after"))
        running = [row["running"] for row in world.table.every("conversation") if row.get("running", "[]") != "[]"]
        late = [sent for sent in world.sent if sent.at > world.gone_from]
        assert (late, running, world.table.every("alert")) == ([], [], []), f"a crash after effect {number}"


def test_nobody_looks_again_because_another_claim_came_first() -> None:
    world = on_x()

    def claims(asked: Asked) -> Found:
        version = world.context().people.version("sanne")
        world.table.write(Put({"pk": person_pk("sanne"), "sk": "STATE", "version": version + 1}))
        return Found()

    made_up = MadeUp(claims)
    world.lookups = Always(made_up)
    world.at("2026-11-17 10:46")
    assert (world.pages(), len(made_up.asked)) == (PAGED, 1)


class Busy(Conversations):
    """Others save each head first."""

    def save(self, head: Head, version: int, now: datetime, beside: Sequence[Write] = ()) -> bool:
        return False


def test_what_was_learned_stands_though_others_keep_saving_the_conversation() -> None:
    world = on_x()
    (ref,) = (str(row["conversation"]) for row in world.table.rows("HEAD"))
    due = local("2026-11-17 10:45")
    alerts = escalate(ref, world.context(), due).alerts
    world.lookups = Always(MadeUp(lambda asked: Gone()))
    busy = replace(world.context(), conversations=Busy(world.table))
    assert last_look(alerts, busy, Stopped(due)) == {ref}
    assert [event for event, _ in world.journal.events if event == "last_look_contended"] == ["last_look_contended"]
    world.at("2026-11-17 10:46")
    assert (world.clocks("x"), world.pages()) == ([], [])
