"""The storms on the status page: who waits in them, what it is about, who has it, and what can be done at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from chalicelib.domain.organisation import Language, Person
from chalicelib.domain.pages import Crowd
from chalicelib.texts.describe import NAME_MOST
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import say
from chalicelib.texts.times import near_time
from chalicelib.usecases.by_board import MOST_AT_ONCE, helpers
from chalicelib.usecases.overview import Overview, StormSeen
from chalicelib.web.status_filter import Filter
from chalicelib.web.status_marks import telephone

_NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """A storm that is on. `take` is empty once somebody has it, `take_all` when nobody of it is free."""

    conversation: str
    since: str
    said: Sequence[str]
    taken: str
    tel: str
    call: str
    take: str
    take_all: str
    helpers: Sequence[tuple[str, str]]
    """What calls somebody in, and what its button says; without those who were called."""
    group: str
    """The address part that narrows the list to this storm; empty once nobody waits in it."""
    outage: str
    """The address part that fills in the form of a known outage with what most of them say."""


def storms_of(seen: Overview, reader: Person) -> list[Storm]:
    """Storms in words, the numbers those of whom the page read."""
    return [_storm(each, seen, reader) for each in seen.storms]


def _storm(seen: StormSeen, board: Overview, reader: Person) -> Storm:
    language, now, zone, crowd = reader.language, board.now, reader.zone, seen.crowd
    brand = one_line(seen.brand.name, NAME_MOST)
    taken = tel = ""
    if seen.taken is not None:
        known = board.today.people.get(seen.taken.by)
        by = one_line(known.name if known else seen.taken.by, NAME_MOST)
        taken = say(language, "taken by", name=by, time=near_time(seen.taken.at, now, zone, language))
        tel = telephone(known) if known and known.id != reader.id else ""
    free = min(seen.free, MOST_AT_ONCE)
    return Storm(
        conversation=seen.storm.ref,
        since=say(language, "storm since", time=near_time(seen.storm.since, now, zone, language)),
        said=[*_waiting(seen, board, reader), *_called(seen, board, reader)],
        taken=taken,
        tel=tel,
        call=say(language, "call", name=by) if tel else "",
        take="" if taken else say(language, "take storm of", brand=brand),
        take_all=say(language, "take all free", n=free) if free else "",
        helpers=[] if crowd is None else list(_helpers(seen, language)),
        group=Filter(brand=seen.brand.id, who="storm").query if crowd is not None else "",
        outage=_outage(seen.brand.id, crowd),
    )


def _helpers(seen: StormSeen, language: Language) -> Iterator[tuple[str, str]]:
    called = {step.step for step in seen.called}
    for helper in helpers(seen.brand):
        if helper not in called:
            yield helper, say(language, f"storm {helper}")


def _outage(brand: str, crowd: Crowd | None) -> str:
    if crowd is None or not crowd.topic:
        return ""
    words = ", ".join(one_line(word, NAME_MOST) for word in crowd.topic[:2])
    return f"?{urlencode({'words': words, 'account': brand}, errors='replace')}#outage"


def _called(seen: StormSeen, board: Overview, reader: Person) -> Iterator[str]:
    for step in seen.called:
        known = [board.today.people.get(person) for person in step.recipients]
        names = ", ".join(one_line(person.name, NAME_MOST) for person in known if person)
        time = near_time(step.at, board.now, reader.zone, reader.language)
        yield say(reader.language, f"storm called {step.step}", names=names, time=time)


def _waiting(seen: StormSeen, board: Overview, reader: Person) -> Iterator[str]:
    if seen.crowd is None:
        yield say(reader.language, "storm passed", brand=one_line(seen.brand.name, NAME_MOST))
    else:
        yield from _said(seen.crowd, seen, board, reader)


def _said(crowd: Crowd, seen: StormSeen, board: Overview, reader: Person) -> Iterator[str]:
    language = reader.language
    waiting = say(language, "at least", n=crowd.waiting) if crowd.more else str(crowd.waiting)
    minutes = int(crowd.growth_of.total_seconds()) // 60
    brand = one_line(seen.brand.name, NAME_MOST)
    yield say(language, "storm of", brand=brand, n=waiting, growth=crowd.growth, minutes=minutes)
    yield say(language, "storm first limit", time=near_time(crowd.first_due_at, board.now, reader.zone, language))
    yield say(language, "storm counts", answered=seen.answered, free=seen.free, late=seen.late)
    if crowd.topic:
        percent = crowd.about * 100 // crowd.waiting
        yield say(language, "storm about", percent=percent, word=one_line(crowd.topic[0], NAME_MOST))
    if crowd.furthest:
        name, reach = crowd.furthest
        yield say(language, "storm reach", name=_named(name, language), reach=_grouped(reach, language))
    if crowd.other_topics:
        names = ", ".join(_named(name, language) for name in crowd.other_topics[:_NAMED_AT_MOST])
        yield say(language, "storm other topic", n=len(crowd.other_topics), names=names)


def _named(name: str, language: Language) -> str:
    return one_line(name, NAME_MOST) or say(language, "customer")


def _grouped(number: int, language: Language) -> str:
    return f"{number:,}".replace(",", "." if language == "nl" else ",")
