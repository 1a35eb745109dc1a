"""Answering a page by text message: "ok" takes it, "pass" passes it on; where several are open we ask which.

Decide once, keep the decision, act, answer once: whoever is handed the same text again does what was decided. Who
sent it is not proven, so it may acknowledge or pass on and nothing else, and our answer goes to the number we know.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.channels.port import ChannelError, OutgoingPage
from chalicelib.domain import replies
from chalicelib.domain.composing import still_wanted
from chalicelib.domain.crowd import page_items
from chalicelib.domain.organisation import Person
from chalicelib.domain.pages import PageItem
from chalicelib.domain.replies import Act, Handled, Inbound, Letter, OpenPage
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.conversations import Contended
from chalicelib.store.people import Link
from chalicelib.store.schema import person_pk
from chalicelib.store.table import ABSENT, Expect, Put
from chalicelib.texts.catalogue import ROWS, Row
from chalicelib.texts.fitting import HANDLE_MOST, fit
from chalicelib.texts.gsm7 import cut
from chalicelib.texts.notices import yours
from chalicelib.texts.phrases import say
from chalicelib.texts.words import handle_of, name_word, platform_word
from chalicelib.usecases.acknowledge import acknowledge
from chalicelib.usecases.act import pass_on
from chalicelib.usecases.deliver import read_cases
from chalicelib.usecases.notify import ID_PREFIX
from chalicelib.usecases.open_page import VALID_AT_MOST
from chalicelib.usecases.ports import Context

_REPLY, _LETTER, _NOTICE, _END = "REPLY#", "LETTER#", "NOTICE#", "\U0010ffff"
# Longer than a text is handed over again, and than a letter holds.
_KEPT_FOR = timedelta(days=2)
_TRIES = 10
_ANSWERS = {
    # Letters hold for a day, so the ones to name are not always the first two.
    "ask": replace(
        ROWS["which page"],
        nl=ROWS["which page"].nl.replace("OK A", "OK {a}").replace("OK B", "OK {b}"),
        en=ROWS["which page"].en.replace("OK A", "OK {a}").replace("OK B", "OK {b}"),
    ),
    "take": Row(
        nl="Waakhond: {handle}{more} zijn van jou. Alleen een antwoord stopt de klok.",
        en="Waakhond: {handle}{more} are yours. Only an answer stops the clock.",
        ask="pass on",
    ),
    "pass on": Row(
        nl="Waakhond: {handle} ({platform}){more} is doorgegeven aan {name}, die nu een melding krijgt.",
        en="Waakhond: {handle} ({platform}){more} is passed on to {name}, who is paged now.",
    ),
    "nobody": Row(
        nl="Waakhond: {handle} ({platform}){more} NIET doorgegeven, er is niemand anders. Bel iemand.",
        en="Waakhond: {handle} ({platform}){more} NOT passed on, there is nobody else. Call somebody.",
    ),
    "nothing": Row(
        nl="Waakhond: bericht ontvangen. Er wacht nu niemand op een melding van jou.",
        en="Waakhond: message received. Nobody waits on a page of yours now.",
    ),
    "unclear": Row(
        nl="Waakhond: niet begrepen, er is niets gedaan. Sms OK (ik pak het) of DOOR (ik geef het door).",
        en="Waakhond: not understood, nothing was done. Text OK (it is mine) or PASS (I pass it on).",
    ),
}


def reply(payload: str, context: Context, now: datetime) -> None:
    """Handle one text as it was published; the same one again changes nothing more.

    What cannot be used is counted by day and left, since an error would only bring it back. Raises Contended.
    """
    try:
        inbound = replies.read_inbound(payload)
    except ValueError as error:
        return _unusable("unreadable", str(error), context, now)
    organisation = context.roster.organisation
    if not organisation.sms.two_way:
        return _unusable("not two-way", "by the configuration nobody can reply", context, now)
    people = [each for each in organisation.people.values() if ("sms", inbound.sender) in _addresses(each)]
    if not people:
        return _unusable("unknown number", "nobody here has the sender's number", context, now)
    handled = _handled(people[0], context)  # who share a telephone share what was said on it
    known = next((each for each in handled if each.id == inbound.id), None)
    if known is None:
        if not replies.may_try(handled, now):
            return _unusable("too many", f"from the number of {people[0].id}", context, now)
        known = _decide(inbound, people, handled, context, now)
        if not _keep(known, None, people[0], context):
            return None  # handed over twice at one moment: the other one does it
    if not known.done:
        _act(known, context, now)
        before = [each for each in handled if each.id != known.id]
        _answer(known, people, inbound.sender, replies.may_explain(before, now), context, now)
    return None


def _addresses(person: Person) -> set[tuple[str, str]]:
    return {(method.channel, method.to) for method in person.methods}


def _unusable(what: str, why: str, context: Context, now: datetime) -> None:
    context.notes.count(now, "sms reply", what)
    context.journal.note("reply_unusable", what=what, reason=why)


def _decide(
    inbound: Inbound, people: Sequence[Person], handled: Sequence[Handled], context: Context, now: datetime
) -> Handled:
    said = replies.understand(inbound.text)
    if said.means == "unclear" or said.means == "opt out":
        return Handled(id=inbound.id, at=now, outcome=said.means)
    pages = [page for each in people for page in context.people.pages(each.id, now - VALID_AT_MOST) if page.sent_at]
    recent = frozenset(page.group for page in pages if now - page.created_at < replies.OPEN_FOR)
    about = frozenset(page.group for page in pages if page.provider_id == inbound.answers)
    answered = _answered(about, inbound.answers, said.means, people, handled, context)
    meant = replies.aim(said.which, replies.holding(_letters(people[0], context), now), answered, recent)
    alerts = (alert for page in pages if page.group in meant.groups for alert in page.alerts)
    found = replies.open_pages(meant, said.means, pages, read_cases(alerts, context, now))
    return Handled(id=inbound.id, at=now, outcome=replies.conclude(said.means, meant, found), pages=found)


def _answered(
    about: frozenset[str],
    message: str,
    act: Act,
    people: Iterable[Person],
    handled: Iterable[Handled],
    context: Context,
) -> frozenset[str] | None:
    """The groups that the message replied to is about, `about` as a page; None where that tells nothing."""
    if not message:
        return None
    groups = about | (replies.taken_by_answer(handled, message) if act == "pass on" else frozenset())
    partitions = (context.people.table.query(person_pk(each.id), _NOTICE, _NOTICE + _END) for each in people)
    notice = any(row.get("provider_id") == message for rows in partitions for row in rows)
    return groups if groups or notice else None  # "ok, I have the phone" takes nothing


def _act(known: Handled, context: Context, now: datetime) -> None:
    context.journal.note("reply_read", outcome=known.outcome, pages=len(known.pages), sender="unproven")
    for page in known.pages if known.outcome in ("take", "pass on") else ():
        if known.outcome == "take":
            acknowledge(_link(page), "sms", context, now)
            continue
        # Each conversation by itself and once, for a crash may have left half of them.
        for ref in sorted(page.refs):
            if not replies.passed_to(context.conversations.load(ref).facts, page, known.at):
                pass_on((ref,), page.person, context, now)
        context.journal.note("passed_on", person=page.person, via="sms", conversations=len(page.refs))


def _answer(
    known: Handled, people: Sequence[Person], number: str, may_explain: bool, context: Context, now: datetime
) -> None:
    """Once, and rather lost than told twice: what was done holds without it."""
    done = replace(known, done=True)
    silent = known.outcome == "opt out" or (known.outcome == "unclear" and not may_explain)
    if not _keep(done, known, people[0], context) or silent:
        return
    person = next((each for each in people for page in known.pages if each.id == page.person), people[0])
    text = _words(known, person, people[0], context, now)
    own = next(method.to for method in person.methods if (method.channel, method.to) == ("sms", number))
    outgoing = OutgoingPage(
        id=f"{ID_PREFIX}reply-{known.id}",
        to=own,
        language=person.language,
        subject="Waakhond",
        text=text,
        body=text,
        link="",
    )
    try:
        receipt = context.channels["sms"].send(outgoing)
    except ChannelError as error:
        context.journal.note("reply_not_answered", person=person.id, reason=str(error))
    else:
        _keep(replace(done, provider_id=receipt.provider_id), done, people[0], context)


def _words(known: Handled, person: Person, keeper: Person, context: Context, now: datetime) -> str:
    """What was done, or what is asked; about the first to break of all it is about."""
    language, link = person.language, f"{context.public_url}/status"
    items = {page: _items(page, context, now) for page in known.pages}
    every = sorted((item.due_at, page.created_at, item) for page, its in items.items() for item in its)
    ...
