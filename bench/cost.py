"""What a mention costs in calls and capacity units, stage by stage; and a sweep, whatever is open."""

import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from time import perf_counter

from bench import lambdas, mention, opensea, rig, wire
from bench.figures import Figure, show
from bench.mention import Stage
from bench.wire import Call, Meter
from chalicelib import bootstrap
from tools import localaws
from tools.localaws import LocalAws

_FEW, _MANY = 1_000, 100_000
_DUE = 10
# The least units that any design of facts and heads takes to store a message.
_LEAST = {"ingest": 4}


def measure() -> list[Figure]:
    with (
        tempfile.TemporaryDirectory(prefix="waakhond-bench-") as directory,
        rig.prepared() as aws,
        wire.metered(aws.url) as meter,
        open(os.devnull, "w") as nowhere,
        redirect_stdout(nowhere),
    ):
        relayed = localaws.at(meter.url, aws.region, Path(directory) / "aws.config")
        os.environ.update(lambdas.environment(relayed))
        found = mention.stages(aws, meter)
        return [*(_stage(stage) for stage in found), _life(found), *_sweeps(aws, relayed, meter)]


def _stage(stage: Stage) -> Figure:
    least = _LEAST.get(stage.name)
    if least is None:
        return Figure(stage.name, _units(stage.calls), wire.told(stage.calls))
    units = _sum(stage.calls)
    return Figure(
        stage.name,
        f"{_units(stage.calls)}: {wire.told(stage.calls)}",
        f"{least} units: a fact row, a look, a head row and its index entry",
        units / least,
        "at most 1.5",
        units <= 1.5 * least,
    )


def _life(stages: Sequence[Stage]) -> Figure:
    calls = [call for stage in stages for call in stage.calls]
    return Figure("the mention's whole life", _units(calls), f"{len(calls)} calls")


def _sweeps(aws: LocalAws, relayed: LocalAws, meter: Meter) -> list[Figure]:
    now = bootstrap.now()
    opensea.fill(aws, 0, _FEW, now)
    few = opensea.sweep_cost(aws, relayed, meter, _DUE)
    began = perf_counter()
    opensea.fill(aws, _FEW, _MANY, now)
    print(f"filling the table took {perf_counter() - began:.0f} s", file=sys.stderr)
    many = opensea.sweep_cost(aws, relayed, meter, _DUE)
    return [
        Figure(
            f"a sweep with {_DUE} due of {_MANY:,} open",
            f"{_units(many)}, {len(many)} calls",
            f"{_units(few)}, {len(few)} calls: of {_FEW:,} open",
            _sum(many) / _sum(few),
            "exactly 1",
            (_sum(many), len(many)) == (_sum(few), len(few)),
        )
    ]


def _sum(calls: Sequence[Call]) -> float:
    return sum(call.reads + call.writes for call in calls)


def _units(calls: Sequence[Call]) -> str:
    return f"{sum(call.reads for call in calls):g} read, {sum(call.writes for call in calls):g} write"


if __name__ == "__main__":
    show(measure)
