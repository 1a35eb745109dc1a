"""A stand-in for a Mastodon server: mentions and statuses of one account, told forward from an id, with `Link` headers.

Source of its shapes: docs.joinmastodon.org, `methods/notifications` and `methods/accounts`.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tools.loopback import Asked, Told

Json = dict[str, Any]
_MOST = 40


@dataclass(slots=True)
class FakeMastodon:
    """One account on a server of its own. Lists hold the oldest first."""

    id: str
    name: str
    tokens: set[str]
    notifications: list[Json] = field(default_factory=list)
    statuses: list[Json] = field(default_factory=list)
    links: bool = True
    """False: no `Link` header, as some servers of the same interface."""
    _numbers: "count[int]" = field(default_factory=lambda: count(115580000000000001))

    # --- what people do ---

    def mention(self, customer: str, text: str, at: datetime, visibility: str = "public") -> Json:
        """A customer, by id, mentions the account; their status."""
        author = {"id": customer, "username": f"klant{customer}", "acct": f"klant{customer}", "note": ""}
        status = self._status(author, f"<p>{_link(self.name)} {text}</p>", at, visibility)
        status["mentions"] = [{"id": self.id, "username": self.name, "acct": self.name}]
        self._notify("mention", author, at, status)
        return status

    def hold_back(self) -> None:
        """The account's filter, for whom it does not know, holds back the newest mention."""
        self.notifications[-1]["filtered"] = True

    def boost(self, status: Json, at: datetime) -> None:
        author = {"id": self.id, "username": self.name, "acct": self.name, "note": ""}
        self.statuses.append({**self._status(author, "", at, "public"), "reblog": status})

    def favourite(self, customer: str, at: datetime) -> None:
        self._notify("favourite", {"id": customer, "acct": f"klant{customer}"}, at, None)

    def reply(self, to: Json, text: str, at: datetime) -> Json:
        """The account replies to a status, as visible as that one was."""
        author = {"id": self.id, "username": self.name, "acct": self.name, "note": ""}
        asker = to["account"]
        status = self._status(author, f"<p>{_link(asker['acct'])} {text}</p>", at, to["visibility"])
        status |= {"in_reply_to_id": to["id"], "in_reply_to_account_id": asker["id"]}
        status["mentions"] = [{"id": asker["id"], "username": asker["username"], "acct": asker["acct"]}]
        self.statuses.append(status)
        return status

    # --- what it answers ---

    def answer(self, asked: Asked) -> Told:
        if asked.bearer not in self.tokens:
            return Told(401, {"error": "The access token is invalid"})
        if asked.path == "/api/v1/notifications":
            wanted = asked.values("types[]")
            held_back = asked.value("include_filtered") != "true"
            told = [each for each in self.notifications if not wanted or each["type"] in wanted]
            return self._page(asked, [each for each in told if not (held_back and each.get("filtered"))])
        if asked.path == f"/api/v1/accounts/{self.id}/statuses":
            own = asked.value("exclude_reblogs") == "true"
            return self._page(asked, [each for each in self.statuses if not (own and each["reblog"])])
        return Told(404, {"error": "Record not found"})

    def _page(self, asked: Asked, items: list[Json]) -> Told:
        """With `min_id` what comes next after it, else the newest; either way the newest of the page first."""
        limit, after = min(int(asked.value("limit") or "20"), _MOST), asked.value("min_id")
        newer = [each for each in items if after is None or int(each["id"]) > int(after)]
        page = (newer[:limit] if after is not None else newer[-limit:])[::-1]
        links: dict[str, str] = {}
        if page and self.links:
            base = f"https://mastodon.example{asked.path}"
            links["link"] = (
                f'<{base}?limit={limit}&max_id={page[-1]["id"]}>; rel="next", '
                f'<{base}?limit={limit}&min_id={page[0]["id"]}>; rel="prev"'
            )
        return Told(200, page, links)

    def _status(self, author: Json, content: str, at: datetime, visibility: str) -> Json:
        return {
            "id": str(next(self._numbers)),
            "created_at": _stamp(at),
            "in_reply_to_id": None,
            "in_reply_to_account_id": None,
            "spoiler_text": "",
            "visibility": visibility,
            "edited_at": None,
            "content": content,
            "reblog": None,
            "account": author,
            "mentions": [],
        }

    def _notify(self, kind: str, author: Json, at: datetime, status: Json | None) -> None:
        told = {"id": str(next(self._numbers)), "type": kind, "created_at": _stamp(at), "account": author}
        self.notifications.append({**told, "status": status} if status else told)


def _link(name: str) -> str:
    address = f"https://mastodon.example/@{name}"
    return f'<span class="h-card"><a href="{address}" class="u-url mention">@<span>{name}</span></a></span>'


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
