"""Each moment of a conversation's story in a sentence and its details. Nothing of a direct message is ever quoted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.composing import as_shown
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_by_hand import (
    Acknowledgement,
    Dismissal,
    Muted,
    Promise,
    PromiseKept,
    StillQuestion,
    Withdrawal,
)
from chalicelib.domain.facts_seen import Continued, Deletion, Follow, Message, MovedToDm
from chalicelib.domain.organisation import Language
from chalicelib.domain.paging import Page
from chalicelib.domain.steps import StepTaken
from chalicelib.domain.telling import Decided, Dropped, Moment, Started, Stopped
from chalicelib.texts.describe import NAME_MOST, QUOTE_MOST
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import say
from chalicelib.texts.story import SENTENCES, tale
from chalicelib.texts.times import date_time, minutes_passed, span
from chalicelib.texts.whys import why_said, whys_said

# Two clocks differ a little; what came in so soon came in at once.
_AT_ONCE = timedelta(minutes=1)
_HASH_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A moment in words. `quote` is a stranger's; None where there is none, and always on `direct`."""

    text: str
    details: tuple[str, ...]
    quote: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ears:
    """Who it is told to: whose language and zone; `names` are people's by id, `messages` those of the story by id."""

    language: Language
    zone: str
    names: Mapping[str, str]
    messages: Mapping[str, Message]

    def say(self, phrase: str, **fields: object) -> str:
        return tale(self.language, phrase, **fields)

    def time(self, at: datetime) -> str:
        return date_time(at, self.zone, self.language)

    def name(self, person: str) -> str:
        return one_line(self.names.get(person, person), NAME_MOST)


def told(moment: Moment, ears: Ears) -> Told:
    """What is said of it."""
    match moment.what:
        case Started(clock, rules):
            text = ears.say("started", clock=ears.say(f"clock {clock.kind}"), due=ears.time(clock.due_at))
            known = rules.calendar and ears.say(
                "rules", policy=rules.policy, calendar=rules.calendar, config=rules.config[:_HASH_SHOWN]
            )
            return _of(text, known or _configuration(rules.config, ears))
        case Stopped():
            return _stopped(moment.what, ears)
        case Decided():
            return _decided(moment.what, ears)
        case Page():
            return _sent(moment.what, ears)
        case Dropped(alert=alert, reason=reason):
            return _of(ears.say("dropped", name=ears.name(alert.person)), _why(reason, ears))
        case Message():
            return _message(moment.what, moment, ears)
        case Withdrawal(by=by):
            if moment.of is None:
                return _of(ears.say("took back something", name=ears.name(by)))
            return _of(ears.say("took back", name=ears.name(by), what=_fact(moment.of, moment, ears).text))
        case fact:
            return _fact(fact, moment, ears)


def _fact(fact: Fact, moment: Moment, ears: Ears) -> Told:
    match fact:
        case Message():
            return _message(fact, moment, ears)
        case Deletion(message=message):
            gone = ears.messages.get(message)
            if gone is None:
                return _of(ears.say("deleted"))
            whose = "deleted theirs" if gone.direction == "inbound" else "deleted ours"
            return _of(ears.say(whose, time=ears.time(gone.at)))
        case Follow(unfollow=unfollow):
            return _of(ears.say("unfollowed" if unfollow else "followed"))
        case MovedToDm(promises_contact=promised):
            return _of(ears.say("moved promised" if promised else "moved"))
        case Continued():
            return _of(ears.say("came from"))
        case Acknowledgement(by=by, until=datetime() as until):
            return _of(ears.say("snoozed", name=ears.name(by), until=ears.time(until)))
        case Acknowledgement(by=by, via=via):
            return _of(ears.say("took", name=ears.name(by)), ears.say("via", via=_via(via, ears)))
        case Dismissal(by=by, reason=reason):
            why = say(ears.language, f"reason {reason.replace('_', ' ')}")
            return _of(ears.say("dismissed", name=ears.name(by)), why)
        case Muted(by=by, until=until, reason=reason):
            return _of(ears.say("muted", name=ears.name(by), until=ears.time(until)), one_line(reason, QUOTE_MOST))
        case StillQuestion(by=by):
            return _of(ears.say("still", name=ears.name(by)))
        case Promise(by=by, due_at=due_at, what=what, owner=owner):
            detail = ears.say("promise of", what=one_line(what, QUOTE_MOST), owner=ears.name(owner))
            return _of(ears.say("promised", name=ears.name(by), due=ears.time(due_at)), detail)
        case PromiseKept(by=by):
            return _of(ears.say("kept", name=ears.name(by)))
        case Withdrawal(by=by):
            return _of(ears.say("took back something", name=ears.name(by)))
        case StepTaken(step=step):
            return _of(ears.say("superseded", step=step))


def _message(message: Message, moment: Moment, ears: Ears) -> Told:
    platform = moment.ref.partition(":")[0]
    shown = one_line(as_shown(platform, message.author_name or ""), NAME_MOST)
    if message.by_hand:
        text = ears.say("by hand", name=ears.name(message.author or ""))
    elif message.direction == "inbound":
        text = ears.say("wrote", name=shown or ears.say("somebody"))
    else:
        phrase = "replied by itself" if message.automatic else "replied"
        text = ears.say(phrase, name=shown or ears.say("the brand"))
    quote = one_line(message.excerpt, QUOTE_MOST) if message.excerpt and moment.surface == "public" else None
    # A sentence may begin with a word of ours, but a stranger's name stays as it is written.
    text = text if shown else text[:1].upper() + text[1:]
    return Told(text=text, details=tuple(_seen(message, moment, ears)), quote=quote or None)


def _seen(message: Message, moment: Moment, ears: Ears) -> Iterator[str]:
    if message.revision:
        yield ears.say("edited", n=message.revision + 1)
    if message.approximate:
        yield ears.say("no time")
    elif message.first_seen_at - message.at >= _AT_ONCE:
        yield ears.say("seen", time=ears.time(message.first_seen_at))
    if moment.quiet is not None:
        yield ears.say("starts nothing", why=ears.say(f"quiet {moment.quiet}"))


def _stopped(stopped: Stopped, ears: Ears) -> Told:
    clock = stopped.clock
    ended_at = clock.ended_at or clock.due_at
    end = ears.say(f"end {clock.end}")
    waited = span(minutes_passed(clock.started_at, ended_at), ears.language)
    text = ears.say("stopped", clock=ears.say(f"clock {clock.kind}"), end=end, waited=waited)
    if clock.within_target():
        return _of(text, ears.say("in time"))
    late = span(minutes_passed(clock.due_at, ended_at), ears.language)
    return _of(text, ears.say("too late", late=late))


def _decided(decided: Decided, ears: Ears) -> Told:
    step, rules = decided.step, decided.rules
    names = ", ".join(ears.name(person) for person in step.recipients) or ears.say("nobody")
    asked = step.step.removeprefix("by hand ") if step.step.startswith("by hand ") else ""
    if asked:
        text = ears.say("asked for", name=ears.name(asked.rpartition(" ")[0]), names=names)
    else:
        outcome = "step muted" if step.outcome == "muted" else step.outcome
        text = ears.say(outcome, step=one_line(step.step, NAME_MOST), names=names)
    late = step.stored_at - step.planned_at >= _AT_ONCE
    by = (
        ears.say("rules", policy=rules.policy, calendar=rules.calendar, config=rules.config[:_HASH_SHOWN])
        if rules.calendar
        else _configuration(rules.config, ears)
    )
    whys = whys_said(step.reason, ears.names, ears.zone, ears.language)
    return _of(text, *whys, ears.say("planned", time=ears.time(step.planned_at)) if late else "", by)


def _sent(page: Page, ears: Ears) -> Told:
    text = ears.say(f"page {page.state}", name=ears.name(page.person), channel=one_line(page.channel, NAME_MOST))
    lateness = page.lateness
    rota = page.alerts[0].nobody_on
    return _of(
        text,
        _why(f"nobody on {rota}", ears) if rota else "",
        ears.say("lateness", seconds=max(0, round(lateness.total_seconds()))) if lateness is not None else "",
        ears.say("delivered at", time=ears.time(page.delivered_at)) if page.delivered_at else "",
        ears.say("tries", n=page.attempts) if page.attempts > 1 else "",
        _why(page.reason, ears),
    )


def _configuration(config: str, ears: Ears) -> str:
    return ears.say("configuration", config=config[:_HASH_SHOWN]) if config else ""


def _via(via: str, ears: Ears) -> str:
    known = f"via {via}"
    return ears.say(known) if known in SENTENCES[ears.language] else one_line(via, NAME_MOST)


def _why(reason: str, ears: Ears) -> str:
    return why_said(reason, ears.names, ears.zone, ears.language)


def _of(text: str, *details: str) -> Told:
    return Told(text=text, details=tuple(detail for detail in details if detail))
