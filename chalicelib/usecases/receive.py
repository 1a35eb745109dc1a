"""A signed delivery comes in: check it over the raw bytes, queue it whole, answer. Nothing is parsed here.

Kept light: the webhook's cold start pays for every import of this file.
"""

import base64
import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.platforms.errors import BadSignature
from chalicelib.platforms.registry import SignsTime

# SQS takes 1 MiB a message; the rest is room for the envelope.
LARGEST_MESSAGE = 1_000_000
# What was signed longer ago may be a delivery that somebody else repeats, and clocks differ a little both ways.
REPLAY_WINDOW = timedelta(minutes=5)
# Level 1: a body of a few kB shrinks nearly as well as at 9, at a fraction of the time.
_LEVEL = 1


class Verifier(Protocol):
    """The part of a platform adapter that a delivery meets first."""

    def verify(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None: ...


def receive(
    platform: str,
    adapter: Verifier,
    headers: Mapping[str, str],
    body: bytes,
    secrets: Sequence[str],
    *,
    now: datetime,
    send: Callable[[str], None],
    keep: Callable[[str], str],
) -> None:
    """Queue a delivery whose signature is good and, where it covers a time, new. Raises BadSignature for any other,
    before anything is stored.

    `send` queues a text; `keep` stores a text that is too large for the queue and returns the name it is kept under.
    """
    adapter.verify(headers, body, secrets)
    if isinstance(adapter, SignsTime):
        _require_new(platform, adapter.signed_at(headers), now)
    queue_whole(platform, body, now=now, send=send, keep=keep)


def queue_whole(
    platform: str, body: bytes, *, now: datetime, send: Callable[[str], None], keep: Callable[[str], str]
) -> None:
    """Queue a body that is known to be from the platform, received at `now`, as it is."""
    packed = base64.b64encode(gzip.compress(body, _LEVEL, mtime=0)).decode("ascii")
    envelope = {"platform": platform, "received_at": now.isoformat()}
    if len(packed) > LARGEST_MESSAGE:
        send(json.dumps({**envelope, "kept": keep(packed)}))
    else:
        send(json.dumps({**envelope, "body": packed}))


def _require_new(platform: str, signed_at: datetime | None, now: datetime) -> None:
    if signed_at is None:
        raise BadSignature(f"{platform}: the time that was signed cannot be read")
    if abs(now - signed_at) > REPLAY_WINDOW:
        minutes = REPLAY_WINDOW // timedelta(minutes=1)
        raise BadSignature(
            f"{platform}: signed more than {minutes} minutes before or after it came: sign each attempt anew"
        )
