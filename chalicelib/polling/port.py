"""What a poller is asked and what it tells: pages as they were received, each with the cursor that goes behind it.

PollFailed     asked in vain: the cursor stays, the next try comes later
└── Refused    the secret opens nothing: only a person can mend that
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

# Of an account that is asked for the first time: what lies further back started no clock here.
FIRST_LOOK = timedelta(hours=1)


class PollFailed(Exception):
    """The message names the host and what it answered, never a secret or a customer's words.

    `wait` is how many seconds the platform asks us to stay away; None where it does not say.
    """

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class Refused(PollFailed):
    """The platform does not take the secret, or there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An account to ask about, at which address (`https://` and a host), with which secrets, newest first."""

    account: str
    address: str
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """One page for the inbox, and the cursor to store once it is queued. `body` None: the cursor alone moves."""

    body: bytes | None
    cursor: str


class Poller(Protocol):
    """One platform. What it remembers of its sessions is gone with the process."""

    def poll(self, source: Source, cursor: str, now: datetime) -> Iterator[Batch]:
        """Everything since the cursor (empty: the first time), a page at a time.

        Whoever takes no further page may go on later from the last cursor; a page that comes twice does no harm.
        Raises PollFailed, also between two pages.
        """
        ...
