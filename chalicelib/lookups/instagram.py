"""A comment under an account's own media: is it there, what did the account answer? A mention elsewhere: by whom?

Source: developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference, IG Comment, `mentioned_comment`
and `mentioned_media`. A token of Instagram's own login begins with IG and has a host of its own; with it mentions come
as comments, so that there is nothing to complete. Permissions: `instagram_basic` and `instagram_manage_comments` with
`pages_read_engagement`, or `instagram_business_basic` and `instagram_business_manage_comments`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.lookups import fields
from chalicelib.lookups.graph import Graph
from chalicelib.lookups.port import Asked, Found, Gone, Refused

URL = "https://graph.facebook.com"
OWN_LOGIN_URL = "https://graph.instagram.com"
_REPLIES = "replies.limit(50){id,from,username,text,timestamp}"

# A webhook tells one id, of a comment or of a post. That a comment's author may be asked for is not documented, though
# it is answered, so the documented fields are asked for after it.
_MENTIONS = (
    ("mentioned_comment", "comment_id", "id,text,timestamp,username"),
    ("mentioned_media", "media_id", "id,caption,timestamp,username"),
    ("mentioned_comment", "comment_id", "id,text,timestamp"),
)


@dataclass(frozen=True, slots=True)
class Instagram:
    graph: Graph

    def look(self, asked: Asked) -> Found | Gone:
        thread = self.graph.thread(asked, _REPLIES, "media")
        if isinstance(thread, Gone):
            return thread
        changes = [_comment(reply, asked) for reply in fields.rows(thread.get("replies"))]
        return Found(_delivery(asked, changes) if changes else None)

    def complete(self, asked: Asked) -> Found:
        """Author, words and time of a mention. One that nothing can be read of may be private."""
        refusals: list[str] = []
        for field, key, wanted in _MENTIONS:
            try:
                said = self.graph.node(asked.account, f"{field}.{key}({asked.message}){{{wanted}}}")
            except Refused as why:
                refusals.append(str(why))
                continue
            if mention := fields.mapping(said.get(field)):
                return Found(_delivery(asked, [_mention(mention, key, asked)]))
        raise Refused("; ".join(dict.fromkeys(refusals)) or "the platform tells nothing of this mention")


def build(token: str, url: str, patience: float) -> Instagram:
    return Instagram(
        Graph(url=url or (OWN_LOGIN_URL if token.startswith("IG") else URL), token=token, patience=patience)
    )


def _delivery(asked: Asked, changes: list[Mapping[str, object]]) -> Mapping[str, object]:
    return {"object": "instagram", "entry": [{"id": asked.account, "changes": changes}]}


def _comment(reply: Mapping[str, object], asked: Asked) -> Mapping[str, object]:
    author = {"username": reply.get("username"), **fields.mapping(reply.get("from"))}
    value = {
        "id": reply.get("id"),
        "parent_id": asked.thread,
        "from": author,
        "text": reply.get("text"),
        "timestamp": reply.get("timestamp"),
    }
    return {"field": "comments", "value": value}


def _mention(mention: Mapping[str, object], key: str, asked: Asked) -> Mapping[str, object]:
    value = {
        key: asked.message,
        "from": {"username": mention.get("username")},
        "text": mention.get("text") or mention.get("caption"),
        "timestamp": mention.get("timestamp"),
    }
    return {"field": "mentions", "value": value}
