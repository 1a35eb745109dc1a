"""The most memory that each function holds under load, in a fresh process each, beside what it is given."""

from datetime import UTC, datetime

from bench import children, lambdas, opensea, rig
from bench.figures import Figure, show
from tools.localaws import LocalAws

_OPEN = 1_000
# In this order: what the first ones leave behind, the others find.
_UNDER = {
    "ingest": "a batch of 10, one of 3 MB",
    "work": "20 steps, each with its page",
    "sweep": f"{_OPEN:,} rows due",
    "audit": f"{_OPEN:,} rows over a week old",
    "api_handler": f"a body of 3 MB; the status of {_OPEN:,} open",
}


def measure() -> list[Figure]:
    with rig.prepared() as aws:
        figures = []
        for function, load in _UNDER.items():
            now = datetime.now(UTC)
            if function == "sweep":
                opensea.fill_due(aws, _OPEN, now)
            if function == "audit":
                opensea.fill(aws, 0, _OPEN * 2, now, age_at_least=opensea.LONG_AGO)
            if function == "api_handler":
                opensea.fill(aws, _OPEN * 2, _OPEN * 3, now)
            figures.append(_figure(function, load, aws))
        return figures


def _figure(function: str, load: str, aws: LocalAws) -> Figure:
    held, given = _most_held(function, aws), lambdas.memory(function)
    return Figure(
        f"{function}: {load}",
        f"{held} MB at most",
        f"{given} MB: its setting",
        held / given,
        "at most 0.5",
        held <= given / 2,
    )


def _most_held(function: str, aws: LocalAws) -> int:
    return int(children.output_of("bench.load", function, environment=lambdas.environment(aws)))


if __name__ == "__main__":
    show(measure)
