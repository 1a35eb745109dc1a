"""In which comment threads a customer takes part, so that one person can be found without looking at everything.

Elsewhere a conversation is named after its customer, and needs no row to be found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.store.schema import EXPIRES_AFTER, customer_pk, expires
from chalicelib.store.table import Delete, Item, Put, Table

# One is written for each day, so it has to outlive what was stored on the rest of that day.
_KEPT_FOR = EXPIRES_AFTER + timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Customers:
    """Access to the CUSTOMER# partitions of one table."""

    table: Table

    def note(self, platform: str, customer: str, refs: Iterable[str], now: datetime) -> None:
        """Something of this customer stands in these conversations."""
        for ref in refs:
            row: Item = {"pk": customer_pk(platform, customer), "sk": ref, "expires_at": expires(now, _KEPT_FOR)}
            self.table.write(Put(row))

    def conversations(self, platform: str, customer: str) -> tuple[str, ...]:
        """The conversations that were noted."""
        return tuple(str(item["sk"]) for item in self.table.query(customer_pk(platform, customer)))

    def forget(self, platform: str, customer: str) -> None:
        """Nothing of this customer stands anywhere any more."""
        for ref in self.conversations(platform, customer):
            self.table.write(Delete(customer_pk(platform, customer), ref))
