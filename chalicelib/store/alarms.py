"""Alarms about channels: one row for each place and kind, the latest one; what is over stays for a while."""

from dataclasses import dataclass

from chalicelib.domain.alarms import Alarm
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.schema import expires
from chalicelib.store.table import ABSENT, Expect, Item, Put, Table

_PK = "ALARMS"


@dataclass(frozen=True, slots=True)
class Alarms:
    """Access to the ALARMS partition of one table."""

    table: Table

    def all(self) -> tuple[Alarm, ...]:
        """Every alarm that is open, or that was the last one of its place and kind."""
        return tuple(from_item(Alarm, item) for item in self.table.query(_PK))

    def put(self, alarm: Alarm, was: Alarm | None) -> bool:
        """Keep an alarm in place of what was read there. False: it is another one by now, or further on."""
        expect = ABSENT
        if was is not None:
            known: Item = to_item(was)
            expect = Expect(values={name: known.get(name) for name in ("since", "tries", "told_at", "over_at")})
        until = expires(alarm.over_at or alarm.queued_at or alarm.since)
        row: Item = {"pk": _PK, "sk": alarm.place, **to_item(alarm)}
        # While it is open it must not expire, however long ago it began.
        return self.table.write(Put(row if alarm.open else {**row, "expires_at": until}, expect))

    def get(self, place: str) -> Alarm | None:
        """The latest alarm of a place and kind, over or not; None when there never was one."""
        item = self.table.get(_PK, place)
        return from_item(Alarm, item) if item else None
