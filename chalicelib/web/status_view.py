"""The status page in words: finished sentences in the reader's language and zone, for a template without wording."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.domain.composing import as_shown
from chalicelib.domain.organisation import Language, Organisation, Person
from chalicelib.domain.pages import PageItem, PageView
from chalicelib.texts.describe import NAME_MOST, Described, describe
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import PLATFORMS, say
from chalicelib.texts.times import near_time
from chalicelib.usecases.open_clocks import Line
from chalicelib.usecases.overview import Overview
from chalicelib.web.status_filter import Filter, kind_of
from chalicelib.web.status_marks import Mark, folds_of, marks_of, numbers_of
from chalicelib.web.status_quiet import QuietRow, key_of, quiet_of
from chalicelib.web.status_storms import Storm, storms_of

LISTED_AT_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One who waits. `take` is the button's name; empty where the reader has it already."""

    key: str
    conversation: str
    due: str
    said: Described
    taken: bool
    take: str
    label: str
    """What the button does, in full, for whoever only hears it."""
    choose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """Everything the page shows. `first` is whoever has the least time left, whatever the filter; None: nobody."""

    language: Language
    now: str
    as_of: str
    reader: str
    storms: Sequence[Storm]
    first: Row | None
    times: str
    """How often the first one asked something lately; empty for the first time."""
    answered: str
    """When somebody was last answered; empty while nobody ever was."""
    marks: Sequence[Mark]
    folds: Sequence[Mark]
    numbers: Sequence[Mark]
    rows: Sequence[Row]
    others: str
    filtered: str
    quiet: Sequence[QuietRow]
    without_clock: str
    """How the list of them is called; empty where there is none."""


def view_of(seen: Overview, reader: Person, chosen: Filter) -> StatusView:
    """The page as this person reads it."""
    language, now, today = reader.language, seen.now, seen.today
    storms = [each.storm for each in seen.storms]
    fitting = [line for line in seen.lines if chosen.fits(line, reader.id, now, storms)]
    rows = [_row(line, reader, now, today) for line in fitting[:LISTED_AT_MOST]]
    first = _row(seen.lines[0], reader, now, today) if seen.lines else None
    return StatusView(
        language=language,
        now=iso(now),
        as_of=say(language, "as of", time=near_time(now, now, reader.zone, language)),
        reader=one_line(reader.name, NAME_MOST),
        storms=storms_of(seen, reader),
        first=first,
        times=say(language, "times", n=seen.times) if seen.times > 1 else "",
        answered=say(language, "last answered", time=near_time(seen.answered_at, now, reader.zone, language))
        if seen.answered_at
        else "",
        marks=marks_of(seen, reader),
        folds=folds_of(seen, reader),
        numbers=numbers_of(seen, reader),
        rows=rows,
        others=_others(len(fitting) - len(rows), seen.more, language),
        filtered=say(language, "filtered", n=len(fitting), all=counted(len(seen.lines), seen.more, language))
        if chosen.query
        else "",
        quiet=quiet_of(seen, reader),
        without_clock=say(language, "without a clock", n=len(seen.quiet)) if seen.quiet else "",
    )


def counted(n: int, more: bool, language: Language) -> str:
    """A number, or what it is at least."""
    return say(language, "at least", n=n) if more else str(n)


def iso(at: datetime) -> str:
    """As a script reads it."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _row(line: Line, reader: Person, now: datetime, today: Organisation) -> Row:
    said = _described(line, reader, now, today)
    platform = PLATFORMS.get(line.head.platform, one_line(line.head.platform, NAME_MOST))
    taken = line.head.acknowledged_by is not None
    mine = line.head.acknowledged_by == reader.id
    what = "take over that of" if taken else "take that of"
    return Row(
        key=key_of(line.head.conversation, line.clock.anchor),
        conversation=line.head.conversation,
        due=iso(line.clock.due_at),
        said=said,
        taken=taken,
        take="" if mine else say(reader.language, "take it over" if taken else "take short"),
        label=say(reader.language, what, name=said.who, platform=platform),
        choose=say(reader.language, "choose one", name=said.who, platform=platform),
    )


def _described(line: Line, reader: Person, now: datetime, today: Organisation) -> Described:
    head, clock = line.head, line.clock
    account = today.account(head.platform, clock.account)
    item = PageItem(
        conversation=head.conversation,
        alert="",
        platform=head.platform,
        surface=head.surface,
        account_name=account.name if account else clock.account,
        customer_name=as_shown(head.platform, clock.customer_name),
        clock=clock.clock,
        step="",
        nth=1,
        for_manager=False,
        asked_at=clock.asked_at,
        due_at=clock.due_at,
        excerpt=clock.excerpt if head.surface == "public" and kind_of(clock.clock) == "mention" else None,
        taken_by=_name(head.acknowledged_by, today),
        taken_at=head.acknowledged_at,
    )
    return describe(item, _as_page(item, reader, now))


def _as_page(item: PageItem, reader: Person, now: datetime) -> PageView:
    """What is said of an item depends on who reads it where and when, as on a page of theirs."""
    return PageView(
        page="",
        person=reader.id,
        person_name=reader.name,
        language=reader.language,
        zone=reader.zone,
        composed_at=now,
        items=(item,),
        link="",
    )


def _name(person: str | None, today: Organisation) -> str | None:
    known = today.people.get(person) if person is not None else None
    return known.name if known else person


def _others(n: int, more: bool, language: Language) -> str:
    if more:
        return say(language, "and many others", n=n)
    return say(language, "and others", n=n) if n else ""
