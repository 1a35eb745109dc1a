"""Erase one customer: their rows and their dead letters. Without --yes it only says what would go.

.venv/bin/python -m tools.erase x 1234567890 [--stage prod] [--yes]

PLATFORM and CUSTOMER are as in /status.json and in the name of a conversation. Other ids that the same customer had
are found by themselves. After a crash, run it again. Without --stage: the local cloud. A customer of whom nothing is
known, and what else cannot be done, ends with exit code 2 and a sentence.
"""

import argparse
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.config import Settings
from chalicelib.queues import SqsQueue
from chalicelib.store.conversations import Contended, Conversations
from chalicelib.store.due import DueIndex
from chalicelib.store.duties import Duties
from chalicelib.store.dynamo_table import DynamoTable
from chalicelib.store.notes import Notes
from chalicelib.store.people import People
from chalicelib.usecases.configure import read_book
from chalicelib.usecases.duties import roster_of
from chalicelib.usecases.erase import Known, erase, known_as
from chalicelib.usecases.erase_letters import delivery_of, kept_body, task_of
from chalicelib.usecases.ports import Context
from chalicelib.usecases.pulse import Pulse
from tools import deadletters, stackfile, stagetable
from tools.unusable import Unusable, leave

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sqs import SQSClient

# What AWS keeps unless a table says otherwise, and how long our log groups keep their lines.
RECOVERABLE_DAYS = 35
LOGGED_DAYS = 30


class Unheard:
    """What is erased is told by what is printed, not in the log."""

    def note(self, event: str, **fields: str | int | float | None) -> None:
        pass


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tools.erase", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("platform", help="x, facebook, whatsapp, ...")
    parser.add_argument("customer", help="their id on that platform; not their handle")
    parser.add_argument("--stage", default=stagetable.LOCAL, help="prod, dev or local; else local")
    parser.add_argument("--yes", action="store_true", help="erase; without it nothing is changed")
    given = parser.parse_args(arguments)
    try:
        session = stagetable.open_session(given.stage, "erase")
        for line in run(session, given.stage, given.platform, given.customer, datetime.now(UTC), really=given.yes):
            print(line)
    except Unusable as problem:
        leave(problem)
    except (stackfile.NotRunning, BotoCoreError, ClientError, Contended) as problem:
        leave(Unusable(str(problem)))


def run(
    session: boto3.Session,
    stage: str,
    platform: str,
    customer: str,
    now: datetime,
    *,
    really: bool,
    wait: int = deadletters.LONG_POLL,
) -> list[str]:
    """What was erased, or would be, in lines; for dead letters it waits so many seconds.

    Raises Unusable for a customer of whom nothing is known.
    """
    settings = Settings(stage=stage, public_url="")
    dynamodb, sqs = session.client("dynamodb"), session.client("sqs")
    context = context_of(DynamoTable(dynamodb, settings.table), sqs, settings, now)
    known = known_as(platform, customer, context)
    letters = _letters(known, context, sqs, settings, really, wait)
    if not known.refs and not any(letters.values()):
        raise Unusable(f"Nothing is known of {customer!r} on {platform!r}, stage {stage}: no row, and no dead letter.")
    counts = erase(known, context, now, lambda: f"erased-{secrets.token_hex(12)}", really=really)
    others = sorted(known.ids - {customer})
    said = [
        f"{platform} {customer}{', also ' + ', '.join(others) if others else ''}, stage {stage}: "
        f"{len(known.whole)} conversations, and a part of {len(known.threads)} comment threads.",
        *(f"  {what}: {number}" for what, number in sorted([*counts.items(), *letters.items()])),
    ]
    if not really:
        return [*said, "Nothing was changed. Run it again with --yes to erase this; it cannot be taken back."]
    return [*said, "Erased.", *still_held(dynamodb, settings.table, now)]


def context_of(table: DynamoTable, sqs: "SQSClient", settings: Settings, now: datetime) -> Context:
    """The stage's world as far as erasing needs it. Raises Unusable for a stage that never ran."""
    notes, duties = Notes(table), Duties(table)
    if not notes.configs():
        raise Unusable("This stage has no configuration yet, so nothing came in: there is nothing to erase.")
    book = read_book(notes, now)
    return Context(
        conversations=Conversations(table),
        people=People(table),
        due=DueIndex(table),
        notes=notes,
        duties=duties,
        pulse=Pulse(notes),
        work=SqsQueue(sqs, settings.work),
        inbox_dead=SqsQueue(sqs, settings.inbox_dead),
        channels={},
        book=book,
        roster=roster_of(book.latest, duties.entries()),
        mutes=(),
        journal=Unheard(),
        code_for=lambda group: group,
        public_url="",
        jitter=lambda low, high: low,
    )


def still_held(dynamodb: "DynamoDBClient", table: str, now: datetime) -> list[str]:
    """Where it can still be found, and until when."""
    try:
        answer = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
        recovery = answer.get("PointInTimeRecoveryDescription", {})
        enabled, days = recovery.get("PointInTimeRecoveryStatus") == "ENABLED", recovery.get("RecoveryPeriodInDays")
    except ClientError as error:
        if error.response["Error"]["Code"] == "AccessDeniedException":
            raise
        enabled, days = True, None  # a cloud that does not tell: the longest it may be
    held = f"Point-in-time recovery of {table} is off: it holds nothing."
    if enabled:
        until = now + timedelta(days=days or RECOVERABLE_DAYS)
        held = (
            f"Point-in-time recovery of {table} still holds it until {until:%Y-%m-%d %H:%M} UTC, for whoever restores."
        )
    logged = f"Logs name conversations by their ids until {now + timedelta(days=LOGGED_DAYS):%Y-%m-%d}."
    return [held, logged]


def _letters(
    known: Known, context: Context, sqs: "SQSClient", settings: Settings, really: bool, wait: int
) -> dict[str, int]:
    notes = context.notes

    def delivery(text: str) -> bool:
        return delivery_of(text, known.platform, known.ids, notes)

    def forget(text: str) -> None:
        notes.forget_body(kept_body(text))

    def task(text: str) -> bool:
        return task_of(text, known.refs)

    inbox = deadletters.take_out(sqs, settings.inbox_dead, delivery, forget, really=really, wait=wait)
    work = deadletters.take_out(sqs, settings.work_dead, task, lambda text: None, really=really, wait=wait)
    return {"dead letters of inbox": inbox, "dead letters of work": work}


if __name__ == "__main__":
    main()
