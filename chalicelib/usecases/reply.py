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
from chalicelib.domain.replies import Act, Handled, Inbound, OpenPage
from chalicelib.domain.trial import WINDOW
from chalicelib.store.codec import from_item, to_item
from chalicelib.store.people import Link
from chalicelib.store.reach import Reaches
from chalicelib.store.schema import person_pk
from chalicelib.store.table import ABSENT, Expect, Put
from chalicelib.texts.notices import (
    not_understood,
    nothing_open,
    passed_on,
    reached,
    several_yours,
    which_page,
    yours,
)
from chalicelib.usecases.acknowledge import acknowledge
from chalicelib.usecases.act import pass_on
from chalicelib.usecases.cases import cases_of
from chalicelib.usecases.notify import ID_PREFIX
from chalicelib.usecases.open_page import VALID_AT_MOST
from chalicelib.usecases.ports import Context
from chalicelib.usecases.trial import answer_trial

_REPLY, _NOTICE, _END = "REPLY#", "NOTICE#", "\U0010ffff"
# Longer than a text is handed over again, and than a letter holds.
_KEPT_FOR = timedelta(days=2)


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
    test = _test(inbound, people, context, now) if said.means == "take" and not said.which else ""
    if test and inbound.answers:
        return Handled(id=inbound.id, at=now, outcome="test", test=test)
    pages = [page for each in people for page in context.people.pages(each.id, now - VALID_AT_MOST) if page.sent_at]
    recent = frozenset(page.group for page in pages if now - page.created_at < replies.OPEN_FOR)
    about = frozenset(page.group for page in pages if page.provider_id == inbound.answers)
    answered = _answered(about, inbound.answers, said.means, people, handled, context)
    told = replies.letters_told(handled, now)
    meant = replies.aim(said.which, told, answered, recent)
    alerts = (alert for page in pages if page.group in meant.groups for alert in page.alerts)
    found = replies.open_pages(meant, said.means, pages, cases_of(alerts, context, now))
    outcome = replies.conclude(said.means, meant, found)
    if test and outcome == "nothing":
        return Handled(id=inbound.id, at=now, outcome="test", test=test)
    letters = replies.letters_for(found, told) if outcome == "ask" else ()
    return Handled(id=inbound.id, at=now, outcome=outcome, pages=found, letters=letters)


def _test(inbound: Inbound, people: Iterable[Person], context: Context, now: datetime) -> str:
    """The id of the test page that it answers; empty for none. What replies to no message at all may mean one that
    went to that number while it asks for an answer: whoever forges that gains nothing but a method that counts.
    """
    found = (each for who in people for each in Reaches(context.people.table).trials(who.id, now - replies.OPEN_FOR))
    for trial in found:
        if (trial.channel, trial.to) != ("sms", inbound.sender) or trial.sent_at is None:
            continue
        if inbound.answers == trial.provider_id if inbound.answers else now - trial.sent_at <= WINDOW:
            return trial.id
    return ""


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
    if known.outcome == "test":
        answer_trial(known.test, "sms", context, now)
    for page in known.pages if known.outcome in ("take", "pass on") else ():
        if known.outcome == "take":
            acknowledge(_link(page), "sms", context, now)
            continue
        # Each conversation by itself and once, for a crash may have left half of them.
        for ref in sorted(page.refs):
            if not _told(ref, page, known, context):
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
    text, link = _words(known, person, context, now)
    own = next(method.to for method in person.methods if (method.channel, method.to) == ("sms", number))
    language, id_ = person.language, f"{ID_PREFIX}reply-{known.id}"
    page = OutgoingPage(id=id_, to=own, language=language, subject="Waakhond", text=text, body=text, link=link)
    try:
        receipt = context.channels["sms"].send(page)
    except ChannelError as error:
        context.journal.note("reply_not_answered", person=person.id, reason=str(error))
    else:
        _keep(replace(done, provider_id=receipt.provider_id), done, people[0], context)


def _words(known: Handled, person: Person, context: Context, now: datetime) -> tuple[str, str]:
    """What was done, or what is asked, and the link behind it. Of several who wait the first to break is named."""
    language = person.language
    if known.outcome == "ask":
        older, newer = known.pages[-2:]
        letters = {letter.group: letter.code for letter in known.letters}
        others = [item for item in _items(older, context, now) if item.conversation not in newer.refs]
        link = _address(newer, context)
        asked = which_page(
            language=language,
            first=_customer(others),
            second=_customer(_items(newer, context, now)),
            letters=(letters[older.group], letters[newer.group]),
            open_pages=len(known.pages),
            link=link,
        )
        return asked.text, link
    found = {(i.due_at, i.conversation): (page, i) for page in known.pages for i in _items(page, context, now)}
    if known.outcome == "test":
        return reached(language=language).text, ""
    if known.outcome not in ("take", "pass on") or not found:
        said = not_understood(language=language) if known.outcome == "unclear" else nothing_open(language=language)
        return said.text, ""
    page, first = found[min(found)]
    link, name, platform = _address(page, context), first.customer_name, first.platform
    if known.outcome == "take" and len(found) == 1:
        due_at = first.due_at
        one = yours(language=language, customer_name=name, platform=platform, due_at=due_at, now=now, link=link)
        return one.text, link
    if known.outcome == "take":
        return several_yours(language=language, first=name, others=len(found) - 1, link=link).text, link
    told = [who for each in known.pages for ref in each.refs for who in _told(ref, each, known, context)]
    to = context.roster.organisation.people[told[0]].name if told else None
    passed = passed_on(language=language, first=name, platform=platform, others=len(found) - 1, to=to, link=link)
    return passed.text, link


def _customer(items: Sequence[PageItem]) -> str:
    return items[0].customer_name if items else ""


def _address(page: OpenPage, context: Context) -> str:
    return context.link(context.code_for(page.group))


def _told(ref: str, page: OpenPage, known: Handled, context: Context) -> tuple[str, ...]:
    """Whom this very reply had paged."""
    return replies.passed_to(context.conversations.load(ref).facts, page, known.at)


def _items(page: OpenPage, context: Context, now: datetime) -> tuple[PageItem, ...]:
    """Who still waits of what the reply was about, the first to break first."""
    alerts = [each for each in context.people.group(_link(page))[0].alerts if each.conversation in page.refs]
    wanted = still_wanted(alerts, cases_of(alerts, context, now))
    return tuple(i for each in wanted.items for i in page_items(*each, context.book, context.roster.organisation))


def _link(page: OpenPage) -> Link:
    return Link(person=page.person, group=page.group, created_at=page.created_at)


def _handled(keeper: Person, context: Context) -> list[Handled]:
    rows = context.people.table.query(person_pk(keeper.id), _REPLY, _REPLY + _END)
    return [from_item(Handled, row) for row in rows]


def _keep(reply: Handled, was: Handled | None, keeper: Person, context: Context) -> bool:
    """False: another run did it before."""
    key = {"pk": person_pk(keeper.id), "sk": _REPLY + reply.id, "kind": "reply"}
    expires_at = int((reply.at + _KEPT_FOR).timestamp())
    expect = Expect(values={"done": True if was.done else None}) if was else ABSENT
    return context.people.table.write(Put({**key, "expires_at": expires_at, **to_item(reply)}, expect))
