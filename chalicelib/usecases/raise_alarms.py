"""Alarms about channels reach the owner of the platform: once each, in opening hours or while clocks are open on it.

The task is queued before the row says so: a crash in between repeats the task, and whoever was told by a method is not
told by it again. What reached nobody in a while is tried again, then with the manager too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.alarms import Alarm
from chalicelib.domain.calendar import is_open
from chalicelib.domain.organisation import MANAGER, Account, Person
from chalicelib.store.alarms import Alarms
from chalicelib.texts.compose import Composed
from chalicelib.texts.notices import cut_off, silence
from chalicelib.usecases.notify import tell
from chalicelib.usecases.ports import Clock, Context
from chalicelib.usecases.silence import heard_since
from chalicelib.usecases.tasks import Task, enqueue

AGAIN_AFTER = timedelta(minutes=20)
"""A notice is given up after a quarter of an hour; whatever came of it is known by then."""


def queue_alarms(context: Context, now: datetime) -> int:
    """Queue a notice of each open alarm that nobody was told of and that somebody may be told of now; how many."""
    alarms = Alarms(context.notes.table)
    everything = [alarm for alarm in alarms.all() if alarm.open]
    queued = 0
    for alarm in everything:
        if alarm.told_at is not None or not _may_tell(alarm, context, now):
            continue
        if alarm.person and context.people.noticed(alarm.person, alarm.key):
            alarms.put(replace(alarm, told_at=now), alarm)
        elif alarm.queued_at is not None and now - alarm.queued_at < AGAIN_AFTER:
            continue
        elif _sibling_told(alarm, everything):
            alarms.put(replace(alarm, told_at=now), alarm)
        elif person := _whom(alarm, context, now):
            enqueue(context.work, Task("alarm", person, now, alarm.key), now)
            taken = replace(alarm, person=person, tries=alarm.tries + 1, queued_at=now)
            alarms.put(taken, alarm)
            everything[everything.index(alarm)] = taken
            queued += 1
    return queued


def tell_alarm(task: Task, context: Context, clock: Clock) -> None:
    """Tell the person what is wrong, if it still is."""
    now = clock.now()
    everything = [alarm for alarm in Alarms(context.notes.table).all() if alarm.open]
    alarm = next((each for each in everything if each.key == task.key), None)
    person = context.roster.organisation.people.get(task.target)
    if person is None or alarm is None or (alarm.kind == "silence" and heard_since(alarm, context, now)):
        context.journal.note("notice_outdated", person=task.target, kind="channel", rota="")
        return
    about = {"kind": alarm.kind, "rota": "", "platform": alarm.platform, "account": alarm.account}
    tell(person, task, lambda _: _words(alarm, everything, person, context, now), about, context, clock)


def _words(alarm: Alarm, everything: Sequence[Alarm], person: Person, context: Context, now: datetime) -> Composed:
    account = next(iter(alarm.concerns(context.roster.organisation)), None)
    both = sum(_same_account(alarm, other) for other in everything) > 1
    name = account.name if account is not None and alarm.account else ""
    link = f"{context.public_url}/status" if context.public_url else ""
    lasted, language = max(now - alarm.since, timedelta()), person.language
    if alarm.kind == "silence":
        return silence(
            language=language,
            platform=alarm.platform,
            account_name=name,
            silent_for=lasted,
            usual=alarm.usual,
            link=link,
            surface=None if both else alarm.surface,
        )
    return cut_off(
        language=language, why=alarm.kind, platform=alarm.platform, account_name=name, lasted=lasted, link=link
    )


def _whom(alarm: Alarm, context: Context, now: datetime) -> str:
    """The owner; after a try in vain the manager. Empty when nobody is left in the configuration."""
    roster = context.roster
    for account in alarm.concerns(roster.organisation):
        role = MANAGER if alarm.tries else account.platform_owner
        brand = roster.organisation.brands[account.brand]
        for recipient in roster.recipients((role,), brand, now):
            return recipient.person
    return ""


def _sibling_told(alarm: Alarm, everything: Sequence[Alarm]) -> bool:
    """Was somebody told that the account's other surface is silent? They look there, and need no second text."""
    return alarm.tries == 0 and any(
        _same_account(alarm, other) and other.surface != alarm.surface and other.queued_at is not None
        for other in everything
    )


def _same_account(one: Alarm, other: Alarm) -> bool:
    return one.kind == other.kind == "silence" and (one.platform, one.account) == (other.platform, other.account)


def _may_tell(alarm: Alarm, context: Context, now: datetime) -> bool:
    muted = {(mute.platform, mute.account) for mute in context.mutes if mute.conversation is None}
    accounts = [
        account
        for account in alarm.concerns(context.roster.organisation)
        if account.pages and (account.platform, account.id) not in muted
    ]
    calendars = context.roster.organisation.calendars
    if any(is_open(calendars[account.calendar], now) for account in accounts):
        return True
    return bool(accounts) and _clocks_open_on(accounts, context)


def _clocks_open_on(accounts: Sequence[Account], context: Context) -> bool:
    """Somebody waits there now: at night an alarm is worth waking for only then."""
    ours: Mapping[str, set[str]] = {
        account.platform: {each.id for each in accounts if each.platform == account.platform} for account in accounts
    }
    return any(clock.account in ours.get(head.platform, ()) for head in context.due.heads() for clock in head.running)
