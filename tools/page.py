"""A real test page to one person, by each of their methods, and what became of it. No customer is involved.

.venv/bin/python -m tools.page PERSON [--stage local|dev|prod] [--method N] [--wait 120] [--config FILE]

The stage sends it the way it sends every page. Whoever gets it answers OK, or opens its link; a text and a call also
have a receipt of their carrier, where the stage hears of those. Ends with 1 when a method failed or nothing was heard
of it, with 2 for what cannot be asked.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.config import Settings
from chalicelib.domain.organisation import Person
from chalicelib.domain.trial import Trial
from chalicelib.queues import SqsQueue
from chalicelib.store.dynamo_table import DynamoTable
from chalicelib.store.reach import Reaches, trial_key
from chalicelib.texts.attention import short_address
from chalicelib.usecases.tasks import enqueue
from chalicelib.usecases.trial import trial_task
from tools import settingsfile, stackfile, stagetable
from tools.unusable import Unusable, leave

LONGEST_WAIT = 900
_FINAL = ("delivered", "answered", "failed")
_NOTHING = "nothing was heard of it: is the stage up, and is its work queue empty? See its log of -work"


def main(arguments: Sequence[str] | None = None) -> None:
    """Send, watch and tell; SystemExit with 1 where a method did not work, 2 for bad input."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.page", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("person", help="as in waakhond.toml: sanne")
    parser.add_argument("--stage", default=stagetable.LOCAL, help="local (else), dev or prod")
    parser.add_argument("--method", type=int, metavar="N", help="only this one: 0 is the first of their methods")
    parser.add_argument("--wait", type=int, default=120, metavar="SECONDS", help=f"0 to {LONGEST_WAIT}; else 120")
    parser.add_argument("--config", metavar="FILE", help="another file than chalicelib/waakhond.toml")
    given = parser.parse_args(arguments)
    asked_at = datetime.now(UTC)
    try:
        person, numbers = _whom(given, asked_at)
        session = stagetable.open_session(given.stage, "page")
        settings = Settings(stage=given.stage, public_url="")
        queue = SqsQueue(session.client("sqs"), settings.work)
        reaches = Reaches(DynamoTable(session.client("dynamodb"), settings.table))
        for number in numbers:
            enqueue(queue, trial_task(person.id, number, asked_at), asked_at)
        until = asked_at + timedelta(seconds=given.wait)
        worked = True
        for line, fine in watch(reaches, person, numbers, asked_at, until, lambda: datetime.now(UTC), time.sleep):
            print(line, flush=True)
            worked = worked and fine
    except Unusable as problem:
        leave(problem)
    except stackfile.NotRunning as problem:
        leave(Unusable(f"--stage: {problem}"))
    except (BotoCoreError, ClientError) as problem:
        leave(Unusable(f"--stage: AWS refused ({problem}); check the stage's name and who you are signed in as"))
    if not worked:
        sys.exit(1)


def watch(
    reaches: Reaches,
    person: Person,
    numbers: Sequence[int],
    asked_at: datetime,
    until: datetime,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
) -> Iterator[tuple[str, bool]]:
    """A line whenever something became of a test page, until all are told of or the wait is over.

    With each line whether all is well so far: no failure, and no silence.
    """
    told: dict[int, str] = {}
    while True:
        ended = now() >= until
        for number in numbers:
            trial = reaches.trial(person.id, trial_key(asked_at, number))
            state = trial.state if trial is not None and trial.state != "claimed" else ""
            if trial is not None and state and told.get(number) != state:
                told[number] = state
                yield line_of(trial), state != "failed"
            elif ended and not state:
                yield _silent(person, number, trial), False
        if ended or all(told.get(number) in _FINAL for number in numbers):
            return
        sleep(1.0)


def line_of(trial: Trial) -> str:
    """How a test page stands: by what, to whom, since how long after it was asked for, and the provider's own id."""
    at = trial.answered_at or trial.delivered_at or trial.ended_at or trial.sent_at or trial.asked_at
    seconds = (at - trial.asked_at).total_seconds()
    parts = [str(trial.number), trial.channel, short_address(trial.to), trial.state, f"after {seconds:.1f} s"]
    said = trial.reason if trial.state == "failed" else trial.provider_id
    return "  ".join(part for part in (*parts, said) if part)


def _silent(person: Person, number: int, trial: Trial | None) -> str:
    method = person.methods[number]
    why = f"it is being tried again: {trial.reason}" if trial is not None and trial.reason else _NOTHING
    return f"{number}  {method.channel}  {short_address(method.to)}  {why}"


def _whom(given: argparse.Namespace, now: datetime) -> tuple[Person, tuple[int, ...]]:
    people = settingsfile.read(given.config, now.date()).people
    if given.person not in people:
        raise Unusable(f"{given.person}: nobody is called that; it is one of {', '.join(people)}")
    person = people[given.person]
    if not 0 <= given.wait <= LONGEST_WAIT:
        raise Unusable(f"--wait: {given.wait} is not from 0 to {LONGEST_WAIT}")
    if given.method is None:
        return person, tuple(range(len(person.methods)))
    if not 0 <= given.method < len(person.methods):
        raise Unusable(f"--method: {given.method} is not from 0 to {len(person.methods) - 1}")
    return person, (given.method,)


if __name__ == "__main__":
    main(sys.argv[1:])
