"""What a deadline costs, beside the obvious way of counting open minutes one by one.

Both run in one process on one machine, so the ratio travels better than the microseconds do.
"""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import ceil, lcm
from zoneinfo import ZoneInfo

from bench.figures import Figure, show
from bench.timing import microseconds
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


def measure() -> list[Figure]:
    return [_figure(duration, calendar) for duration, calendar in CASES]


def _figure(duration: Duration, calendar: ServiceCalendar) -> Figure:
    start = FRIDAY_AFTERNOON
    due = deadline(start, duration, calendar)
    if naive_deadline(start, duration, calendar) != due:
        raise SystemExit(f"the two ways disagree on {duration}: nothing to compare")
    ours = microseconds(lambda: deadline(start, duration, calendar))
    back = microseconds(lambda: before(due, duration, calendar))
    naive = microseconds(lambda: naive_deadline(start, duration, calendar), rounds=3)
    return Figure(
        f"deadline of {duration}, {calendar.name}",
        f"{ours:.1f} us, the way back {back:.1f} us",
        f"{naive:.0f} us: counting open minutes one by one",
        ours / naive,
        "at most 0.2",
        ours <= 0.2 * naive,
    )


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


if __name__ == "__main__":
    show(measure)
