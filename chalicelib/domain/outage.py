"""A known outage: everybody knows that it is broken, so who asks about it is told of together, twice an hour.

A question is about the outage when its public words say so, as far as they are kept. Of what came in while the outage
was on, the whole text was looked at, direct messages too; the message keeps the outage's id and nothing of its words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.domain.case import Case, Clock
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.wording import fold, mentions_any

EVERY = timedelta(minutes=30)
LONGEST = timedelta(days=7)
LEAST_LETTERS = 3
MOST_LETTERS = 40
MOST_WORDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """What is known to be broken for customers of one brand, from `since` until before `until`."""

    id: str
    brand: str
    words: tuple[str, ...]
    """At least one; a question that has one of them as a whole word, whatever its case and accents, is about it."""
    since: datetime
    until: datetime
    by: str
    made_at: datetime
    accounts: frozenset[str] = field(default=frozenset())
    """`platform:id` of those that it is about; empty: all of the brand."""

    def on(self, at: datetime) -> bool:
        return self.since <= at < self.until

    def watches(self, brand: str, platform: str, account: str) -> bool:
        """Is it about that account of that brand?"""
        return brand == self.brand and (not self.accounts or f"{platform}:{account}" in self.accounts)


def words_of(text: str) -> tuple[str, ...]:
    """Words or phrases as somebody types them, between commas, semicolons or on lines, each once and in their order."""
    found: dict[str, str] = {}
    for part in re.split(r"[,;\n]", text):
        if word := " ".join(part.split()):
            found.setdefault(fold(word), word)
    return tuple(found.values())


def words_fit(words: Sequence[str]) -> bool:
    """From one to ten, each of at least three letters or digits and at most forty characters.

    Shorter ones stand in any text, and then nobody would be paged on time.
    """
    long_enough = all(sum(c.isalnum() for c in fold(w)) >= LEAST_LETTERS and len(w) <= MOST_LETTERS for w in words)
    return 1 <= len(words) <= MOST_WORDS and long_enough


def said_in(text: str, brand: str, platform: str, account: str, outages: Iterable[Outage], at: datetime) -> set[str]:
    """Ids of the outages that are on at that instant and that a whole text is about."""
    on = (each for each in outages if each.on(at) and each.watches(brand, platform, account))
    return {each.id for each in on if mentions_any(text, each.words)}


def outage_of(case: Case, clock: Clock, outages: Iterable[Outage], at: datetime) -> Outage | None:
    """The outage that is on at that instant and that the clock's question is about; of several the oldest.

    None for what hangs on no message: a promise, a move to DM, a storm.
    """
    return _first((each for each in outages if each.on(at)), case, clock)


def apart_of(case: Case, clock: Clock, counted_at: datetime, outages: Iterable[Outage]) -> str | None:
    """The id of the outage that the clock's result is told apart for: it was on while the clock ran; None without one.

    What ends an outage early changes no result: a clock that counted by then had started by then.
    """
    met = (each for each in outages if each.since <= counted_at and clock.started_at < each.until)
    found = _first(met, case, clock)
    return found.id if found else None


def next_page_at(outage: Outage, now: datetime) -> datetime:
    """The first half hour since the outage began that is later than an instant in it; at its end at the latest."""
    halves = (now - outage.since) // EVERY + 1
    return min(outage.since + halves * EVERY, outage.until)


def _first(outages: Iterable[Outage], case: Case, clock: Clock) -> Outage | None:
    message = case.message_of(clock)
    if message is None:
        return None
    about = (each for each in outages if _is_about(message, each, case, clock))
    return min(about, key=lambda each: (each.since, each.id), default=None)


def _is_about(message: Message, outage: Outage, case: Case, clock: Clock) -> bool:
    if not outage.watches(case.conversation.brand, case.conversation.platform, clock.account):
        return False
    return outage.id in message.outages or mentions_any(message.excerpt or "", outage.words)
