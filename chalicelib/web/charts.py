"""Charts of columns, drawn by hand as SVG: a library for two shapes would outweigh the page many times over.

All lengths are in units of a drawing WIDTH by HEIGHT, which is a telephone's 360 pixels less its margins: there the
letters stand in their own size, and on anything wider the drawing does not grow much.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 328
HEIGHT = 132
LEFT = 4
TOP = 20
"""What the full height stands for is written above this line, where it takes no room from the columns."""
BASE = 110
_WIDEST = 26.0
# Of its place a column takes so much; what is left parts it from the next.
_SHARE = 0.7
# The least that can be seen: one among thousands is not none.
_LOWEST = 2.0

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_LENGTHS = (
    *(_MINUTE * n for n in (1, 2, 5, 10, 20, 30)),
    *(_HOUR * n for n in (1, 2, 4, 8, 12)),
    *(_DAY * n for n in (1, 2, 4, 7, 14)),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `part` is which of the column's parts it is, from below."""

    part: int
    x: float
    y: float
    width: float
    height: float


def columns(stacks: Sequence[Sequence[int]], top: int) -> tuple[Bar, ...]:
    """Columns side by side, each of parts upon each other; `top` is what the full height stands for.

    A part of nothing is not drawn, and any other can be seen.
    """
    place = (WIDTH - LEFT) / len(stacks)
    width = min(_WIDEST, place * _SHARE)
    bars: list[Bar] = []
    for number, stack in enumerate(stacks):
        above = float(BASE)
        for part, amount in enumerate(stack):
            height = max(_LOWEST, (BASE - TOP) * amount / top) if amount else 0.0
            above -= height
            if amount:
                x = LEFT + place * (number + 0.5) - width / 2
                bars.append(Bar(part, round(x, 1), round(above, 1), round(width, 1), round(height, 1)))
    return tuple(bars)


def middle(number: int, of: int) -> float:
    """Where the middle of a column stands: its name goes below."""
    return round(LEFT + (WIDTH - LEFT) * (number + 0.5) / of, 1)


def round_amount(most: int) -> int:
    """The next amount that reads easily, at least 1: 4, 10, 30, 800."""
    power = 1
    while True:
        for digit in (1, 2, 3, 4, 5, 6, 8):
            if digit * power >= most:
                return digit * power
        power *= 10


def round_length(most: int) -> int:
    """The next length of time that reads easily, in seconds, at least a minute; in whole weeks when it is long."""
    week = 7 * _DAY
    return next((length for length in _LENGTHS if length >= most), -(-most // week) * week)
