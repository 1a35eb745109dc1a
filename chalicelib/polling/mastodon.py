"""Asking a Mastodon server: mentions of an account, and what it posted itself.

Lists are read forward: `min_id` gives what comes next after an id. The page's `Link` header tells the id to go on
from; of that link only the id is used, so a token never follows it to another host.
Source: docs.joinmastodon.org, `methods/notifications`, `methods/accounts` and `api/rate-limits`. Servers that give the
same interface differ in what an id looks like: here it is text.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, quote, urlsplit

from chalicelib.platforms import fields
from chalicelib.polling.envelope import envelope
from chalicelib.polling.http import Answer, Http, Query, good
from chalicelib.polling.port import FIRST_LOOK, Batch, PollFailed, Refused, Source

NOTIFICATIONS, STATUSES = "notifications", "statuses"
_MOST_PAGES = 10
_LINK = re.compile(r'<([^<>]*)>\s*;[^,<]*\brel="?prev"?')
# `include_filtered`: who is new or unknown to the brand is a customer all the same (since 4.3, ignored before).
_MENTIONS: Query = (("types[]", "mention"), ("types[]", "quote"), ("include_filtered", "true"), ("limit", "40"))
_OWN: Query = (("exclude_reblogs", "true"), ("limit", "40"))


def poller(http: Http) -> "Mastodon":
    return Mastodon(http)


@dataclass(frozen=True, slots=True)
class Mastodon:
    http: Http

    def poll(self, source: Source, cursor: str, now: datetime) -> Iterator[Batch]:
        known: dict[str, dict[str, str]] = json.loads(cursor) if cursor else {}
        own = f"/api/v1/accounts/{quote(source.account, safe='')}/statuses"
        for stream, path, query in ((NOTIFICATIONS, "/api/v1/notifications", _MENTIONS), (STATUSES, own, _OWN)):
            if stream not in known:
                # Until the list has anything, this says from when on it is read.
                known[stream] = {"since": (now - FIRST_LOOK).isoformat()}
                yield Batch(None, json.dumps(known))
            for _ in range(_MOST_PAGES):
                since, after = known[stream]["since"], known[stream].get("after")
                answer = self._ask(source, path, (*query, ("min_id", after)) if after else query)
                if not isinstance(answer.value, list):
                    raise PollFailed(f"{answer.host} answers without a list")
                if not answer.value:
                    break
                following = _following(answer)
                if following is None or following == after:
                    raise PollFailed(f"{answer.host} does not tell where its list goes on")
                known[stream] = {"since": since, "after": following}
                body = envelope(source.account, stream, datetime.fromisoformat(since), answer.page)
                yield Batch(body, json.dumps(known))

    def _ask(self, source: Source, path: str, query: Query) -> Answer:
        """With the newest secret that opens it. Raises Refused when none does."""
        for secret in source.secrets[:-1]:
            answer = self.http.get(source.address, path, query, secret)
            if answer.status not in (401, 403):
                return good(answer)
        if not source.secrets:
            raise Refused(f"no access token of {source.account} is there")
        return good(self.http.get(source.address, path, query, source.secrets[-1]))


def _following(answer: Answer) -> str | None:
    """The id behind the newest of the page: as the server links it, else that of the first item."""
    if link := _LINK.search(answer.headers.get("link", "")):
        for told in parse_qs(urlsplit(link[1]).query).get("min_id", ()):
            if (found := fields.identifier(told)) is not None:
                return found
    newest = answer.value[0] if isinstance(answer.value, list) and answer.value else None
    return fields.identifier(fields.mapping(newest).get("id"))
