"""The one question every look-up answers, what it may answer, and the error that tells the caller to go on without it.

LookupFailed
├── Refused       the token is no good for this: asking again changes nothing until somebody gives a better one
└── Unanswered    too slow, too many, or ill: another time it may answer
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which message it is about."""

    account: str
    """Id of the account that it was delivered for."""
    message: str
    thread: str = ""
    """Id of what its thread hangs on: the top-level comment, or the first post where that is known."""
    customer: str = ""
    """The customer as the conversation names them, where that is a handle."""
    handles: frozenset[str] = frozenset()
    """What the brand goes by on the platform: lower case, without the @."""


@dataclass(frozen=True, slots=True)
class Found:
    """It is there. `delivery` is what the platform tells about it, in the shape of its own webhook's body.

    So the platform's adapter reads it as it reads any delivery, and the same message gives the same fact. None:
    there is nothing to tell.
    """

    delivery: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """It is not there any more, and the platform said so in so many words."""


class LookupFailed(Exception):
    """Anything a look-up declares; the message carries the platform's own code as evidence, and never the token."""


class Refused(LookupFailed):
    """Expired token, missing permission, or an answer that leaves open whether the message is there."""


class Unanswered(LookupFailed):
    """Throttled, timed out, reset, or no readable answer."""


@runtime_checkable
class Lookup(Protocol):
    """Asks one platform in the name of one account."""

    def look(self, asked: Asked) -> Found | Gone:
        """Is the message still there, and what has the brand said to it? Raises Refused or Unanswered."""
        ...


@runtime_checkable
class Completes(Protocol):
    """What a look-up can do besides where a webhook leaves out whom a message is from or for."""

    def complete(self, asked: Asked) -> Found:
        """What the webhook left out. Raises Refused or Unanswered."""
        ...


class Lookups(Protocol):
    """Every look-up there is a token for."""

    @property
    def patience(self) -> float:
        """Seconds after which whoever asks goes on without an answer."""
        ...

    def of(self, platform: str, account: str) -> Lookup | None:
        """None: it is off. Raises Unanswered when the token could not be read."""
        ...


@dataclass(frozen=True, slots=True)
class NoLookups:
    """Every look-up is off."""

    patience: float = 0.0

    def of(self, platform: str, account: str) -> Lookup | None:
        return None


OFF = NoLookups()
