"""A customer gets another id while waiting: who is paged when, and what stops it, is as if nothing had happened."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.usecases import act, by_board
from tests.stories import whatsapp
from tests.stories.world import EXAMPLE, World, local
from tests.usecases.crashing import Crash, CrashingTable, Effects

OLD, NEW, OTHER = "NL.100", "NL.200", "NL.300"
ASKED = "2026-11-17 10:00"
EXAMPLE_TEXT = EXAMPLE.read_text("utf-8")
# Holidays take longer to read than a story takes to tell.
HOLIDAYS = EXAMPLE_TEXT[
    EXAMPLE_TEXT.index("[calendars.kantoor.holidays]") : EXAMPLE_TEXT.index("# --- What you promise")
]
SETTINGS = EXAMPLE_TEXT.replace(HOLIDAYS, "") + whatsapp.ACCOUNT

Told = dict[str, bytes]
"""Bodies by the instant at which they arrive."""

QUESTION: Told = {ASKED: whatsapp.message(OLD, "wamid.1", local(ASKED))}


def world_where(*told: Told) -> World:
    world = World("2026-11-17 08:59", SETTINGS)
    for when, body in sorted(pair for each in told for pair in each.items()):
        world.at(when).post(body, "whatsapp")
    return world


def renamed(when: str, before: str = OLD, now: str = NEW) -> Told:
    return {when: whatsapp.new_id(before, now, local(when))}


def answer(when: str, customer: str = NEW) -> Told:
    return {when: whatsapp.status(customer, "wamid.2", "sent", local(when))}


def pages_until(when: str, world: World) -> list[tuple[str, str]]:
    return world.at(when).pages()


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(renamed("2026-11-17 10:30"), id="before the first page"),
        pytest.param(renamed("2026-11-17 10:50"), id="between two pages"),
        pytest.param(renamed("2026-11-17 09:00"), id="the new id is told before the question under the old one comes"),
        pytest.param(
            renamed("2026-11-17 10:30") | renamed("2026-11-17 10:50", NEW, OTHER), id="and gets a third id after that"
        ),
        pytest.param(
            renamed("2026-11-17 10:30") | renamed("2026-11-17 10:50", NEW, OLD), id="and gets the old id back"
        ),
        pytest.param(
            renamed("2026-11-17 10:30") | {"2026-11-17 10:31": whatsapp.new_id(OLD, NEW, local("2026-11-17 10:30"))},
            id="told twice",
        ),
    ],
)
def test_a_new_id_changes_no_page(told: Told) -> None:
    plain = pages_until("2026-11-17 12:15", world_where(QUESTION))
    assert len(plain) > 3
    assert pages_until("2026-11-17 12:15", world_where(QUESTION, told)) == plain


@pytest.mark.parametrize("customer", [NEW, OLD], ids=["to the new id", "to the old id, that somebody still has"])
def test_an_answer_ends_the_wait_under_whichever_id_it_is_given(customer: str) -> None:
    world = world_where(QUESTION, renamed("2026-11-17 10:30"), answer("2026-11-17 10:40", customer))
    assert pages_until("2026-11-17 12:15", world) == []
    (clock,) = world.clocks("whatsapp")
    assert (clock.started_at, clock.ended_at, clock.end) == (local(ASKED), local("2026-11-17 10:40"), "answered")


def test_an_answer_of_before_the_new_id_stays_an_answer() -> None:
    world = world_where(QUESTION, answer("2026-11-17 10:30", OLD), renamed("2026-11-17 10:40"))
    assert pages_until("2026-11-17 12:15", world) == []
    assert [clock.end for clock in world.clocks("whatsapp")] == ["answered"]


def test_a_page_of_before_the_new_id_still_opens_and_takes_what_it_told() -> None:
    world = world_where(QUESTION).at("2026-11-17 10:46")
    page = world.sent[-1]
    world.at("2026-11-17 10:50").post(renamed("2026-11-17 10:50")["2026-11-17 10:50"], "whatsapp")
    world.acknowledge(page)
    (head,) = world.context().due.heads()
    assert (head.conversation, head.acknowledged_by) == (f"whatsapp:merk:direct:{NEW}", page.to)


def test_only_the_new_conversation_is_on_the_board() -> None:
    world = world_where(QUESTION, renamed("2026-11-17 10:30")).at("2026-11-17 10:40")
    (head,) = world.context().due.heads()
    assert head.conversation == f"whatsapp:merk:direct:{NEW}"
    assert [clock.asked_at for clock in head.running] == [local(ASKED)]


STORY = QUESTION | renamed("2026-11-17 10:30") | renamed("2026-11-17 10:50", NEW, OTHER) | answer("2026-11-17 11:00")
STORY |= {"2026-11-17 11:05": whatsapp.message(OLD, "wamid.3", local("2026-11-17 11:05"), "en het andere pakket?")}
STORY |= {"2026-11-17 11:06": whatsapp.message(OTHER, "wamid.4", local("2026-11-17 11:06"), "hallo?")}


@given(order=st.permutations(list(STORY.values())), again=st.sets(st.sampled_from(list(STORY.values()))))
@settings(max_examples=40, deadline=None)
def test_the_order_of_deliveries_changes_nothing(order: list[bytes], again: set[bytes]) -> None:
    def ending(bodies: list[bytes]) -> list[object]:
        world = World("2026-11-17 11:10", SETTINGS)
        for body in bodies:
            world.post(body, "whatsapp")
        heads = [(head.conversation, head.running) for head in world.context().due.heads()]
        return [heads, [(c.anchor, c.started_at, c.ended_at, c.end) for c in world.clocks("whatsapp")]]

    assert ending([*order, *again]) == ending(list(STORY.values()))


@pytest.mark.parametrize("comes_back", [True, False], ids=["and is taken in again", "and never comes back"])
def test_whatever_crashes_on_the_way_somebody_is_paged_in_time(comes_back: bool) -> None:
    body = renamed("2026-11-17 10:30")["2026-11-17 10:30"]
    plain = pages_until("2026-11-17 12:15", world_where(QUESTION))

    def crashing_after(effect: int) -> tuple[World, int]:
        effects = Effects(crashes={(effect, "after")}, armed=False)
        world = World("2026-11-17 08:59", SETTINGS)
        world.table = CrashingTable(effects)
        world.at(ASKED).post(QUESTION[ASKED], "whatsapp")
        world.at("2026-11-17 10:30")
        effects.armed = True
        with suppress(Crash):
            world.post(body, "whatsapp")
        effects.armed = False
        if comes_back:
            world.post(body, "whatsapp")
        return world, effects.count

    _, effects = crashing_after(-1)
    assert effects > 5
    for number in range(effects):
        world, _ = crashing_after(number)
        assert pages_until("2026-11-17 12:15", world) == plain, f"a crash after effect {number}"


@pytest.mark.parametrize("here", [OLD, NEW], ids=["on the page of the old id", "on the page of the new id"])
def test_what_is_done_by_hand_is_done_where_the_conversation_goes_on(here: str) -> None:
    world = world_where(QUESTION, renamed("2026-11-17 10:10")).at("2026-11-17 10:20")
    here, there = f"whatsapp:merk:direct:{here}", f"whatsapp:merk:direct:{NEW}"
    by_board.take(here, "sanne", "shown", world.context(), world.now)
    assert [head.acknowledged_by for head in world.context().due.heads()] == ["sanne"]
    assert act.pass_on((here,), "sanne", world.context(), world.now) == ("mirjam",)
    ((head),) = world.context().due.heads()
    assert (head.conversation, head.acknowledged_by) == (there, None)
    assert world.at("2026-11-17 10:21").pages() == [("10:20:00", "mirjam")]
    by_board.take(here, "sanne", "shown", world.context(), world.now)
    assert [head.acknowledged_by for head in world.context().due.heads()] == ["sanne"], "taken once more, by name"
