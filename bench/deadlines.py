"""What a deadline costs, beside the obvious way of counting open minutes one by one.

Both run in one process on one machine, so the ratio travels better than the microseconds do.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import ceil, lcm
from time import perf_counter
from zoneinfo import ZoneInfo

from chalicelib.domain.calendar import ALWAYS, Period, ServiceCalendar
from chalicelib.domain.duration import Duration, Elapsed, WorkingDays, WorkingHours, amount, before, deadline

OFFICE = ServiceCalendar(
    name="office",
    zone="Europe/Amsterdam",
    weekly=(*((Period(540, 1050),),) * 5, (), ()),
    closed=frozenset({date(2026, 12, 25), date(2027, 1, 1)}),
)
FRIDAY_AFTERNOON = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

CASES: list[tuple[Duration, ServiceCalendar]] = [
    (Elapsed(45 * 60), ALWAYS),
    (WorkingHours(4 * 3600), OFFICE),
    (WorkingDays(Fraction(2)), OFFICE),
    (WorkingDays(Fraction(10)), OFFICE),
]


def run() -> list[tuple[str, str]]:
    """Return a line for each duration: what was measured, and the result."""
    return [(f"deadline of {duration}, {calendar.name}", _line(duration, calendar)) for duration, calendar in CASES]


def main() -> None:
    for name, result in run():
        print(f"{name:40} {result}")


def _line(duration: Duration, calendar: ServiceCalendar) -> str:
    start = FRIDAY_AFTERNOON
    due = deadline(start, duration, calendar)
    if naive_deadline(start, duration, calendar) != due:
        raise SystemExit(f"the two ways disagree on {duration}: nothing to compare")
    ours = _microseconds(lambda: deadline(start, duration, calendar))
    back = _microseconds(lambda: before(due, duration, calendar))
    naive = _microseconds(lambda: naive_deadline(start, duration, calendar))
    return f"{ours:6.1f} us, before {back:6.1f} us, minute by minute {naive:9.1f} us: {naive / ours:6.0f} times"


def naive_deadline(start: datetime, duration: Duration, calendar: ServiceCalendar) -> datetime:
    """Count open minutes, from a start on a whole minute and over periods that end by midnight.

    All in integers, so that the ratio is that of the two ways and not of the Fraction class.
    """
    zone = ZoneInfo(calendar.zone)
    weekdays = [sum(period.end - period.start for period in day) for day in calendar.weekly]
    parts = lcm(*filter(None, weekdays)) if isinstance(duration, WorkingDays) else 60
    wanted = ceil(amount(duration) * (parts if isinstance(duration, WorkingDays) else 1))
    passed, now = 0, start
    while passed < wanted:
        wall = now.astimezone(zone)
        if _open_at(calendar, wall.date(), wall.hour * 60 + wall.minute):
            passed += parts // weekdays[wall.weekday()] if isinstance(duration, WorkingDays) else parts
        now += MINUTE
    return now


def _open_at(calendar: ServiceCalendar, day: date, minute: int) -> bool:
    periods = () if day in calendar.closed else calendar.weekly[day.weekday()]
    return any(period.start <= minute < period.end for period in periods)


def _microseconds(call: Callable[[], datetime]) -> float:
    """Return the best of five rounds of at least 20 ms: noise only ever adds."""
    call()
    rounds: list[float] = []
    count = 1
    while len(rounds) < 5:
        began = perf_counter()
        for _ in range(count):
            call()
        spent = perf_counter() - began
        if spent < 0.02:
            count *= 2
        else:
            rounds.append(spent / count * 1e6)
    return min(rounds)


if __name__ == "__main__":
    main()
