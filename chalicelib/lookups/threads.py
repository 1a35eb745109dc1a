"""A reply to the brand on Threads: is it there, and what did the brand answer? And the brand's own reply: to whom?

Source: developers.facebook.com/docs/threads, "Retrieve and manage replies". The account's token needs `threads_basic`
and `threads_read_replies`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.lookups import fields
from chalicelib.lookups.graph import Graph, NotThere, gone
from chalicelib.lookups.port import Asked, Found, Gone

URL = "https://graph.threads.net/v1.0"
_POST = "id,text,timestamp,username,root_post"


@dataclass(frozen=True, slots=True)
class Threads:
    graph: Graph

    def look(self, asked: Asked) -> Found | Gone:
        try:
            replies = fields.rows(self.graph.node(asked.message, _POST, "replies", limit="50"))
        except NotThere as why:
            return gone(why, lambda: self._sees_replies(asked))
        parent = {"id": asked.message, "username": asked.customer}
        ours = [reply for reply in replies if _handle(reply) in asked.handles]
        return Found(_delivery(asked, [{**reply, "replied_to": parent} for reply in ours]) if ours else None)

    def complete(self, asked: Asked) -> Found:
        """Whom a post of the brand answers: the author of the one above it, or of the first post of the thread."""
        post = self.graph.node(asked.message, f"{_POST},replied_to")
        above = fields.mapping(post.get("replied_to"))
        if not above:
            return Found()  # a post of its own, in reply to nobody
        root = fields.mapping(post.get("root_post"))
        parent = self._with_author(above)
        if _handle(parent) in asked.handles:
            root = self._with_author(root)
        return Found(_delivery(asked, [{**post, "replied_to": parent, "root_post": root}]))

    def _with_author(self, post: Mapping[str, object]) -> Mapping[str, object]:
        """That post with its author's name, where it may be read: posts of private accounts may not."""
        named = fields.text(post.get("id"))
        if not named:
            return post
        try:
            return {**post, "username": self.graph.node(named, "id,username").get("username")}
        except NotThere:
            return post

    def _sees_replies(self, asked: Asked) -> bool:
        """Of the thread that it stood in, which may have no other reply: then nobody can tell."""
        return bool(asked.thread) and bool(fields.rows(self.graph.node(asked.thread, "id", "replies", limit="1")))


def build(token: str, url: str, patience: float) -> Threads:
    return Threads(Graph(url=url or URL, token=token, patience=patience))


def _delivery(asked: Asked, posts: list[Mapping[str, object]]) -> Mapping[str, object]:
    values = [{"field": "publish", "value": post} for post in posts]
    return {"topic": "interaction", "target_id": asked.account, "values": values}


def _handle(post: Mapping[str, object]) -> str:
    return fields.text(post.get("username")).lower()
