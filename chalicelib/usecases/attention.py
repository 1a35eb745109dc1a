"""Red lines for whoever looks at the status: what is wrong, since when, and what to do. Nothing here is paged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.duty import gaps
from chalicelib.domain.organisation import Language
from chalicelib.domain.reach import current, known_since, on_rotas, unreachable
from chalicelib.texts.attention import failing_line, gap_line, late_line, unreachable_line
from chalicelib.usecases.audit import LAST_AUDIT
from chalicelib.usecases.health import SWEEP_TOO_OLD
from chalicelib.usecases.ports import Context
from chalicelib.usecases.reach import REACH_SINCE, known_reach
from chalicelib.usecases.sweep import LAST_SWEEP

Kind = Literal["late", "nobody", "unreachable", "method"]

# It runs every five minutes; three in a row that did not come are no hiccup.
AUDIT_TOO_OLD = timedelta(minutes=15)
LOOKS_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`who` is a person, a rota, or a part of the app; `since` None: never."""

    kind: Kind
    who: str
    since: datetime | None
    text: str


def attention(context: Context, marks: Mapping[str, datetime], language: Language, now: datetime) -> tuple[Line, ...]:
    """What needs somebody, worst first; empty when all is well."""
    return (*_late(marks, language, now), *_nobody(context, language, now), *_unreached(context, marks, language, now))


def _late(marks: Mapping[str, datetime], language: Language, now: datetime) -> Iterator[Line]:
    for what, mark, too_old in (("sweep", LAST_SWEEP, SWEEP_TOO_OLD), ("audit", LAST_AUDIT, AUDIT_TOO_OLD)):
        last = marks.get(mark)
        if last is None or now - last > too_old:
            yield Line(kind="late", who=what, since=last, text=late_line(what, language))


def _nobody(context: Context, language: Language, now: datetime) -> Iterator[Line]:
    roster = context.roster
    for name, rota in roster.organisation.rotas.items():
        found = gaps(rota, now, now + LOOKS_AHEAD, roster.overrides, roster.absences)
        if found:
            first, zone = found[0], roster.organisation.zone
            text = gap_line(name, first.since, first.until, len(found) - 1, zone, language)
            yield Line(kind="nobody", who=name, since=first.since, text=text)


def _unreached(context: Context, marks: Mapping[str, datetime], language: Language, now: datetime) -> Iterator[Line]:
    """Of a person whom nothing reaches, and of each method that fails, of those on rotas only."""
    roster, known = context.roster, known_reach(context)
    people, zone = roster.organisation.people, roster.organisation.zone
    for each in unreachable(roster, known, now):
        name = people[each.person].name if each.person in people else each.person
        # The first configuration holds for all time; before we looked nothing could be known.
        since = each.worked_at or max(known_since(each.person, context.book), marks.get(REACH_SINCE, now))
        yield Line(
            kind="unreachable",
            who=each.person,
            since=since,
            text=unreachable_line(each.person, name, each, language),
        )
    for person in on_rotas(roster, now):
        for reach in current(person, roster.organisation, known):
            if reach.failing:
                text = failing_line(person, people[person].name, reach, zone, language)
                yield Line(kind="method", who=person, since=reach.failing_since, text=text)
