"""What members do with a company page, notification by notification.

Source: learn.microsoft.com/linkedin/marketing/community-management/organizations/
organization-social-action-notifications. Its example leaves out the decorated activities, so nothing relies on them:
where a text is not told nobody can say that it asks nothing.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial

from chalicelib.domain.events import (
    DeletionSeen,
    Event,
    MessageSeen,
    UnknownAccount,
    Unrecognised,
)
from chalicelib.domain.organisation import Organisation
from chalicelib.platforms import fields, times
from chalicelib.platforms.errors import UnreadableBody
from chalicelib.platforms.items import read_item
from chalicelib.platforms.watched import Watched, brand_of

PLATFORM = "linkedin"

_ORGANIZATION = "urn:li:organization:"
_PERSON = "urn:li:person:"

_COMMENTS = frozenset({"COMMENT", "COMMENT_EDIT", "ADMIN_COMMENT"})
_POSTS = frozenset({"SHARE", "SHARE_MENTION"})

# One comment goes by `urn:li:comment:(activity:7,9)` and `urn:li:comment:(urn:li:activity:7,9)`; its own number is 9.
_COMMENT = re.compile(r"urn:li:comment:\((?:urn:li:)?\w+:\d{1,40},(\d{1,40})\)", re.ASCII)
# A post goes by `urn:li:share:7`, `urn:li:ugcPost:7` and `urn:li:activity:7`.
_POST = re.compile(r"urn:li:\w+:(\d{1,40})", re.ASCII)


def events(payload: Mapping[str, object], organisation: Organisation) -> Iterator[Event]:
    """At most ten notifications a delivery; one comes once for each member who subscribed to it."""
    kind = fields.label(payload.get("type"))
    if "notifications" not in payload:
        if kind == "unnamed":
            raise UnreadableBody("linkedin: the body has neither a type nor notifications")
        return iter((Unrecognised(platform=PLATFORM, account=None, kind=kind),))
    read = partial(_read, organisation=organisation)
    notifications = fields.sequence(payload["notifications"])
    return (read_item(PLATFORM, None, "notifications", raw, read) for raw in notifications)


def _read(raw: Mapping[str, object], *, organisation: Organisation) -> Event:
    organization = fields.need(fields.identifier(raw.get("organizationalEntity")), "organizationalEntity")
    page = _page(organization, organisation)
    if page is None:
        return UnknownAccount(platform=PLATFORM, account=organization)
    action = fields.label(raw.get("action"))
    if action in _COMMENTS:
        return _comment(action, raw, page)
    if action == "COMMENT_DELETE":
        return _deleted(raw, page)
    if action in _POSTS:
        return _post(action, raw, page)
    return page.passed("like") if action == "LIKE" else page.unrecognised(action)


def _page(organization: str, organisation: Organisation) -> Watched | None:
    """People list a page by its whole URN or by its number."""
    number = organization.removeprefix(_ORGANIZATION)
    account = organisation.account(PLATFORM, organization) or organisation.account(PLATFORM, number)
    return brand_of(organisation, account) if account else None


def _comment(action: str, raw: Mapping[str, object], page: Watched) -> Event:
    told = _decorated(raw, "comment")
    comment = fields.need(_comment_id(raw, told), "generatedActivity")
    above = _above(told)
    owner = fields.identifier(told.get("owner"))
    outbound = action == "ADMIN_COMMENT" or _is_ours(owner, page)
    if outbound and above is None:
        # It may answer somebody: to be seen, not to be counted as a comment of our own.
        return page.unrecognised("own_comment_without_parent")
    text = _text(told)
    return MessageSeen(
        conversation=page.thread(above or comment),
        account=page.account.id,
        id=comment,
        direction="outbound" if outbound else "inbound",
        author=page.account.id if outbound else owner,
        asked_at=_at(raw),
        text=text,
        revision=times.revision(_at(raw)) if action == "COMMENT_EDIT" else 0,
        in_reply_to=above,
        silence="staff" if _is_staff(owner, page) and not outbound else None,
        under_own_post=not outbound and text is not None,
    )


def _post(action: str, raw: Mapping[str, object], page: Watched) -> Event:
    """A member's own post that mentions the page, or that shares one of its posts with words of their own."""
    told = _decorated(raw, "share")
    post = fields.need(_number(_POST, raw.get("generatedActivity"), told.get("entity")), "generatedActivity")
    owner, text = fields.identifier(told.get("owner")), _text(told)
    if action == "SHARE" and text is None:
        return page.passed("share_without_text")
    if _is_ours(owner, page):
        return page.passed("own_post")
    return MessageSeen(
        conversation=page.thread(post),
        account=page.account.id,
        id=post,
        direction="inbound",
        author=owner,
        asked_at=_at(raw),
        text=text,
        silence="staff" if _is_staff(owner, page) else None,
        under_own_post=action == "SHARE",
        addresses_brand=action == "SHARE_MENTION",
    )


def _deleted(raw: Mapping[str, object], page: Watched) -> DeletionSeen:
    """Where one of ours stood is looked up by its id: of a deleted comment LinkedIn may tell no more than that."""
    told = _decorated(raw, "comment")
    comment = fields.need(_comment_id(raw, told), "generatedActivity")
    own = _is_ours(fields.identifier(told.get("owner")), page)
    return DeletionSeen(
        platform=PLATFORM,
        account=page.account.id,
        message_id=comment,
        conversation=None if own else page.thread(_above(told) or comment),
        deleted_at=_at(raw),
    )


def _decorated(raw: Mapping[str, object], kind: str) -> Mapping[str, object]:
    """What was done, as it looks; it stands under its kind, or bare."""
    decorated = fields.mapping(raw.get("decoratedGeneratedActivity"))
    return fields.mapping(decorated.get(kind)) or decorated


def _comment_id(raw: Mapping[str, object], told: Mapping[str, object]) -> str | None:
    return _number(_COMMENT, raw.get("generatedActivity"), told.get("entity"))


def _above(told: Mapping[str, object]) -> str | None:
    """The comment that a comment answers; None straight under a post."""
    return _number(_COMMENT, told.get("parentComment"), told.get("object"))


def _number(pattern: re.Pattern[str], *urns: object) -> str | None:
    """The number in the first of these that is such a URN."""
    found = (pattern.fullmatch(urn) for urn in urns if isinstance(urn, str))
    return next((match[1] for match in found if match), None)


def _text(told: Mapping[str, object]) -> str | None:
    return fields.text(told.get("text")) or fields.text(fields.mapping(told.get("message")).get("text"))


def _at(raw: Mapping[str, object]) -> datetime | None:
    """Milliseconds in what has been seen; the documentation says no more than that it is a long."""
    return times.from_number(raw.get("lastModifiedAt"))


def _is_ours(owner: str | None, page: Watched) -> bool:
    return owner is not None and (owner in page.ours or owner.removeprefix(_ORGANIZATION) in page.ours)


def _is_staff(owner: str | None, page: Watched) -> bool:
    return owner is not None and (owner in page.staff or owner.removeprefix(_PERSON) in page.staff)
