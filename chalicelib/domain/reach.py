"""Whom a page can reach: which method worked when, and who carries a phone by which nothing arrived for a month.

A method worked at the instant of the newest of these:

- the carrier's receipt that a page or a test page by it was delivered. Of a call it says that it was answered, be it
  by a voicemail: then the number is right, and that is all that can be known of a call;
- an acknowledgement that can only have come by it: a text in reply where one text had gone out, a tap at the provider
  that keeps the incident, or the page's link where it was the only method of that page that had gone out;
- an answer to a test page, which went out by that method alone.

That a provider took a page proves nothing: SNS takes texts that it then does not send. It failed at the instant of the
newest permanent error, failed receipt, or last try in vain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from chalicelib.domain.calendar import is_open
from chalicelib.domain.duty import shifts
from chalicelib.domain.organisation import Book, Organisation
from chalicelib.domain.paging import Page
from chalicelib.domain.roster import Roster

HOLDS_FOR = timedelta(days=30)
"""So long a method counts as working, and so far ahead a shift makes that somebody must be reachable."""
GRACE = timedelta(days=7)
"""From a person's first day in the configuration, or ours of looking: until then no manager is told."""
_FROM_HOUR, _TO_HOUR = 8, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Something became of a page by one method: it worked, or it failed for that reason."""

    channel: str
    to: str
    at: datetime
    worked: bool
    how: str
    """What proves that it worked, or why it failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What is known of one address on one channel."""

    channel: str
    to: str
    worked_at: datetime | None = None
    how: str = ""
    failed_at: datetime | None = None
    failing_since: datetime | None = None
    """Its first failure after it had worked."""
    reason: str = ""
    """Of its newest failure, with what to do about it."""

    @property
    def failing(self) -> bool:
        return self.failed_at is not None and (self.worked_at is None or self.failed_at > self.worked_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """Somebody on rotas by none of whose methods anything arrived within `HOLDS_FOR`."""

    person: str
    rotas: tuple[str, ...]
    worked_at: datetime | None
    """When something last did; None: not that we know."""


def outcomes_of(pages: Iterable[Page]) -> tuple[Outcome, ...]:
    """What the pages of one person tell about their methods, oldest first."""
    found: list[Outcome] = []
    for _, group in groupby(sorted(pages, key=attrgetter("group")), key=attrgetter("group")):
        together = tuple(group)
        found += (outcome for page in together for outcome in _outcomes(page, together))
    return tuple(sorted(found, key=attrgetter("at")))


def fold(reach: Reach, outcome: Outcome) -> Reach:
    """The same outcome again, or an older one of its kind, changes nothing."""
    if outcome.worked:
        if reach.worked_at is not None and outcome.at <= reach.worked_at:
            return reach
        return replace(reach, worked_at=outcome.at, how=outcome.how)
    if reach.failed_at is not None and outcome.at <= reach.failed_at:
        return reach
    since = reach.failing_since if reach.failing else outcome.at
    return replace(reach, failed_at=outcome.at, failing_since=since, reason=outcome.how)


def on_rotas(roster: Roster, now: datetime) -> Mapping[str, tuple[str, ...]]:
    """Everybody who carries a phone within `HOLDS_FOR`, exceptions weighed, with the rotas that give it to them."""
    found: dict[str, tuple[str, ...]] = {}
    for name, rota in roster.organisation.rotas.items():
        carried = shifts(rota, now, now + HOLDS_FOR, roster.overrides, roster.absences)
        for person in dict.fromkeys(each.person for each in carried if each.person is not None):
            found[person] = (*found.get(person, ()), name)
    return found


def unreachable(roster: Roster, known: Mapping[str, Sequence[Reach]], now: datetime) -> tuple[Unreachable, ...]:
    """Those on rotas without a method that worked within `HOLDS_FOR`, in order of the rotas.

    `known` is what is known of each person; of an address that they do not have any more it says nothing.
    """
    found = []
    for person, rotas in on_rotas(roster, now).items():
        worked = [each.worked_at for each in current(person, roster.organisation, known) if each.worked_at is not None]
        newest = max(worked, default=None)
        if newest is None or now - newest > HOLDS_FOR:
            found.append(Unreachable(person=person, rotas=rotas, worked_at=newest))
    return tuple(found)


def current(person: str, organisation: Organisation, known: Mapping[str, Sequence[Reach]]) -> tuple[Reach, ...]:
    """What is known of the methods that the person has today, in their order."""
    rows = {(each.channel, each.to): each for each in known.get(person, ())}
    methods = organisation.people[person].methods if person in organisation.people else ()
    return tuple(row for method in methods if (row := rows.get((method.channel, method.to))) is not None)


def known_since(person: str, book: Book) -> datetime:
    """Since when the person stands in the configuration without a break; the newest one's instant when in none."""
    since = book.entries[-1].effective_from
    for entry in reversed(book.entries):
        if person not in entry.organisation.people:
            break
        since = entry.effective_from
    return since


def may_tell(organisation: Organisation, now: datetime) -> bool:
    """Is it a time at which somebody works who can mend it: some account is open, between 08:00 and 20:00?"""
    hour = now.astimezone(ZoneInfo(organisation.zone)).hour
    calendars = (organisation.calendars[account.calendar] for account in organisation.accounts)
    return _FROM_HOUR <= hour < _TO_HOUR and any(is_open(calendar, now) for calendar in calendars)


def _outcomes(page: Page, together: Sequence[Page]) -> Iterator[Outcome]:
    channel, to = page.channel, page.to
    if page.delivered_at is not None:
        yield Outcome(channel=channel, to=to, at=page.delivered_at, worked=True, how="delivered")
    if page.state == "acknowledged" and page.ended_at is not None and _only_by(page, together):
        how = f"acknowledged via {page.acknowledged_via}"
        yield Outcome(channel=channel, to=to, at=page.ended_at, worked=True, how=how)
    if page.state == "failed" and page.ended_at is not None:
        yield Outcome(channel=channel, to=to, at=page.ended_at, worked=False, how=page.reason)


def _only_by(page: Page, together: Sequence[Page]) -> bool:
    """Can it have been acknowledged by this page only? One that was claimed may have gone out, too."""
    out = [each for each in together if each.attempts > 0 and each.state != "failed"]
    if page.acknowledged_via != "link":
        out = [each for each in out if each.channel == page.acknowledged_via]
    return out == [page]
