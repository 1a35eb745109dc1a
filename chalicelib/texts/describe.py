"""One item of a page in full sentences, for those who have room: the mail and the web page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.pages import PageItem, PageView, Told
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import PLATFORMS, say
from chalicelib.texts.times import day_time, minutes_left, minutes_passed, near_time, span
from chalicelib.texts.words import working_days

NAME_MOST = 60
QUOTE_MOST = 140


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of an item. Empty or None where there is nothing to say; never HTML, never two lines."""

    who: str
    where: str
    clock: str
    """How long is left, or by how much it is late."""
    late: bool
    limit: str
    waits: str
    quote: str | None
    promised: str
    told: str
    taken: str
    """Who took it and when; empty while nobody has."""
    answered: str


def describe(item: PageItem, view: PageView, answered_at: datetime | None = None) -> Described:
    """The item as the reader of the page should know it. Nothing of a direct message is ever quoted."""
    language, now = view.language, view.composed_at
    late = now >= item.due_at
    limit = day_time(item.due_at, now, view.zone, language)
    return Described(
        who=one_line(item.customer_name, NAME_MOST) or say(language, "customer"),
        where=_where(item, view),
        clock=say(language, "late by", late=span(minutes_passed(item.due_at, now), language))
        if late
        else say(language, "left", left=span(minutes_left(item.due_at, now), language)),
        late=late,
        limit=f"{say(language, 'limit')} {limit}",
        waits=_waits(item, view),
        quote=one_line(item.excerpt, QUOTE_MOST) if item.excerpt and item.surface == "public" else None,
        promised=_promised(item, view),
        told=say(language, "told", told=_told(item.told, view)) if item.told else "",
        taken=taken_words(item.taken_by, item.taken_at, view),
        answered=say(language, "answered", time=near_time(answered_at, now, view.zone, language))
        if answered_at
        else "",
    )


def taken_words(by: str | None, at: datetime | None, view: PageView) -> str:
    """Who took it and when, as the reader would say it; empty while nobody has."""
    if by is None or at is None:
        return ""
    time = near_time(at, view.composed_at, view.zone, view.language)
    if by == view.person_name:
        return say(view.language, "taken by you", time=time)
    return say(view.language, "taken by", name=one_line(by, NAME_MOST), time=time)


def _where(item: PageItem, view: PageView) -> str:
    platform = PLATFORMS.get(item.platform, one_line(item.platform, NAME_MOST))
    surface = say(view.language, item.surface)
    return f"{platform}, {surface}, {one_line(item.account_name, NAME_MOST)}"


def _waits(item: PageItem, view: PageView) -> str:
    since = near_time(item.asked_at, view.composed_at, view.zone, view.language)
    if item.clock == "dm_follow_up" and item.idle_working_days is not None:
        return say(view.language, "idle for", days=working_days(item.idle_working_days, view.language), since=since)
    waited = span(minutes_passed(item.asked_at, view.composed_at), view.language)
    return say(view.language, "waits", waited=waited, since=since)


def _promised(item: PageItem, view: PageView) -> str:
    if item.clock != "promise":
        return ""
    due = day_time(item.due_at, view.composed_at, view.zone, view.language)
    parts = [say(view.language, "promise until", due=due)]
    if item.promise:
        parts.append(f"'{one_line(item.promise, QUOTE_MOST)}'")
    if item.promised_by:
        parts.append(say(view.language, "promise by", name=one_line(item.promised_by, NAME_MOST)))
    return ", ".join(parts)


def _told(told: Iterable[Told], view: PageView) -> str:
    times: dict[str, list[str]] = {}
    for one in told:
        times.setdefault(one_line(one.name, NAME_MOST), []).append(
            near_time(one.at, view.composed_at, view.zone, view.language)
        )
    return ", ".join(f"{name} {' + '.join(each)}" for name, each in times.items())
