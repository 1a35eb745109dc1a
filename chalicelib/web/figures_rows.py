"""The figures for machines: one row for each thing that can be asked, the same in JSON and in CSV."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.attainment import Attainment
from chalicelib.domain.figures import figures_of
from chalicelib.domain.organisation import Organisation
from chalicelib.texts.describe import NAME_MOST
from chalicelib.texts.outside import one_line
from chalicelib.usecases.figures import Row, Seen
from chalicelib.web.figures_filter import Asked

Cell = str | int | None

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COLUMNS = (
    "platform",
    "account",
    "name",
    "brand",
    "clock",
    "by",
    "group",
    "past_target_or_answered",
    "within_target",
    "percent_within_target",
    "still_unanswered",
    "never_answered",
    "median_seconds",
)
_ID_MOST = 200
# A spreadsheet takes a cell that begins with one of these for a formula, also where it parts cells by what a Dutch
# one parts them by, within our quotes.
_FORMULA = re.compile(r"(^|[;,|\t\r\n])(\s*)(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")


def told_json(seen: Seen, asked: Asked, today: Organisation, now: datetime) -> dict[str, object]:
    """The whole answer of `/figures.json`."""
    return {
        "now": now.astimezone(ZoneInfo(today.zone)).isoformat(),
        "days": asked.days,
        "first_day": seen.first.isoformat(),
        "last_day": seen.last.isoformat(),
        "zone": today.zone,
        "missing_days": [day.isoformat() for day in seen.missing],
        "figures": list(rows_of(seen, asked)),
    }


def told_csv(seen: Seen, asked: Asked) -> str:
    """RFC 4180, with the mark by which spreadsheets know UTF-8. No cell begins a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("first_day", "last_day", "missing_days", *COLUMNS))
    period = (seen.first.isoformat(), seen.last.isoformat(), len(seen.missing))
    for row in rows_of(seen, asked):
        writer.writerow([*period, *(_harmless(row[name]) for name in COLUMNS)])
    return out.getvalue()


def rows_of(seen: Seen, asked: Asked) -> Iterator[Mapping[str, Cell]]:
    """A row with `by` "all" for each account and clock, then its parts; a part in which nothing counts has none."""
    for row in seen.rows:
        if asked.clock in ("", row.clock):
            for by, group, found in _parts(row):
                if by == "all" or found.counted:
                    yield _row(row, by, group, found)


def _parts(row: Row) -> Iterator[tuple[str, str, Attainment]]:
    figures = figures_of(row.tallies)
    yield "all", "all", figures.whole
    yield "opening_hours", "inside", figures.inside
    yield "opening_hours", "outside", figures.outside
    for hour, found in enumerate(figures.by_hour):
        yield "hour", f"{hour:02}", found
    for weekday, found in zip(WEEKDAYS, figures.by_weekday, strict=True):
        yield "weekday", weekday, found
    yield "outage", "known", figures.outage


def _row(row: Row, by: str, group: str, found: Attainment) -> Mapping[str, Cell]:
    account = row.account
    return {
        "platform": one_line(account.platform, _ID_MOST),
        "account": one_line(account.id, _ID_MOST),
        "name": one_line(account.name, NAME_MOST),
        "brand": one_line(account.brand, _ID_MOST),
        "clock": row.clock,
        "by": by,
        "group": group,
        "past_target_or_answered": found.counted,
        "within_target": found.within_target,
        "percent_within_target": found.percent,
        "still_unanswered": found.waiting,
        "never_answered": found.never_answered,
        "median_seconds": found.median_seconds,
    }


def _harmless(cell: Cell) -> Cell:
    return _FORMULA.sub(r"\1\2'", cell) if isinstance(cell, str) else cell
