"""Everything that happened in a conversation as one story in order of time: what was seen, decided and sent.

The public and the direct part of one customer are one story; each moment says which part it is of.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.alerts import Alert
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.clocks import calendar_of, settings_of
from chalicelib.domain.continuing import goes_on_in
from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.facts_by_hand import Withdrawal
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.organisation import Book, Surface
from chalicelib.domain.paging import Page
from chalicelib.domain.quiet import Quiet
from chalicelib.domain.steps import StepTaken


@dataclass(frozen=True, slots=True)
class Part:
    """One conversation of the story: all its facts, those taken back too, and what they come to."""

    case: Case
    facts: tuple[Fact, ...]

    @property
    def ref(self) -> str:
        return self.case.conversation.ref


@dataclass(frozen=True, slots=True)
class Dropped:
    """An alert that needed no page, and why."""

    alert: Alert
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What a clock goes by for its whole life. Empty names where its configuration is no longer kept."""

    config: str
    policy: str
    calendar: str


@dataclass(frozen=True, slots=True)
class Started:
    """A clock began to run."""

    clock: Clock
    rules: Rules


@dataclass(frozen=True, slots=True)
class Stopped:
    """A clock ended."""

    clock: Clock


@dataclass(frozen=True, slots=True)
class Decided:
    """A step of a ladder came and went. `rules` None: its clock is not one of this conversation any more."""

    step: StepTaken
    clock: Clock | None
    rules: Rules


What = Fact | Started | Stopped | Decided | Page | Dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing that happened. `undone` is the withdrawal that took it back; `of` is what a withdrawal took back."""

    at: datetime
    ref: str
    surface: Surface
    what: What
    undone: Withdrawal | None = None
    of: Fact | None = None
    quiet: Quiet | None = None
    """Why a message started no clock."""


def tell(parts: Sequence[Part], pages: Iterable[Page], dropped: Iterable[Dropped], book: Book) -> tuple[Moment, ...]:
    """Every moment, earliest first; of one instant what was seen before what was decided before what was sent."""
    moments = [moment for part in parts for moment in _of_part(part, book)]
    places = {fact.alert: part for part in parts for fact in part.facts if isinstance(fact, StepTaken)}
    moments += _sent(pages, dropped, places)
    return tuple(sorted(moments, key=lambda moment: (moment.at, _rank(moment.what))))


def _of_part(part: Part, book: Book) -> Iterator[Moment]:
    conversation = part.case.conversation
    ref, surface = conversation.ref, conversation.surface
    by_id = {fact_id(fact): fact for fact in part.facts}
    undone = {fact.fact: fact for fact in part.facts if isinstance(fact, Withdrawal)}
    quiet = {message.id: why for message, why in part.case.quiet}
    clocks: dict[tuple[str, str], Clock] = {(clock.family, clock.anchor): clock for clock in part.case.clocks}
    for clock in part.case.clocks:
        yield Moment(at=clock.started_at, ref=ref, surface=surface, what=Started(clock, _rules(part, clock, book)))
        if clock.ended_at is not None:
            yield Moment(at=clock.ended_at, ref=ref, surface=surface, what=Stopped(clock))
    for fact in part.facts:
        if isinstance(fact, StepTaken):
            about = clocks.get((fact.clock, fact.anchor))
            rules = _rules(part, about, book) if about is not None else Rules(fact.config, "", "")
            # A step that was late stands where it was decided, after what was known by then.
            yield Moment(at=fact.stored_at, ref=ref, surface=surface, what=Decided(fact, about, rules))
            continue
        yield Moment(
            at=fact.at,
            ref=ref,
            surface=surface,
            what=fact,
            undone=undone.get(fact_id(fact)),
            of=by_id.get(fact.fact) if isinstance(fact, Withdrawal) else None,
            quiet=quiet.get(fact.id) if isinstance(fact, Message) else None,
        )


def _sent(pages: Iterable[Page], dropped: Iterable[Dropped], places: Mapping[str, Part]) -> Iterator[Moment]:
    """What is about an alert of these conversations, of any number of which a page may carry one."""
    for page in pages:
        part = next((places[alert.id] for alert in page.alerts if alert.id in places), None)
        if part is not None:
            at = page.sent_at or page.ended_at or page.claimed_at or page.created_at
            yield Moment(at=at, ref=part.ref, surface=part.case.conversation.surface, what=page)
    for each in dropped:
        if part := places.get(each.alert.id):
            yield Moment(at=each.at, ref=part.ref, surface=part.case.conversation.surface, what=each)


def _rules(part: Part, clock: Clock, book: Book) -> Rules:
    try:
        effective, policy, account = settings_of(part.case.conversation, clock, book)
    except LookupError:
        return Rules(clock.config, clock.policy, "")
    return Rules(clock.config, clock.policy, calendar_of(policy, account, effective.organisation).name)


def _rank(what: What) -> int:
    match what:
        case Message():
            return 0
        case Started():
            return 2
        case Stopped():
            return 3
        case Decided():
            return 4
        case Page() | Dropped():
            return 5
        case _:
            return 1


def told_about(parts: Iterable[Part]) -> dict[str, tuple[datetime, datetime]]:
    """Whom the steps named, each with when they were first and last told of one."""
    stretches: dict[str, tuple[datetime, datetime]] = {}
    for part in parts:
        for fact in part.facts:
            if isinstance(fact, StepTaken):
                for person in fact.recipients:
                    first, last = stretches.get(person, (fact.stored_at, fact.stored_at))
                    stretches[person] = (min(first, fact.stored_at), max(last, fact.stored_at))
    return stretches


def elsewhere(part: Part) -> str | None:
    """The conversation that goes on with this one's story, where its customer has another id by now."""
    return goes_on_in(part.case.history)
