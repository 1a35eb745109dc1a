"""Escalation policies: the target, and the ladder of steps as it is written."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from chalicelib.configuration import values
from chalicelib.configuration.calendars import ALWAYS_OPEN, OF_THE_ACCOUNT
from chalicelib.configuration.names import Names
from chalicelib.configuration.table import Table
from chalicelib.domain.duration import Duration, Elapsed, WorkingDays, WorkingHours, amount
from chalicelib.domain.organisation import Policy, Repeat, Step

_WHEN = ("after", "before", "at")
_WHICH = 'write one of after = "45m", before = "1h" or at = "due"'
_NEXT_STEP = "next step"
_OPENING = "opening"
_DUE = "due"
_MOST_REPEATS = 100


def read_policy(name: str, table: Table, names: Names) -> Policy:
    """The promise policy has no target: its steps count from the time that was promised."""
    promise = name == names.promise_policy
    target = _target(table, promise)
    tables = table.tables("steps", "steps")
    steps = tuple(_read_step(step, names, promise) for step in tables)
    if not steps:
        table.note("pages nobody without steps", 'add steps = [{ after = "45m", notify = ["on-call"] }]', "steps")
    _check_moments(tables, [_moment(step, target) for step in steps])
    repeat = table.table("repeat", "repeat")
    return Policy(
        name,
        target,
        _calendar(table, target, names),
        steps,
        _read_repeat(repeat, names, promise) if repeat is not None else None,
        table.may("acknowledgement", _duration_or(_NEXT_STEP), None),
    )


def _target(table: Table, promise: bool) -> Duration | None:
    if not promise:
        return table.need("target", values.duration, Elapsed(3600))
    if "target" in table:
        table.note("a promise is due when it was promised for", "remove the target", "target")
    return None


def _calendar(table: Table, target: Duration | None, names: Names) -> str | None:
    """Hours and minutes run around the clock unless the file says otherwise, an hour before a promise too."""
    usual = OF_THE_ACCOUNT if isinstance(target, WorkingDays | WorkingHours) else ALWAYS_OPEN
    known = {ALWAYS_OPEN, OF_THE_ACCOUNT, *names.calendars}
    calendar = table.may("calendar", values.one_of(known, "calendar"), usual)
    return None if calendar == OF_THE_ACCOUNT else calendar


def _read_step(table: Table, names: Names, promise: bool) -> Step:
    given = [key for key in _WHEN if key in table]
    if not given:
        table.note("does not say when", _WHICH)
    elif len(given) > 1:
        table.note(f"says when more than once: {' and '.join(given)}", _WHICH)
    at = table.may("at", values.choice((_DUE, _OPENING)), None)
    return Step(
        table.some("notify", names.recipient(owner=promise), "tells nobody"),
        table.may("after", values.duration, None),
        Elapsed(0) if at == _DUE else table.may("before", values.duration, None),
        at == _OPENING,
        table.may("unless_acknowledged", values.flag, False),
    )


def _read_repeat(table: Table, names: Names, promise: bool) -> Repeat:
    return Repeat(
        table.some("notify", names.recipient(owner=promise), "tells nobody"),
        table.need("every", _duration_or(_OPENING), None),
        table.need("at_most", values.count(_MOST_REPEATS), 1),
    )


def _duration_or(word: str) -> Callable[[object], Duration | None]:
    """A converter for a duration, or for the word that stands for none."""
    return lambda value: None if value == word else values.duration(value)


def _check_moments(tables: Sequence[Table], moments: Sequence[tuple[str, Fraction] | None]) -> None:
    for place, (table, moment) in enumerate(zip(tables, moments, strict=True)):
        if moment is None:
            continue
        if moment[1] < 0:
            table.note("falls before the clock starts", "shorten it, or lengthen the target")
        if moment in moments[:place]:
            table.note(f"falls together with steps[{moments.index(moment)}]", "make one step of the two")


def _moment(step: Step, target: Duration | None) -> tuple[str, Fraction] | None:
    """Two steps with equal moments fall together always; None for a step that does not say when."""
    if step.opening_of_due_day:
        return _OPENING, Fraction(0)
    if step.after is not None:
        return f"after {type(step.after).__name__}", amount(step.after)
    if step.before is None:
        return None
    if target is not None and (type(target) is type(step.before) or not amount(step.before)):
        return f"after {type(target).__name__}", amount(target) - amount(step.before)
    return f"before {type(step.before).__name__}", amount(step.before)
