"""How many messages came in by each channel in each minute: a row an hour, kept for five weeks.

A row of a full hour has sixty small counters and stays within 1 kB, the unit that writes are counted in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chalicelib.domain.organisation import Surface
from chalicelib.domain.silence import LOOKS_BACK, NEW_FOR
from chalicelib.store.table import Item, Table

_KEPT_FOR = NEW_FOR + LOOKS_BACK + timedelta(days=2)
# Most channels that are well had a message in so short a time, and one look at three rows finds it.
_LATELY = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Channel:
    """One surface of an account."""

    platform: str
    account: str
    surface: Surface


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Access to the ARRIVED# partitions of one table."""

    table: Table

    def add(self, channel: Channel, minutes: Mapping[datetime, int]) -> None:
        """Count messages by the minute in which they came in; several minutes of an hour are one write."""
        hours: dict[datetime, dict[str, int]] = {}
        for at, amount in minutes.items():
            utc = at.astimezone(UTC)
            counters = hours.setdefault(utc.replace(minute=0, second=0, microsecond=0), {})
            counters[f"m{utc:%M}"] = counters.get(f"m{utc:%M}", 0) + amount
        for hour, counters in hours.items():
            self.table.add(_pk(channel), _sk(channel, hour), counters, int((hour + _KEPT_FOR).timestamp()))

    def latest(self, channel: Channel, now: datetime) -> datetime | None:
        """The minute in which the last message came in; None when none did within a week."""
        for back in (_LATELY, LOOKS_BACK):
            for row in self._rows(channel, now - back, now, backwards=True):
                return max(_minutes(row))
        return None

    def begun_at(self, channel: Channel, now: datetime) -> datetime | None:
        """The oldest message that came in more than four weeks ago, as far as we know; None: none did."""
        rows = self._rows(channel, now - NEW_FOR - LOOKS_BACK, now - NEW_FOR)
        return next((min(_minutes(row)) for row in rows), None)

    def between(self, channel: Channel, start: datetime, end: datetime) -> int:
        """How many messages came in within whole minutes of [start, end)."""
        return sum(
            amount
            for row in self._rows(channel, start, end)
            for at, amount in _minutes(row).items()
            if start <= at and at + timedelta(minutes=1) <= end
        )

    def _rows(self, channel: Channel, first: datetime, last: datetime, *, backwards: bool = False) -> Iterator[Item]:
        return self.table.query(_pk(channel), _sk(channel, first), _sk(channel, last), backwards=backwards)


def _minutes(row: Item) -> dict[datetime, int]:
    hour = datetime.fromisoformat(str(row["sk"]).partition("#")[2]).replace(tzinfo=UTC)
    return {
        hour + timedelta(minutes=minute): int(row[f"m{minute:02}"]) for minute in range(60) if f"m{minute:02}" in row
    }


def _pk(channel: Channel) -> str:
    return f"ARRIVED#{channel.platform}#{channel.account}"


def _sk(channel: Channel, at: datetime) -> str:
    return f"{channel.surface}#{at.astimezone(UTC):%Y-%m-%dT%H}:00"
