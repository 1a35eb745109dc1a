"""Exceptions to the rotas, mutes, outages: made by hand, never changed, taken back with a name and an instant."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.outage import Outage
from chalicelib.domain.rota import Absence, Override
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.table import ABSENT, Expect, Item, Put, Table

_PK = "DUTY"
# Long enough to explain any page that can still be asked about.
_KEPT_FOR = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """No pages about an account (or, with `conversation`, about that one only) until then.

    With `post` about that conversation and every other one under the same post.
    """

    id: str
    platform: str
    account: str
    by: str
    made_at: datetime
    until: datetime
    reason: str = ""
    conversation: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One exception as the audit trail shows it: one of the four, and who took it back when, if anybody did."""

    key: str
    override: Override | None = None
    absence: Absence | None = None
    mute: Mute | None = None
    outage: Outage | None = None
    removed_by: str | None = None
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Duties:
    """Access to the DUTY partition of one table."""

    table: Table

    def add_override(self, override: Override) -> bool:
        """Keep an override. False: one with this id is there already."""
        return self._add(Entry(key=f"override#{override.id}", override=override), override.end)

    def add_absence(self, absence: Absence) -> bool:
        """Keep an absence. False: one with this id is there already."""
        return self._add(Entry(key=f"absence#{absence.id}", absence=absence), absence.end)

    def add_mute(self, mute: Mute) -> bool:
        """Keep a mute. False: one with this id is there already."""
        return self._add(Entry(key=f"mute#{mute.id}", mute=mute), mute.until)

    def add_outage(self, outage: Outage) -> bool:
        """Keep a known outage. False: one with this id is there already."""
        return self._add(Entry(key=outage_key(outage.id), outage=outage), outage.until)

    def entry(self, key: str) -> Entry | None:
        """One exception as it stands this moment; None: there is none."""
        item = self.table.get(_PK, key)
        return _entry(item) if item else None

    def remove(self, key: str, by: str, now: datetime) -> Entry | None:
        """Take an exception back; it stays in the trail. None: there is none, or it was taken back already."""
        item = self.table.get(_PK, key)
        if item is None or "removed_by" in item:
            return None
        removed = replace(_entry(item), removed_by=by, removed_at=now)
        gone: Item = {**item, **to_item(removed)}
        return removed if self.table.write(Put(gone, Expect(values={"removed_by": None}))) else None

    def entries(self) -> tuple[Entry, ...]:
        """The whole trail, taken back ones included."""
        return tuple(_entry(item) for item in self.table.query(_PK))

    def _add(self, entry: Entry, end: datetime) -> bool:
        expires_at = int((end + _KEPT_FOR).timestamp())
        return self.table.write(Put({"pk": _PK, "sk": entry.key, "expires_at": expires_at, **to_item(entry)}, ABSENT))


def outage_key(id: str) -> str:
    """The key of an outage's entry."""
    return f"outage#{id}"


def _entry(item: Item) -> Entry:
    return from_item(Entry, item)
