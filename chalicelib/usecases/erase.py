"""Everything of one customer goes: facts, heads, alerts, what pages and results tell of them, where answers stand.

The conversations are noted under the customer first and forgotten last, so that after a crash anywhere the same command
finds what is left. It goes over the rows until nothing is left, since somebody may write meanwhile.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.alerts import Alert
from chalicelib.domain.clocks import derive
from chalicelib.domain.erasing import NOBODY, Theirs, theirs_in
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_seen import Continued, Message
from chalicelib.domain.organisation import Surface
from chalicelib.domain.results import result_id
from chalicelib.domain.steps import StepTaken
from chalicelib.store.conversations import Contended
from chalicelib.store.customers import Customers
from chalicelib.store.erasing import Step, What, of_conversation, of_person, of_posts, of_thread
from chalicelib.usecases.ports import Context
from chalicelib.usecases.settle import save_head

_SURFACES: tuple[Surface, ...] = ("public", "direct")
_PASSES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One customer as we know them: every id they had on the platform, and where something of them stands."""

    platform: str
    customer: str
    """The id that was asked for."""
    ids: frozenset[str]
    whole: tuple[str, ...]
    """Conversations that are theirs alone."""
    threads: tuple[str, ...]
    """Comment threads in which others take part."""

    @property
    def refs(self) -> tuple[str, ...]:
        return (*self.whole, *self.threads)


def known_as(platform: str, customer: str, context: Context) -> Known:
    """Where this customer stands; no conversations for one we do not know.

    By name of every brand there ever was, by the threads that were noted, and by each other id that they went by.
    """
    customers = Customers(context.conversations.table)
    brands = {name for entry in context.book.entries for name in entry.organisation.brands}
    ids, asked = set[str](), [customer]
    whole: dict[str, None] = {}
    threads: dict[str, None] = {}
    while asked:
        id = asked.pop()
        if id in ids:
            continue
        ids.add(id)
        named = [Conversation(platform, brand, each, id).ref for brand in sorted(brands) for each in _SURFACES]
        for ref in dict.fromkeys((*named, *customers.conversations(platform, id))):
            facts = context.conversations.load(ref).facts
            noted = ref not in named
            if Conversation.parse(ref).threaded:
                threads[ref] = None
            elif facts or noted:
                whole[ref] = None
            asked += [Conversation.parse(f.other).counterpart for f in facts if isinstance(f, Continued)]
    return Known(platform=platform, customer=customer, ids=frozenset(ids), whole=tuple(whole), threads=tuple(threads))


def erase(
    known: Known, context: Context, now: datetime, new_name: Callable[[], str], *, really: bool
) -> Mapping[What, int]:
    """How many rows of each kind were erased, or would be. `new_name` gives a name that leads nowhere.

    Run again after a crash it does the rest. Raises Contended when somebody kept writing; then too.
    """
    counts: Counter[What] = Counter()
    if not really:
        counts.update(step.what for step in _steps(known, context, now, new_name))
        return counts
    table = context.conversations.table
    customers = Customers(table)
    customers.note(known.platform, known.customer, known.refs, now)
    for _ in range(_PASSES):
        done = [step.what for step in _steps(known, context, now, new_name) if table.transact(step.writes)]
        counts.update(done)
        for ref in known.threads:
            save_head(ref, context, now)
        if not any(_steps(known, context, now, new_name)):
            break
    else:
        raise Contended(f"{known.platform} {known.customer}: rows kept coming; run it once more")
    for id in sorted(known.ids):
        customers.forget(known.platform, id)
    return counts


def _steps(known: Known, context: Context, now: datetime, new_name: Callable[[], str]) -> Iterator[Step]:
    table = context.conversations.table
    loaded = {ref: context.conversations.load(ref).facts for ref in known.refs}
    theirs = {ref: theirs_in(loaded[ref], known.ids) for ref in known.threads}
    nobody = Conversation(known.platform, NOBODY, "public", NOBODY).ref

    def is_theirs(alert: Alert) -> bool:
        in_thread = theirs.get(alert.conversation)
        return alert.conversation in known.whole or (in_thread is not None and alert.anchor in in_thread.messages)

    for person in _people(context, loaded.values()):
        yield from of_person(table, person, known.whole, is_theirs, nobody)
    for ref in known.whole:
        messages = [fact.id for fact in loaded[ref] if isinstance(fact, Message)]
        yield from of_posts(table, known.platform, messages, known.whole)
        yield from of_conversation(table, ref, new_name)
    for ref, each in theirs.items():
        yield from of_posts(table, known.platform, sorted(each.messages), ())
        yield from of_thread(
            table, ref, each.gone, each.changed, _results(ref, loaded[ref], each, context, now), new_name
        )


def _results(ref: str, facts: tuple[Fact, ...], theirs: Theirs, context: Context, now: datetime) -> frozenset[str]:
    case = derive(Conversation.parse(ref), facts, context.book, now)
    return frozenset(result_id(ref, clock) for clock in case.clocks if clock.anchor in theirs.messages)


def _people(context: Context, facts: Iterable[tuple[Fact, ...]]) -> list[str]:
    """Everybody who was ever in the configuration, and whom any step names."""
    configured = (person for entry in context.book.entries for person in entry.organisation.people)
    told = (person for each in facts for fact in each if isinstance(fact, StepTaken) for person in fact.recipients)
    return sorted({*configured, *told})
