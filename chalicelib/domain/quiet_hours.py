"""Quiet hours: who is off shift sleeps on, unless it is serious. What waited for them comes at the end of the quiet.

Serious is: nobody has acknowledged the conversation since its clock started, many customers come at once, or the
customer is a person of note. What a colleague asked for by hand goes out at once, too.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.alerts import Alert
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.duty import person_on_call
from chalicelib.domain.ladder import ladder, rules_of
from chalicelib.domain.organisation import Book, Person, Rule
from chalicelib.domain.roster import Roster
from chalicelib.domain.rota import instant_of

_DAY = timedelta(days=1)


def held_until(
    person: Person,
    alert: Alert,
    case: Case,
    clock: Clock,
    book: Book,
    roster: Roster,
    now: datetime,
    *,
    storm: bool = False,
) -> datetime | None:
    """The end of the quiet hours that this alert waits for, in UTC; None when it goes out now.

    `clock` is the running clock that the alert is about, `storm` whether many customers of the brand come at once.
    """
    until = quiet_until(person, now)
    if until is None or storm or on_shift(person.id, roster, now):
        return None
    if not any(given.at >= clock.started_at for given in case.acknowledgements):
        return None
    if any(_names_a_person(rule) for rule in rules_of(case, clock, book)):
        return None
    if alert.step not in {step.key for step in ladder(case, clock, book)}:
        return None  # no step of a ladder: somebody asked for this page
    return until


def quiet_until(person: Person, at: datetime) -> datetime | None:
    """The end of the person's quiet hours that cover the instant, in UTC; None outside them.

    Wall time in the person's zone: at the second of the start it is quiet, at that of the end no more. A bound that the
    clocks skip in spring is the first instant after the gap; of one that they repeat in autumn the first counts.
    """
    hours = person.quiet_hours
    if hours is None:
        return None
    zone = ZoneInfo(person.zone)
    today = at.astimezone(zone).date()
    through_midnight = hours.start > hours.end
    # Those of yesterday may run into today; clocks that go back over midnight may bring those of tomorrow forward.
    for day in (today - _DAY, today, today + _DAY):
        start = instant_of(datetime.combine(day, hours.start), zone)
        end = instant_of(datetime.combine(day + _DAY if through_midnight else day, hours.end), zone)
        if start <= at < end:
            return end.astimezone(UTC)
    return None


def on_shift(person: str, roster: Roster, at: datetime) -> bool:
    """Do they carry a phone that is there to be paged first? One that only managers are paged on is no shift."""
    organisation = roster.organisation
    first = {brand.on_call for brand in organisation.brands.values()}
    above = {brand.manager for brand in organisation.brands.values()} - first
    rotas = (rota for name, rota in organisation.rotas.items() if name not in above)
    return any(person_on_call(rota, at, roster.overrides, roster.absences)[0] == person for rota in rotas)


def _names_a_person(rule: Rule) -> bool:
    """A rule about who writes, not only about where or about what."""
    return bool(rule.reach_at_least or rule.authors or rule.author_words)
