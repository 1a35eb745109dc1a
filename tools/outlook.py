"""What a period would have been like: pages by person, by day and by night, steps by outcome, and misses."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from chalicelib.domain.alerts import Alert
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.organisation import Book, Effective, Organisation
from chalicelib.domain.roster import Roster
from tools.factsfile import Record
from tools.replay import Raised, Replayed, replay

# By the person's own wall clock.
NIGHT_FROM, NIGHT_UNTIL = time(23), time(7)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# By the rules of attainment a dismissal after the due time stays a miss, but for these reasons.
_NEVER_A_MISS = frozenset({"spam", "double"})


@dataclass(frozen=True, slots=True)
class WouldPage:
    """All alerts of one person at one instant: one page."""

    at: datetime
    to: str
    night: bool
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A clock whose due time fell in the period with nobody having answered by then."""

    conversation: str
    clock: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """`unknown` are conversations of brands or platforms that the configuration does not have."""

    since: datetime
    until: datetime
    organisation: Organisation
    pages: tuple[WouldPage, ...]
    outcomes: Mapping[str, int]
    due: int
    """Clocks whose due time fell in the period; `misses` are those of them that were broken."""
    misses: tuple[Miss, ...]
    conversations: int
    unknown: tuple[str, ...]

    def by_person(self) -> Mapping[str, tuple[int, int]]:
        """Pages by day and by night of everybody who got any."""
        counted = Counter((page.to, page.night) for page in self.pages)
        return {
            person: (counted[person, False], counted[person, True]) for person in sorted({p.to for p in self.pages})
        }


def alone(organisation: Organisation) -> Book:
    """A book in which that configuration was always in force."""
    return Book((Effective("replayed", _BEGINNING, organisation),))


def look_back(record: Record, book: Book, since: datetime, until: datetime) -> Outlook:
    """Replay every conversation from its first fact on and tell what falls in [since, until)."""
    replayed: list[Replayed] = []
    unknown: list[str] = []
    for ref, facts in sorted(record.facts.items()):
        conversation = Conversation.parse(ref)
        if _knows(book, conversation):
            replayed.append(replay(conversation, _stored(facts, until), book, _rosters(record, book), until))
        else:
            unknown.append(ref)
    clocks = [(one.case, clock) for one in replayed for clock in one.case.clocks if since <= clock.due_at < until]
    steps = (step for one in replayed for step in one.steps if since <= step.stored_at < until)
    return Outlook(
        since=since,
        until=until,
        organisation=book.latest,
        pages=tuple(_pages((raised for one in replayed for raised in one.raised), book.latest, since, until)),
        outcomes=Counter(step.outcome for step in steps),
        due=len(clocks),
        misses=tuple(
            Miss(conversation=case.conversation.ref, clock=clock) for case, clock in clocks if is_missed(case, clock)
        ),
        conversations=len(replayed),
        unknown=tuple(unknown),
    )


def differences(one: Outlook, other: Outlook) -> tuple[tuple[WouldPage, ...], tuple[WouldPage, ...]]:
    """The pages only the first has, and those only the other has: to one person at one instant they are the same."""
    ours, theirs = ({(page.at, page.to): page for page in each.pages} for each in (one, other))
    gone = tuple(page for key, page in ours.items() if key not in theirs)
    return gone, tuple(page for key, page in theirs.items() if key not in ours)


def is_missed(case: Case, clock: Clock) -> bool:
    """Broken, whatever came later; never for what was no question in the first place."""
    if clock.within_target():
        return False
    if clock.end == "dismissed":
        given = (dismissal.reason for dismissal in case.history.dismissals if dismissal.at == clock.ended_at)
        return not any(reason in _NEVER_A_MISS for reason in given)
    return True


def is_night(at: datetime, zone: str) -> bool:
    """From 23:00 to 07:00 on the wall."""
    wall = at.astimezone(ZoneInfo(zone)).time()
    return wall >= NIGHT_FROM or wall < NIGHT_UNTIL


def _knows(book: Book, conversation: Conversation) -> bool:
    accounts = (account for entry in book.entries for account in entry.organisation.accounts)
    return any((each.platform, each.brand) == (conversation.platform, conversation.brand) for each in accounts)


def _stored(facts: Sequence[Fact], until: datetime) -> Iterator[Fact]:
    return (fact for fact in facts if fact.stored_at < until)


def _rosters(record: Record, book: Book) -> Callable[[datetime], Roster]:
    """The people and rotas of each day with the exceptions that were made to them."""
    return lambda at: Roster(book.at(at).organisation, record.overrides, record.absences)


def _pages(
    raised: Iterable[Raised], organisation: Organisation, since: datetime, until: datetime
) -> Iterator[WouldPage]:
    together: dict[tuple[datetime, str], list[Alert]] = {}
    for one in raised:
        if since <= one.at < until:
            together.setdefault((one.at, one.alert.person), []).append(one.alert)
    for (at, person), alerts in sorted(together.items(), key=lambda item: item[0]):
        known = organisation.people.get(person)
        yield WouldPage(at, person, is_night(at, known.zone if known else organisation.zone), tuple(alerts))
