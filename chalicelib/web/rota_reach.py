"""How somebody can be reached, as the rota page tells it: each method, when it last worked, and a test for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.organisation import Method, Person
from chalicelib.domain.reach import Reach
from chalicelib.domain.trial import Trial
from chalicelib.store.reach import Reaches
from chalicelib.texts.describe import NAME_MOST
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import say
from chalicelib.texts.times import near_time
from chalicelib.usecases.ports import Context

_REASON_MOST = 120
# Of somebody else's telephone number a reader needs to recognise it, not to use it.
_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One method. `number` is its place in the person's order; `test` is what its button does."""

    number: int
    name: str
    state: str
    alarm: bool
    out: str
    test: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """A person with their methods, in their order."""

    person: str
    name: str
    methods: Sequence[Tested]


def reachable(person: Person, me: Person, context: Context, now: datetime) -> Reachable:
    """The person's methods as `me` may see them: of others' numbers the end alone."""
    reaches = Reaches(context.people.table)
    known = {(each.channel, each.to): each for each in reaches.of(person.id)}
    trials = {trial.number: trial for trial in reaches.trials(person.id, now - timedelta(hours=1))}
    name = one_line(person.name, NAME_MOST)
    rows = [
        _tested(number, each, known.get((each.channel, each.to)), trials.get(number), name, person.id == me.id, me, now)
        for number, each in enumerate(person.methods)
    ]
    return Reachable(person=person.id, name=name, methods=rows)


def _tested(
    number: int,
    method: Method,
    known: Reach | None,
    trial: Trial | None,
    name: str,
    own: bool,
    me: Person,
    now: datetime,
) -> Tested:
    language = me.language
    to = method.to if own or not method.to.startswith("+") else f"...{method.to[-_SHOWN:]}"
    state, alarm = say(language, "rota never worked"), True
    if known is not None and known.failing and known.failed_at is not None:
        time, reason = near_time(known.failed_at, now, me.zone, language), one_line(known.reason, _REASON_MOST)
        state = say(language, "rota failing", time=time, reason=reason)
    elif known is not None and known.worked_at is not None:
        state, alarm = say(language, "rota worked", time=near_time(known.worked_at, now, me.zone, language)), False
    out = ""
    if trial is not None and trial.state in ("claimed", "sent"):
        out = say(language, "rota test out", time=near_time(trial.asked_at, now, me.zone, language))
    return Tested(
        number=number,
        name=f"{method.channel} {one_line(to, NAME_MOST)}",
        state=state,
        alarm=alarm,
        out=out,
        test=say(language, "rota test of", name=name, channel=method.channel),
    )
