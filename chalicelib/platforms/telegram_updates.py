"""An update: one thing that happened, under the name of its kind. Source: core.telegram.org/bots/api#update."""

from collections.abc import Iterator, Mapping
from functools import partial

from chalicelib.domain.events import DeletionSeen, Event, NoticeSeen, Passed, UnknownAccount, Unrecognised
from chalicelib.domain.organisation import Organisation
from chalicelib.platforms import fields, telegram_message
from chalicelib.platforms.items import read_item, unreadable
from chalicelib.platforms.telegram_parties import PLATFORM, WatchedChats, watched

_MESSAGES = frozenset({"message", "edited_message", "business_message", "edited_business_message"})

_READ = _MESSAGES | {"deleted_business_messages", "business_connection"}

_PASSED = frozenset(
    {
        "callback_query",
        "channel_post",
        "chat_boost",
        "chat_join_request",
        "chat_member",
        "chosen_inline_result",
        "edited_channel_post",
        "inline_query",
        "message_reaction",
        "message_reaction_count",
        "my_chat_member",
        "poll",
        "poll_answer",
        "pre_checkout_query",
        "purchased_paid_media",
        "removed_chat_boost",
        "shipping_query",
    }
)


def events(payload: Mapping[str, object], organisation: Organisation) -> Iterator[Event]:
    """The events of an update: one, but for deletions, of which it may tell several."""
    kinds = [key for key in payload if key != "update_id"]
    if not kinds:
        yield Unrecognised(platform=PLATFORM, account=None, kind="empty")
    for key in kinds:
        yield from _events(fields.label(key), payload[key], organisation)


def _events(kind: str, raw: object, organisation: Organisation) -> Iterator[Event]:
    if not isinstance(raw, Mapping):
        yield _no_object(kind, raw)
        return
    connection = fields.identifier(raw.get("id" if kind == "business_connection" else "business_connection_id"))
    brand = watched(organisation, connection)
    if kind in _PASSED:
        yield Passed(platform=PLATFORM, account=brand.account.id if brand else None, kind=kind)
    elif kind not in _READ:
        yield Unrecognised(platform=PLATFORM, account=brand.account.id if brand else None, kind=kind)
    elif brand is None:
        yield UnknownAccount(platform=PLATFORM, account=connection or "unnamed bot")
    elif kind == "deleted_business_messages":
        for number in fields.sequence(raw.get("message_ids")):
            gone = {"message_id": number, "chat": raw.get("chat")}
            yield read_item(PLATFORM, brand.account.id, kind, gone, partial(_deleted, brand=brand))
    elif kind == "business_connection":
        yield _connection(raw, brand)
    else:
        yield read_item(PLATFORM, brand.account.id, kind, raw, partial(telegram_message.happened, watched=brand))


def _no_object(kind: str, raw: object) -> Event:
    if kind in _READ:
        return unreadable(PLATFORM, None, kind, raw, f"not an object but {type(raw).__name__}")
    # A new field beside the one kind would stand in every update: taken for a bad item, it would park them all.
    return Unrecognised(platform=PLATFORM, account=None, kind=kind)


def _deleted(raw: Mapping[str, object], *, brand: WatchedChats) -> Event:
    """Whose message it was is told by its id alone. Telegram does not say when. Raises FieldError."""
    chat = fields.need(fields.identifier(fields.mapping(raw.get("chat")).get("id")), "chat.id")
    return DeletionSeen(
        platform=PLATFORM,
        account=brand.account.id,
        message_id=fields.need(brand.message_id(chat, raw.get("message_id")), "message_ids"),
        conversation=brand.conversation("direct", chat),
        deleted_at=None,
    )


def _connection(raw: Mapping[str, object], brand: WatchedChats) -> Event:
    if raw.get("is_enabled") is False:
        return NoticeSeen(
            platform=PLATFORM, account=brand.account.id, kind="revoked", detail="the business connection is disabled"
        )
    return brand.passed("business_connection")
