"""A stand-in for a Bluesky server: sessions that end, notifications and a feed that are told newest first.

Source of its shapes: the lexicons of github.com/bluesky-social/atproto.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tools.loopback import Asked, Told

Json = dict[str, Any]


@dataclass(slots=True)
class FakeBluesky:
    """One account. Lists hold what was posted, in whatever order it was told to us."""

    did: str
    handle: str
    passwords: set[str]
    notifications: list[Json] = field(default_factory=list)
    feed: list[Json] = field(default_factory=list)
    access: set[str] = field(default_factory=set)
    refresh: set[str] = field(default_factory=set)
    signed_in: int = 0
    gone: set[str] = field(default_factory=set)
    """Page cursors that are no longer known."""
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    # --- what people do ---

    def mention(self, did: str, text: str, at: datetime, reason: str = "mention") -> str:
        """Somebody mentions the account; the address of their post."""
        record = {**_record(text, at), "facets": [_facet(self.did)]}
        return self._notify(did, record, at, reason)

    def like(self, did: str, at: datetime) -> str:
        return self._notify(did, {"$type": "app.bsky.feed.like", "createdAt": _stamp(at)}, at, "like")

    def reply(self, to: str, text: str, at: datetime) -> str:
        """The account replies to the post at that address."""
        record = {**_record(text, at), "reply": {"root": {"uri": to, "cid": "c"}, "parent": {"uri": to, "cid": "c"}}}
        address = f"at://{self.did}/app.bsky.feed.post/own{next(self._numbers)}"
        post = {"uri": address, "cid": "c", "author": _author(self.did, self.handle), "record": record}
        self.feed.append({"post": {**post, "indexedAt": _stamp(at), "likeCount": 0, "replyCount": 0}})
        return address

    def expire(self) -> None:
        """Access tokens are spent; those that renew them are not."""
        self.access.clear()

    def sign_out(self) -> None:
        """The app password is taken back, with every session it opened."""
        self.passwords.clear()
        self.access.clear()
        self.refresh.clear()

    # --- what it answers ---

    def answer(self, asked: Asked) -> Told:
        match asked.path.removeprefix("/xrpc/"):
            case "com.atproto.server.createSession":
                return self._create(json.loads(asked.body))
            case "com.atproto.server.refreshSession":
                return self._renew(asked.bearer)
            case "app.bsky.notification.listNotifications":
                wanted = asked.values("reasons")
                told = [each for each in self.notifications if not wanted or each["reason"] in wanted]
                return self._page(asked, "notifications", told, lambda item: str(item["indexedAt"]))
            case "app.bsky.feed.getAuthorFeed" if asked.value("actor") == self.did:
                return self._page(asked, "feed", self.feed, lambda item: str(item["post"]["indexedAt"]))
        return Told(404, {"error": "MethodNotImplemented", "message": "Method Not Implemented"})

    def _create(self, told: Mapping[str, str]) -> Told:
        if told.get("identifier") not in (self.did, self.handle) or told.get("password") not in self.passwords:
            return Told(401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"})
        self.signed_in += 1
        return self._session()

    def _renew(self, token: str) -> Told:
        if token not in self.refresh:
            return Told(400, {"error": "ExpiredToken", "message": "Token has been revoked"})
        self.refresh.discard(token)
        return self._session()

    def _session(self) -> Told:
        access, refresh = f"access-{next(self._numbers)}", f"refresh-{next(self._numbers)}"
        self.access.add(access)
        self.refresh.add(refresh)
        session = {"accessJwt": access, "refreshJwt": refresh, "did": self.did, "handle": self.handle, "active": True}
        return Told(200, session)

    def _page(self, asked: Asked, name: str, items: list[Json], time_of: Any) -> Told:
        if asked.bearer not in self.access:
            return Told(400, {"error": "ExpiredToken", "message": "Token has expired"})
        limit, cursor = int(asked.value("limit") or "50"), asked.value("cursor")
        if not 1 <= limit <= 100 or cursor in self.gone:
            return Told(400, {"error": "InvalidRequest", "message": "Error: Params must be valid"})
        newest_first = sorted(items, key=time_of, reverse=True)
        older = [each for each in newest_first if cursor is None or time_of(each) < cursor]
        page = older[:limit]
        following = {"cursor": time_of(page[-1])} if len(older) > limit else {}
        return Told(200, {name: page, **following})

    def _notify(self, did: str, record: Json, at: datetime, reason: str) -> str:
        address = f"at://{did}/app.bsky.feed.post/p{next(self._numbers)}"
        author = _author(did, f"{did.rpartition(':')[2]}.bsky.example")
        told = {"uri": address, "cid": "c", "author": author, "reason": reason, "record": record}
        self.notifications.append({**told, "isRead": False, "indexedAt": _stamp(at), "labels": []})
        return address


def _author(did: str, handle: str) -> Json:
    return {"did": did, "handle": handle, "labels": [], "viewer": {"muted": False, "blockedBy": False}}


def _record(text: str, at: datetime) -> Json:
    return {"$type": "app.bsky.feed.post", "createdAt": _stamp(at), "langs": ["nl"], "text": text}


def _facet(did: str) -> Json:
    feature = {"$type": "app.bsky.richtext.facet#mention", "did": did}
    return {"index": {"byteStart": 0, "byteEnd": 5}, "features": [feature]}


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
