"""Is a channel silent, or is it only quiet? Judged by the same hours of the four weeks before.

A channel is one surface of an account: a platform can stop telling direct messages while public ones keep coming, as
X did in 2026. What is usual is the median of the weeks and not their mean, so that a storm in one of them, or an
outage of ours, does not make ordinary quiet suspect.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Literal
from zoneinfo import ZoneInfo

ENOUGH = 7
"""So many messages must have been usual in the time that nothing came: by chance none come once in a thousand times."""
LEAST = timedelta(minutes=30)
WEEKS = 4
NEW_FOR = timedelta(weeks=WEEKS)
"""Before a channel is so old its usual hours are not known."""
LOOKS_BACK = timedelta(weeks=1)
"""What has not been usual ENOUGH within this is never enough."""

State = Literal["heard", "silent", "new", "unknown"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`unknown`: nothing ever came, or too little is usual to say. `usual`: messages in such a time, while silent."""

    state: State
    since: datetime | None = None
    usual: int = 0


def judge(heard_at: datetime | None, begun_at: datetime | None, now: datetime, weeks: Sequence[int]) -> Verdict:
    """Judge a channel by its last message and by how many came in the same time of each of the earlier weeks.

    `begun_at`: the oldest message that is known of; None: none that is old enough. `weeks` is as `windows` asks.
    """
    if heard_at is None:
        return Verdict("unknown")
    if now - heard_at < LEAST:
        return Verdict("heard")
    if begun_at is None or now - begun_at < NEW_FOR:
        return Verdict("new")
    usual = int(median(weeks)) if weeks else 0
    return Verdict("silent", heard_at, usual) if usual >= ENOUGH else Verdict("unknown")


def windows(heard_at: datetime, now: datetime, zone: str) -> tuple[tuple[datetime, datetime], ...]:
    """The time since the last message as it was in each of the earlier weeks, half-open, the nearest week first.

    Each begins at the same wall time of `zone` and lasts as long, so that it only grows while the silence does, also
    in the night in which the clock goes back.
    """
    local = heard_at.astimezone(ZoneInfo(zone))
    lasted = min(max(now - heard_at, timedelta()), LOOKS_BACK)
    starts = ((local - timedelta(weeks=back)).astimezone(UTC) for back in range(1, WEEKS + 1))
    return tuple((start, start + lasted) for start in starts)
