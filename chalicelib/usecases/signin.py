"""Signing in: a ticket is asked for, its code and link are sent, and one of the two is used once.

Whoever asks for somebody we do not know costs as much and is told the same, so nothing tells who exists. Nobody can
lock another person out either: a person is refused a new ticket only while an earlier one's link still works.
"""

import hashlib
from datetime import datetime, timedelta

from chalicelib.channels.port import OutgoingPage, Permanent, Temporary
from chalicelib.domain.organisation import Person
from chalicelib.domain.signin import VALID_FOR, Ticket, addresses, code_of, same, whom
from chalicelib.store.sessions import Sessions
from chalicelib.texts.notices import sign_in_code
from chalicelib.usecases.notify import ID_PREFIX
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.tasks import Task, encode, enqueue

# Tickets of one person in ten minutes, as long as a ticket works.
MOST_OF_A_PERSON = 3
# Tickets in an hour, for people we know; as many again for names that are nobody's.
MOST_AN_HOUR = 300
TEXTS_A_DAY = 3
"""To one person; they are apart from the bounds on pages."""
# Typed codes in a day, the right ones included: with a million codes, one in five thousand that somebody guesses one.
MOST_CODES_A_DAY = 200
_BACKOFF = (5.0, 15.0)


class Paused(Exception):
    """So many codes were typed today that only links work until the day is over (UTC)."""


def ask(typed: str, by_text: bool, back: str, ticket: str, context: Context, now: datetime) -> None:
    """Keep the ticket and queue its message, or do nothing when there were too many; the answer is the same."""
    sessions = Sessions(context.conversations.table)
    person = whom(typed, context.roster.organisation.people.values())
    who = person.id if person else ""
    hour, ten_minutes, day = f"{now:%Y-%m-%dT%H}", f"{now:%Y-%m-%dT%H:%M}"[:-1], f"{now:%Y-%m-%d}"
    name = who or hashlib.sha256(typed.strip().casefold().encode("utf-8", "surrogatepass")).hexdigest()
    # First the name's own bound: whoever asks for one person over and over uses up nobody else's. Names that are
    # nobody's have an hour of their own, so that they use up nothing of ours.
    if not (
        sessions.within(f"asked {name}", ten_minutes, MOST_OF_A_PERSON, now)
        and sessions.within("asked, known" if person else "asked, unknown", hour, MOST_AN_HOUR, now)
    ):
        context.journal.note("sign_in_refused", person=who)
        return
    if "sms" in (addresses(person, by_text) if person else ["sms"] * by_text):
        by_text = sessions.within(f"texts {name}", day, TEXTS_A_DAY, now)
        if person and not by_text and "sms" in addresses(person, by_text):  # no mailbox to fall back on
            context.journal.note("sign_in_refused", person=who)
            return
    sessions.keep(link_of(ticket, context), Ticket(who, by_text, back, now))
    enqueue(context.work, Task("sign_in", who, now, ticket), now)


def tell(task: Task, context: Context, clock: Clock) -> None:
    """Send a ticket's code and link to its person: by the first address that takes it.

    Temporary trouble brings the task back while the ticket lasts. Nothing is sent for a ticket that is used or over.
    """
    now = clock.now()
    link = link_of(task.key, context)
    ticket = Sessions(context.conversations.table).ticket(link)
    person = context.roster.organisation.people.get(task.target)
    if ticket is None or person is None or not ticket.works(now):
        return
    for channel, everywhere in addresses(person, ticket.by_text).items():
        for number, to in enumerate(everywhere):
            try:
                context.channels[channel].send(_message(task.key, link, person, to, number, context))
            except Permanent as error:
                context.journal.note("sign_in_not_taken", person=person.id, channel=channel, reason=str(error))
            except Temporary as error:
                context.journal.note("sign_in_later", person=person.id, channel=channel, reason=str(error))
                context.work.send(encode(task), delay=round(context.jitter(*_BACKOFF)))
                return
            else:
                context.journal.note("sign_in_sent", person=person.id, channel=channel)
                return
    context.journal.note("sign_in_failed", person=person.id)


def enter_by_code(ticket: str, typed: str, context: Context, now: datetime) -> Ticket | None:
    """The ticket, used up, if the code is its own; None for every other case, which nothing tells apart.

    Raises Paused. A try is counted before it is looked at.
    """
    sessions, link = Sessions(context.conversations.table), link_of(ticket, context)
    kept = sessions.ticket(link)
    if kept is None or not kept.takes_a_code(now):
        return None
    if not sessions.within("codes", f"{now:%Y-%m-%d}", MOST_CODES_A_DAY, now):
        context.journal.note("sign_in_paused")
        raise Paused
    # A try that loses against another one at the same moment counts as wrong, too.
    if sessions.spend(link, kept) and same(typed, code_of(context.code_for(f"signin-code {ticket}"))):
        return _entered(link, sessions, context, now, "code")
    context.journal.note("sign_in_wrong", person=kept.person)
    return None


def enter_by_link(link: str, context: Context, now: datetime) -> Ticket | None:
    """The ticket of a link, used up; None for one that is unknown, used or over."""
    return _entered(link, Sessions(context.conversations.table), context, now, "link")


def opens(link: str, context: Context, now: datetime) -> bool:
    """Would `enter_by_link` let somebody in? Changes nothing: previews of links ask, too."""
    ticket = Sessions(context.conversations.table).ticket(link)
    return ticket is not None and ticket.works(now) and _person(ticket, context) is not None


def link_of(ticket: str, context: Context) -> str:
    """The last part of a ticket's link, the same on every try."""
    return context.code_for(f"signin-link {ticket}")


def _entered(link: str, sessions: Sessions, context: Context, now: datetime, by: str) -> Ticket | None:
    kept = sessions.ticket(link)
    if kept is None or not kept.works(now) or _person(kept, context) is None:
        return None
    if not sessions.use(link, kept):
        return None
    context.journal.note("signed_in", person=kept.person, by=by)
    return kept


def _person(ticket: Ticket, context: Context) -> Person | None:
    return context.roster.organisation.people.get(ticket.person)


def _message(ticket: str, link: str, person: Person, to: str, number: int, context: Context) -> OutgoingPage:
    address = f"{context.public_url}/signin/{link}"
    words = sign_in_code(
        language=person.language,
        code=code_of(context.code_for(f"signin-code {ticket}")),
        minutes=VALID_FOR // timedelta(minutes=1),
        link=address,
    )
    return OutgoingPage(
        id=f"{ID_PREFIX}signin-{ticket[:8]}-{number}",
        to=to,
        language=person.language,
        subject=words.subject,
        text=words.text,
        body=words.body,
        link=address,
    )
