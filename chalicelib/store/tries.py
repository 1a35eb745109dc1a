"""How many codes were tried in vain in a minute, over all processes: a bound that no good code ever meets."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.store.table import ABSENT, Expect, Item, Put, Table

# A few expired links and mistyped codes a minute are people; more is somebody who guesses, or a broken client.
MOST_A_MINUTE = 60
_PK = "TRIES"
_KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tries:
    """Access to the TRIES partition of one table. Nothing in it tells who tried, or what."""

    table: Table

    def fail(self, now: datetime) -> int:
        """Count one that opened nothing; how many this minute has with it, at most one more than the bound.

        Of those that come at one moment some may go uncounted; beyond the bound nothing is written any more.
        """
        minute = f"{now:%Y-%m-%dT%H:%M}"
        row = self.table.get(_PK, minute)
        before = int(row["count"]) if row else 0
        if before <= MOST_A_MINUTE:
            item: Item = {"pk": _PK, "sk": minute, "count": before + 1}
            item["expires_at"] = int((now + _KEPT_FOR).timestamp())
            self.table.write(Put(item, Expect(values={"count": before}) if row else ABSENT))
        return min(before, MOST_A_MINUTE) + 1
