"""Erasing a customer: no row names them any more, nobody else loses anything, and after a crash it goes on."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import count

import pytest

from chalicelib.domain.results import Result
from chalicelib.store.codec import from_item
from chalicelib.store.erasing import What
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.table import Item, Write
from chalicelib.usecases.board import board
from chalicelib.usecases.erase import Known, erase, known_as
from tests.stories import facebook, whatsapp, x
from tests.stories.world import EXAMPLE, World

JAN, PIET = x.mention("jan_uit_ede", "", World("2026-11-20 10:00").now)["user"]["id_str"], "10020030040050001"
EVA = "10020030040050002"


class Rows(MemoryTable):
    """Shows every row, and dies at the writes it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.left = -1

    def every(self) -> Iterator[Item]:
        yield from self._items.values()

    def transact(self, writes: Sequence[Write]) -> bool:
        if self.left == 0:
            raise Crash
        self.left -= 1
        return super().transact(writes)


class Crash(Exception):
    """The process is gone."""


def stage(settings: str = EXAMPLE.read_text("utf-8")) -> tuple[World, Rows]:
    world, table = World("2026-11-20 10:00", settings), Rows()
    world.table = table
    return world, table


def on_x() -> tuple[World, Rows]:
    """Jan asked twice and was answered once; somebody was paged about him, and took it; he wrote in private too."""
    world, table = stage()
    first = x.mention("jan_uit_ede", "waar blijft mijn zetmeel?", world.now)
    world.post(x.posts(first, x.mention("piet_v", "en waar blijft mijn zetmeel?", world.now)))
    world.at("2026-11-20 10:20").post(x.posts(x.reply(first, "Dag @jan_uit_ede, morgen!", world.now)))
    world.post(x.dm("jan_uit_ede", "mijn nummer is 4", world.now))
    world.at("2026-11-20 10:30").post(x.posts(x.mention("jan_uit_ede", "toch niet, waar dan?", world.now)))
    world.at("2026-11-20 11:35")
    world.acknowledge(next(page for page in world.sent if page.channel == "sms"))
    return world, table


def go(world: World, platform: str, customer: str) -> tuple[Known, Mapping[What, int]]:
    known = known_as(platform, customer, world.context())
    names = (f"erased-{number}" for number in count())
    return known, erase(known, world.context(), world.now, lambda: next(names), really=True)


def naming(table: Rows, *words: str) -> list[Item]:
    return [item for item in table.every() if any(word in str(value) for value in item.values() for word in words)]


def test_no_row_names_them_any_more() -> None:
    world, table = on_x()
    assert naming(table, JAN, "jan_uit_ede")
    known, counts = go(world, "x", JAN)
    assert known.whole == (f"x:merk:public:{JAN}", f"x:merk:direct:{JAN}")
    assert naming(table, JAN, "jan_uit_ede") == []
    assert set(counts) == {"facts", "heads", "results", "pages", "posts"}


def test_somebody_else_loses_nothing() -> None:
    world, table = on_x()
    before = [line for line in board(world.context(), world.now)["open"] if line["customer"] == "piet_v"]
    rows = naming(table, "piet_v")
    go(world, "x", JAN)
    assert board(world.context(), world.now)["open"] == before
    assert naming(table, "piet_v") == rows
    sent = len(world.sent)
    world.at("2026-11-20 12:40")
    assert len(world.sent) > sent, "piet still waits, so his page still comes"


def test_what_was_counted_counts_on_under_a_name_that_leads_nowhere() -> None:
    world, table = on_x()
    counted = board(world.context(), world.now)["attainment"]
    assert counted
    go(world, "x", JAN)
    assert board(world.context(), world.now)["attainment"] == counted
    results = [from_item(Result, item) for item in table.every() if str(item["pk"]).startswith("RESULT#")]
    anonymous = [each for each in results if each.id.startswith("erased-")]
    assert len(anonymous) == 2
    assert {(each.started_at.minute, each.counted_at.minute) for each in anonymous} == {(0, 0)}


def test_a_page_tells_on_that_somebody_was_paged_but_not_about_whom() -> None:
    world, table = stage()
    world.post(x.posts(x.mention("jan_uit_ede", "waar blijft mijn zetmeel?", world.now)))
    world.at("2026-11-20 10:46")  # paged by text, and by mail in two minutes unless somebody takes it
    go(world, "x", JAN)
    (paged, *_) = board(world.context(), world.now)["pages"]
    assert paged["conversations"] == ["x:erased:public:erased"]
    assert [told.state for told in world.pager.told] == []
    sent = len(world.sent)
    world.at("2026-11-20 13:00")
    assert len(world.sent) == sent, "nobody is paged about it any more"
    assert set(world.pager.incidents.values()) == {"resolved"}
    assert naming(table, JAN, "jan_uit_ede") == []


def test_looking_first_changes_nothing() -> None:
    world, table = on_x()
    before = [dict(item) for item in table.every()]
    known = known_as("x", JAN, world.context())
    counts = erase(known, world.context(), world.now, lambda: "erased-1", really=False)
    assert [dict(item) for item in table.every()] == before
    assert counts == go(world, "x", JAN)[1]


def test_nothing_is_known_of_somebody_who_never_wrote_nor_of_whoever_was_erased() -> None:
    world, _ = on_x()
    assert known_as("x", "404", world.context()).refs == ()
    assert known_as("telegram", JAN, world.context()).refs == ()
    go(world, "x", JAN)
    assert known_as("x", JAN, world.context()).refs == ()


@pytest.mark.parametrize("writes", range(0, 18, 2))
def test_after_a_crash_the_same_again_does_the_rest(writes: int) -> None:
    world, table = on_x()
    table.left = writes
    with pytest.raises(Crash):
        go(world, "x", JAN)
    table.left = -1
    go(world, "x", JAN)
    assert naming(table, JAN, "jan_uit_ede") == []


def thread() -> tuple[World, Rows]:
    """Two people ask something in one comment thread; whoever began it got an answer, the other one waits."""
    world, table = stage()
    first = facebook.comment(EVA, 1, "waar blijft mijn zetmeel?", world.now)
    world.post(facebook.delivery(first), "facebook")
    world.at("2026-11-20 10:05")
    world.post(
        facebook.delivery(facebook.comment(PIET, 2, "waar blijft die van mij dan?", world.now, under=first)), "facebook"
    )
    world.at("2026-11-20 10:10")
    answer = facebook.answer(first, 3, f"Klant {EVA}, dat zoeken we uit", world.now)
    world.post(facebook.delivery(answer), "facebook")
    world.at("2026-11-20 11:30")
    return world, table


def test_in_a_thread_of_several_people_only_theirs_goes() -> None:
    world, table = thread()
    counted = board(world.context(), world.now)["attainment"]
    assert [line["customer"] for line in board(world.context(), world.now)["open"]] == [f"Klant {PIET}"]
    known, counts = go(world, "facebook", PIET)
    assert (known.whole, len(known.threads), counts["results"]) == ((), 1, 1)
    assert naming(table, PIET) == []
    assert naming(table, EVA)
    assert board(world.context(), world.now)["open"] == []
    assert board(world.context(), world.now)["attainment"] == counted


def test_whoever_began_a_thread_goes_and_the_others_wait_on() -> None:
    world, table = thread()
    waiting = board(world.context(), world.now)["open"]
    go(world, "facebook", EVA)
    assert naming(table, EVA) == []
    assert board(world.context(), world.now)["open"] == waiting


def test_who_wrote_is_noted_once_a_day() -> None:
    world, table = thread()
    noted = [item for item in table.every() if str(item["pk"]) == f"CUSTOMER#facebook#{PIET}"]
    assert len(noted) == 1
    was = noted[0]["expires_at"]
    again = facebook.comment(PIET, 4, "hallo?", world.now, under=facebook.comment(EVA, 1, "", world.now))
    world.post(facebook.delivery(again), "facebook")
    assert [i["expires_at"] for i in table.every() if i["pk"] == f"CUSTOMER#facebook#{PIET}"] == [was]
    kept_until = max(int(item["expires_at"]) for item in naming(table, PIET) if str(item["pk"]).startswith("C#"))
    assert int(was) > kept_until + timedelta(hours=12).total_seconds()


def test_other_ids_of_the_same_customer_go_too() -> None:
    world, table = stage(EXAMPLE.read_text("utf-8") + whatsapp.ACCOUNT)
    world.post(whatsapp.message("NL.100", "wamid.1", world.now), "whatsapp")
    world.at("2026-11-20 10:10").post(whatsapp.new_id("NL.100", "NL.200", world.now), "whatsapp")
    known, _ = go(world, "whatsapp", "NL.100")
    assert known.ids == {"NL.100", "NL.200"}
    assert naming(table, "NL.100", "NL.200") == []
