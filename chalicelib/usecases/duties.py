"""Who carries the phone instead: overrides, absences and mutes, made and taken back by hand, all on the record."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from chalicelib.domain.organisation import Organisation
from chalicelib.domain.outage import Outage
from chalicelib.domain.results import STANDS_AFTER
from chalicelib.domain.roster import Roster
from chalicelib.domain.rota import Absence, Override
from chalicelib.store.duties import Duties, Entry, Mute
from chalicelib.usecases.errors import Refused

# A result that may still be mended counted within STANDS_AFTER, and its clock ran for some days before that.
_LOOKED_BACK_ON = STANDS_AFTER + timedelta(days=16)


def roster_of(organisation: Organisation, entries: Iterable[Entry]) -> Roster:
    """Today's rotas with every exception that was not taken back."""
    counting = [entry for entry in entries if entry.removed_at is None]
    return Roster(
        organisation,
        overrides=tuple(entry.override for entry in counting if entry.override is not None),
        absences=tuple(entry.absence for entry in counting if entry.absence is not None),
    )


def mutes_at(entries: Iterable[Entry], now: datetime) -> tuple[Mute, ...]:
    """The mutes in force at that instant."""
    mutes = (entry.mute for entry in entries if entry.removed_at is None)
    return tuple(mute for mute in mutes if mute is not None and mute.made_at <= now < mute.until)


def outages_of(entries: Iterable[Entry], now: datetime) -> tuple[Outage, ...]:
    """Known outages, each until it was switched off, without those that were over before any result still leans on."""
    found = []
    for entry in entries:
        if entry.outage is not None:
            until = min(entry.outage.until, entry.removed_at or entry.outage.until)
            if until > max(entry.outage.since, now - _LOOKED_BACK_ON):
                found.append(replace(entry.outage, until=until))
    return tuple(found)


def take_over(
    duties: Duties,
    organisation: Organisation,
    *,
    rota: str,
    person: str,
    start: datetime,
    end: datetime,
    by: str,
    now: datetime,
    reason: str = "",
    instead_of: str | None = None,
) -> Override:
    """Let `person` carry a rota's phone over [start, end). Raises Refused for what could never count."""
    if rota not in organisation.rotas:
        raise Refused(f"rota: {rota!r} is none of ours; known are {_list(organisation.rotas)}")
    _check(organisation, person, "person", start, end, now)
    if instead_of is not None and instead_of not in organisation.people:
        raise Refused(f"instead_of: {instead_of!r} is nobody we know; known are {_list(organisation.people)}")
    override = Override(
        id=uuid4().hex,
        rota=rota,
        person=person,
        start=start,
        end=end,
        by=by,
        made_at=now,
        reason=reason,
        instead_of=instead_of,
    )
    duties.add_override(override)
    return override


def be_away(
    duties: Duties,
    organisation: Organisation,
    *,
    person: str,
    start: datetime,
    end: datetime,
    by: str,
    now: datetime,
    in_place: str | None = None,
) -> Absence:
    """Take a person out of every rota over [start, end). Raises Refused for what could never count."""
    _check(organisation, person, "person", start, end, now)
    if in_place is not None and (in_place not in organisation.people or in_place == person):
        raise Refused(f"in_place: {in_place!r} cannot stand in for {person}; name somebody else of ours")
    absence = Absence(id=uuid4().hex, person=person, start=start, end=end, by=by, made_at=now, in_place=in_place)
    duties.add_absence(absence)
    return absence


def mute(
    duties: Duties,
    organisation: Organisation,
    *,
    platform: str,
    account: str,
    until: datetime,
    by: str,
    now: datetime,
    reason: str = "",
    conversation: str | None = None,
) -> Mute:
    """Send no pages about an account, or one conversation of it, until then. Raises Refused."""
    if organisation.account(platform, account) is None:
        raise Refused(f"account: {platform} {account} is not configured")
    if until <= now:
        raise Refused(f"until: {until.isoformat()} is past; name a later instant")
    made = Mute(
        id=uuid4().hex,
        platform=platform,
        account=account,
        by=by,
        made_at=now,
        until=until,
        reason=reason,
        conversation=conversation,
    )
    duties.add_mute(made)
    return made


def take_back(duties: Duties, key: str, by: str, now: datetime) -> Entry:
    """Undo an override, an absence or a mute; it stays in the trail. Raises Refused when there is none."""
    removed = duties.remove(key, by, now)
    if removed is None:
        raise Refused(f"{key}: there is no such exception, or it was taken back already")
    return removed


def _check(organisation: Organisation, person: str, where: str, start: datetime, end: datetime, now: datetime) -> None:
    if person not in organisation.people:
        raise Refused(f"{where}: {person!r} is nobody we know; known are {_list(organisation.people)}")
    if start.tzinfo is None or end.tzinfo is None:
        raise Refused("start, end: say in which zone, such as 2026-12-21T00:00+01:00")
    if end <= start:
        raise Refused(f"end: {end.isoformat()} is not after the start, {start.isoformat()}")
    if end <= now:
        raise Refused(f"end: {end.isoformat()} is past; what is over cannot be changed")


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
