"""A message on Telegram: in a private chat with the bot, in one of a connected business account, or in a group.

A bot never receives what it sends itself; a business account's own messages do come
(core.telegram.org/bots/api#business-accounts).
"""

from collections.abc import Mapping

from chalicelib.domain.events import Event, MessageSeen
from chalicelib.platforms import fields, times
from chalicelib.platforms.telegram_parties import Party, WatchedChats, party, sender

# What people send, of which a message has at least one. Any other message is the chat's own: somebody joined, a
# message was pinned, a payment went through.
_CONTENT = frozenset(
    {"text", "rich_text", "animation", "audio", "checklist", "contact", "dice", "document", "game", "location"}
    | {"paid_media", "photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice"}
)


def happened(raw: Mapping[str, object], *, watched: WatchedChats) -> Event:
    """The one event a message, or the edit of one, is for this brand. Raises FieldError."""
    chat = fields.mapping(raw.get("chat"))
    chat_id = fields.need(fields.identifier(chat.get("id")), "chat.id")
    kind = fields.label(chat.get("type"))
    if _CONTENT.isdisjoint(raw):
        return watched.passed("service")
    if kind == "private":
        return _private(raw, chat_id, watched)
    if kind in ("group", "supergroup"):
        return _in_group(raw, chat_id, watched)
    return watched.unrecognised(f"chat.{kind}"[:64])


def _private(raw: Mapping[str, object], customer: str, watched: WatchedChats) -> Event:
    """The chat is named for the customer, so a message of anybody else in it is the brand's."""
    author = fields.need(party(raw.get("from")), "from.id")
    text = _words(raw)
    if author.id == customer:
        if text and text.split()[0] == "/start":  # a button that opens the chat sends it
            return watched.passed("start")
        return _inbound(raw, customer, author, text, watched)
    bot, named = party(raw.get("sender_business_bot")), party(raw.get("chat"))
    return MessageSeen(
        conversation=watched.conversation("direct", customer),
        account=watched.account.id,
        id=fields.need(watched.message_id(customer, raw.get("message_id")), "message_id"),
        direction="outbound",
        author=author.id,
        author_name=author.name,
        customer_name=named.name if named else None,
        asked_at=times.from_seconds(raw.get("date")),
        text=text,
        revision=_revision(raw),
        in_reply_to=watched.message_id(customer, _replied(raw).get("message_id")),
        addressed=frozenset({customer}),
        app=bot.id if bot else None,
        # An away message, a greeting or one written ahead: nobody read what it seems to answer.
        automatic=bot is not None or raw.get("is_from_offline") is True,
    )


def _inbound(
    raw: Mapping[str, object], chat: str, author: Party, text: str | None, watched: WatchedChats
) -> MessageSeen:
    return MessageSeen(
        conversation=watched.conversation("direct", chat),
        account=watched.account.id,
        id=fields.need(watched.message_id(chat, raw.get("message_id")), "message_id"),
        direction="inbound",
        author=author.id,
        author_name=author.name,
        customer_name=author.name,
        asked_at=times.from_seconds(raw.get("date")),
        text=text,
        revision=_revision(raw),
        in_reply_to=watched.message_id(chat, _replied(raw).get("message_id")),
        silence="staff" if author.id in watched.staff else None,
        addresses_brand=True,
    )


def _in_group(raw: Mapping[str, object], chat: str, watched: WatchedChats) -> Event:
    """Said to the brand, under its own channel's post, or by the brand to somebody; the rest is others' talk."""
    author = fields.need(sender(raw), "from.id")
    replied = _replied(raw)
    above = sender(replied)
    if author.id == chat or author.id in watched.staff | watched.ours:
        theirs = watched.staff | watched.ours | {chat}
        if above is None or above.id in theirs or replied.get("is_automatic_forward") is True:
            return watched.passed("own_group_message")
        return _group_message(raw, chat, author, watched, to=above)
    if raw.get("is_automatic_forward") is True:
        return watched.passed("own_post")
    under_own_post = replied.get("is_automatic_forward") is True
    to_us = above is not None and above.id in watched.ours | watched.staff | {chat}
    addresses = to_us or watched.named_in(_words(raw))
    if not addresses and not under_own_post:
        return watched.passed("group_message")
    return _group_message(raw, chat, author, watched, under_own_post=under_own_post, addresses=addresses)


def _group_message(
    raw: Mapping[str, object],
    chat: str,
    author: Party,
    watched: WatchedChats,
    *,
    to: Party | None = None,
    under_own_post: bool = False,
    addresses: bool = False,
) -> MessageSeen:
    """`to` is the customer whom a message of the brand replies to; None for a customer's own."""
    customer = to or author
    # Only a group with a handle can be read by everybody, and only such words may be kept.
    public = fields.text(fields.mapping(raw.get("chat")).get("username")) is not None
    return MessageSeen(
        conversation=watched.conversation("public", customer.id),
        account=watched.account.id,
        id=fields.need(watched.message_id(chat, raw.get("message_id")), "message_id"),
        direction="outbound" if to else "inbound",
        author=author.id,
        author_name=author.name,
        customer_name=customer.name,
        asked_at=times.from_seconds(raw.get("date")),
        text=_words(raw) if public else None,
        revision=_revision(raw),
        thread=chat,
        in_reply_to=watched.message_id(chat, _replied(raw).get("message_id")),
        addressed=frozenset({to.id} if to else ()),
        under_own_post=under_own_post,
        addresses_brand=addresses,
    )


def _replied(raw: Mapping[str, object]) -> Mapping[str, object]:
    return fields.mapping(raw.get("reply_to_message"))


def _words(raw: Mapping[str, object]) -> str | None:
    return fields.text(raw.get("text")) or fields.text(raw.get("caption"))


def _revision(raw: Mapping[str, object]) -> int:
    """Edits are not numbered, so the second in which the last one was made is its place in the chain."""
    edited = times.from_seconds(raw.get("edit_date"))
    return int(edited.timestamp()) if edited else 0
