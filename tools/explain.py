"""When would whom be paged? Every step of a clock that starts at a given moment, sending nothing.

.venv/bin/python -m tools.explain --policy mention --asked-at 2026-11-20T23:00+01:00 [--config FILE] [--json]

Needs no AWS and no network. What cannot be answered ends with exit code 2 and a sentence.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import cast

from chalicelib.domain.organisation import Language
from tools import explanation, ladderwords, moments, settingsfile
from tools.explanation import Explained, Explanation, Question
from tools.unusable import Unusable, leave

Json = dict[str, object]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the explanation; SystemExit with code 2 for bad input."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.explain", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--policy", required=True, help="mention, direct, or any other of the configuration")
    parser.add_argument("--asked-at", required=True, help=f"with its offset, such as {moments.EXAMPLE}")
    parser.add_argument("--config", help="another file than chalicelib/waakhond.toml")
    parser.add_argument("--account", help="name, id or platform:name; else the first that uses the policy")
    parser.add_argument("--promise-due", help="for the policy of promises: the time that was promised")
    parser.add_argument("--owner", help="for the policy of promises: whose promise it is")
    parser.add_argument("--language", choices=("nl", "en"), help="of the table; else the organisation's")
    parser.add_argument("--json", action="store_true", help="for programs")
    given = parser.parse_args(arguments)
    try:
        found = _explained(given)
    except Unusable as problem:
        leave(problem)
    if given.json:
        print(json.dumps(as_json(found), ensure_ascii=False, indent=2))
    else:
        print(ladderwords.table(found, cast(Language, given.language or found.organisation.language)))


def as_json(found: Explanation) -> Json:
    """`asked_at`, `steps` and `due_at` are what other programs rely on; the other keys say more about the same."""
    zone = found.organisation.zone
    return {
        "asked_at": moments.shown(found.asked_at, zone),
        "steps": [_step(found, step) for step in found.steps],
        "due_at": moments.shown(found.due_at, zone),
        "repeats": [_step(found, step) for step in found.repeats],
        "policy": found.policy.name,
        "target": str(found.policy.target) if found.policy.target is not None else None,
        "account": ladderwords.account_name(found),
        "calendar": found.calendar,
        "closed": [day.isoformat() for day in found.closed],
        "notes": [ladderwords.note(found, note, "en") for note in found.notes],
    }


def _step(found: Explanation, step: Explained) -> Json:
    return {
        "at": moments.shown(step.at, found.organisation.zone),
        "after": step.after,
        "notify": list(step.notify),
        "step": step.key,
        "why": ladderwords.why(found, step, "en"),
        "unless_acknowledged": step.unless_acknowledged,
        "people": [
            {"person": each.person, "role": each.role, "why": each.why, "nobody_on": each.nobody_on}
            for each in step.people
        ],
    }


def _explained(given: argparse.Namespace) -> Explanation:
    """Raises Unusable for whatever cannot be answered."""
    asked_at = moments.read_instant(given.asked_at, "--asked-at")
    promise_due = moments.read_instant(given.promise_due, "--promise-due") if given.promise_due else None
    question = Question(
        policy=given.policy,
        asked_at=asked_at,
        account=given.account,
        promise_due=promise_due,
        owner=given.owner,
    )
    return explanation.explain(settingsfile.read(given.config, asked_at.date()), question)


if __name__ == "__main__":
    main(sys.argv[1:])
