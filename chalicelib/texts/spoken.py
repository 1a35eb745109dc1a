"""A page as it is said on the telephone: whole words, nothing to be read or clicked, no customer's text.

Whoever hears it was asleep: how bad first, then who, then what to do. It is said twice, so it is short.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from chalicelib.domain.organisation import Language
from chalicelib.domain.pages import Crowd, OutageTold, PageItem, PageView
from chalicelib.texts.outside import short
from chalicelib.texts.phrases import say
from chalicelib.texts.times import clock_time, minutes_left, minutes_passed
from chalicelib.texts.words import platform_word

NAME_MOST = 40
# Longer numbers are said digit by digit: nobody follows "eighty-eight million".
_LONG_NUMBER = re.compile(r"\d{5,}")
# Where a handle's words meet: JanDeVries, utrecht88, 88utrecht.
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_NO_WORD = re.compile(r"[^\w' ]|_")

_NL: dict[str, str] = {
    "we": "Dit is Waakhond.",
    "nobody on duty": "Niemand heeft dienst, daarom bel ik jou.",
    "storm": "Er is een storm: {n} klanten wachten. De eerste grens is {due}.",
    "crowd": "Er wachten {n} klanten. De eerste grens is {due}.",
    "at least": "minstens {n}",
    "outage": "Er is een bekende storing: {word}. Daarover wachten {n} klanten, de langste {waited}.",
    "outage one": "Er is een bekende storing: {word}. Daarover wacht 1 klant, al {waited}.",
    "mention": "Nog {left}. {who} wacht op {platform} al {waited} op antwoord.",
    "breach": "De grens is voorbij. {who} wacht op {platform} al {waited} op antwoord.",
    "direct": "Het privébericht van {who} op {platform} wacht op antwoord. De grens is {due}.",
    "direct breach": "De grens is voorbij voor het privébericht van {who} op {platform}.",
    "promise": "Nog {left} voor een belofte aan {who} op {platform}.",
    "promise broken": "Een belofte aan {who} op {platform} is verlopen.",
    "taken": "{name} pakte het op, maar er is nog geen antwoord.",
    "taken by you": "Je pakte het op, maar er is nog geen antwoord.",
    "one more": "En er wacht nog iemand.",
    "more": "En er wachten nog {n} anderen.",
    "test": "Dit is een test voor {name}. Er wacht geen klant, en je hoeft niets te doen.",
    "open": "Open de link die je kreeg.",
    "open or text": "Open de link die je kreeg, of stuur OK per sms.",
    "today": "vandaag om {time}",
    "on": "{day} om {time}",
    "one minute": "1 minuut",
    "minutes": "{n} minuten",
    "one hour": "1 uur",
    "hours": "{n} uur",
    "hours and minutes": "{hours} en {minutes}",
    "days": "{n} dagen",
}
_EN: dict[str, str] = {
    "we": "This is Waakhond.",
    "nobody on duty": "Nobody is on duty, so I am calling you.",
    "storm": "There is a storm: {n} customers are waiting. The first limit is {due}.",
    "crowd": "{n} customers are waiting. The first limit is {due}.",
    "at least": "at least {n}",
    "outage": "There is a known outage: {word}. {n} customers are waiting about it, the longest for {waited}.",
    "outage one": "There is a known outage: {word}. 1 customer is waiting about it, for {waited}.",
    "mention": "{left} left. {who} has been waiting for an answer on {platform} for {waited}.",
    "breach": "The limit has passed. {who} has been waiting for an answer on {platform} for {waited}.",
    "direct": "The direct message of {who} on {platform} waits for an answer. The limit is {due}.",
    "direct breach": "The limit has passed for the direct message of {who} on {platform}.",
    "promise": "{left} left to keep a promise to {who} on {platform}.",
    "promise broken": "A promise to {who} on {platform} is broken.",
    "taken": "{name} took it, but there is no answer yet.",
    "taken by you": "You took it, but there is no answer yet.",
    "one more": "And one more is waiting.",
    "more": "And {n} more are waiting.",
    "test": "This is a test for {name}. No customer is waiting, and there is nothing to do.",
    "open": "Open the link you were sent.",
    "open or text": "Open the link you were sent, or text OK.",
    "today": "today at {time}",
    "on": "{day} at {time}",
    "one minute": "1 minute",
    "minutes": "{n} minutes",
    "one hour": "1 hour",
    "hours": "{n} hours",
    "hours and minutes": "{hours} and {minutes}",
    "days": "{n} days",
}
SENTENCES: Mapping[Language, Mapping[str, str]] = MappingProxyType({"nl": _NL, "en": _EN})
_DAYS: Mapping[Language, tuple[str, ...]] = MappingProxyType(
    {
        "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
        "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    }
)


def spoken(view: PageView) -> str:
    """The page in at most 480 characters, letters, digits and plain punctuation only."""
    said = [_say(view, "we")]
    if view.nobody_on_duty is not None:
        said.append(_say(view, "nobody on duty"))
    if view.crowd is not None:
        said.append(_in_numbers(view.crowd, view))
    elif view.outage is not None:
        said.append(_of_outage(view.outage, view))
    else:
        said += _about(view.items[0], view)
        if others := len(view.items) - 1:
            said.append(_say(view, "one more") if others == 1 else _say(view, "more", n=others))
    said.append(_say(view, "open or text" if view.can_reply else "open"))
    return " ".join(said)


def spoken_test(name: str, language: Language) -> str:
    """A test page: a call that is answered proves that the number is right, and more it cannot prove."""
    words = SENTENCES[language]
    return f"{words['we']} {words['test'].format(name=said_name(name))}"


def said_name(name: str) -> str:
    """A name or handle in words: @merel_utrecht88 is "merel utrecht 88"; empty when nothing of it can be said."""
    words = _NO_WORD.sub(" ", _SEAM.sub(" ", short(name)))
    words = " ".join(_LONG_NUMBER.sub(lambda found: " ".join(found[0]), words).split())
    if len(words) <= NAME_MOST:
        return words
    whole = words[: NAME_MOST + 1].rpartition(" ")[0]
    return whole or words[:NAME_MOST]


def said_span(minutes: int, language: Language) -> str:
    """A length of time in words; from two days on in days, rounded down, as in what is written."""
    words = SENTENCES[language]
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return words["days"].format(n=hours // 24)
    in_hours = words["one hour"] if hours == 1 else words["hours"].format(n=hours)
    in_minutes = words["one minute"] if rest == 1 else words["minutes"].format(n=rest)
    if hours and rest:
        return words["hours and minutes"].format(hours=in_hours, minutes=in_minutes)
    return in_hours if hours else in_minutes


def _say(view: PageView, sentence: str, **fields: object) -> str:
    return SENTENCES[view.language][sentence].format(**fields)


def _in_numbers(crowd: Crowd, view: PageView) -> str:
    waiting = _say(view, "at least", n=crowd.waiting) if crowd.more else str(crowd.waiting)
    return _say(view, "storm" if view.storm else "crowd", n=waiting, due=_when(crowd.first_due_at, view))


def _of_outage(outage: OutageTold, view: PageView) -> str:
    return _say(
        view,
        "outage one" if outage.waiting == 1 and not outage.more else "outage",
        word=said_name(outage.words[0]),
        n=outage.waiting,
        waited=said_span(minutes_passed(outage.oldest_at, view.composed_at), view.language),
    )


def _about(item: PageItem, view: PageView) -> list[str]:
    language, now = view.language, view.composed_at
    said = [
        _say(
            view,
            _sentence(item, now),
            left=said_span(minutes_left(item.due_at, now), language),
            waited=said_span(minutes_passed(item.asked_at, now), language),
            who=said_name(item.customer_name) or say(language, "customer"),
            platform=said_name(platform_word(item.platform)),
            due=_when(item.due_at, view),
        )
    ]
    if item.taken_by == view.person_name:
        said.append(_say(view, "taken by you"))
    elif name := said_name(item.taken_by or ""):
        said.append(_say(view, "taken", name=name))
    return said


def _sentence(item: PageItem, now: datetime) -> str:
    breached = now >= item.due_at
    if item.clock == "promise":
        return "promise broken" if breached else "promise"
    if item.clock == "dm_follow_up":
        return "direct breach" if breached else "direct"
    return "breach" if breached else "mention"


def _when(instant: datetime, view: PageView) -> str:
    zone = ZoneInfo(view.zone)
    local, time = instant.astimezone(zone), clock_time(instant, view.zone)
    if local.date() == view.composed_at.astimezone(zone).date():
        return _say(view, "today", time=time)
    return _say(view, "on", day=_DAYS[view.language][local.weekday()], time=time)
