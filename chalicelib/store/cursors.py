"""How far each polled account was read, and how asking it goes.

A row is saved only over the version that was read, so of two runs at once one stops; what both queued joins itself.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.store.codec import from_item, to_item
from chalicelib.store.table import ABSENT, Expect, Item, Put, Table

_PK = "POLL"
STALE_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polling:
    """One account. `cursor` is the poller's own, empty before the first page; `next_at`: not asked before."""

    platform: str
    account: str
    cursor: str = ""
    answered_at: datetime | None = None
    """When it was last asked with success; None: never."""
    failing_since: datetime | None = None
    failures: int = 0
    """How often it failed since it last answered."""
    reason: str = ""
    """Why the last try failed; empty while it answers."""
    refused: bool = False
    """The platform does not take the secret, or there is none: no later try can mend that."""
    next_at: datetime | None = None
    version: int = 0

    def stale(self, now: datetime) -> bool:
        """What it tells of the account is old: refused, or in vain for more than five minutes."""
        heard = self.answered_at or self.failing_since
        return self.refused or (self.failing_since is not None and heard is not None and now - heard > STALE_AFTER)


@dataclass(frozen=True, slots=True)
class Cursors:
    """Access to the POLL partition of one table."""

    table: Table

    def all(self) -> dict[tuple[str, str], Polling]:
        """Every account that was ever polled, by platform and id."""
        rows = (from_item(Polling, item) for item in self.table.query(_PK))
        return {(row.platform, row.account): row for row in rows}

    def save(self, row: Polling) -> Polling | None:
        """The row as it is stored from now on; None when somebody else saved another one meanwhile."""
        saved = replace(row, version=row.version + 1)
        item: Item = {"pk": _PK, "sk": f"{row.platform}#{row.account}", **to_item(saved)}
        expected = Expect(values={"version": row.version}) if row.version else ABSENT
        return saved if self.table.write(Put(item, expected)) else None
