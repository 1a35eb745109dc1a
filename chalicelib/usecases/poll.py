"""Every minute: ask the platforms that send nothing, and queue what they tell as if it had been delivered.

A page goes to the inbox first and its cursor is stored behind it, so a crash between the two only repeats the page. An
account that fails keeps its cursor and is left alone for 1, 2, 4, 8, then 15 minutes, or for as long as it asks.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.domain.organisation import Account
from chalicelib.polling.port import Poller, PollFailed, Refused, Source
from chalicelib.store.cursors import Cursors, Polling
from chalicelib.usecases.ports import Journal
from chalicelib.usecases.receive import queue_whole

# The function may run for 50 s: an account begun at the last moment ends well before that, whatever its server does.
RUN = timedelta(seconds=20)
TURN = timedelta(seconds=6)
LONGEST_PAUSE = timedelta(minutes=15)


class ByPlatform(Protocol):
    def __getitem__(self, platform: str) -> Poller: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """The world of one run. `accounts` are those of polled platforms."""

    accounts: Sequence[Account]
    cursors: Cursors
    pollers: ByPlatform | Mapping[str, Poller]
    secrets: Callable[[str], Sequence[str]]
    """The values of a platform's secret, newest first: `<account id>=<app password or token>`."""
    address: Callable[[str], str]
    """Where to ask a host."""
    send: Callable[[str], None]
    keep: Callable[[str], str]
    clock: Callable[[], datetime]
    journal: Journal


def poll(world: Polled) -> None:
    """Give each account whose time has come its turn, the longest unasked first; errors of ours come out at the end."""
    began = world.clock()
    known = world.cursors.all()
    rows = [
        (account, known.get((account.platform, account.id), Polling(platform=account.platform, account=account.id)))
        for account in world.accounts
    ]
    rows.sort(key=lambda each: each[1].next_at.timestamp() if each[1].next_at else 0.0)
    with ExitStack() as turns:
        # A stack runs every callback, whatever the others raise; the last one that is pushed goes first.
        for account, row in reversed(rows):
            if row.next_at is None or row.next_at <= began:
                turns.callback(_turn, account, row, world, began)


def secrets_of(account: Account, values: Sequence[str]) -> tuple[str, ...]:
    """What opens that account; two at once are valid during a rotation."""
    named = [value.partition("=") for value in values]
    return tuple(secret.strip() for name, _, secret in named if name.strip() == account.id and secret.strip())


def _turn(account: Account, row: Polling, world: Polled, began: datetime) -> None:
    now = world.clock()
    if now - began > RUN:
        return
    pages = 0
    try:
        source = Source(
            account=account.id,
            address=world.address(account.host),
            secrets=secrets_of(account, world.secrets(account.platform)),
        )
        for batch in world.pollers[account.platform].poll(source, row.cursor, now):
            if batch.body is not None:
                queue_whole(account.platform, batch.body, now=world.clock(), send=world.send, keep=world.keep)
                pages += 1
            saved = world.cursors.save(replace(row, cursor=batch.cursor))
            if saved is None:
                return  # another run asks the same account, and goes on
            row = saved
            if world.clock() - now > TURN:
                break
    except PollFailed as error:
        _failed(row, error, world)
        return
    done = replace(row, answered_at=now, failing_since=None, failures=0, reason="", refused=False, next_at=now)
    world.cursors.save(done)
    world.journal.note("polled", platform=account.platform, account=account.id, pages=pages)


def _failed(row: Polling, error: PollFailed, world: Polled) -> None:
    now = world.clock()
    failures = row.failures + 1
    refused = isinstance(error, Refused)
    pause = LONGEST_PAUSE if refused else min(timedelta(minutes=2 ** min(failures - 1, 4)), LONGEST_PAUSE)
    pause = max(pause, timedelta(seconds=error.wait or 0.0))
    since = row.failing_since or now
    world.cursors.save(
        replace(row, failing_since=since, failures=failures, reason=str(error), refused=refused, next_at=now + pause)
    )
    world.journal.note(
        "poll_failed",
        platform=row.platform,
        account=row.account,
        reason=str(error),
        failures=failures,
        again_in_seconds=pause.total_seconds(),
    )
