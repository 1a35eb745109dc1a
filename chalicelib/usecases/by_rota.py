"""What somebody who is signed in does on the rota page, and whether it is theirs to do.

A manager may do all of it. Everybody else changes their own duty only: they take over from whomever they like, say when
they are away and who carries instead, take back what they made themselves, and test their own methods. Whoever is on
call for a brand may say that an outage of it is known, and everybody that it is over. What is so already is not written
down again, so a form that is sent twice is done once.
"""

from datetime import datetime, timedelta

from chalicelib.domain.duty import shifts
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts_by_hand import Muted
from chalicelib.domain.organisation import ON_CALL, Brand, Person
from chalicelib.domain.outage import Outage, words_of
from chalicelib.domain.rota import Absence, Override
from chalicelib.store.duties import Entry, Mute
from chalicelib.store.reach import Reaches
from chalicelib.usecases import duties
from chalicelib.usecases.errors import Refused
from chalicelib.usecases.mute_post import mute_post, mute_whole_post, unmute_post
from chalicelib.usecases.outage import turn_off, turn_on
from chalicelib.usecases.ports import Context
from chalicelib.usecases.tasks import enqueue
from chalicelib.usecases.trial import trial_task

TESTS_AN_HOUR = 6
"""Of one person's methods together: texts and calls cost money, and wake people."""
_WITHOUT_HANDOFF = timedelta(days=1)


class NotYours(Refused):
    """Only a manager, or whoever it concerns, may do this."""


class TooOften(Refused):
    """So many tests were asked for within the hour that no more are sent."""


def take_over(
    rota: str, person: str, start: datetime, end: datetime, me: Person, context: Context, now: datetime
) -> None:
    """Let `person` carry over [start, end); nothing where they do already. Raises Refused."""
    _check(me, person)
    if not _carries(rota, person, max(start, now), end, context):
        organisation = context.roster.organisation
        made = duties.take_over(
            context.duties, organisation, rota=rota, person=person, start=start, end=end, by=me.id, now=now
        )
        context.journal.note("duty_changed", by=me.id, entry=f"override#{made.id}", rota=rota, person=person)


def take_over_now(rota: str, me: Person, context: Context, now: datetime) -> None:
    """I carry from now to the next handoff; for a day where there is none. Raises Refused."""
    if rota not in context.roster.organisation.rotas:
        raise Refused(f"rota: {rota!r} is none of ours")
    until = context.roster.duty(rota, now).until
    take_over(rota, me.id, now, until or now + _WITHOUT_HANDOFF, me, context, now)


def be_away(
    person: str, start: datetime, end: datetime, in_place: str | None, me: Person, context: Context, now: datetime
) -> None:
    """Take `person` out of every rota over [start, end); nothing where that is so already. Raises Refused."""
    _check(me, person)
    absences = (entry.absence for entry in context.duties.entries() if entry.removed_at is None)
    wish = (person, start, end, in_place)
    if any(each and (each.person, each.start, each.end, each.in_place) == wish for each in absences):
        return
    organisation = context.roster.organisation
    made = duties.be_away(
        context.duties, organisation, person=person, start=start, end=end, by=me.id, now=now, in_place=in_place
    )
    context.journal.note("duty_changed", by=me.id, entry=f"absence#{made.id}", person=person)


def mute_account(platform: str, account: str, until: datetime, me: Person, context: Context, now: datetime) -> None:
    """No pages about an account until then; nothing where that is so already. Raises Refused."""
    _check(me)
    wish = (platform, account, None, until)
    if not any((each.platform, each.account, each.conversation, each.until) == wish for each in context.mutes):
        organisation = context.roster.organisation
        made = duties.mute(
            context.duties, organisation, platform=platform, account=account, until=until, by=me.id, now=now
        )
        context.journal.note("duty_changed", by=me.id, entry=f"mute#{made.id}")


def mute_conversation(ref: str, until: datetime, me: Person, context: Context, now: datetime) -> None:
    """What is asked there until then starts no clock; nothing where that is so already. Raises Refused."""
    _check(me)
    if any((each.conversation, each.until) == (ref, until) for each in context.mutes):
        return
    _check_ref(ref)
    mute_post(ref, me.id, until, context, now)


def mute_post_of(ref: str, until: datetime, me: Person, context: Context, now: datetime) -> None:
    """As `mute_conversation`, for every conversation under the same post, those to come too. Raises Refused."""
    _check(me)
    _check_ref(ref)
    mute_whole_post(ref, me.id, until, context, now)


def know_outage(
    words: str,
    brand: str,
    accounts: frozenset[str],
    start: datetime,
    until: datetime,
    me: Person,
    context: Context,
    now: datetime,
) -> None:
    """Alerts about it travel together over [start, until). `words` as typed. Raises Refused."""
    known = context.roster.organisation.brands.get(brand)
    if known is None:
        raise Refused(f"brand: {brand!r} is none of ours")
    if not may_know_outage(me, known, context, now):
        raise NotYours(f"{me.id} is no manager and not on call for {brand}")
    turn_on(words_of(words), brand, accounts, start, until, me.id, context, now)


def take_back(key: str, me: Person, context: Context, now: datetime) -> None:
    """Undo what was made by hand and is not over; nothing where somebody did already. Raises Refused."""
    entry = next((each for each in context.duties.entries() if each.key == key), None)
    if entry is None:
        raise Refused(f"{key!r}: there is no such exception")
    if not may_take_back(entry, me):
        raise NotYours(f"{key}: it was made by somebody else")
    if ends_at(entry) <= now:
        raise Refused(f"{key}: what is over cannot be changed")
    if entry.outage is not None:
        turn_off(entry.outage.id, me.id, context, now)
        return
    if entry.removed_at is not None:
        return
    ref = entry.mute.conversation if entry.mute else None
    muted = _fact_of(entry.mute, ref, context) if entry.mute and ref else None
    if ref and muted:
        unmute_post(ref, muted, me.id, context, now)
    else:
        duties.take_back(context.duties, key, me.id, now)
    context.journal.note("duty_taken_back", by=me.id, entry=key)


def ask_test(person: str, number: int, me: Person, context: Context, now: datetime) -> None:
    """Queue a test page by that method, numbered from 0; two within one minute are one. Raises Refused."""
    _check(me, person)
    known = context.roster.organisation.people.get(person)
    if known is None or not 0 <= number < len(known.methods):
        raise Refused(f"{person!r} has no method {number}")
    if len(Reaches(context.people.table).trials(person, now - timedelta(hours=1))) >= TESTS_AN_HOUR:
        raise TooOften(f"{person}: {TESTS_AN_HOUR} tests within the hour")
    asked_at = now.replace(second=0, microsecond=0)
    enqueue(context.work, trial_task(person, number, asked_at), now)
    context.journal.note("test_asked", by=me.id, person=person, number=number)


def may_know_outage(me: Person, brand: Brand, context: Context, now: datetime) -> bool:
    """Every manager, and whoever is on call for the brand: it is their pages that wait."""
    return me.role == "manager" or me.id in {r.person for r in context.roster.recipients((ON_CALL,), brand, now)}


def may_take_back(entry: Entry, me: Person) -> bool:
    """Whoever made it, and every manager; that an outage is over anybody may say, since more is told then."""
    return me.role == "manager" or entry.outage is not None or made_of(entry).by == me.id


def made_of(entry: Entry) -> Override | Absence | Mute | Outage:
    """Whichever of the four it is. Raises ValueError for a row that holds none."""
    found = entry.override or entry.absence or entry.mute or entry.outage
    if found is None:
        raise ValueError(f"{entry.key}: the row holds no exception")
    return found


def ends_at(entry: Entry) -> datetime:
    """From then on it changes nothing any more."""
    made = made_of(entry)
    return made.until if isinstance(made, Mute | Outage) else made.end


def _check(me: Person, person: str = "") -> None:
    if me.role != "manager" and me.id != person:
        raise NotYours(f"{me.id} is no manager and may do this for nobody else")


def _check_ref(ref: str) -> None:
    try:
        Conversation.parse(ref)
    except ValueError as error:
        raise Refused(f"{ref!r} names no conversation") from error


def _carries(rota: str, person: str, start: datetime, end: datetime, context: Context) -> bool:
    roster = context.roster
    if rota not in roster.organisation.rotas:
        return False
    found = shifts(roster.organisation.rotas[rota], start, end, roster.overrides, roster.absences)
    return bool(found) and all(each.person == person for each in found)


def _fact_of(mute: Mute, ref: str, context: Context) -> Muted | None:
    """The fact beside the mute of a conversation; None once it has expired, or where only pages were muted."""
    facts = context.conversations.load(ref).facts
    return next((each for each in facts if isinstance(each, Muted) and mute.id == f"{ref}#{each.id}"), None)
