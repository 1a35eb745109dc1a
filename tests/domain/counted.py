"""Results as statistics take them: only what is counted differs from one to the next."""

from chalicelib.domain.pages import ClockKind
from chalicelib.domain.results import Outcome, Result
from tests.domain.build import at
from tests.domain.merk import ID


def result(
    outcome: Outcome = "answered",
    seconds: int | None = None,
    *,
    clock: ClockKind = "first_response",
    weekday: int = 1,
    hour: int = 10,
    inside: bool = True,
    apart: str | None = None,
    target: int = 3600,
) -> Result:
    """A clock that took so many seconds to its answer."""
    return Result(
        id="",
        platform="x",
        account=ID,
        surface="public",
        clock=clock,
        started_at=at("10:00"),
        due_at=at("11:00"),
        counted_at=at("11:00"),
        day="2026-11-17",
        outcome=outcome,
        within_target=seconds is not None and seconds <= target,
        inside_hours=inside,
        weekday=weekday,
        hour=hour,
        seconds=seconds,
        apart=apart,
    )
