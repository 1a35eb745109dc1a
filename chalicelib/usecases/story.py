"""A conversation's story, read from the table: its own facts, its other part's, and what was sent about them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.organisation import MANAGER, Surface
from chalicelib.domain.paging import Page
from chalicelib.domain.storm import is_storm
from chalicelib.domain.telling import Dropped, Moment, Part, elsewhere, tell, told_about
from chalicelib.store.sendings import dropped_between, pages_between
from chalicelib.usecases.ports import Context

# A page may tell ahead what falls due within ten minutes.
_AHEAD = timedelta(minutes=10)
# The next methods, tries again, quiet hours and caps: what is still unsent a day after its step is no longer.
_SENT_WITHIN = timedelta(hours=24)
# Of so many people the pages are looked for; a ladder names two or three.
PEOPLE_AT_MOST = 12

# One id of a customer stands for the same person on both surfaces there, whether or not anybody moved to DM.
_ONE_ID = frozenset({"x"})
_OTHER: dict[Surface, Surface] = {"public": "direct", "direct": "public"}


@dataclass(frozen=True, slots=True)
class Story:
    """`parts`: the conversation that was asked for, then its other part where there is one."""

    parts: tuple[Part, ...]
    moments: tuple[Moment, ...]

    @property
    def main(self) -> Part:
        return self.parts[0]

    def fact(self, ref: str, id: str) -> Fact | None:
        """A fact of one of its parts, by `fact_id`."""
        return next((f for part in self.parts if part.ref == ref for f in part.facts if fact_id(f) == id), None)


def read_part(ref: str, context: Context, now: datetime) -> Part | None:
    """A conversation, or the one that goes on with it. None for what names none, or one that nothing is known of."""
    try:
        conversation = Conversation.parse(ref)
    except ValueError:
        return None
    if is_storm(ref):
        return None
    part = _part(conversation, context, now)
    while (there := elsewhere(part)) is not None:
        part = _part(Conversation.parse(there), context, now)
    return part if part.facts else None


def read_story(part: Part, context: Context, now: datetime) -> Story:
    """The story of a conversation that was read."""
    other = _other_part(part, context, now)
    parts = (part, other) if other is not None else (part,)
    return Story(parts, tell(parts, *_sendings(parts, context, now), context.book))


def _part(conversation: Conversation, context: Context, now: datetime) -> Part:
    facts = context.conversations.load(conversation.ref).facts
    return Part(derive(conversation, facts, context.book, now), facts)


def _other_part(part: Part, context: Context, now: datetime) -> Part | None:
    """The same customer on the other surface; elsewhere only where a move to DM showed that it is one id."""
    here = part.case.conversation
    if here.threaded:
        return None
    other = _part(replace(here, surface=_OTHER[here.surface]), context, now)
    direct = part if here.surface == "direct" else other
    known = here.platform in _ONE_ID or bool(direct.case.history.moves)
    return other if other.facts and known and elsewhere(other) is None else None


def _sendings(parts: Sequence[Part], context: Context, now: datetime) -> tuple[list[Page], list[Dropped]]:
    table = context.people.table
    pages: list[Page] = []
    dropped: list[Dropped] = []
    people = told_about(parts)
    if people:
        # Whoever takes over when nobody else is reached is named by no step.
        whole = min(first for first, _ in people.values()), max(last for _, last in people.values())
        people = dict.fromkeys(_managers(parts[0], context, whole[1]), whole) | people
    for person, (first, last) in islice(people.items(), PEOPLE_AT_MOST):
        since, until = first - _AHEAD, min(last + _SENT_WITHIN, now)
        pages += pages_between(table, person, since, until)
        dropped += dropped_between(table, person, since, until)
    return pages, dropped


def _managers(part: Part, context: Context, at: datetime) -> tuple[str, ...]:
    brand = context.roster.organisation.brands.get(part.case.conversation.brand)
    if brand is None:
        return ()
    return tuple(recipient.person for recipient in context.roster.recipients((MANAGER,), brand, at))
