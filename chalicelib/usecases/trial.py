"""Test pages: each goes the way of a real page, by one method, and what becomes of it is noted for its person.

At least once, and under one id: a task that comes again finds the row and goes on where the row stands.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.channels.port import ChannelError, Follows, OutgoingPage, Permanent, Temporary
from chalicelib.channels.registry import FOLLOWS
from chalicelib.domain.organisation import Person
from chalicelib.domain.paging import LEASE
from chalicelib.domain.reach import Outcome
from chalicelib.domain.receipts import DeliveryReceipt
from chalicelib.domain.trial import MOST_TRIES, WINDOW, Trial, trial_id
from chalicelib.store.conversations import Contended
from chalicelib.store.reach import Reaches, trial_key
from chalicelib.store.schema import parse_instant
from chalicelib.texts.card import contact_card
from chalicelib.texts.notices import reachability_test
from chalicelib.texts.spoken import spoken_test
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.tasks import Task, enqueue

_BACKOFF = (5.0, 30.0)
_TRIES = 5
_DONE = ("answered", "failed")


def trial_task(person: str, number: int, asked_at: datetime) -> Task:
    """What to queue for a test page by the person's method of that number."""
    return Task("test", person, asked_at, trial_key(asked_at, number))


def try_method(task: Task, context: Context, clock: Clock) -> None:
    """Send the test page, or try again; later, once its time for an answer is over, close its incident.

    A person or method that this stage does not know fails at once, with the reason. Raises ValueError for a key that
    names no test page.
    """
    reaches, now = Reaches(context.people.table), clock.now()
    trial = reaches.trial(task.target, task.key)
    if trial is None:
        trial = _new(task, context, now)
        if not reaches.begin(trial, context.code_for(trial.id)):
            return enqueue(context.work, replace(task, due_at=now + LEASE), now)  # handed over twice at one moment
        return _send(trial, context, clock) if trial.state == "claimed" else None
    if trial.state != "claimed":
        return _close(trial, context, now)
    if trial.due_at is not None and now < trial.due_at:
        return enqueue(context.work, replace(task, due_at=trial.due_at), now)
    again = replace(trial, attempts=trial.attempts + 1, due_at=now + LEASE)
    return _send(again, context, clock) if reaches.save(again, trial) else None


def find_trial(id: str, context: Context) -> Trial | None:
    """The test page of that id, as a receipt or a pager names it; None for one we do not know."""
    return Reaches(context.people.table).behind(context.code_for(id))


def answer_trial(id: str, via: str, context: Context, now: datetime) -> bool:
    """The person says that it arrived. Twice changes nothing; False for one we do not know."""

    def answered(trial: Trial) -> Trial:
        return trial if trial.answered_at else replace(trial, state="answered", answered_at=now, ended_at=now)

    trial = _change(id, answered, context)
    if trial is None:
        context.journal.note("test_unknown", via=via)
        return False
    _note(trial, trial.answered_at or now, True, "answered a test page", context, now)
    if trial.channel in FOLLOWS:
        enqueue(context.work, _again(trial, now), now)
    context.journal.note("test_answered", person=trial.person, channel=trial.channel, via=via)
    return True


def hear_of_trial(heard: DeliveryReceipt, context: Context, now: datetime) -> bool:
    """A delivery receipt of a test page came in; False for a test page we do not know."""

    def told(trial: Trial) -> Trial:
        if heard.says == "delivered":
            known = replace(
                trial, delivered_at=trial.delivered_at or now, provider_id=trial.provider_id or heard.message
            )
            return known if trial.state in _DONE else replace(known, state="delivered")
        if trial.state not in ("claimed", "sent") or (
            trial.provider_id and heard.message not in ("", trial.provider_id)
        ):
            return trial
        return replace(trial, state="failed", ended_at=now, reason=heard.reason)

    trial = _change(heard.page, told, context)
    if trial is None:
        return False
    if heard.says == "delivered":
        _note(trial, trial.delivered_at or now, True, "delivered", context, now)
    elif trial.state == "failed":
        _note(trial, trial.ended_at or now, False, trial.reason, context, now)
    return True


def _new(task: Task, context: Context, now: datetime) -> Trial:
    at, _, number = task.key.partition("#")
    asked_at, place = parse_instant(at), int(number)
    person = context.roster.organisation.people.get(task.target)
    method = person.methods[place] if person is not None and place < len(person.methods) else None
    channel, to = (method.channel, method.to) if method is not None else ("", "")
    trial = Trial(
        id=trial_id(task.target, place, channel, to, asked_at),
        person=task.target,
        number=place,
        channel=channel,
        to=to,
        asked_at=asked_at,
        state="claimed",
        attempts=1,
        due_at=now + LEASE,
    )
    if method is not None:
        return trial
    why = "this stage knows no such person" if person is None else "this stage knows no such method of theirs"
    return replace(trial, state="failed", ended_at=now, reason=f"{why}: deploy the configuration, then test again")


def _send(trial: Trial, context: Context, clock: Clock) -> None:
    reaches = Reaches(context.people.table)
    try:
        person = context.roster.organisation.people.get(trial.person)
        channel = context.channels.get(trial.channel)
        if person is None or channel is None:
            raise Permanent("the person or the channel left the configuration meanwhile")
        receipt = channel.send(_page(trial, person, context))
    except ChannelError as error:
        now, reason = clock.now(), str(error)
        if isinstance(error, Temporary) and trial.attempts < MOST_TRIES:
            wait = timedelta(seconds=max(error.retry_after or 0.0, context.jitter(*_BACKOFF)))
            later = replace(trial, due_at=now + wait, reason=reason)
            if reaches.save(later, trial):
                enqueue(context.work, _again(trial, now + wait), now)
            return
        failed = replace(trial, state="failed", due_at=None, ended_at=now, reason=reason)
        if reaches.save(failed, trial):
            _note(failed, now, False, reason, context, now)
        context.journal.note("test_failed", person=trial.person, channel=trial.channel, reason=reason)
        return
    now = clock.now()
    sent = replace(trial, state="sent", due_at=None, sent_at=now, provider_id=receipt.provider_id, reason="")
    reaches.save(sent, trial)  # False: its receipt came first, and says more
    if trial.channel in FOLLOWS:
        enqueue(context.work, _again(trial, trial.asked_at + WINDOW), now)
    context.journal.note("test_sent", person=trial.person, channel=trial.channel, page=trial.id)


def _page(trial: Trial, person: Person, context: Context) -> OutgoingPage:
    link = f"{context.public_url}/t/{context.code_for(trial.id)}"
    can_reply = trial.channel == "sms" and context.roster.organisation.sms.two_way
    minutes = WINDOW // timedelta(minutes=1)
    words = reachability_test(
        language=person.language, name=person.name, minutes=minutes, link=link, can_reply=can_reply
    )
    return OutgoingPage(
        id=trial.id,
        to=trial.to,
        language=person.language,
        subject=words.subject,
        text=words.text,
        body=words.body,
        link=link,
        spoken=spoken_test(person.name, person.language),
        card=our_card(context),
    )


def our_card(context: Context) -> str:
    """What texts and calls come from, as a contact card; empty where there is no number, which a sender id is not.

    Saved as a contact that may break through, our pages are heard while the telephone is silent.
    """
    organisation = context.roster.organisation
    numbers = [number for number in (organisation.sms.number, organisation.voice.number) if number]
    return contact_card("Waakhond", numbers) if numbers else ""


def _close(trial: Trial, context: Context, now: datetime) -> None:
    """Its provider may still show an incident: resolved once it was answered, or its time is over."""
    over = trial.answered_at is not None or now >= trial.asked_at + WINDOW
    channel = context.channels.get(trial.channel)
    if trial.resolved or not over or trial.state == "failed" or trial.channel not in FOLLOWS:
        return
    if channel is None or not isinstance(channel, Follows):
        return
    try:
        channel.follow(trial.id, trial.to, "resolved")
    except Temporary as error:
        wait = timedelta(seconds=max(error.retry_after or 0.0, context.jitter(*_BACKOFF)))
        if now < trial.asked_at + 2 * WINDOW:
            enqueue(context.work, _again(trial, now + wait), now)
        context.journal.note("test_not_closed", channel=trial.channel, reason=str(error))
    except Permanent as error:
        context.journal.note("test_not_closed", channel=trial.channel, reason=str(error))
    else:
        Reaches(context.people.table).save(replace(trial, resolved=True), trial)


def _again(trial: Trial, at: datetime) -> Task:
    return replace(trial_task(trial.person, trial.number, trial.asked_at), due_at=at)


def _change(id: str, change: Callable[[Trial], Trial], context: Context) -> Trial | None:
    """The test page as it stands after the change. Raises Contended when others kept coming first."""
    for _ in range(_TRIES):
        trial = find_trial(id, context)
        if trial is None:
            return None
        changed = change(trial)
        if changed == trial or Reaches(context.people.table).save(changed, trial):
            return changed
    raise Contended(f"{id}: the test page was saved by others {_TRIES} times in a row")


def _note(trial: Trial, at: datetime, worked: bool, how: str, context: Context, now: datetime) -> None:
    if trial.channel:
        outcome = Outcome(channel=trial.channel, to=trial.to, at=at, worked=worked, how=how)
        Reaches(context.people.table).note(trial.person, [outcome], now)
