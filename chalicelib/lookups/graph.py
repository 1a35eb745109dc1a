"""Meta's Graph, as Facebook, Instagram and Threads speak it: nodes, the fields one asks for, one shape of error.

Source: developers.facebook.com/docs/graph-api/guides/error-handling. Code 100 with subcode 33 says three things at
once: the object does not exist, the token may not see it, or it cannot be read. Threads says code 24 for the first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from chalicelib.lookups import fields
from chalicelib.lookups.ask import ask
from chalicelib.lookups.port import Asked, Gone, Refused, Unanswered

# Calls come too fast or something is wrong on their side: it passes by itself.
_PASSING = frozenset({1, 2, 4, 17, 32, 341, 368, 613})
_SHOWN = 200


class NotThere(Refused):
    """Nothing of that id can be read with this token, for one of three reasons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """One host of it, asked with one token. `url` has no slash at its end."""

    url: str
    token: str
    patience: float

    def node(self, named: str, wanted: str, edge: str = "", **more: str) -> Mapping[str, object]:
        """The fields of a node, or of an edge of it, with its rows under `data`.

        The token travels in the query, as Meta documents for all three; nothing that is raised holds it. Raises
        NotThere, Refused or Unanswered.
        """
        query = {"fields": wanted, **more, "access_token": self.token}
        path = quote(named, safe="") + (f"/{edge}" if edge else "")
        answer = ask(f"{self.url}/{path}", query, {}, self.patience)
        if "error" not in answer.said and answer.status == 200:
            return answer.said
        error = fields.mapping(answer.said.get("error"))
        code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
        said = " ".join(fields.text(error.get("message")).replace(self.token, "...").split())
        evidence = f"{answer.status} from {answer.host}: code {code} {said[:_SHOWN]}".rstrip()
        if (code, subcode) == (100, 33) or code == 24:
            raise NotThere(evidence)
        if code in _PASSING:
            raise Unanswered(evidence)
        raise Refused(evidence)

    def thread(self, asked: Asked, answers: str, posts: str) -> Mapping[str, object] | Gone:
        """The top-level comment with its `answers`, which hang below it whichever comment of the thread they answer.

        `posts` is the edge of the account's own ones, whose comments the token should see. Raises LookupFailed.
        """
        try:
            if asked.message != asked.thread:
                self.node(asked.message, "id")
            return self.node(asked.thread, f"id,{answers}")
        except NotThere as why:
            return gone(why, lambda: self._sees_comments(asked.account, posts))

    def _sees_comments(self, account: str, posts: str) -> bool:
        own = self.node(account, "comments.limit(1){id}", posts, limit="10")
        return any(fields.rows(post.get("comments")) for post in fields.rows(own))


def gone(why: NotThere, sees_others: Callable[[], bool]) -> Gone:
    """Gone, if the same token can read another of its kind at this moment. Raises Refused when it cannot.

    Without that a token that lost a permission would take every question for deleted, and nobody would be paged.
    """
    if sees_others():
        return Gone()
    raise Refused(f"gone, or out of the token's sight: {why}") from None


def _number(raw: object) -> int:
    return raw if isinstance(raw, int) else 0
