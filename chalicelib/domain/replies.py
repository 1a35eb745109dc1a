"""A reply by text message: what it says, which page it means, how often somebody may try.

Anybody can send a text under somebody else's number. So a reply may acknowledge or pass on, nothing else, and only
in the name of the person whose number it bears.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, product
from string import ascii_uppercase
from typing import Literal

from chalicelib.domain.case import Case
from chalicelib.domain.composing import acknowledged_since, still_wanted
from chalicelib.domain.facts import Fact
from chalicelib.domain.paging import Page
from chalicelib.domain.steps import StepTaken

Act = Literal["take", "pass on"]
Outcome = Literal["take", "pass on", "ask", "nothing", "unclear", "opt out", "test"]

OPEN_FOR = timedelta(hours=24)
"""A bare "ok" means no page that is older."""
LETTER_HOLDS_FOR = timedelta(hours=24)
"""From the last time somebody was told the letter: until the end of that it stands for no other page."""
TRIES = 10
WITHIN = timedelta(minutes=10)
EVERY = "*"

# Dutch telephones correct "ok" into the longer ones.
_TAKE = frozenset({"OK", "OKE", "OKAY", "JA", "YES", "1"})
_PASS_ON = frozenset({"DOOR", "PASS"})
_EVERY = frozenset({"ALLES", "ALL"})
# Carriers take these as opting out and answer them by themselves; another text from us would be one too many.
_OPT_OUT = frozenset({"STOP", "STOPALL", "END", "CANCEL", "QUIT", "UNSUBSCRIBE", "OPTOUT", "ARRET"})
_WORD = re.compile(r"[A-Z0-9]+")
_LETTER = re.compile(r"[A-Z]{1,2}")
# It becomes part of a key; those that are given are 36 characters long.
_ID = re.compile(r"[!-~]{1,100}")


@dataclass(frozen=True, slots=True)
class Inbound:
    """A text that came in. `answers` is the provider's id of the message it replies to, empty where none is told."""

    id: str
    sender: str
    text: str
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """`which` is empty for a bare word, EVERY, or a letter."""

    means: Literal["take", "pass on", "unclear", "opt out"]
    which: str = ""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A group of pages that a reply may mean, with the conversations the reply would be about: never none."""

    person: str
    group: str
    created_at: datetime
    refs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Letter:
    """Somebody was told that "OK A" means this group."""

    code: str
    group: str


@dataclass(frozen=True, slots=True)
class Aim:
    """The groups a reply may mean. `named`: it said or showed which; `open`: it did not, so they are all there are."""

    groups: frozenset[str]
    how: Literal["named", "every", "open", "unknown letter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """A reply that was decided upon, kept before anything is done: whoever does it again does the same."""

    id: str
    at: datetime
    outcome: Outcome
    pages: tuple[OpenPage, ...] = ()
    letters: tuple[Letter, ...] = ()
    """Of its pages, where we asked which."""
    done: bool = False
    test: str = ""
    """The test page that it answers, by its id."""
    provider_id: str = ""
    """Of our answer, so that a reply to that answer is understood."""


def read_inbound(payload: str) -> Inbound:
    """The text as AWS End User Messaging publishes it. Raises ValueError for anything else.

    Fields: docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html
    """
    raw = json.loads(payload)
    if not isinstance(raw, dict):
        raise ValueError("not a JSON object")
    id_, sender, text = (raw.get(name) for name in ("inboundMessageId", "originationNumber", "messageBody"))
    if not (isinstance(id_, str) and isinstance(sender, str) and isinstance(text, str)):
        raise ValueError("inboundMessageId, originationNumber and messageBody are not all there as text")
    if not _ID.fullmatch(id_):
        raise ValueError("the inboundMessageId is none")
    answers = raw.get("previousPublishedMessageId")
    return Inbound(id_, sender, text, answers if isinstance(answers, str) else "")


def understand(text: str) -> Said:
    """The whole text must be a reply: "ok, who is this?" takes nothing, for a wrong "mine" silences the next page."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    words = _WORD.findall(plain)
    if _OPT_OUT & {*words}:
        return Said("opt out")
    match words:
        case [verb]:
            which = ""
        case [verb, object_] if object_ in _EVERY:
            which = EVERY
        case [verb, object_] if _LETTER.fullmatch(object_):
            which = object_
        case _:
            return Said("unclear")
    if verb in _TAKE:
        return Said("take", which)
    return Said("pass on", which) if verb in _PASS_ON else Said("unclear")


def aim(which: str, letters: Iterable[Letter], answered: frozenset[str] | None, recent: frozenset[str]) -> Aim:
    """`answered`: what the message is about that was replied to, None where it is not known; `recent`: all it may be.

    What is written goes before what is replied to: telephones hang a reply on the latest message of a number.
    """
    if which == EVERY:
        return Aim(recent, "every")
    if which:
        group = frozenset(letter.group for letter in letters if letter.code == which)
        return Aim(group, "named") if len(group) == 1 else Aim(recent, "unknown letter")
    return Aim(answered, "named") if answered is not None else Aim(recent, "open")


def open_pages(meant: Aim, act: Act, pages: Sequence[Page], cases: Mapping[str, Case]) -> tuple[OpenPage, ...]:
    """The groups among those meant that the reply can be about: somebody still waits whom nobody has taken since.

    A page that is named is taken over from whoever has it; what one has oneself is passed on, another's never. Of
    pages that nobody named, oldest first, only those with conversations that stand on no newer one: the same asked
    again is no second page.
    """
    found = []
    for page in {page.group: page for page in pages if page.group in meant.groups}.values():
        refs = set()
        for item in still_wanted(page.alerts, cases).items:
            by = acknowledged_since([item], page.created_at)
            if by is None or (meant.how == "named" if act == "take" else by == page.person):
                refs.add(item[0].conversation)
        if refs:
            found.append(OpenPage(page.person, page.group, page.created_at, frozenset(refs)))
    return tuple(found) if meant.how in ("named", "every") else distinct(found)


def passed_to(ref_facts: Iterable[Fact], page: OpenPage, since: datetime) -> tuple[str, ...]:
    """Whom the person of that page had paged by hand about a conversation since then."""
    steps = (fact for fact in ref_facts if isinstance(fact, StepTaken) and fact.stored_at >= since)
    return tuple(who for step in steps if step.step.startswith(f"by hand {page.person} ") for who in step.recipients)


def distinct(pages: Iterable[OpenPage]) -> tuple[OpenPage, ...]:
    """Oldest first, without those whose conversations all stand on newer ones: the same question asked again."""
    kept: list[OpenPage] = []
    newer: frozenset[str] = frozenset()
    for page in sorted(pages, key=_age, reverse=True):
        if page.refs - newer:
            kept.append(page)
            newer |= page.refs
    return tuple(reversed(kept))


def conclude(act: Act, meant: Aim, pages: Sequence[OpenPage]) -> Outcome:
    """What to do with those of the meant pages that still are about somebody. Never a guess between two."""
    if not pages:
        return "nothing"
    if meant.how == "unknown letter":
        return "ask" if len(pages) > 1 else "unclear"
    return act if meant.how in ("named", "every") or len(pages) == 1 else "ask"


def letters_told(handled: Iterable[Handled], now: datetime) -> frozenset[Letter]:
    """Every letter that still stands for a page. One that two questions at one moment gave to two stands for none."""
    return frozenset(letter for each in handled if now - each.at < LETTER_HOLDS_FOR for letter in each.letters)


def letters_for(pages: Iterable[OpenPage], told: frozenset[Letter]) -> tuple[Letter, ...]:
    """A letter for each page, oldest page first: the one it has, or the first that stands for nothing."""
    meanings = Counter(letter.code for letter in told)
    own = {letter.group: letter.code for letter in told if meanings[letter.code] == 1}
    free = (code for code in _codes() if code not in meanings)
    return tuple(Letter(own.get(page.group) or next(free), page.group) for page in sorted(pages, key=_age))


def may_try(handled: Iterable[Handled], now: datetime) -> bool:
    """Whether one more reply is looked at."""
    return sum(1 for each in handled if now - each.at < WITHIN) < TRIES


def may_explain(handled: Iterable[Handled], now: datetime) -> bool:
    """Whether the words may be told: once in a while, or two machines would text each other for ever."""
    return not any(each.outcome == "unclear" and now - each.at < WITHIN for each in handled)


def taken_by_answer(handled: Iterable[Handled], provider_id: str) -> frozenset[str]:
    """The groups of which our message of that id said that they were taken."""
    said = (each for each in handled if each.outcome == "take" and each.provider_id == provider_id)
    return frozenset(page.group for each in said for page in each.pages)


def _age(page: OpenPage) -> tuple[datetime, str]:
    return page.created_at, page.group


def _codes() -> Iterator[str]:
    """A to Z, then AA, AB and so on."""
    return ("".join(letters) for length in count(1) for letters in product(ascii_uppercase, repeat=length))
