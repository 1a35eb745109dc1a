"""A period's facts out of the table, by Query alone.

The index lists every conversation: by what is due while a clock runs, by the day it came to rest once none does. So
those are found too that were answered before anybody was paged. What came to rest before the period has no part in it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from chalicelib.domain.facts import Fact
from chalicelib.domain.rota import Absence, Override
from chalicelib.domain.storm import is_storm
from chalicelib.store.conversations import Conversations
from chalicelib.store.due import DueIndex
from chalicelib.store.duties import Duties
from chalicelib.store.notes import Notes
from chalicelib.store.table import Table
from tools.factsfile import Record

E = TypeVar("E", Override, Absence)


def export(table: Table, since: datetime, until: datetime) -> Record:
    """What was stored before `until` of every conversation that was not at rest by `since`, from its first fact on."""
    index = DueIndex(table)
    # In this order: what comes to rest meanwhile is in both.
    refs = {*(head.conversation for head in index.heads()), *index.rested(since)}
    customers = sorted(ref for ref in refs if not is_storm(ref))
    loaded = {ref: _before(until, Conversations(table).load(ref).facts) for ref in customers}
    entries = Duties(table).entries()
    return Record(
        facts={ref: facts for ref, facts in loaded.items() if facts},
        settings=tuple(each for each in Notes(table).configs() if each.effective_from < until),
        overrides=tuple(_as_it_was(e.override, e.removed_at) for e in entries if e.override is not None),
        absences=tuple(_as_it_was(e.absence, e.removed_at) for e in entries if e.absence is not None),
    )


def _before(until: datetime, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.stored_at < until)


def _as_it_was(exception: E, removed_at: datetime | None) -> E:
    """One that was taken back counted until then."""
    return exception if removed_at is None else replace(exception, end=min(exception.end, removed_at))
