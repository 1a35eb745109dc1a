"""A period's facts out of the table, by Query alone.

The table can be asked for a conversation, not for all of them. So a conversation is found when somebody was paged
about it in the period, when a clock of it runs now, or when it is named. One that was answered before its first page
and is at rest is missed: a configuration that pages earlier than the one in force would have paged about it too.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from chalicelib import config
from chalicelib.domain.facts import Fact
from chalicelib.domain.rota import Absence, Override
from chalicelib.store.conversations import Conversations
from chalicelib.store.due import DueIndex
from chalicelib.store.duties import Duties
from chalicelib.store.notes import Notes, StoredConfig
from chalicelib.store.people import People
from chalicelib.store.table import Table
from tools.factsfile import Record

E = TypeVar("E", Override, Absence)


def export(table: Table, since: datetime, until: datetime, named: Iterable[str] = ()) -> Record:
    """What was stored before `until` of every conversation that can be found, from its first fact on."""
    settings = tuple(each for each in Notes(table).configs() if each.effective_from < until)
    refs = {
        *named,
        *_paged_about(table, settings, since, until),
        *(head.conversation for head in DueIndex(table).heads()),
    }
    loaded = {ref: _before(until, Conversations(table).load(ref).facts) for ref in sorted(refs)}
    entries = Duties(table).entries()
    return Record(
        facts={ref: facts for ref, facts in loaded.items() if facts},
        settings=settings,
        overrides=tuple(_as_it_was(e.override, e.removed_at) for e in entries if e.override is not None),
        absences=tuple(_as_it_was(e.absence, e.removed_at) for e in entries if e.absence is not None),
    )


def _paged_about(table: Table, settings: Iterable[StoredConfig], since: datetime, until: datetime) -> Iterable[str]:
    """Conversations in the pages of everybody whom any of these configurations knew."""
    known = {person for each in settings for person in config.load(each.body).people}
    pages = (page for person in sorted(known) for page in People(table).pages(person, since))
    return (alert.conversation for page in pages if page.created_at < until for alert in page.alerts)


def _before(until: datetime, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.stored_at < until)


def _as_it_was(exception: E, removed_at: datetime | None) -> E:
    """One that was taken back counted until then."""
    return exception if removed_at is None else replace(exception, end=min(exception.end, removed_at))
