"""How each account is heard, as the board says it: judged by the audit, or known at this moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.alarms import Alarm, AlarmKind
from chalicelib.domain.organisation import Account, Surface
from chalicelib.store.alarms import Alarms
from chalicelib.store.cursors import Cursors, Polling
from chalicelib.usecases.ports import Context
from chalicelib.usecases.pulse import account_mark

AGAIN_FOR = timedelta(hours=1)
"""So long the board says that an account is heard again."""

ChannelState = Literal["heard", "never", "silent", "stale", "revoked", "refused"]
_WORST_FIRST: tuple[tuple[AlarmKind, ChannelState], ...] = (("revoked", "revoked"), ("silence", "silent"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An account and when anything last came from it; `at` None: never yet.

    `since` is the beginning of what is wrong, None where nothing is, or where it is not known. `surface` is told of a
    silence that holds for one of the two only.
    """

    account: Account
    at: datetime | None
    state: ChannelState
    since: datetime | None = None
    surface: Surface | None = None
    usual: int = 0
    reason: str = ""
    """Why it cannot be polled, in the platform's words."""
    again_at: datetime | None = None

    @property
    def lost(self) -> bool:
        return self.state not in ("heard", "never")


def channels(context: Context, marks: Mapping[str, datetime], now: datetime) -> tuple[Heard, ...]:
    """Every account, in the order of the configuration."""
    alarms, polls = Alarms(context.notes.table).all(), Cursors(context.notes.table).all()
    refused = context.without_secret()
    return tuple(
        _heard(account, alarms, polls.get((account.platform, account.id)), refused, marks, now)
        for account in context.roster.organisation.accounts
    )


def _heard(
    account: Account,
    alarms: tuple[Alarm, ...],
    polled: Polling | None,
    refused: tuple[str, ...],
    marks: Mapping[str, datetime],
    now: datetime,
) -> Heard:
    at = marks.get(account_mark(account.platform, account.id))
    about = [each for each in alarms if each.platform == account.platform and each.account in ("", account.id)]
    if account.platform in refused:
        since = min((each.since for each in about if each.open and each.kind == "refused"), default=None)
        return Heard(account=account, at=at, state="refused", since=since)
    if polled is not None and polled.stale(now):
        return Heard(account=account, at=at, state="stale", since=polled.failing_since, reason=polled.reason)
    for kind, state in _WORST_FIRST:
        if found := [each for each in about if each.open and each.kind == kind]:
            first = min(found, key=lambda each: each.since)
            surface = first.surface if len(found) == 1 else None
            return Heard(account=account, at=at, state=state, since=first.since, surface=surface, usual=first.usual)
    ended = [each.over_at for each in about if each.over_at is not None and now - each.over_at < AGAIN_FOR]
    return Heard(account=account, at=at, state="never" if at is None else "heard", again_at=max(ended, default=None))
