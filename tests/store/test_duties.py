"""Exceptions as they are kept: each once, taken back once, and never gone from the trail."""

from dataclasses import replace

from chalicelib.domain.outage import Outage
from chalicelib.store.duties import Duties, outage_key
from chalicelib.store.table import Table
from tests.store.build import at

OUTAGE = Outage(
    id="o1",
    brand="merk",
    words=("pinnen", "iDEAL storing"),
    since=at("10:00"),
    until=at("14:00"),
    by="sanne",
    made_at=at("10:00"),
    accounts=frozenset({"x:7", "facebook:7"}),
)


def test_an_outage_is_kept_once_and_as_it_was_said(table: Table) -> None:
    duties = Duties(table)
    assert duties.add_outage(OUTAGE)
    assert not duties.add_outage(replace(OUTAGE, words=("anders",)))
    assert [entry.outage for entry in duties.entries()] == [OUTAGE]
    entry = duties.entry(outage_key("o1"))
    assert entry is not None and entry.outage == OUTAGE
    assert duties.entry(outage_key("o2")) is None


def test_it_is_taken_back_once_and_stays_in_the_trail(table: Table) -> None:
    duties = Duties(table)
    duties.add_outage(OUTAGE)
    removed = duties.remove(outage_key("o1"), "bram", at("11:00"))
    assert removed is not None and (removed.removed_by, removed.removed_at) == ("bram", at("11:00"))
    assert duties.remove(outage_key("o1"), "mirjam", at("11:01")) is None
    assert duties.entries() == (removed,)
    assert duties.entry(outage_key("o1")) == removed
