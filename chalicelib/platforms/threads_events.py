"""What a Threads delivery tells, item by item.

People have a handle here and no id. The account stands in another field for each kind of item: `target_id` is the
account's own id for mentions, but a post's id for replies, which name the owner of the first post.
"""

from collections.abc import Iterator, Mapping
from functools import partial

from chalicelib.domain.events import (
    DeletionSeen,
    Event,
    MessageSeen,
    Passed,
    UnknownAccount,
    Unrecognised,
)
from chalicelib.domain.organisation import Account, Organisation
from chalicelib.platforms import fields, times
from chalicelib.platforms.items import read_item
from chalicelib.platforms.watched import Watched, brand_of

PLATFORM = "threads"


def events(payload: Mapping[str, object], organisation: Organisation) -> Iterator[Event]:
    """The documentation has one object under `values`; a list of them has been seen, too."""
    target = fields.identifier(payload.get("target_id"))
    for raw in fields.sequence(payload.get("values")):
        yield read_item(PLATFORM, None, "values", raw, partial(_read, target=target, organisation=organisation))


def _read(raw: Mapping[str, object], *, target: str | None, organisation: Organisation) -> Event:
    kind, value = fields.label(raw.get("field")), fields.mapping(raw.get("value"))
    readers = {"replies": _reply, "mentions": _mention, "publish": _published, "delete": _deleted}
    if kind not in readers:
        return Unrecognised(platform=PLATFORM, account=None, kind=kind)
    account = _account(kind, value, target, organisation)
    if account is None:
        root = fields.mapping(value.get("root_post"))
        told = fields.identifier(root.get("owner_id")) if kind == "replies" else target
        return UnknownAccount(platform=PLATFORM, account=told or "unnamed")
    return readers[kind](value, brand_of(organisation, account))


def _account(kind: str, value: Mapping[str, object], target: str | None, organisation: Organisation) -> Account | None:
    """Whose post it is about.

    A reply in somebody else's thread names nobody of ours, so it is placed only where a single account is watched.
    """
    root = fields.mapping(value.get("root_post"))
    owner = fields.mapping(value.get("owner"))
    ids = {target, *(fields.identifier(one.get("owner_id")) for one in (root, owner))}
    names = {"replies": _handle(root), "publish": _handle(value)}
    mine = [one for one in organisation.accounts if one.platform == PLATFORM]
    by_id = next((one for one in mine if one.id in ids), None)
    named = next((one for one in mine if one.name.lower() == names.get(kind)), None)
    return by_id or named or (mine[0] if kind == "replies" and len(mine) == 1 else None)


def _reply(value: Mapping[str, object], watched: Watched) -> Event:
    """Somebody's reply to a post of the account, or to a reply below it. Raises FieldError."""
    author = fields.need(_handle(value), "username")
    if author in watched.handles:
        # It tells which post it answers, but not whose that is.
        return Unrecognised(
            platform=PLATFORM,
            account=watched.account.id,
            kind="own_reply_to_unknown_author",
            message=fields.identifier(value.get("id")),
        )
    root = fields.mapping(value.get("root_post"))
    own_post = _handle(root) in watched.handles or fields.identifier(root.get("owner_id")) == watched.account.id
    return _inbound(
        value,
        author,
        watched,
        under_own_post=own_post,
        addresses=not own_post or watched.named_in(fields.text(value.get("text"))),
    )


def _mention(value: Mapping[str, object], watched: Watched) -> Event:
    author = fields.need(_handle(value), "username")
    if author in watched.handles:
        return Passed(platform=PLATFORM, account=watched.account.id, kind="own_post")
    root = fields.mapping(value.get("root_post"))
    return _inbound(value, author, watched, under_own_post=_handle(root) in watched.handles, addresses=True)


def _inbound(
    value: Mapping[str, object], author: str, watched: Watched, *, under_own_post: bool, addresses: bool
) -> MessageSeen:
    return MessageSeen(
        conversation=watched.conversation("public", author),
        account=watched.account.id,
        id=fields.need(fields.identifier(value.get("id")), "id"),
        direction="inbound",
        author=author,
        author_name=author,
        customer_name=author,
        asked_at=times.from_text(value.get("timestamp")),
        text=fields.text(value.get("text")),
        thread=_thread(value),
        in_reply_to=_parent(value),
        silence="staff" if author in {name.lower() for name in watched.staff} else None,
        under_own_post=under_own_post,
        addresses_brand=addresses,
    )


def _published(value: Mapping[str, object], watched: Watched) -> Event:
    """A post or reply of the brand. As documented it does not tell what it replies to: only a look-up can."""
    named = [_handle(fields.mapping(value.get(key))) for key in ("replied_to", "root_post")]
    customer = next((name for name in named if name is not None and name not in watched.handles), None)
    if customer is None:
        told = fields.identifier(value.get("id"))
        return Passed(platform=PLATFORM, account=watched.account.id, kind="own_post", message=told)
    return MessageSeen(
        conversation=watched.conversation("public", customer),
        account=watched.account.id,
        id=fields.need(fields.identifier(value.get("id")), "id"),
        direction="outbound",
        author=watched.account.id,
        author_name=watched.account.name,
        customer_name=customer,
        asked_at=times.from_text(value.get("timestamp")),
        text=fields.text(value.get("text")),
        thread=_thread(value),
        in_reply_to=_parent(value),
        addressed=frozenset({customer}),
    )


def _deleted(value: Mapping[str, object], watched: Watched) -> DeletionSeen:
    """Threads tells only of the account's own deletions."""
    return DeletionSeen(
        platform=PLATFORM,
        account=watched.account.id,
        message_id=fields.need(fields.identifier(value.get("id")), "id"),
        conversation=None,
        deleted_at=times.from_text(value.get("deleted_at")) or times.from_seconds(value.get("deleted_at")),
    )


def _thread(value: Mapping[str, object]) -> str | None:
    return fields.identifier(fields.mapping(value.get("root_post")).get("id"))


def _parent(value: Mapping[str, object]) -> str | None:
    return fields.identifier(fields.mapping(value.get("replied_to")).get("id"))


def _handle(raw: Mapping[str, object]) -> str | None:
    """A handle without its @, in lower case: two spellings are one person."""
    name = fields.identifier(raw.get("username"))
    return name.lower() if name else None
