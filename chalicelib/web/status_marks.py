"""What the status page says besides who waits: storms, who is on duty, how many, and which channels are heard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.domain.organisation import Language, Person
from chalicelib.texts.describe import NAME_MOST
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import PLATFORMS, say
from chalicelib.texts.times import day_time, near_time
from chalicelib.usecases.overview import Heard, OnDuty, Overview, StormSeen
from chalicelib.web.status_filter import kind_of

_NAMED_AT_MOST = 5
_SENTENCE_MOST = 300
# Whoever has one of these can be called at that number.
_TELEPHONES = frozenset({"sms", "voice"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One fact: what it is called and what it is now. `tel` is a number to tap, `call` what that does."""

    label: str
    value: str
    detail: str = ""
    tel: str = ""
    call: str = ""
    alarm: bool = False
    more: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """A storm that is on. `take` is empty once somebody has it."""

    conversation: str
    since: str
    said: Sequence[str]
    taken: str
    take: str


def storms_of(seen: Overview, reader: Person) -> list[Storm]:
    """Storms in words, the numbers those of whom the page read."""
    return [_storm(each, seen, reader) for each in seen.storms]


def _storm(seen: StormSeen, board: Overview, reader: Person) -> Storm:
    language, now, zone = reader.language, board.now, reader.zone
    brand, crowd, said = one_line(seen.brand.name, NAME_MOST), seen.crowd, list[str]()
    if crowd is None:
        said.append(say(language, "storm passed", brand=brand))
    else:
        waiting = say(language, "at least", n=crowd.waiting) if board.more else str(crowd.waiting)
        minutes = int(crowd.growth_of.total_seconds()) // 60
        said.append(say(language, "storm of", brand=brand, n=waiting, growth=crowd.growth, minutes=minutes))
        said.append(say(language, "storm first limit", time=near_time(crowd.first_due_at, now, zone, language)))
        if crowd.furthest:
            name, reach = crowd.furthest
            said.append(say(language, "storm reach", name=_named(name, language), reach=_grouped(reach, language)))
        if crowd.other_topics:
            names = ", ".join(_named(name, language) for name in crowd.other_topics[:_NAMED_AT_MOST])
            said.append(say(language, "storm other topic", n=len(crowd.other_topics), names=names))
    taken = ""
    if seen.taken is not None:
        known = board.today.people.get(seen.taken.by)
        by = one_line(known.name if known else seen.taken.by, NAME_MOST)
        taken = say(language, "taken by", name=by, time=near_time(seen.taken.at, now, zone, language))
    return Storm(
        conversation=seen.storm.ref,
        since=say(language, "storm since", time=near_time(seen.storm.since, now, zone, language)),
        said=said,
        taken=taken,
        take="" if taken else say(language, "take storm of", brand=brand),
    )


def marks_of(seen: Overview, reader: Person) -> list[Mark]:
    """What stands above the list: who is on duty, and how many wait."""
    return [*(_duty(each, seen, reader) for each in seen.duties), _counts(seen, reader.language)]


def folds_of(seen: Overview, reader: Person) -> list[Mark]:
    """What is said in one line and can be unfolded: what needs attention, and which channels are heard."""
    return [*_attention(seen.attention, reader.language), _channels(seen, reader)]


def numbers_of(seen: Overview, reader: Person) -> list[Mark]:
    """What stands below the list: how well it goes, and what has days instead of minutes."""
    language, kept = reader.language, seen.kept
    found = []
    if kept.counted:
        value = say(language, "of", n=kept.within_target, all=kept.counted)
        late = say(language, "too late today", n=kept.counted - kept.within_target)
        found.append(Mark(label=say(language, "within target today"), value=value, detail=late))
    found.append(Mark(label=say(language, "never answered week"), value=str(kept.never_answered)))
    for label, kind in (("dm count", "dm"), ("promise count", "promise")):
        of_kind = [line for line in seen.lines if kind_of(line.clock.clock) == kind]
        n = say(language, "at least", n=len(of_kind)) if seen.more else str(len(of_kind))
        value, detail = n, ""
        if of_kind:
            time = day_time(of_kind[0].clock.due_at, seen.now, reader.zone, language)
            detail = say(language, "first limit", time=time)
        found.append(Mark(label=say(language, label), value=value, detail=detail))
    return found


def _duty(duty: OnDuty, seen: Overview, reader: Person) -> Mark:
    language, person = reader.language, duty.person
    then = say(language, "next on duty", name=one_line(duty.then.name, NAME_MOST)) if duty.then else ""
    until = ""
    if duty.until is not None:
        until = say(language, "duty until label", time=day_time(duty.until, seen.now, reader.zone, language))
    label = say(language, "manager on duty" if duty.manager else "on duty")
    if person is None:
        value = say(language, "no duty", rota=one_line(duty.rota, NAME_MOST))
        return Mark(label=label, value=value, detail=_joined(until, then), alarm=True)
    name, tel = one_line(person.name, NAME_MOST), _telephone(person)
    return Mark(
        label=label,
        value=name,
        detail=_joined(until, then),
        tel=tel,
        call=say(language, "call", name=name) if tel else "",
    )


def _counts(seen: Overview, language: Language) -> Mark:
    free = sum(1 for line in seen.lines if line.head.acknowledged_by is None)
    late = sum(1 for line in seen.lines if seen.now >= line.clock.due_at)
    n, of_them, past = (say(language, "at least", n=n) if seen.more else str(n) for n in (len(seen.lines), free, late))
    value = say(language, "counts", n=n, free=of_them, late=past)
    return Mark(label=say(language, "open count"), value=value, alarm=late > 0)


def _attention(texts: Sequence[str], language: Language) -> Iterator[Mark]:
    if texts:
        first, *others = (one_line(text, _SENTENCE_MOST) for text in texts)
        yield Mark(label=say(language, "attention", n=len(texts)), value=first, more=others, alarm=True)


def _channels(seen: Overview, reader: Person) -> Mark:
    language = reader.language
    never = sum(1 for each in seen.heard if each.at is None)
    if never:
        value = say(language, "not all heard", n=never, all=len(seen.heard))
    else:
        value = say(language, "one heard" if len(seen.heard) == 1 else "all heard", n=len(seen.heard))
    more = [_heard(each, seen, reader) for each in seen.heard]
    return Mark(label=say(language, "channels"), value=value, more=more)


def _heard(heard: Heard, seen: Overview, reader: Person) -> str:
    account = heard.account
    platform = PLATFORMS.get(account.platform, one_line(account.platform, NAME_MOST))
    when = say(reader.language, "never heard")
    if heard.at is not None:
        when = say(reader.language, "last heard", time=near_time(heard.at, seen.now, reader.zone, reader.language))
    return f"{platform}, {one_line(account.name, NAME_MOST)}: {when}"


def _telephone(person: Person) -> str:
    numbers = (method.to for method in person.methods if method.channel in _TELEPHONES and method.to.startswith("+"))
    return next(numbers, "")


def _named(name: str, language: Language) -> str:
    return one_line(name, NAME_MOST) or say(language, "customer")


def _grouped(number: int, language: Language) -> str:
    return f"{number:,}".replace(",", "." if language == "nl" else ",")


def _joined(*parts: str) -> str:
    return ". ".join(part for part in parts if part)
