"""The measurements themselves: that all of them are run and told, and the costs that are exact on any machine."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from bench import examples, figures, wire
from bench.__main__ import DOCUMENT, MODULES, write
from bench.figures import Figure, at_most
from chalicelib.domain.facts_seen import Message
from chalicelib.platforms import registry, x
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.table import Item, Write
from chalicelib.usecases.escalate import escalate
from chalicelib.usecases.ingest import ingest
from chalicelib.usecases.ports import Context
from chalicelib.usecases.receive import receive
from chalicelib.usecases.settle import settle
from chalicelib.usecases.sweep import sweep
from tests.stories.world import World
from tools import xposts

BENCH = Path(__file__).parents[1] / "bench"


def test_every_measurement_is_run_and_has_its_place_in_the_documentation() -> None:
    measuring = {path.stem for path in BENCH.glob("*.py") if "def measure()" in path.read_text("utf-8")}
    assert measuring == set(MODULES)
    document = DOCUMENT.read_text("utf-8")
    assert [name for name in MODULES if f"<!-- bench: {name} -->" not in document] == []


@pytest.mark.parametrize("name", sorted(path.stem for path in BENCH.glob("*.py") if path.stem != "__init__"))
def test_every_module_can_be_imported(name: str) -> None:
    module = import_module(f"bench.{name}")
    assert name not in MODULES or callable(module.measure)


@pytest.mark.parametrize(
    ("ours", "met"),
    [
        pytest.param(14.9, True, id="less than the aim is met"),
        pytest.param(15.0, True, id="just the aim is met"),
        pytest.param(15.1, False, id="more is told as not met"),
    ],
)
def test_an_aim_is_a_ratio(ours: float, met: bool) -> None:
    figure = at_most("a call", ours, 10.0, 1.5, "us", "the floor")
    assert figure.met is met
    assert ("NO" in figures.table([figure])) is not met


def test_figures_survive_the_way_between_processes() -> None:
    found = [Figure("a", "1 us", "2 us: b", 0.5, "at most 1", True), Figure("told | only", "3 MB")]
    assert figures.loaded(figures.dumped(found)) == found
    assert "told \\| only" in figures.markdown(found)


def test_writing_replaces_the_figures_and_leaves_what_people_wrote(tmp_path: Path) -> None:
    document = tmp_path / "measured.md"
    document.write_text(
        "# Why\n<!-- bench: cost -->\nold\n<!-- end -->\nAnd so.\n<!-- bench: memory -->\n<!-- end -->\n"
    )
    write("cost", [Figure("ingest", "5 calls")], document)
    write("cost", [Figure("ingest", "4 calls")], document)
    text = document.read_text()
    assert text.startswith("# Why\n<!-- bench: cost -->\n")
    assert text.endswith("<!-- end -->\nAnd so.\n<!-- bench: memory -->\n<!-- end -->\n")
    assert text.count("4 calls") == 1
    assert "old" not in text and "5 calls" not in text


def test_writing_without_a_place_says_so(tmp_path: Path) -> None:
    document = tmp_path / "measured.md"
    document.write_text("# Nothing here\n")
    with pytest.raises(ValueError, match="no place for cost"):
        write("cost", [], document)


@pytest.mark.parametrize(
    ("kilobytes", "consistent", "units"),
    [
        pytest.param([], True, 1, id="finding nothing costs a unit"),
        pytest.param([], False, 0.5, id="half of it when eventually consistent"),
        pytest.param([1, 1, 1], True, 1, id="small items of one query are added before rounding"),
        pytest.param([1] * 4, True, 1, id="4 kB is one unit"),
        pytest.param([1] * 5, True, 2, id="more than 4 kB is two"),
        pytest.param([5], False, 1, id="two halves"),
    ],
)
def test_read_units(kilobytes: list[int], consistent: bool, units: float) -> None:
    items: list[dict[str, dict[str, str | bool]]] = [{"text": {"S": "x" * (1024 * k - 4)}} for k in kilobytes]
    assert wire.read_units(items, consistent=consistent) == units


def test_the_size_of_an_item_is_that_of_its_names_and_values() -> None:
    assert wire.size({"pk": {"S": "é"}, "n": {"N": "-123"}, "b": {"BOOL": True}}) == (2 + 2) + (1 + 3) + (1 + 1)


class CountingTable(MemoryTable):
    """Counts the calls, and the index entries they read."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: Counter[str] = Counter()

    def get(self, pk: str, sk: str) -> Item | None:
        self.calls["get"] += 1
        return super().get(pk, sk)

    def query(self, pk: str, first: str = "", last: str = "\U0010ffff", *, backwards: bool = False) -> Iterator[Item]:
        self.calls["query"] += 1
        return super().query(pk, first, last, backwards=backwards)

    def index(self, ix: str, first: str = "", last: str = "\U0010ffff", limit: int | None = None) -> Iterator[Item]:
        self.calls["index"] += 1
        for item in super().index(ix, first, last, limit):
            self.calls["index entries"] += 1
            yield item

    def write(self, write: Write) -> bool:
        self.calls["write"] += 1
        return MemoryTable.transact(self, [write])

    def transact(self, writes: Sequence[Write]) -> bool:
        self.calls["transact"] += 1
        return super().transact(writes)

    def add(self, pk: str, sk: str, amounts: Mapping[str, int], expires_at: int) -> None:
        self.calls["add"] += 1
        super().add(pk, sk, amounts, expires_at)


class Counted:
    """One process of the app over a counting table."""

    def __init__(self) -> None:
        self.world = World("2026-11-17 10:00")
        self.table = self.world.table = CountingTable()
        self.context: Context = self.world.context()

    def count(self, run: Callable[[], object]) -> dict[str, int]:
        self.table.calls.clear()
        run()
        return dict(self.table.calls)

    def know(self, ref: str, asked_at: datetime) -> None:
        """A conversation that has come in, however."""
        (model,) = examples.talk(1)
        assert isinstance(model, Message)
        message = replace(model, asked_at=asked_at, first_seen_at=asked_at, stored_at=asked_at)
        self.context.conversations.add(ref, message)
        settle(ref, self.context, self.world.now)

    def take_in(self, *posts: xposts.Post) -> None:
        body = xposts.delivery(examples.ACCOUNT, *posts)
        queued: list[str] = []
        receive(
            "x",
            registry.load("x"),
            {x.SIGNATURE_HEADER: examples.signature(body)},
            body,
            [examples.SIGNED_WITH],
            now=self.world.now,
            send=queued.append,
            keep=lambda packed: pytest.fail("nothing here is large"),
        )
        for text in queued:
            ingest(text, self.context, self.world.now)


def test_a_mention_costs_few_calls() -> None:
    app = Counted()
    now = app.world.now
    first = examples.mention("opwarmer", now)
    app.take_in(first)  # the heartbeats of a process are written now and then only, and so is the last answer
    app.take_in(xposts.reply(examples.ACCOUNT, examples.HANDLE, first, text="Dag!", answered_at=now))
    asked = examples.mention("merel_utrecht88", now - timedelta(minutes=44, seconds=50))
    ref = f"x:merk:public:{asked['user']['id_str']}"
    least = Counter({"write": 2, "query": 1})  # a fact, a look, a head
    tells_a_storm = Counter({"get": 1, "write": 1, "add": 1, "query": 1})
    assert app.count(lambda: app.take_in(asked)) == least + tells_a_storm

    step = now + timedelta(seconds=10)
    app.world._now = step
    assert app.count(lambda: escalate(ref, app.context, step)) == {"query": 1, "transact": 1}
    answer = xposts.reply(examples.ACCOUNT, examples.HANDLE, asked, text="We zoeken het uit.", answered_at=step)
    ends_a_clock = Counter({"write": 1, "query": 1, "transact": 1})  # the head goes together with the result
    where_it_stands = Counter({"write": 1, "get": 1})
    pages_that_are_followed = Counter({"query": 1})
    assert app.count(lambda: app.take_in(answer)) == ends_a_clock + where_it_stands + pages_that_are_followed


def test_a_sweep_reads_what_is_due_and_nothing_of_what_is_open() -> None:
    few, many = _sweep_with(only_open=10), _sweep_with(only_open=200)
    assert few == many
    assert (few["index"], few["index entries"]) == (4, 3), "a query per shard, an entry per conversation that is due"


def _sweep_with(only_open: int) -> dict[str, int]:
    app = Counted()
    now = app.world.now
    for number in range(only_open):
        app.know(f"x:merk:public:{number}", now - timedelta(minutes=1))
    for number in range(3):
        app.know(f"x:merk:public:due{number}", now - timedelta(minutes=43))
    return app.count(lambda: sweep(app.context, now))
