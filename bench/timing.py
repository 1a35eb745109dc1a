"""Time that a call takes of the processor: other processes on the machine do not count, only slow it a little."""

from collections.abc import Callable, Sequence
from time import process_time

_ROUND = 0.05


def microseconds(call: Callable[[], object], rounds: int = 7) -> float:
    """Processor time of one call: the best of several rounds of at least 50 ms, since noise only ever adds."""
    return side_by_side([call], rounds)[0]


def side_by_side(calls: Sequence[Callable[[], object]], rounds: int = 7) -> list[float]:
    """As `microseconds`, for several calls whose rounds take turns, so that a busy minute hits them all."""
    counts = [_enough(call) for call in calls]
    best = [float("inf")] * len(calls)
    for _ in range(rounds):
        for place, (call, count) in enumerate(zip(calls, counts, strict=True)):
            best[place] = min(best[place], _spent(call, count) / count * 1e6)
    return best


def _enough(call: Callable[[], object]) -> int:
    """How many calls fill a round; warms the call up by the way."""
    count = 1
    while _spent(call, count) < _ROUND:
        count *= 2
    return count


def _spent(call: Callable[[], object], count: int) -> float:
    began = process_time()
    for _ in range(count):
        call()
    return process_time() - began
