"""Which channels are silent or cut off: looked at by the audit, kept as alarms, ended when something is heard again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.alarms import Alarm
from chalicelib.domain.events import NoticeSeen
from chalicelib.domain.organisation import Account, Surface
from chalicelib.domain.silence import LEAST, Verdict, judge, windows
from chalicelib.store.alarms import Alarms
from chalicelib.store.arrivals import Arrivals, Channel
from chalicelib.store.cursors import Cursors, Polling
from chalicelib.usecases.ports import Context
from chalicelib.usecases.pulse import account_mark

Polls = Mapping[tuple[str, str], Polling]
SURFACES: tuple[Surface, ...] = ("public", "direct")
REFUSED_FOR = timedelta(hours=24)
"""A platform that we turned away asks again within a day; one that has not is presumed to have been let in."""


def watch(context: Context, marks: Mapping[str, datetime], now: datetime) -> None:
    """Begin an alarm for each channel that fell silent and each account that cannot be polled; end what is over.

    Nobody is told here. May be repeated: of one place and kind there is one alarm, and its key stays the same.
    """
    alarms = Alarms(context.notes.table)
    polls = Cursors(context.notes.table).all()
    known = {alarm.place: alarm for alarm in alarms.all()}
    for alarm in list(known.values()):
        if alarm.open and _over(alarm, context, marks, polls, now) and alarms.put(replace(alarm, over_at=now), alarm):
            known[alarm.place] = replace(alarm, over_at=now)
            context.journal.note("channel_heard_again", kind=alarm.kind, platform=alarm.platform, account=alarm.account)
    for found in _found(context, polls, now):
        begin(found, known.get(found.place), context)


def begin(alarm: Alarm, was: Alarm | None, context: Context) -> bool:
    """Keep an alarm, unless one of that place and kind is open. False: nothing new."""
    if was is not None and was.open:
        return False
    if not Alarms(context.notes.table).put(alarm, was):
        return False  # somebody else began it at the same moment
    context.journal.note("channel_lost", kind=alarm.kind, platform=alarm.platform, account=alarm.account)
    return True


def cut_off(notices: Iterable[NoticeSeen], at: datetime, context: Context) -> bool:
    """The platform says that our access has ended; is any of it new? `at` is when its delivery came in."""
    new = False
    for notice in notices:
        if notice.kind == "revoked":
            alarm = Alarm(
                kind="revoked", platform=notice.platform, account=notice.account or "", since=at, reason=notice.detail
            )
            if not alarm.concerns(context.roster.organisation):
                continue
            was = Alarms(context.notes.table).get(alarm.place)
            # A delivery that the queue brings once more is one that we know, over or not.
            if was is None or was.since < at:
                new = begin(alarm, was, context) or new
    return new


def turned_away(platform: str, context: Context, now: datetime) -> bool:
    """We refuse what a platform sends, or its challenge, since no secret is set; is that new?"""
    alarm = Alarm(kind="refused", platform=platform, since=now)
    if not alarm.concerns(context.roster.organisation):
        return False  # anybody can knock for a platform that we do not use
    return begin(alarm, Alarms(context.notes.table).get(alarm.place), context)


def verdict_on(channel: Channel, zone: str, context: Context, now: datetime) -> Verdict:
    """Judge a channel. Its history is read only once it has been quiet for long enough to matter."""
    arrivals = Arrivals(context.notes.table)
    heard_at = arrivals.latest(channel, now)
    if heard_at is None or now - heard_at < LEAST:
        return judge(heard_at, None, now, ())
    begun_at = arrivals.begun_at(channel, now)
    weeks = [arrivals.between(channel, *window) for window in windows(heard_at, now, zone)] if begun_at else ()
    return judge(heard_at, begun_at, now, weeks)


def _found(context: Context, polls: Polls, now: datetime) -> Iterator[Alarm]:
    organisation = context.roster.organisation
    for account in organisation.accounts:
        polled = polls.get((account.platform, account.id))
        if polled is None:
            yield from _silent(account, organisation.calendars[account.calendar].zone, context, now)
        elif polled.failing_since is not None and (polled.refused or now - polled.failing_since >= LEAST):
            yield Alarm(
                kind="poll",
                platform=account.platform,
                account=account.id,
                since=polled.failing_since,
                reason=polled.reason,
            )
        # Otherwise the platform itself was asked, and says that there is nothing more.


def _silent(account: Account, zone: str, context: Context, now: datetime) -> Iterator[Alarm]:
    for surface in SURFACES:
        channel = Channel(account.platform, account.id, surface)
        verdict = verdict_on(channel, zone, context, now)
        if verdict.state == "silent" and verdict.since is not None:
            yield Alarm(
                kind="silence",
                platform=channel.platform,
                account=channel.account,
                surface=surface,
                since=verdict.since,
                usual=verdict.usual,
            )


def _over(alarm: Alarm, context: Context, marks: Mapping[str, datetime], polls: Polls, now: datetime) -> bool:
    concerned = alarm.concerns(context.roster.organisation)
    if not concerned:
        return True
    if alarm.kind == "poll":
        polled = polls.get((alarm.platform, alarm.account))
        return polled is None or polled.failing_since is None
    if alarm.kind == "silence":
        return heard_since(alarm, context, now)
    heard = (marks.get(account_mark(account.platform, account.id)) for account in concerned)
    again = any(at is not None and at > alarm.since for at in heard)
    return again or (alarm.kind == "refused" and now - alarm.since >= REFUSED_FOR)


def heard_since(alarm: Alarm, context: Context, now: datetime) -> bool:
    """Did the channel that fell silent speak again?"""
    if alarm.surface is None:
        return False
    channel = Channel(alarm.platform, alarm.account, alarm.surface)
    latest = Arrivals(context.notes.table).latest(channel, now)
    return latest is not None and latest > alarm.since
