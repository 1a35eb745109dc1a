"""What became of a person's alerts in a stretch of time: the pages that carried them, and those that needed none."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from chalicelib.domain.alerts import Alert
from chalicelib.domain.paging import Page
from chalicelib.domain.telling import Dropped
from chalicelib.store.codec import from_item
from chalicelib.store.schema import instant, parse_instant, person_pk
from chalicelib.store.table import Item, Table

# A page of a storm is up to 200 kB, and a person may be paged for weeks: nobody waits for all of that.
READ_AT_MOST = 200


def pages_between(table: Table, person: str, since: datetime, until: datetime) -> tuple[Page, ...]:
    """The person's pages made then, oldest first; of more than READ_AT_MOST the first."""
    return tuple(from_item(Page, item) for item in _between(table, person, "PAGE#", since, until))


def dropped_between(table: Table, person: str, since: datetime, until: datetime) -> tuple[Dropped, ...]:
    """The person's alerts that came to need no page then, oldest first; of more than READ_AT_MOST the first."""
    return tuple(
        Dropped(from_item(Alert, item), parse_instant(str(item["sk"]).split("#")[1]), str(item["reason"]))
        for item in _between(table, person, "DROPPED#", since, until)
    )


def _between(table: Table, person: str, kind: str, since: datetime, until: datetime) -> Iterator[Item]:
    found = table.query(person_pk(person), kind + instant(since), kind + instant(until))
    return islice(found, READ_AT_MOST)
