"""A delivery receipt: what a carrier says became of a text or a call after the provider took it.

Receipts come late, twice, out of order or never (AWS: up to 72 hours, then UNKNOWN), so nothing waits for one: the next
method goes out without it. One only makes things known, or makes haste when a page certainly did not arrive.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Literal

Says = Literal["delivered", "failed", "nothing yet"]

# Event types: docs.aws.amazon.com/sms-voice, configuration-sets-event-types. Which of the first two a carrier sends
# depends on the country. A call that was answered was delivered, if only to a voicemail: that acknowledges nothing.
_DELIVERED = frozenset({"TEXT_DELIVERED", "TEXT_SUCCESSFUL", "VOICE_ANSWERED", "VOICE_COMPLETED"})
_UNDER_WAY = frozenset({"TEXT_SENT", "TEXT_PENDING", "TEXT_QUEUED", "TEXT_UNKNOWN", "VOICE_INITIATED", "VOICE_RINGING"})
# The carrier goes on trying after one of these, unless it says that this was the last.
_PERHAPS_LATER = frozenset({"TEXT_UNREACHABLE", "TEXT_CARRIER_UNREACHABLE"})
_CURES: Mapping[str, str] = MappingProxyType(
    {
        "TEXT_INVALID": "check the telephone number in waakhond.toml",
        "TEXT_INVALID_MESSAGE": "the carrier takes no such text: ask AWS support",
        "TEXT_UNREACHABLE": "the telephone is off or has no network",
        "TEXT_CARRIER_UNREACHABLE": "the carrier is out of order",
        "TEXT_BLOCKED": "this telephone or its carrier blocks our texts: have it allow the sender",
        "TEXT_CARRIER_BLOCKED": "the carrier blocks our texts: ask AWS support, or use another number",
        "TEXT_SPAM": "the carrier takes our texts for spam: ask AWS support, or use another number",
        "TEXT_TTL_EXPIRED": "it did not arrive within ten minutes",
        "TEXT_PROTECT_BLOCKED": "a protect configuration blocks it: allow its country",
        "VOICE_BUSY": "the line was busy",
        "VOICE_NO_ANSWER": "nobody picked up",
        "VOICE_FAILED": "the call failed: check the telephone number in waakhond.toml",
        "VOICE_TTL_EXPIRED": "no call came about within ten minutes",
    }
)

_PAGE = re.compile(r"(?P<group>[0-9a-f]{20})-(?P<number>[0-9]{1,3})")
_ID = re.compile(r"[!-~]{1,200}")
_EVENT = re.compile(r"(TEXT|VOICE)_[A-Z_]{1,40}")
_DESCRIPTION_MOST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReceipt:
    """One event of a message that carried a page's id. `at` is the carrier's time, None when it tells none."""

    page: str
    """What the message was about: a page's id, or a notice's."""
    event: str
    says: Says
    message: str
    """The provider's id of the message; of one page each try has its own."""
    at: datetime | None
    reason: str
    """Empty unless it failed: the event, what the carrier says of it, and what to do."""


def read_receipt(payload: str) -> DeliveryReceipt:
    """Raises ValueError for what is no event, an event of a kind unknown to us, or of a message that is not ours."""
    try:
        raw = json.loads(payload)
    except ValueError:
        raise ValueError("unreadable") from None
    if not isinstance(raw, dict):
        raise ValueError("unreadable")
    context = raw.get("context")
    page = context.get("page") if isinstance(context, dict) else None
    if not isinstance(page, str) or not _ID.fullmatch(page):
        raise ValueError("not ours")
    event = raw.get("eventType")
    if not isinstance(event, str) or not _EVENT.fullmatch(event):
        raise ValueError("unreadable")
    says = _says(event, raw.get("isFinal") is True)
    message = raw.get("messageId")
    return DeliveryReceipt(
        page=page,
        event=event,
        says=says,
        message=message if isinstance(message, str) else "",
        at=_instant(raw.get("eventTimestamp")),
        reason=_reason(event, raw.get("messageStatusDescription")) if says == "failed" else "",
    )


def group_of(page: str) -> str | None:
    """The group that a page's id names; None when it is no page's id."""
    found = _PAGE.fullmatch(page)
    return found["group"] if found else None


def _says(event: str, final: bool) -> Says:
    if event in _DELIVERED:
        return "delivered"
    if event in _UNDER_WAY or (event in _PERHAPS_LATER and not final):
        return "nothing yet"
    if event in _CURES:
        return "failed"
    raise ValueError("unknown kind")


def _instant(milliseconds: object) -> datetime | None:
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int):
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _reason(event: str, description: object) -> str:
    said = description if isinstance(description, str) else ""
    line = " ".join("".join(each if each.isprintable() else " " for each in said).split())[:_DESCRIPTION_MOST]
    return f"{event}: {line} ({_CURES[event]})" if line else f"{event} ({_CURES[event]})"
