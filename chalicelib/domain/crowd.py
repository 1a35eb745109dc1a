"""Who waits in a storm, in numbers and by name: what its page says. Read from heads, since a storm has many members."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.alerts import Alert
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.composing import as_shown, page_item
from chalicelib.domain.head import Head, Running
from chalicelib.domain.organisation import Book, Organisation
from chalicelib.domain.pages import Crowd, PageItem
from chalicelib.domain.wording import fold

GROWTH_OF = timedelta(minutes=5)
COMMONEST = 5
# A page lists no more: nobody reads on, and a telephone has to load it.
LISTED_AT_MOST = 100

_HANDLE_OR_LINK = re.compile(r"@\w+|https?://\S+")
_WORD = re.compile(r"[^\W\d_]{4,}")
# Of four letters or more, and said about everything.
_DUTCH = """
    alle alleen alweer anders beetje bent beste binnen daar daarom deze dingen doen doet eens eigenlijk elke even gaan
    gaat geen gewoon goed graag haar hallo hebben hebt heeft heel hele hier iedereen iemand iets jouw jullie kunnen kunt
    maak maakt maar meer meteen mijn moet moeten naar niemand niet niets nooit omdat onder ongeveer onze over snel soms
    steeds straks terug tijd toch tussen vaak vandaag veel volgens voor vraag waar waarom wanneer want waren weer weet
    welke werken werkt weten willen worden wordt zeer zelf zijn zitten zoals zonder zoveel
"""
_ENGLISH = """
    about after again anybody anyone been being cannot could does doesn doing done down even ever every from getting
    give have hello help here into just know like long make more much need never nobody only other please really same
    should some someone something still than thanks that their them then there these they thing this time today very
    want well were what when where which while will with work working works would your
"""
_INSIGNIFICANT = frozenset((_DUTCH + _ENGLISH).split())


@dataclass(frozen=True, slots=True)
class Member:
    """One running clock of a storm, with the conversation it belongs to."""

    head: Head
    clock: Running

    @property
    def name(self) -> str:
        """The customer as people write them; empty when the platform tells no name."""
        return as_shown(self.head.platform, self.clock.customer_name)

    @property
    def text(self) -> str:
        """What may be quoted: nothing of a direct message, ever."""
        return self.clock.excerpt or "" if self.head.surface == "public" else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StormCase(Case):
    """A storm as the conversation it is paged about: one clock that runs while any of its members waits."""

    members: tuple[Member, ...]
    crowd: Crowd


def members_of(heads: Iterable[Head], brand: str, since: datetime) -> tuple[Member, ...]:
    """Every clock of the brand that was set going by a customer since then and runs, the first to break first."""
    found = (
        Member(head, clock)
        for head in heads
        if head.brand == brand
        for clock in head.running
        if clock.clock != "promise" and clock.first_seen_at >= since
    )
    return tuple(sorted(found, key=lambda member: (member.clock.due_at, member.head.conversation)))


def crowd_of(members: Sequence[Member], own_names: Iterable[str], now: datetime, *, more: bool = False) -> Crowd:
    """Members, at least one, in numbers. `own_names` are words of ours, which tell no topic.

    `more`: there are others, that were not read.
    """
    reach, furthest = max(((m.clock.reach or 0, m.name) for m in members), key=lambda pair: pair[0])
    said = _said(members, own_names)
    topic = _topic(said)
    return Crowd(
        waiting=len(members),
        growth=sum(1 for member in members if member.clock.first_seen_at > now - GROWTH_OF),
        growth_of=GROWTH_OF,
        first_due_at=min(member.clock.due_at for member in members),
        furthest=(furthest, reach) if reach else None,
        other_topics=tuple(member.name for member in _away_from(topic, said)),
        topic=topic,
        about=sum(1 for _, words in said if topic and any(topic[0] in word for word in words)),
        more=more,
    )


def other_topics(members: Sequence[Member], own_names: Iterable[str]) -> list[Member]:
    """Those whose public text shares no significant word with the five commonest of all of them.

    A word is common when two say it; where none is, there is no topic to be away from. A text without any significant
    word says nothing of its topic. Dutch writes compounds as one word: `pinstoring` shares `storing`.
    """
    said = _said(members, own_names)
    return _away_from(_topic(said), said)


def _said(members: Iterable[Member], own_names: Iterable[str]) -> list[tuple[Member, frozenset[str]]]:
    ours = frozenset(word for name in own_names for word in _WORD.findall(fold(name)))
    return [(member, significant(member.text) - ours) for member in members]


def _topic(said: Iterable[tuple[Member, frozenset[str]]]) -> tuple[str, ...]:
    counts = Counter(word for _, words in said for word in words)
    common = sorted((word for word, count in counts.items() if count > 1), key=lambda word: (-counts[word], word))
    return tuple(common[:COMMONEST])


def _away_from(topic: Collection[str], said: Iterable[tuple[Member, frozenset[str]]]) -> list[Member]:
    return [member for member, words in said if topic and words and not any(t in w for t in topic for w in words)]


def significant(text: str) -> frozenset[str]:
    """Words of four letters or more that say what a text is about, folded."""
    return frozenset(_WORD.findall(_HANDLE_OR_LINK.sub(" ", fold(text)))) - _INSIGNIFICANT


def storm_case(
    case: Case, members: tuple[Member, ...], own_names: Iterable[str], now: datetime, *, more: bool = False
) -> Case:
    """The storm's own facts, which `case` was derived from, with its clock as long as it has members.

    `more`: there are others, that were not read.
    """
    if not members:
        return case
    crowd = crowd_of(members, own_names, now, more=more)
    first = members[0].clock
    clock = Clock(
        kind="first_response",
        anchor=case.conversation.counterpart,
        started_at=min(member.clock.asked_at for member in members),
        due_at=crowd.first_due_at,
        first_seen_at=min(member.clock.first_seen_at for member in members),
        stored_at=first.first_seen_at,
        account=first.account,
        policy="",
        config="",
    )
    return StormCase(
        conversation=case.conversation,
        clocks=(clock,),
        waits=case.waits,
        open_waits=case.open_waits,
        quiet=case.quiet,
        history=case.history,
        waiting_for_customer=None,
        members=members,
        crowd=crowd,
    )


def page_items(alert: Alert, case: Case, clock: Clock, book: Book, today: Organisation) -> tuple[PageItem, ...]:
    """What an alert stands for on a page: the one conversation, or of a storm those who wait, soonest due first."""
    if not isinstance(case, StormCase):
        return (page_item(alert, case, clock, book, today),)
    return tuple(_listed(alert, member, today) for member in _chosen(case))


def crowd_in(cases: Iterable[Case]) -> Crowd | None:
    """The storm a page is about; None for a page about conversations."""
    return next((case.crowd for case in cases if isinstance(case, StormCase)), None)


def _chosen(case: StormCase) -> list[Member]:
    """As many as a page lists: whom its text speaks of, and then those who are due soonest."""
    furthest = case.crowd.furthest[0] if case.crowd.furthest else None
    named = {name for name in (furthest, *case.crowd.other_topics) if name}
    order = sorted(case.members, key=lambda member: member.name not in named)[:LISTED_AT_MOST]
    return sorted(order, key=lambda member: (member.clock.due_at, member.head.conversation))


def _listed(alert: Alert, member: Member, today: Organisation) -> PageItem:
    head, clock = member.head, member.clock
    account = today.account(head.platform, clock.account)
    return PageItem(
        conversation=head.conversation,
        alert=alert.id,
        platform=head.platform,
        surface=head.surface,
        account_name=account.name if account else clock.account,
        customer_name=member.name,
        clock=clock.clock,
        step=alert.step,
        nth=1,
        for_manager=False,
        asked_at=clock.asked_at,
        due_at=clock.due_at,
        excerpt=member.text or None,
        taken_by=_name(head.acknowledged_by, today),
        taken_at=head.acknowledged_at,
    )


def _name(person: str | None, today: Organisation) -> str | None:
    if person is None:
        return None
    known = today.people.get(person)
    return known.name if known else person
