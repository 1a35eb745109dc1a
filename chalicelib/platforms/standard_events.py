"""What the events of Standard Webhooks say, in the words of docs/standard-webhooks.md.

A report about a platform that has an adapter names the conversation exactly as that adapter does: what is answered
elsewhere has to stop the clock that runs there.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from chalicelib.domain.events import (
    Conversation,
    DeletionSeen,
    Event,
    MessageSeen,
    Passed,
    Silence,
    UnknownAccount,
    Unrecognised,
)
from chalicelib.domain.organisation import Organisation
from chalicelib.platforms import fields
from chalicelib.platforms.items import read_item
from chalicelib.platforms.standard_envelope import account_of, items
from chalicelib.platforms.standard_report import Report, instant, report

PLATFORM = "standard"

# Where a customer has one id in public and in direct messages.
_ONE_ID = frozenset({"x"})


def events(payload: Mapping[str, object], organisation: Organisation) -> Iterator[Event]:
    """The events of the body, each on its own. Raises UnreadableBody, before the first, for another envelope."""
    return (read_item(PLATFORM, None, "event", raw, lambda item: _read(item, organisation)) for raw in items(payload))


def _read(item: Mapping[str, object], organisation: Organisation) -> Event:
    kind = fields.label(item.get("type"))
    platform, account_id = fields.need(account_of(item), "data.account")
    account = organisation.account(platform, account_id)
    if account is None:
        return UnknownAccount(platform=platform, account=account_id)
    if kind not in READERS:
        return Unrecognised(platform=PLATFORM, account=account_id, kind=kind)
    told = report(item, account, organisation.siblings(account))
    if told.customer.id in told.ours:
        return Passed(platform=platform, account=account_id, kind="between_own_accounts")
    return READERS[kind](told)


def _received(told: Report) -> MessageSeen:
    return _inbound(told, told.at)


def _named(told: Report) -> MessageSeen:
    """Somebody speaks of the brand, not to it."""
    return _inbound(told, told.at, silence="named")


def _sent(told: Report) -> MessageSeen:
    return _outbound(told, told.at)


def _edited(told: Report) -> MessageSeen:
    """Later words of a message: when they were put there is not when it was asked."""
    # Who counts no edits tells them apart by when they were made.
    made = int(told.at.timestamp()) if told.at else 1
    revision = fields.count(told.data.get("revision")) or made
    written_at = instant(told.data.get("written_at"))
    if told.data.get("direction") == "outbound":
        return _outbound(told, written_at, revision=revision)
    return _inbound(told, written_at, revision=revision)


def _deleted(told: Report) -> DeletionSeen:
    """Without a customer or a thread it is one of the brand's own, which is looked up by its id."""
    placed = told.id("thread") is not None or told.customer.id is not None
    return DeletionSeen(
        platform=told.account.platform,
        account=told.account.id,
        message_id=told.message_id(),
        conversation=told.conversation(told.root()) if placed else None,
        deleted_at=told.at,
    )


def _elsewhere(told: Report) -> MessageSeen:
    """An answer that no platform shows: by telephone, in a shop, in a system that nobody watches."""
    conversation = told.conversation(told.id("thread"))
    return MessageSeen(
        conversation=conversation,
        account=told.account.id,
        id=told.id("id") or _made_id(conversation, told),
        direction="outbound",
        author=told.author.id or told.account.id,
        author_name=told.author.name,
        asked_at=told.at,
        text=None,
        in_reply_to=told.id("in_reply_to"),
        addressed=_addressed(told),
        by_hand=True,
    )


def _inbound(
    told: Report, asked_at: datetime | None, *, revision: int = 0, silence: Silence | None = None
) -> MessageSeen:
    customer, below = told.customer, told.flag("under_own_post")
    return MessageSeen(
        conversation=told.conversation(told.root()),
        account=told.account.id,
        id=told.message_id(),
        direction="inbound",
        author=customer.id,
        author_name=customer.name,
        author_bio=customer.bio,
        reach=customer.reach,
        customer_name=None if told.threaded else customer.name,
        asked_at=asked_at,
        text=fields.text(told.data.get("text")),
        revision=revision,
        thread=None if told.threaded else told.id("thread"),
        in_reply_to=told.id("in_reply_to"),
        silence="staff" if customer.id in told.staff else silence,
        under_own_post=below,
        addresses_brand=silence is None and (not below or told.flag("addresses_brand")),
    )


def _outbound(told: Report, asked_at: datetime | None, *, revision: int = 0) -> MessageSeen:
    conversation = told.conversation(told.id("thread"))
    platform, brand = told.account.platform, told.account.brand
    one_id = told.surface == "public" and platform in _ONE_ID
    return MessageSeen(
        conversation=conversation,
        account=told.account.id,
        id=told.message_id(),
        direction="outbound",
        author=told.author.id or told.account.id,
        author_name=told.author.name,
        customer_name=None if told.threaded else told.customer.name,
        asked_at=asked_at,
        text=fields.text(told.data.get("text")),
        revision=revision,
        thread=None if told.threaded else told.id("thread"),
        in_reply_to=told.id("in_reply_to"),
        addressed=_addressed(told),
        app=told.id("app"),
        automatic=told.flag("automatic"),
        direct=Conversation(platform, brand, "direct", conversation.counterpart) if one_id else None,
    )


READERS: Mapping[str, Callable[[Report], Event]] = {
    "message.received": _received,
    "message.sent": _sent,
    "message.edited": _edited,
    "message.deleted": _deleted,
    "brand.named": _named,
    "answered.elsewhere": _elsewhere,
}


def _addressed(told: Report) -> frozenset[str]:
    return frozenset({told.customer.id} if told.customer.id else ())


def _made_id(conversation: Conversation, told: Report) -> str:
    """The same report twice is one answer. Raises FieldError without a time, which would make all of them one."""
    at = fields.need(told.at, "data.id, or a timestamp in its place,")
    parts = "\n".join((conversation.ref, at.isoformat(), told.id("in_reply_to") or ""))
    return f"elsewhere-{hashlib.sha256(parts.encode()).hexdigest()[:24]}"
