"""What an event costs by platform, without the network: its adapter, and taking it in; and one very large delivery.

The deliveries are the recorded ones that the adapters are tested with, so each platform is measured by its own shapes.
"""

import json
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bench import children, lambdas, rig, wire
from bench.figures import Figure, at_most, show
from bench.thousand import CHANGES, Spent, too_large
from bench.timing import side_by_side
from chalicelib.domain.organisation import Organisation
from chalicelib.platforms.body import read_json
from chalicelib.platforms.registry import REGISTRY, Adapter, load
from chalicelib.store.conversations import Conversations
from chalicelib.store.due import DueIndex
from chalicelib.store.memory_table import MemoryTable
from chalicelib.store.notes import Notes
from chalicelib.store.people import People
from chalicelib.usecases.ingest import ingest
from chalicelib.usecases.ports import Context
from chalicelib.usecases.pulse import Pulse
from tests.platforms.arriving import arrive
from tests.platforms.recordings import Recording, recordings
from tests.platforms.signers import SIGNED_AT
from tests.platforms.watching import watching
from tests.stories.world import DeadLetters
from tools import localaws

# 100,000 events in a minute on one core.
_BUDGET = 60 / 100_000 * 1e6
_RECEIVED_AT = datetime.fromtimestamp(SIGNED_AT, UTC)
_ROUNDS = 5


def measure() -> list[Figure]:
    world = watching()
    context = replace(world.context(), work=DeadLetters(), inbox_dead=DeadLetters())
    return [figure for platform in REGISTRY for figure in _platform(platform, context)] + _large()


def _platform(platform: str, context: Context) -> list[Figure]:
    """Per event of those that its recordings hold, whatever becomes of them."""
    adapter, told = load(platform), [*recordings(platform)]
    settings = context.book.latest
    payloads = [recording.payload for recording in told]
    events = sum(len(list(adapter.normalise(payload, settings))) for payload in payloads)
    queued = [_queued(recording) for recording in told]
    read, normalise, take_in = side_by_side(
        [
            lambda: [read_json(recording.body) for recording in told],
            partial(_normalise, adapter, payloads, settings),
            partial(_take_in, queued, context),
        ],
        _ROUNDS,
    )
    return [
        Figure(
            f"{platform}: normalise an event",
            f"{normalise / events:.0f} us",
            f"{read / events:.0f} us: reading its share of the JSON",
            normalise / read,
        ),
        at_most(
            f"{platform}: take it in, from queue message to head",
            take_in / events,
            _BUDGET,
            1.0,
            "us",
            "a core's share of 100,000 events a minute",
        ),
    ]


def _normalise(adapter: Adapter, payloads: list[dict[str, object]], settings: Organisation) -> None:
    for payload in payloads:
        for _ in adapter.normalise(payload, settings):
            pass


def _take_in(queued: list[str], context: Context) -> None:
    for text in queued:
        ingest(text, _afresh(context), _RECEIVED_AT + timedelta(seconds=5))


def _queued(recording: Recording) -> str:
    """The inbox message of a recorded delivery."""
    texts: list[str] = []
    arrive(recording, _RECEIVED_AT, texts.append, too_large)
    return texts[0]


def _afresh(context: Context) -> Context:
    """An empty table, so that every event is news."""
    table = MemoryTable()
    notes = Notes(table)
    return replace(
        context,
        conversations=Conversations(table),
        people=People(table),
        due=DueIndex(table),
        notes=notes,
        pulse=Pulse(notes),
    )


def _large() -> list[Figure]:
    """In a fresh process, as a function is, over the network to a local AWS."""
    with (
        tempfile.TemporaryDirectory(prefix="waakhond-bench-") as directory,
        rig.prepared() as aws,
        wire.metered(aws.url) as meter,
    ):
        relayed = localaws.at(meter.url, aws.region, Path(directory) / "aws.config")
        told = children.output_of("bench.thousand", environment=lambdas.environment(relayed))
        calls = meter.taken()
    spent = Spent(**json.loads(told))
    what = f"facebook: {CHANGES:,} comments in one delivery"
    seconds, megabytes = lambdas.timeout("ingest"), lambdas.memory("ingest")
    return [
        at_most(what, spent.seconds, seconds, 0.5, "s", "the time-out of ingest"),
        at_most(f"{what}, memory", spent.megabytes, megabytes, 0.5, "MB", "what ingest is given"),
        Figure(
            f"{what}, calls",
            wire.told(calls),
            f"{CHANGES:,} comments",
            len(calls) / CHANGES,
            "at most 4.1: a fact, who wrote in the thread, a look, a head",
            len(calls) <= 4.1 * CHANGES,
        ),
    ]


if __name__ == "__main__":
    show(measure)
