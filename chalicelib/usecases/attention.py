"""Red lines for whoever looks at the status: what is wrong, since when, and what to do. Nothing here is paged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.duty import gaps
from chalicelib.domain.organisation import Language
from chalicelib.domain.reach import current, known_since, on_rotas, unreachable
from chalicelib.texts.attention import (
    channel_line,
    channel_name,
    dead_line,
    failing_line,
    gap_line,
    late_line,
    unreachable_line,
)
from chalicelib.usecases.audit import LAST_AUDIT
from chalicelib.usecases.channels import channels
from chalicelib.usecases.configure import BEGUN
from chalicelib.usecases.health import SWEEP_TOO_OLD
from chalicelib.usecases.ports import Context
from chalicelib.usecases.reach import REACH_SINCE, known_reach
from chalicelib.usecases.sweep import LAST_SWEEP

Kind = Literal["late", "silent", "stale", "revoked", "refused", "dead", "nobody", "unreachable", "method"]

# It runs every five minutes; three in a row that did not come are no hiccup.
AUDIT_TOO_OLD = timedelta(minutes=15)
LOOKS_AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`who` is a person, a rota, an account, a queue, or a part of the app; `since` None: never."""

    kind: Kind
    who: str
    since: datetime | None
    text: str


def attention(context: Context, marks: Mapping[str, datetime], language: Language, now: datetime) -> tuple[Line, ...]:
    """What needs somebody, worst first; empty when all is well."""
    return (
        *_late(marks, language, now),
        *_lost(context, marks, language, now),
        *_dead(context, language),
        *_nobody(context, language, now),
        *_unreached(context, marks, language, now),
    )


def _late(marks: Mapping[str, datetime], language: Language, now: datetime) -> Iterator[Line]:
    for what, mark, too_old in (("sweep", LAST_SWEEP, SWEEP_TOO_OLD), ("audit", LAST_AUDIT, AUDIT_TOO_OLD)):
        last = marks.get(mark)
        expected = last or marks.get(BEGUN)  # just after a first start the first one is still to come
        if expected is None or now - expected > too_old:
            yield Line(kind="late", who=what, since=last, text=late_line(what, language))


def _lost(context: Context, marks: Mapping[str, datetime], language: Language, now: datetime) -> Iterator[Line]:
    """Accounts that are not heard; a platform without a secret once, whatever accounts it has."""
    zone, without = context.roster.organisation.zone, set[str]()
    for heard in channels(context, marks, now):
        account, state = heard.account, heard.state
        if state == "heard" or state == "never" or account.platform in without:
            continue
        who = f"{account.platform} {account.id}"
        if state == "refused":
            without.add(account.platform)
            who = account.platform
        platform = channel_name(account.platform, heard.surface, language)
        text = channel_line(state, platform, account.name, heard.since, heard.usual, heard.reason, zone, language)
        yield Line(kind=state, who=who, since=heard.since, text=text)


def _dead(context: Context, language: Language) -> Iterator[Line]:
    for queue, n in context.notes.dead_letters().items():
        if n > 0:
            yield Line(kind="dead", who=queue, since=None, text=dead_line(queue, n, language))


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
