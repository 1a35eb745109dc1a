"""The page of figures in words: finished sentences in the reader's language, for a template without wording."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from chalicelib.domain.attainment import Attainment, attained
from chalicelib.domain.figures import HOURS, WEEKDAYS, Figures, figures_of
from chalicelib.domain.organisation import Account, Language
from chalicelib.domain.pages import ClockKind
from chalicelib.texts.describe import NAME_MOST
from chalicelib.texts.figures import length
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import PLATFORMS, say
from chalicelib.texts.times import weekday
from chalicelib.usecases.figures import Row
from chalicelib.web.charts import Bar, columns, middle, round_amount, round_length
from chalicelib.web.figures_filter import CLOCKS

# Where the hours of a chart are named: every one would be too narrow to read.
_NAMED_HOURS = (0, 6, 12, 18)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What something comes to: the share in large letters, and sentences. `percent` is how long its bar is."""

    name: str
    percent: int
    share: str
    said: Sequence[str]
    clock: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing and its words. `ticks` are names with where they stand below; `most` is what the full height is."""

    id: str
    title: str
    described: str
    kinds: Sequence[str]
    bars: Sequence[Bar]
    ticks: Sequence[tuple[float, str]]
    most: str
    legend: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """Figures by hour or by weekday: the charts, and the same in a table."""

    id: str
    title: str
    charts: Sequence[Chart]
    table: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Closer:
    """One clock looked at closely."""

    title: str
    accounts: Sequence[Line]
    """Empty where there is only one, which would say the same again."""
    hours: Sequence[Line]
    divisions: Sequence[Division]
    outage: str


def clocks_of(rows: Sequence[Row], language: Language) -> Sequence[Line]:
    """Each clock of which anything counts, all accounts together."""
    lines = []
    for clock in CLOCKS:
        whole = _whole([row for row in rows if row.clock == clock])
        if whole.counted:
            lines.append(_line(_called(clock, language), whole, language, clock))
    return lines


def closer_of(rows: Sequence[Row], clock: ClockKind, language: Language) -> Closer | None:
    """That clock by account, opening hours, hour and weekday; None while nothing of it counts."""
    of_clock = [row for row in rows if row.clock == clock]
    figures = figures_of(tally for row in of_clock for tally in row.tallies)
    if not figures.whole.counted:
        return None
    inside, outside = (say(language, f"figures {where}") for where in ("inside", "outside"))
    accounts = [_line(name_of(row.account), _whole([row]), language) for row in of_clock]
    hours = [_line(name, found, language) for name, found in ((inside, figures.inside), (outside, figures.outside))]
    return Closer(
        title=say(language, "figures of clock", clock=_called(clock, language)),
        accounts=accounts if len(accounts) > 1 else (),
        hours=hours,
        divisions=_divisions(figures, language),
        outage=_outage(figures.outage, language),
    )


def name_of(account: Account) -> str:
    """An account as people tell it from the others."""
    platform = PLATFORMS.get(account.platform) or one_line(account.platform, NAME_MOST)
    return f"{one_line(account.name, NAME_MOST)}, {platform}"


def _called(clock: ClockKind, language: Language) -> str:
    return say(language, f"figures {clock.replace('_', ' ')}")


def _whole(rows: Iterable[Row]) -> Attainment:
    return attained(tally for row in rows for tally in row.tallies)


def _line(name: str, found: Attainment, language: Language, clock: str = "") -> Line:
    said = [_within(found, language), _median(found, language)]
    if found.never_answered:
        said.append(say(language, "figures never", n=found.never_answered))
    return Line(name=name, percent=found.percent or 0, share=_share(found, language), said=said, clock=clock)


def _within(found: Attainment, language: Language) -> str:
    return say(language, "figures within", n=found.within_target, all=found.counted)


def _median(found: Attainment, language: Language) -> str:
    if found.median_seconds is None:
        return say(language, "figures no median", open=found.waiting)
    return say(language, "figures median", length=length(found.median_seconds, language), open=found.waiting)


def _share(found: Attainment, language: Language) -> str:
    none = say(language, "figures none")
    return none if found.percent is None else say(language, "figures percent", n=found.percent)


def _outage(found: Attainment, language: Language) -> str:
    if not found.counted:
        return ""
    return say(language, "figures outage", all=found.counted, n=found.within_target)


def _divisions(figures: Figures, language: Language) -> Sequence[Division]:
    hours = [f"{hour:02}" for hour in range(HOURS)]
    days = [weekday(day, language) for day in range(WEEKDAYS)]
    named = [name if hour in _NAMED_HOURS else "" for hour, name in enumerate(hours)]
    return [
        _division("hour", figures.by_hour, hours, named, language),
        _division("weekday", figures.by_weekday, days, days, language),
    ]


def _division(
    id: str, parts: Sequence[Attainment], names: Sequence[str], ticks: Sequence[str], language: Language
) -> Division:
    title = say(language, f"figures by {id}")
    by = title[0].lower() + title[1:]
    medians = [part.median_seconds or 0 for part in parts]
    places = [(middle(n, len(parts)), name) for n, name in enumerate(ticks) if name]
    counted = _counted(id, by, parts, names, places, language)
    charts = [counted, _medians(id, by, medians, names, places, language)] if any(medians) else [counted]
    heads = (id, "within", "percent", "median", "open", "never")
    return Division(
        id=id,
        title=title,
        charts=charts,
        table=say(language, "figures as a table", by=by),
        heads=[say(language, f"figures column {head}") for head in heads],
        rows=[_cells(name, part, language) for name, part in zip(names, parts, strict=True) if part.counted],
    )


def _counted(
    id: str,
    by: str,
    parts: Sequence[Attainment],
    names: Sequence[str],
    ticks: Sequence[tuple[float, str]],
    language: Language,
) -> Chart:
    stacks = [(part.within_target, part.counted - part.within_target) for part in parts]
    counted = [part.counted for part in parts]
    top = round_amount(max(counted))
    within = sum(part.within_target for part in parts)
    described = say(
        language, "figures described", n=within, all=sum(counted), most=_highest(counted, names), amount=max(counted)
    )
    kinds = ("within", "late")
    return Chart(
        id=f"{id}-counted",
        title=say(language, "figures counted", by=by),
        described=described,
        kinds=kinds,
        bars=columns(stacks, top),
        ticks=ticks,
        most=str(top),
        legend=[(kind, say(language, f"figures legend {kind}")) for kind in kinds],
    )


def _medians(
    id: str,
    by: str,
    medians: Sequence[int],
    names: Sequence[str],
    ticks: Sequence[tuple[float, str]],
    language: Language,
) -> Chart:
    top = round_length(max(medians))
    amount = length(max(medians), language)
    return Chart(
        id=f"{id}-medians",
        title=say(language, "figures medians", by=by),
        described=say(language, "figures medians described", most=_highest(medians, names), amount=amount),
        kinds=("median",),
        bars=columns([(median,) for median in medians], top),
        ticks=ticks,
        most=length(top, language),
    )


def _highest(amounts: Sequence[int], names: Sequence[str]) -> str:
    at: Callable[[int], int] = amounts.__getitem__
    return names[max(range(len(amounts)), key=at)]


def _cells(name: str, part: Attainment, language: Language) -> Sequence[str]:
    none = say(language, "figures none")
    return (
        name,
        say(language, "of", n=part.within_target, all=part.counted),
        _share(part, language),
        none if part.median_seconds is None else length(part.median_seconds, language),
        str(part.waiting),
        str(part.never_answered),
    )
