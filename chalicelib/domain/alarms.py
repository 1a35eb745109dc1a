"""An alarm about a channel: what is wrong with how we hear, since when, and who has been told of it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from chalicelib.domain.organisation import Account, Organisation, Surface

AlarmKind = Literal["silence", "revoked", "refused", "poll"]
"""Nothing comes in; the platform took our access; we turn the platform away; we cannot fetch from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing wrong with one channel, from its beginning to its end.

    `account` is empty where it concerns a whole platform, `surface` None where it concerns both.
    """

    kind: AlarmKind
    platform: str
    account: str = ""
    surface: Surface | None = None
    since: datetime
    usual: int = 0
    """Of a silence: how many messages are usual in such a time."""
    reason: str = ""
    person: str = ""
    tries: int = 0
    queued_at: datetime | None = None
    told_at: datetime | None = None
    """When somebody had been told, or nobody else had to be."""
    over_at: datetime | None = None

    @property
    def place(self) -> str:
        """What it is about: of one place and kind there is one alarm at a time."""
        return f"{self.kind}#{self.platform}#{self.account}#{self.surface or ''}"

    @property
    def key(self) -> str:
        """The same for as long as it lasts; whoever was told it once is not told again."""
        return f"{self.place}#{self.since.astimezone(UTC).isoformat()}"

    @property
    def open(self) -> bool:
        return self.over_at is None

    def concerns(self, organisation: Organisation) -> tuple[Account, ...]:
        """Our accounts that it is about; none when they have left the configuration."""
        return tuple(
            account
            for account in organisation.accounts
            if account.platform == self.platform and self.account in ("", account.id)
        )
