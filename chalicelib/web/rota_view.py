"""What the rota page shows its reader, in words: two weeks of each rota, what differs, how people can be reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.duty import Duty, Slice
from chalicelib.domain.organisation import Language, Organisation, Person
from chalicelib.store.duties import Entry
from chalicelib.texts.describe import NAME_MOST
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import PLATFORMS, say
from chalicelib.texts.times import date_time
from chalicelib.usecases.by_rota import ends_at, may_know_outage
from chalicelib.usecases.ports import Context
from chalicelib.usecases.rota_check import RotaCheck, check_rotas
from chalicelib.web.ics import address_of
from chalicelib.web.rota_changes import Change, called, change_of
from chalicelib.web.rota_form import exact
from chalicelib.web.rota_reach import Reachable, reachable
from chalicelib.web.typed_times import for_field

AHEAD = timedelta(weeks=2)
_DAY = timedelta(days=1)

Choice = tuple[str, str]
"""A value and how it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A line of a rota. `alarm`: nobody, or somebody for too long. `take` is what its button does; empty: no button."""

    when: str
    who: str
    instead: str
    too_long: str
    alarm: bool
    start: str
    end: str
    take: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaView:
    """One rota. `holes` is empty where somebody carries all the time."""

    name: str
    now: str
    alarm: bool
    take_now: bool
    holes: str
    shifts: Sequence[Shift]
    calendar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The page. `people` is empty for who may only act for themselves."""

    language: Language
    reader: str
    manager: bool
    rotas: Sequence[RotaView]
    changes: Sequence[Change]
    reach: Sequence[Reachable]
    names: Sequence[Choice]
    people: Sequence[Choice]
    accounts: Sequence[Choice]
    brands: Sequence[Choice]
    """Those of which this person may say that an outage is known, and the accounts of each."""
    soonest: str


def view_of(me: Person, context: Context, keys: Sequence[str], now: datetime) -> View:
    """The page as this person reads it. `keys` are the values of the secret `link`, newest first."""
    today, manager = context.roster.organisation, me.role == "manager"
    everybody = sorted(((id, called(id, today)) for id in today.people), key=lambda each: each[1])
    calendars = {name: address_of(name, keys[0], context.public_url) if keys else "" for name in today.rotas}
    coming = [entry for entry in context.duties.entries() if ends_at(entry) > now]
    return View(
        language=me.language,
        reader=one_line(me.name, NAME_MOST),
        manager=manager,
        rotas=[
            _rota(check, context.roster.duty(check.rota, now), me, today, calendars[check.rota], now)
            for check in check_rotas(context.roster, now, now + AHEAD)
        ],
        changes=[change_of(entry, me, today) for entry in sorted(coming, key=_by_end)],
        reach=[reachable(person, me, context, now) for person in (today.people.values() if manager else [me])],
        names=everybody,
        people=everybody if manager else [],
        accounts=[
            (f"{each.platform}:{each.id}", f"{PLATFORMS.get(each.platform, each.platform)} {each.name}")
            for each in today.accounts
        ],
        brands=_brands(me, context, now),
        soonest=for_field(now, me.zone),
    )


def _brands(me: Person, context: Context, now: datetime) -> list[Choice]:
    today, found = context.roster.organisation, list[Choice]()
    for brand in today.brands.values():
        if not may_know_outage(me, brand, context, now):
            continue
        name = one_line(brand.name, NAME_MOST)
        found.append((brand.id, say(me.language, "outage all accounts", brand=name)))
        found += [
            (f"{each.platform}:{each.id}", f"{PLATFORMS.get(each.platform, each.platform)} {each.name}")
            for each in today.accounts
            if each.brand == brand.id
        ]
    return found


def _rota(check: RotaCheck, duty: Duty, me: Person, today: Organisation, calendar: str, now: datetime) -> RotaView:
    language, holes = me.language, len(check.gaps)
    name = called(duty.person, today) if duty.person else say(language, "rota nobody")
    until = date_time(duty.until, me.zone, language) if duty.until else ""
    return RotaView(
        name=check.rota,
        now=say(language, "rota now", name=name, time=until) if until else say(language, "rota now always", name=name),
        alarm=duty.person is None,
        take_now=duty.person != me.id,
        holes=(say(language, "rota one hole") if holes == 1 else say(language, "rota holes", n=holes)) if holes else "",
        shifts=[_shift(each, check, me, today, now) for each in check.shifts],
        calendar=calendar,
    )


def _shift(each: Slice, check: RotaCheck, me: Person, today: Organisation, now: datetime) -> Shift:
    language = me.language
    since = say(language, "rota from now") if each.since <= now else date_time(each.since, me.zone, language)
    whose = each.why.whose if each.why.kind in ("override", "absence") and each.why.whose != each.person else None
    too_long = next((duty for duty in check.too_long if _within(each, duty)), None)
    return Shift(
        when=f"{since} - {date_time(each.until, me.zone, language)}",
        who=called(each.person, today) if each.person else _nobody(each, today, language),
        instead=say(language, "rota for", name=called(whose, today)) if whose else "",
        too_long=_too_long(too_long, language) if too_long else "",
        alarm=each.person is None or too_long is not None,
        start=exact(each.since),
        end=exact(each.until),
        take="" if each.person == me.id else say(language, "rota take shift", rota=check.rota, time=since),
    )


def _nobody(each: Slice, today: Organisation, language: Language) -> str:
    names = ", ".join(called(person, today) for person in each.why.away)
    return say(language, "rota nobody away", names=names) if names else say(language, "rota nobody")


def _within(each: Slice, duty: Duty) -> bool:
    began = duty.since is None or duty.since <= each.since
    return each.person == duty.person and began and (duty.until is None or each.until <= duty.until)


def _too_long(duty: Duty, language: Language) -> str:
    if duty.since is None or duty.until is None:
        return say(language, "rota too long always")
    return say(language, "rota too long", n=round((duty.until - duty.since) / _DAY))


def _by_end(entry: Entry) -> tuple[bool, datetime]:
    """What counts before what was taken back, each by when it ends."""
    return entry.removed_at is not None, ends_at(entry)
