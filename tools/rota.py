"""Who carries the phone from now on, where nobody does, and who does for too long. Sends nothing.

.venv/bin/python -m tools.rota [--days 14] [--table prod|dev|local] [--config FILE] [--from TIME] [--json]

The rotas are those of the configuration; with --table the overrides and absences of a stage are weighed too, and who
carries a phone within 30 days must have a method that worked in the last 30: else it ends with exit code 1, and says
whom to test with tools.page. What cannot be answered ends with exit code 2 and a sentence.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.duty import Duty, Slice
from chalicelib.domain.organisation import Language, Organisation
from chalicelib.domain.reach import Unreachable
from chalicelib.domain.roster import Roster, explain
from chalicelib.store.duties import Duties
from chalicelib.store.table import Table
from chalicelib.texts.attention import unreachable_line
from chalicelib.usecases.duties import roster_of
from chalicelib.usecases.rota_check import RotaCheck, check_reach, check_rotas
from tools import columns, moments, settingsfile, stackfile, stagetable
from tools.unusable import Unusable, leave

Json = dict[str, object]
MOST_DAYS = 366

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "rota": "Rooster {rota}, {since} tot {until}",
        "nobody": "NIEMAND",
        "gap": "Niemand heeft dienst: {since} tot {until}.",
        "long": "{name} heeft te lang dienst: {since} tot {until}.",
        "ever": "altijd",
        "sound": "Steeds heeft er iemand dienst, en niemand te lang.",
    },
    "en": {
        "rota": "Rota {rota}, {since} until {until}",
        "nobody": "NOBODY",
        "gap": "Nobody is on duty: {since} until {until}.",
        "long": "{name} is on duty for too long: {since} until {until}.",
        "ever": "always",
        "sound": "Somebody is always on duty, and nobody for too long.",
    },
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print every rota; SystemExit with code 2 for bad input."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.rota", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--days", type=int, default=14, help=f"how far to look ahead, 1 to {MOST_DAYS}; else 14")
    parser.add_argument("--table", metavar="STAGE", help="weigh the exceptions of a stage: prod, dev or local")
    parser.add_argument("--config", metavar="FILE", help="another file than chalicelib/waakhond.toml")
    parser.add_argument("--from", dest="start", metavar="TIME", help=f"else now; such as {moments.EXAMPLE}")
    parser.add_argument("--language", choices=("nl", "en"), help="of the table; else the organisation's")
    parser.add_argument("--json", action="store_true", help="for programs")
    given = parser.parse_args(arguments)
    try:
        start, end = _period(given)
        roster, unreached = _read(given, start)
    except Unusable as problem:
        leave(problem)
    found = check_rotas(roster, start, end)
    if given.json:
        print(json.dumps(as_json(found, roster.organisation, start, end, unreached), ensure_ascii=False, indent=2))
    else:
        language = cast(Language, given.language or roster.organisation.language)
        print("\n".join(lines(found, roster.organisation, start, end, language, unreached or ())))
    if unreached:
        sys.exit(1)


def as_json(
    found: Sequence[RotaCheck],
    organisation: Organisation,
    start: datetime,
    end: datetime,
    unreached: Sequence[Unreachable] | None = None,
) -> Json:
    """Times with the organisation's offset; `person` null where nobody is on duty, a bound null where there is none.

    `unreachable` null where it was not asked of a stage; its `worked_at` null where nothing is known to have worked.
    """
    zone = organisation.zone

    def stretch(each: Slice | Duty, rota: str) -> Json:
        return {
            "person": each.person,
            "since": moments.shown(each.since, zone) if each.since else None,
            "until": moments.shown(each.until, zone) if each.until else None,
            "why": explain(each.why, rota),
        }

    return {
        "from": moments.shown(start, zone),
        "until": moments.shown(end, zone),
        "sound": all(check.sound for check in found),
        "unreachable": None
        if unreached is None
        else [
            {
                "person": each.person,
                "rotas": list(each.rotas),
                "worked_at": moments.shown(each.worked_at, zone) if each.worked_at else None,
            }
            for each in unreached
        ],
        "rotas": [
            {
                "rota": check.rota,
                "shifts": [stretch(each, check.rota) for each in check.shifts],
                "gaps": [stretch(each, check.rota) for each in check.gaps],
                "too_long": [stretch(each, check.rota) for each in check.too_long],
            }
            for check in found
        ],
    }


def lines(
    found: Sequence[RotaCheck],
    organisation: Organisation,
    start: datetime,
    end: datetime,
    language: Language,
    unreached: Sequence[Unreachable] = (),
) -> Iterator[str]:
    """The same for people: each rota a table of shifts, and under it what is not as it should be."""
    words, zone = _WORDS[language], organisation.zone

    def spoken(instant: datetime | None) -> str:
        return moments.spoken(instant, zone, language) if instant else words["ever"]

    def name(person: str | None) -> str:
        known = organisation.people.get(person or "")
        return known.name if known else person or words["nobody"]

    for check in found:
        yield words["rota"].format(rota=check.rota, since=spoken(start), until=spoken(end))
        rows = [(spoken(each.since), name(each.person), explain(each.why, check.rota)) for each in check.shifts]
        yield from (f"  {line}" for line in columns.aligned(rows))
        for gap in check.gaps:
            yield "  ! " + words["gap"].format(since=spoken(gap.since), until=spoken(gap.until))
        for duty in check.too_long:
            since, until = spoken(duty.since), spoken(duty.until)
            yield "  ! " + words["long"].format(name=name(duty.person), since=since, until=until)
        yield ""
    if all(check.sound for check in found):
        yield words["sound"]
    for each in unreached:
        yield "! " + unreachable_line(each.person, name(each.person), each, language)


def _period(given: argparse.Namespace) -> tuple[datetime, datetime]:
    if not 1 <= given.days <= MOST_DAYS:
        raise Unusable(f"--days: {given.days} is not from 1 to {MOST_DAYS}")
    start = moments.read_instant(given.start, "--from") if given.start else datetime.now(UTC).replace(microsecond=0)
    return start, start + timedelta(days=given.days)


def _read(given: argparse.Namespace, start: datetime) -> tuple[Roster, Sequence[Unreachable] | None]:
    """The rotas, and of a stage who cannot be reached; None where no stage was asked for."""
    organisation = settingsfile.read(given.config, start.date())
    if not given.table:
        return Roster(organisation), None
    try:
        table: Table = stagetable.open_table(given.table, "rota")
        roster = roster_of(organisation, Duties(table).entries())
        return roster, check_reach(roster, table, datetime.now(UTC))
    except stackfile.NotRunning as problem:
        raise Unusable(f"--table: {problem}") from None
    except (BotoCoreError, ClientError) as problem:
        raise Unusable(
            f"--table: AWS refused ({problem}); check the stage's name and who you are signed in as"
        ) from None


if __name__ == "__main__":
    main(sys.argv[1:])
