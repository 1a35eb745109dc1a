"""The composition root: builds clients, picks adapters, reads the clock. Nothing else does any of the three.

Everything is built on first use and kept for the life of the process, so that each Lambda function pays only for
what it needs: the webhook never imports a domain rule.
"""

import hashlib
import hmac
import random
import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from chalicelib.config import settings
from chalicelib.journal import PowertoolsJournal
from chalicelib.queues import SqsQueue
from chalicelib.secrets import Secrets, read_all

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient

    from chalicelib.channels.registry import Channels
    from chalicelib.domain.organisation import Book, Organisation
    from chalicelib.store.table import Table
    from chalicelib.usecases.ports import Context
    from chalicelib.usecases.pulse import Pulse

# A registered configuration takes effect a little later, when every warm process has read it.
TAKES_EFFECT_AFTER = timedelta(seconds=120)
_BOOK_KEPT_FOR = timedelta(seconds=60)
# 17 characters of base64: 102 bits that nobody guesses, and short enough for a text message.
_CODE_LENGTH = 17


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


class WallClock:
    """The clock of the machine, for what waits for an instant."""

    def now(self) -> datetime:
        return now()

    def sleep_until(self, instant: datetime) -> None:
        remaining = (instant - now()).total_seconds()
        if remaining > 0:
            time.sleep(remaining)


@cache
def _session() -> Any:
    import boto3

    return boto3.session.Session()


@cache
def _client(service: str, read_timeout: float = 5.0, attempts: int = 4) -> Any:
    from botocore.config import Config

    config = Config(
        connect_timeout=2.0,
        read_timeout=read_timeout,
        retries={"mode": "standard", "total_max_attempts": attempts},
        # Parameters are ours and typed; validating them against the model costs more than the HMAC of a delivery.
        parameter_validation=False,
    )
    return _session().client(service, config=config)


@cache
def _sqs() -> "SQSClient":
    client: SQSClient = _client("sqs")
    return client


@cache
def _dynamodb() -> "DynamoDBClient":
    client: DynamoDBClient = _client("dynamodb")
    return client


@cache
def _ssm() -> "SSMClient":
    client: SSMClient = _client("ssm")
    return client


def _channels(organisation: "Organisation") -> "Channels":
    from chalicelib.channels.registry import Channels, Supplies

    supplies = Supplies(
        organisation=organisation,
        # One attempt: a provider sends every request it takes, so a retry behind our back could tell a person twice.
        client=partial(_client, read_timeout=10.0, attempts=1),
        secrets=lambda name: secrets().get_whole(name, now()),
        secrets_path=settings().secrets_path,
        now=now,
        local=settings().stage == "local",
        pagerduty_url=settings().pagerduty_url,
    )
    return Channels(supplies)


@cache
def inbox() -> SqsQueue:
    """Where signed deliveries wait."""
    return SqsQueue(_sqs(), settings().inbox)


@cache
def _queue(name: str) -> SqsQueue:
    return SqsQueue(_sqs(), name)


def work() -> SqsQueue:
    """Where tasks wait."""
    return _queue(settings().work)


def back_off(receipt_handle: str) -> None:
    """A task failed: it comes back after 5 to 30 s, so that many failures do not come back at once."""
    _queue(settings().work).try_again_in(receipt_handle, random.randint(5, 30))


@cache
def journal() -> PowertoolsJournal:
    """Logs and metrics of this process."""
    return PowertoolsJournal(settings().stage)


@cache
def secrets() -> Secrets:
    """The stage's secrets."""
    from botocore.exceptions import BotoCoreError, ClientError

    return Secrets(
        fetch=lambda: read_all(_ssm(), settings().secrets_path),
        failures=(BotoCoreError, ClientError),
        on_failure=lambda why: journal().note("secrets_kept", reason=why),
    )


@cache
def table() -> "Table":
    """The stage's table."""
    from chalicelib.store.dynamo_table import DynamoTable

    return DynamoTable(_dynamodb(), settings().table)


def keep_body(packed: str) -> str:
    """Keep a delivery too large for the queue; the name it is kept under."""
    from chalicelib.store.notes import Notes

    name = uuid4().hex
    Notes(table()).keep_body(name, packed, now())
    return name


@cache
def _pulse() -> "Pulse":
    from chalicelib.store.notes import Notes
    from chalicelib.usecases.pulse import Pulse

    return Pulse(Notes(table()))


_shelf: "list[tuple[datetime, Book]]" = []


def _book(at: datetime) -> "Book":
    """The configurations that were ever in force, read again once they are a minute old."""
    if not _shelf or at - _shelf[0][0] >= _BOOK_KEPT_FOR:
        from chalicelib.store.notes import Notes
        from chalicelib.usecases.configure import read_book

        _shelf[:] = [(at, read_book(Notes(table()), at))]
    return _shelf[0][1]


def context(at: datetime) -> "Context":
    """The world of one run."""
    from chalicelib.lookups.registry import TokenLookups
    from chalicelib.store.conversations import Conversations
    from chalicelib.store.due import DueIndex
    from chalicelib.store.duties import Duties
    from chalicelib.store.notes import Notes
    from chalicelib.store.people import People
    from chalicelib.usecases.duties import mutes_at, outages_of, roster_of
    from chalicelib.usecases.ports import Context

    book = _book(at)
    today = book.latest
    rows = table()
    duties = Duties(rows)
    exceptions = duties.entries()
    return Context(
        conversations=Conversations(rows),
        people=People(rows),
        due=DueIndex(rows),
        notes=Notes(rows),
        duties=duties,
        pulse=_pulse(),
        work=_queue(settings().work),
        inbox_dead=_queue(settings().inbox_dead),
        channels=_channels(today),
        book=book,
        roster=roster_of(today, exceptions),
        mutes=mutes_at(exceptions, at),
        outages=outages_of(exceptions, at),
        dead_letters=lambda: {kind: _queue(name).depth() for kind, name in settings().dead_letters.items()},
        without_secret=lambda: secrets().missing((each.platform for each in today.accounts), at),
        journal=journal(),
        code_for=lambda group: link_code(group, at),
        public_url=settings().public_url,
        jitter=random.uniform,
        lookups=TokenLookups(secrets=lambda name: secrets().get_whole(name, now())),
    )


def link_code(group: str, at: datetime) -> str:
    """The code of a page group's link, made from a secret: the same on every try, and stored nowhere.

    Raises NoSecrets, or LookupError when the `link` secret is not set.
    """
    keys = secrets().get("link", at)
    if not keys:
        raise LookupError(f"the secret {settings().secrets_path}link is not set: `make deploy` makes one")
    # The oldest key: during a rotation the links that are out keep working.
    digest = hmac.new(keys[-1].encode(), group.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).decode("ascii")[:_CODE_LENGTH]
