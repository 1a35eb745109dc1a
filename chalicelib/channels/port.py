"""The one thing every channel does, and the errors that tell the caller its next step.

ChannelError
├── Permanent     this method will never work for this page: go on to the next method at once
└── Temporary     try again, not before `retry_after` seconds when the provider says so
"""

from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from chalicelib.domain.organisation import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingPage:
    """A composed page on its way out. `id` is the dedup key, the same on every try."""

    id: str
    to: str
    language: Language
    subject: str
    text: str
    """At most 160 GSM-7 characters: what fits one SMS."""
    body: str
    """The longer form, plain text, for channels without that limit."""
    link: str
    """Empty on a notice, which asks for nothing."""
    spoken: str = ""
    """What is said on the telephone, in whole words and without the link; empty on what is only to be read."""
    urgent: bool = False
    """A promise to a customer is broken, or there is a storm: where a provider has levels, its highest."""
    card: str = ""
    """A vCard of our own numbers, for what can carry a file; empty on all but a test page."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider took it. `provider_id` is its own id of the message, for its logs and its receipts."""

    provider_id: str


class ChannelError(Exception):
    """Anything a channel declares; the message carries the provider's own code as evidence."""


class Permanent(ChannelError):
    """Wrong number, opted out, revoked key, spent budget: trying again changes nothing."""


class Temporary(ChannelError):
    """Throttled, timed out, reset, or the provider is ill. `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Channel(Protocol):
    """Sends one page through one provider."""

    def send(self, page: OutgoingPage) -> Receipt:
        """Raises Permanent or Temporary, nothing else that the provider causes."""
        ...


Followed = Literal["acknowledged", "resolved"]


@runtime_checkable
class Follows(Protocol):
    """What a channel can do besides when its provider keeps an incident for a page; the registry says which do."""

    def follow(self, page_id: str, to: str, state: Followed) -> None:
        """Tell the provider what became of a page it took under that id at that address; twice does no harm.

        Raises Permanent or Temporary, as `send` does.
        """
        ...
