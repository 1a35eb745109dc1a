"""From a step's instant until the text message has left, for sixty clocks in a minute, each its own person's.

In the local cloud, with policies enforced: its functions start and queue as in Lambda, its network does not. The end
is when SNS has answered, so a little later than when it was called.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import children, sixtybrands
from bench.figures import Figure, show
from tools.cleantree import ROOT

_COPIED = ("app.py", "requirements.txt", ".chalice", "chalicelib", "tools", "bench")
# Somebody who looks every two seconds sees what is due a second late on average, and then still has to send it.
_POLL = 2.0


@dataclass(frozen=True, slots=True)
class _Page:
    """Seconds of each leg: until the step was decided on, until the page was claimed, until it was sent."""

    to: str
    decided: float
    claimed: float
    sent: float

    @property
    def late(self) -> float:
        return self.decided + self.claimed + self.sent


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="waakhond-bench-") as directory:
        tree = Path(directory)
        for name in _COPIED:
            _copy(ROOT / name, tree / name)
        sixtybrands.extend(tree / "chalicelib" / "waakhond.toml")
        printed = children.output_of("bench.pages", environment={"PYTHONDONTWRITEBYTECODE": "1"}, cwd=tree)
    pages = [_Page(**json.loads(line)) for line in printed.splitlines()]
    sent = Figure(
        "pages that left",
        f"{len(pages)} to {len({page.to for page in pages})} people",
        f"{sixtybrands.BRANDS} clocks, each its own person's",
        len(pages) / sixtybrands.BRANDS,
        "exactly 1",
        len(pages) == len({page.to for page in pages}) == sixtybrands.BRANDS,
    )
    if not pages:
        return [sent]
    return [
        sent,
        _figure("from the step's instant to the page, median", median(p.late for p in pages), _POLL / 2, 0.3),
        _figure("the slowest", max(p.late for p in pages), _POLL, 1.0),
        _leg("until the step is decided on", pages, lambda page: page.decided),
        _leg("from there until the page is claimed", pages, lambda page: page.claimed),
        _leg("from there until SNS has answered", pages, lambda page: page.sent),
    ]


def _figure(what: str, seconds: float, polling: float, limit: float) -> Figure:
    return Figure(
        what,
        f"{seconds:.3f} s",
        f"{polling:g} s: looking every {_POLL:g} s, before anything is sent",
        seconds / polling,
        f"at most {limit:g} s",
        seconds <= limit,
    )


def _leg(what: str, pages: Sequence[_Page], seconds: Callable[[_Page], float]) -> Figure:
    legs = [seconds(page) for page in pages]
    share = sum(legs) / sum(page.late for page in pages)
    return Figure(what, f"{median(legs):.3f} s, at most {max(legs):.3f} s", "of the whole", share)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "deployed"))
    else:
        shutil.copy2(source, target)


if __name__ == "__main__":
    show(measure)
