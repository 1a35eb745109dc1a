"""Statistics over results: how many were answered within the target, and how long an answer took. Never whose."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.pages import ClockKind
from chalicelib.domain.results import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Results of one clock that started in one hour of one weekday, inside the opening hours or outside, added up."""

    clock: ClockKind
    weekday: int
    hour: int
    inside_hours: bool
    apart: str | None = None
    counted: int
    within_target: int
    waiting: int
    """Past the target and still unanswered."""
    never_answered: int
    seconds: tuple[int, ...]
    """How long each answer took, the shortest first: a median needs them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attainment:
    """What tallies come to. Those dismissed or deleted after their due time are counted, and neither waits nor median.

    `median_seconds` is of what was answered, rounded up; None when nothing was.
    """

    counted: int
    within_target: int
    waiting: int
    never_answered: int
    median_seconds: int | None

    @property
    def percent(self) -> int | None:
        """How many in a hundred were within the target, rounded down: 100 means all. None of nothing."""
        return 100 * self.within_target // self.counted if self.counted else None


def tally(results: Iterable[Result]) -> tuple[Tally, ...]:
    """Add up results, in one order whatever the order they come in."""
    groups: defaultdict[tuple[ClockKind, int, int, bool, str], list[Result]] = defaultdict(list)
    for each in results:
        groups[each.clock, each.weekday, each.hour, each.inside_hours, each.apart or ""].append(each)
    return tuple(_tally(group) for _, group in sorted(groups.items()))


def attained(tallies: Iterable[Tally]) -> Attainment:
    """What several tallies come to together: of a day, of thirty, of one hour of the week."""
    tallies = tuple(tallies)
    return Attainment(
        counted=sum(each.counted for each in tallies),
        within_target=sum(each.within_target for each in tallies),
        waiting=sum(each.waiting for each in tallies),
        never_answered=sum(each.never_answered for each in tallies),
        median_seconds=_median(sorted(seconds for each in tallies for seconds in each.seconds)),
    )


def _tally(group: list[Result]) -> Tally:
    first = group[0]
    outcomes = Counter(each.outcome for each in group)
    return Tally(
        clock=first.clock,
        weekday=first.weekday,
        hour=first.hour,
        inside_hours=first.inside_hours,
        apart=first.apart,
        counted=len(group),
        within_target=sum(each.within_target for each in group),
        waiting=outcomes["waiting"],
        never_answered=outcomes["never_answered"],
        seconds=tuple(sorted(each.seconds for each in group if each.seconds is not None)),
    )


def _median(ordered: list[int]) -> int | None:
    if not ordered:
        return None
    upper = ordered[len(ordered) // 2]
    lower = ordered[(len(ordered) - 1) // 2]
    return (lower + upper + 1) // 2
