"""A comment under a Page's own post: is it there, and what did the Page answer below it?

Source: developers.facebook.com/docs/graph-api/reference/comment. The Page's token needs `pages_read_engagement` and
`pages_read_user_content`. The address names no version, so it is answered by the oldest one the app may still use.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.lookups import fields
from chalicelib.lookups.graph import Graph
from chalicelib.lookups.port import Asked, Found, Gone

URL = "https://graph.facebook.com"
_REPLIES = "comments.order(reverse_chronological).limit(50){id,from,created_time,message,message_tags}"


@dataclass(frozen=True, slots=True)
class Facebook:
    graph: Graph

    def look(self, asked: Asked) -> Found | Gone:
        thread = self.graph.thread(asked, _REPLIES, "feed")
        if isinstance(thread, Gone):
            return thread
        changes = [_change(reply, asked) for reply in fields.rows(thread.get("comments"))]
        return Found({"object": "page", "entry": [{"id": asked.account, "changes": changes}]} if changes else None)


def build(token: str, url: str, patience: float) -> Facebook:
    return Facebook(Graph(url=url or URL, token=token, patience=patience))


def _change(reply: Mapping[str, object], asked: Asked) -> Mapping[str, object]:
    value = {
        "item": "comment",
        "verb": "add",
        "comment_id": reply.get("id"),
        "parent_id": asked.thread,
        "from": reply.get("from"),
        "created_time": reply.get("created_time"),
        "message": reply.get("message"),
        "message_tags": reply.get("message_tags"),
    }
    return {"field": "feed", "value": value}
