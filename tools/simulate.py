"""What would last week have been like? Replay a period's facts against a configuration, sending nothing.

.venv/bin/python -m tools.simulate --table prod --since 2026-11-16T00:00+01:00 --until 2026-11-23T00:00+01:00 \\
    --export week.jsonl
.venv/bin/python -m tools.simulate --facts week.jsonl --since ... --until ... --config changed.toml [--json]

Without --config it runs under the configurations that were in force, as far as the facts name them; with it, what
would have been different is told too. What people did stays as it was: who took a page or answered does so at the
same instant. Mutes, caps and second methods are not simulated, and one page is all that a person gets at one instant.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.domain.organisation import Book
from tools import factsexport, factsfile, moments, outlook, outlookwords, settingsfile, stackfile, stagetable
from tools.factsfile import Record
from tools.outlook import Outlook
from tools.unusable import Unusable, leave


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the outlook, or write the facts with --export; SystemExit with code 2 for bad input."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.simulate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--facts", metavar="FILE", help="written by --export")
    source.add_argument("--table", metavar="STAGE", help="read the facts from a stage's table: prod, dev or local")
    parser.add_argument("--since", required=True, help=f"with its offset, such as {moments.EXAMPLE}")
    parser.add_argument("--until", required=True, help="the first instant that is left out")
    parser.add_argument("--config", metavar="FILE", help="a changed configuration to try")
    parser.add_argument("--export", metavar="FILE", help="write the facts of --table to a new file, and do no more")
    parser.add_argument("--json", action="store_true", help="for programs")
    given = parser.parse_args(arguments)
    try:
        since, until = _period(given)
        record = factsfile.read(given.facts) if given.facts else _from_table(given, since, until)
        if given.export:
            _export(given, record)
            return
        before, after = simulate(record, since, until, given.config)
    except Unusable as problem:
        leave(problem)
    if given.json:
        print(json.dumps(outlookwords.as_json(after, before), ensure_ascii=False, indent=2))
    else:
        print(outlookwords.table(after, before))


def simulate(record: Record, since: datetime, until: datetime, path: str | None) -> tuple[Outlook | None, Outlook]:
    """How it was, to compare with, and how it would have been; the first only with another configuration to try.

    Raises Unusable for a configuration that cannot be read.
    """
    stored = record.effective()
    if path is None and stored:
        return None, outlook.look_back(record, Book(stored), since, until)
    tried = outlook.alone(settingsfile.read(path, since.date()))
    before = outlook.look_back(record, Book(stored), since, until) if stored else None
    return before, outlook.look_back(record, tried, since, until)


def _period(given: argparse.Namespace) -> tuple[datetime, datetime]:
    since, until = (moments.read_instant(getattr(given, name), f"--{name}") for name in ("since", "until"))
    if until <= since:
        raise Unusable(f"--until: {given.until} is not later than --since {given.since}; give a later time")
    if given.export and not given.table:
        raise Unusable(
            "--export: writes what --table reads; name the stage with --table instead of a file with --facts"
        )
    return since, until


def _from_table(given: argparse.Namespace, since: datetime, until: datetime) -> Record:
    try:
        return factsexport.export(stagetable.open_table(given.table, "simulate"), since, until)
    except stackfile.NotRunning as problem:
        raise Unusable(f"--table: {problem}") from None
    except (BotoCoreError, ClientError) as problem:
        raise Unusable(
            f"--table: AWS refused ({problem}); check the stage's name and who you are signed in as"
        ) from None


def _export(given: argparse.Namespace, record: Record) -> None:
    factsfile.write(given.export, record)
    count = sum(map(len, record.facts.values()))
    print(f"{count} facts of {len(record.facts)} conversations in {given.export}. It names customers: keep it safe.")
    print("Facts are kept for 30 days: of a period further back only a part is in it.")


if __name__ == "__main__":
    main(sys.argv[1:])
