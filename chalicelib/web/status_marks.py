"""What the status page says besides who waits: who is on duty, how many, and which channels are heard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.domain.organisation import Language, Person
from chalicelib.domain.outage import Outage
from chalicelib.store.duties import Mute
from chalicelib.texts.attention import channel_name
from chalicelib.texts.describe import NAME_MOST
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import say
from chalicelib.texts.times import day_time, near_time
from chalicelib.usecases.channels import Heard
from chalicelib.usecases.overview import OnDuty, Overview
from chalicelib.web.rota_changes import called, muted_account, outage_words
from chalicelib.web.status_filter import kind_of

_SENTENCE_MOST = 300
_STATES = {
    "silent": "state silent",
    "stale": "state stale",
    "revoked": "state revoked",
    "refused": "state refused",
}
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


def marks_of(seen: Overview, reader: Person) -> list[Mark]:
    """What stands above the list: who is on duty, what is told otherwise than usual, and how many wait."""
    duties = (_duty(each, seen, reader) for each in seen.duties)
    outages = (_outage(each, seen, reader) for each in seen.outages)
    mutes = (_mute(each, seen, reader) for each in seen.mutes)
    return [*duties, *outages, *mutes, _counts(seen, reader.language)]


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


def _outage(outage: Outage, seen: Overview, reader: Person) -> Mark:
    label = say(reader.language, "outage on")
    return Mark(label=label, value=outage_words(outage), detail=_until(outage, seen, reader))


def _mute(mute: Mute, seen: Overview, reader: Person) -> Mark:
    label = say(reader.language, "mute on")
    return Mark(label=label, value=muted_account(mute, seen.today), detail=_until(mute, seen, reader))


def _until(made: Outage | Mute, seen: Overview, reader: Person) -> str:
    time = near_time(made.until, seen.now, reader.zone, reader.language)
    return say(reader.language, "outage until", time=time, name=called(made.by, seen.today))


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
    name, tel = one_line(person.name, NAME_MOST), telephone(person)
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
    lost = [each for each in seen.heard if each.lost]
    never = sum(1 for each in seen.heard if each.state == "never")
    if lost:
        others = len(lost) - 1
        value = say(language, "lost several" if others else "lost", **_lost(lost[0], seen, reader), n=others)
    elif never:
        value = say(language, "not all heard", n=never, all=len(seen.heard))
    else:
        value = say(language, "one heard" if len(seen.heard) == 1 else "all heard", n=len(seen.heard))
    more = [_heard(each, seen, reader) for each in seen.heard]
    return Mark(label=say(language, "channels"), value=value, more=more, alarm=bool(lost))


def _heard(heard: Heard, seen: Overview, reader: Person) -> str:
    language = reader.language
    platform = channel_name(heard.account.platform, heard.surface, language)
    said = [_lost(heard, seen, reader)["state"]] if heard.lost else []
    for when, at in (("heard again", heard.again_at), ("last heard", heard.at)):
        if at is not None:
            said.append(say(language, when, time=near_time(at, seen.now, reader.zone, language)))
    account = one_line(heard.account.name, NAME_MOST)
    return f"{one_line(platform, NAME_MOST)}, {account}: {', '.join(said) or say(language, 'never heard')}"


def _lost(heard: Heard, seen: Overview, reader: Person) -> dict[str, str]:
    """The words for a channel that is not heard: which one, and what is wrong since when."""
    language = reader.language
    name = f"{channel_name(heard.account.platform, heard.surface, language)} {heard.account.name}"
    time = near_time(heard.since, seen.now, reader.zone, language) if heard.since else "?"
    return {"channel": one_line(name, NAME_MOST), "state": say(language, _STATES[heard.state], time=time)}


def telephone(person: Person) -> str:
    """The number to tap; empty for somebody who has none."""
    numbers = (method.to for method in person.methods if method.channel in _TELEPHONES and method.to.startswith("+"))
    return next(numbers, "")


def _joined(*parts: str) -> str:
    return ". ".join(part for part in parts if part)
