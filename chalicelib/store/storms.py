"""Counters that tell a storm: who came in which minute, how many in which hour, and the storm that lasts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.alerts import Alert
from chalicelib.domain.storm import HISTORY, WITHIN, Arrival, Storm
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.people import alert_item
from chalicelib.store.schema import expires, instant, storm_pk
from chalicelib.store.table import ABSENT, Expect, Item, Put, Table

_MINUTE = "MINUTE#"
_DAY = "DAY#"
_NOW = "NOW"
# A row of so many stays within 1 kB, the unit that writes are counted in. Ten such rows are far beyond any storm's
# least, so whoever comes after them changes nothing.
MOST_A_MINUTE = 80
# Parallel deliveries meet at the row of the minute. Who loses this often is in a storm that the others have counted.
_TRIES = 8
_MINUTES_KEPT_FOR = timedelta(days=1)
_DAYS_KEPT_FOR = HISTORY + timedelta(days=2)
# A storm is prolonged by the minute, so that in the thick of it not every delivery writes.
_PROLONGED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Storms:
    """Access to the STORM# partitions of one table."""

    table: Table

    def count(self, brand: str, arrivals: Iterable[Arrival], zone: str) -> None:
        """Note who came when: once a customer and minute, however often the same delivery is taken in.

        Hours are counted on the wall clock of `zone`, since customers live by it.
        """
        minutes: dict[str, dict[str, Arrival]] = {}
        for arrival in sorted(arrivals, reverse=True):  # of two of one customer the earlier stands
            minutes.setdefault(_minute(arrival.at), {})[arrival.customer] = arrival
        for sk, came in minutes.items():
            if added := self._add(brand, sk, came):
                local = min(came.values()).at.astimezone(ZoneInfo(zone))
                self.table.add(
                    storm_pk(brand),
                    f"{_DAY}{local:%Y-%m-%d}",
                    {f"h{local.hour}": added},
                    int((local + _DAYS_KEPT_FOR).timestamp()),
                )

    def arrivals(self, brand: str, first: datetime, last: datetime) -> tuple[Arrival, ...]:
        """Who came within ten minutes of anything between those instants."""
        rows = self.table.query(storm_pk(brand), _minute(first - WITHIN), _minute(last + WITHIN))
        return tuple(arrival for row in rows for arrival in _read(row))

    def days(self, brand: str, until: date) -> Mapping[date, Mapping[int, int]]:
        """How many customers came in each local hour of the days before, as far back as a usual day is looked for."""
        first = f"{_DAY}{until - HISTORY - timedelta(days=1):%Y-%m-%d}"
        return {
            date.fromisoformat(str(row["sk"]).removeprefix(_DAY)): {
                hour: int(row[f"h{hour}"]) for hour in range(24) if f"h{hour}" in row
            }
            for row in self.table.query(storm_pk(brand), first, f"{_DAY}{until:%Y-%m-%d}")
        }

    def current(self, brand: str) -> Storm | None:
        """The brand's latest storm, which may be over; None when there never was one."""
        item = self.table.get(storm_pk(brand), _NOW)
        return from_item(Storm, item) if item else None

    def begin(self, storm: Storm, was: Storm | None, alerts: Sequence[Alert], now: datetime) -> bool:
        """In one transaction: the storm is on, and its alerts wait. False: another one began first."""
        expect = ABSENT if was is None else Expect(values={"since": instant(was.since)})
        return self.table.transact([_put(storm, expect), *(Put(alert_item(alert, now), ABSENT) for alert in alerts)])

    def prolong(self, storm: Storm, was: Storm) -> None:
        """The rate was reached again. Of two that say so at once either may stand."""
        if storm.last_reached_at - was.last_reached_at >= _PROLONGED_EVERY:
            known = {"since": instant(was.since), "last_reached_at": instant(was.last_reached_at)}
            self.table.write(_put(storm, Expect(values=known)))

    def _add(self, brand: str, sk: str, came: Mapping[str, Arrival]) -> int:
        """Put these into the row of their minute; how many were new to it."""
        pk = storm_pk(brand)
        for _ in range(_TRIES):
            row = self.table.get(pk, sk)
            known = _read(row) if row else ()
            there = {arrival.customer for arrival in known}
            new = sorted(came[customer] for customer in came.keys() - there)[: MOST_A_MINUTE - len(known)]
            if not new:
                return 0
            customers = " ".join(f"{each.customer}{each.at:%S}" for each in (*known, *new))
            expires_at = int((new[0].at + _MINUTES_KEPT_FOR).timestamp())
            item: Item = {"pk": pk, "sk": sk, "customers": customers, "expires_at": expires_at}
            expect = Expect(values={"customers": row["customers"]}) if row else ABSENT
            if self.table.write(Put(item, expect)):
                return len(new)
        return 0


def _read(row: Item) -> tuple[Arrival, ...]:
    minute = datetime.fromisoformat(str(row["sk"]).removeprefix(_MINUTE)).replace(tzinfo=UTC)
    each = str(row["customers"]).split()
    return tuple(Arrival(minute + timedelta(seconds=int(text[-2:])), text[:-2]) for text in each)


def _minute(at: datetime) -> str:
    return f"{_MINUTE}{at.astimezone(UTC):%Y-%m-%dT%H:%M}"


def _put(storm: Storm, expect: Expect) -> Put:
    item: Item = {
        "pk": storm_pk(storm.brand),
        "sk": _NOW,
        "expires_at": expires(storm.last_reached_at),
        **to_item(storm),
    }
    return Put(item, expect)
