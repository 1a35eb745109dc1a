"""A measured claim, and the table that people read.

Absolute times differ per machine and per minute; so every claim is set beside something that was measured in the same
run, or beside a limit that the platform gives.
"""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from textwrap import wrap

from bench.children import until_stopped

_WIDTHS = (44, 24, 30, 9, 17)
_HEADINGS = ("what", "measured", "beside", "ratio", "aim", "met")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row. `ratio` is measured by beside; `met` is None for what has no aim and is only told."""

    what: str
    measured: str
    beside: str = ""
    ratio: float | None = None
    aim: str = ""
    met: bool | None = None


Measure = Callable[[], list[Figure]]


def at_most(what: str, ours: float, theirs: float, limit: float, unit: str, beside: str) -> Figure:
    """A figure whose aim is a ratio of at most `limit`."""
    ratio = ours / theirs
    return Figure(
        what,
        f"{_short(ours)} {unit}",
        f"{_short(theirs)} {unit}: {beside}",
        ratio,
        f"at most {limit:g}",
        ratio <= limit,
    )


def show(measure: Measure) -> None:
    """Measure and print: what `python -m bench.NAME` does. `--json` prints for the process that gathers."""
    until_stopped(lambda: print(dumped(measure()) if "--json" in sys.argv[1:] else table(measure())))


def table(figures: Iterable[Figure]) -> str:
    """Aligned columns, long cells wrapped."""
    lines = [_line(_HEADINGS), "-" * (sum(_WIDTHS) + 20)]
    for figure in figures:
        cells = [wrap(cell, width) or [""] for cell, width in zip(_cells(figure), (*_WIDTHS, 6), strict=True)]
        for number in range(max(len(cell) for cell in cells)):
            lines.append(_line([cell[number] if number < len(cell) else "" for cell in cells]))
    return "\n".join(lines)


def markdown(figures: Iterable[Figure]) -> str:
    """The same as a table of the documentation."""
    rows = [_HEADINGS, ("---",) * len(_HEADINGS), *(_cells(figure) for figure in figures)]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in rows)


def dumped(figures: Sequence[Figure]) -> str:
    """One line of JSON, for the process that gathers."""
    return json.dumps([asdict(figure) for figure in figures])


def loaded(text: str) -> list[Figure]:
    """The inverse of `dumped`. Raises ValueError for other text."""
    return [Figure(**raw) for raw in json.loads(text)]


def _cells(figure: Figure) -> tuple[str, ...]:
    ratio = "" if figure.ratio is None else _short(figure.ratio)
    met = {None: "", True: "yes", False: "NO"}[figure.met]
    return figure.what, figure.measured, figure.beside, ratio, figure.aim, met


def _line(cells: Sequence[str]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, (*_WIDTHS, 6), strict=True)).rstrip()


def _short(value: float) -> str:
    """Three digits, never in powers of ten: nobody believes more of a measurement."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
