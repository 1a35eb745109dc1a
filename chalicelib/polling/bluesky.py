"""Asking Bluesky: notifications of an account, and its own feed, which holds its replies.

An app password opens a session; its tokens live in memory alone, and are renewed when they are spent, since a server
lets an account sign in only some hundred times a day (docs.bsky.app/docs/advanced-guides/rate-limits).
Source: the lexicons of github.com/bluesky-social/atproto, `app.bsky.notification.listNotifications`,
`app.bsky.feed.getAuthorFeed`, `com.atproto.server.createSession` and `refreshSession`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from chalicelib.platforms import fields, times
from chalicelib.polling import backwards
from chalicelib.polling.backwards import Page
from chalicelib.polling.envelope import envelope
from chalicelib.polling.http import Answer, Http, Query, good
from chalicelib.polling.port import Batch, PollFailed, Refused, Source

NOTIFICATIONS, FEED = "notifications", "feed"
PAGE_OF_NOTIFICATIONS = 50
_PAGE_OF_FEED = 30
_SPENT = frozenset({"ExpiredToken", "InvalidToken"})
_REASONS = ("mention", "reply", "quote")


def poller(http: Http) -> "Bluesky":
    return Bluesky(http)


@dataclass(frozen=True, slots=True)
class Session:
    """What one sign-in gave: the token to ask with, and the one that gets the next two."""

    access: str
    refresh: str


@dataclass(frozen=True, slots=True)
class Bluesky:
    """`sessions` by account."""

    http: Http
    sessions: dict[str, Session] = field(default_factory=dict)

    def poll(self, source: Source, cursor: str, now: datetime) -> Iterator[Batch]:
        known = backwards.cursors(cursor)
        for stream in (NOTIFICATIONS, FEED):
            begun = backwards.loaded(known.get(stream))
            try:
                for step in backwards.walk(begun, partial(self._page, source, stream), now):
                    known[stream] = backwards.dumped(step.state)
                    body = envelope(source.account, stream, step.since, step.page.raw) if step.page else None
                    yield Batch(body, json.dumps(known))
            except _PageGone as error:
                known[stream] = backwards.dumped(begun.abandoned())
                yield Batch(None, json.dumps(known))
                raise PollFailed(str(error)) from error

    def _page(self, source: Source, stream: str, at: str | None) -> Page:
        further = [("cursor", at)] if at is not None else []
        if stream == NOTIFICATIONS:
            path = "/xrpc/app.bsky.notification.listNotifications"
            query = [("limit", str(PAGE_OF_NOTIFICATIONS)), *(("reasons", reason) for reason in _REASONS)]
        else:
            path = "/xrpc/app.bsky.feed.getAuthorFeed"
            query = [("actor", source.account), ("filter", "posts_with_replies"), ("limit", str(_PAGE_OF_FEED))]
        answer = self._ask(source, path, [*query, *further])
        if answer.status == 400 and at is not None:
            raise _PageGone(f"400 from {answer.host}: it does not go on where it stopped, so we begin again")
        told = fields.mapping(good(answer).value)
        if not isinstance(told.get(stream), list):
            raise PollFailed(f"{answer.host} answers without {stream}")
        items = tuple(_item(raw, stream) for raw in fields.sequence(told.get(stream)))
        return Page(answer.page, items, fields.text(told.get("cursor")))

    def _ask(self, source: Source, path: str, query: Query) -> Answer:
        session = self.sessions.get(source.account) or self._sign_in(source)
        answer = self.http.get(source.address, path, query, session.access)
        if answer.status == 401 or (answer.status == 400 and _error(answer) in _SPENT):
            session = self._renewed(source, session)
            answer = self.http.get(source.address, path, query, session.access)
        return answer

    def _renewed(self, source: Source, session: Session) -> Session:
        answer = self.http.post(source.address, "/xrpc/com.atproto.server.refreshSession", session.refresh)
        return self._kept(source, answer) or self._sign_in(source)

    def _sign_in(self, source: Source) -> Session:
        """With the newest secret that opens one. Raises Refused when none does."""
        self.sessions.pop(source.account, None)
        told = ""
        for secret in source.secrets:
            body = {"identifier": source.account, "password": secret}
            answer = self.http.post(source.address, "/xrpc/com.atproto.server.createSession", None, body)
            if session := self._kept(source, answer):
                return session
            told = f"{answer.status} from {answer.host}: "
        raise Refused(f"{told}no app password of {source.account} opens a session")

    def _kept(self, source: Source, answer: Answer) -> Session | None:
        told = fields.mapping(answer.value)
        access, refresh = fields.text(told.get("accessJwt")), fields.text(told.get("refreshJwt"))
        if answer.status >= 300 or access is None or refresh is None:
            return None
        session = self.sessions[source.account] = Session(access, refresh)
        return session


class _PageGone(Exception):
    """A page in the middle of a walk is no longer told."""


def _error(answer: Answer) -> str | None:
    return fields.text(fields.mapping(answer.value).get("error"))


def _item(raw: object, stream: str) -> tuple[str, datetime | None]:
    """A repost stands in the feed at its own time, not at that of the post."""
    item = fields.mapping(raw)
    post = item if stream == NOTIFICATIONS else fields.mapping(item.get("post"))
    at: Mapping[str, object] = fields.mapping(item.get("reason")) if stream == FEED else {}
    return fields.text(post.get("uri")) or "", times.from_text(at.get("indexedAt") or post.get("indexedAt"))
