"""A post on X: is it there? Its replies cannot be looked up in one question, and X tells of the brand's own by itself.

A customer's deletion is told by no webhook of X. Source: docs.x.com/x-api/posts/lookup. The app's bearer token is
enough; of posts that are not there the answer says so one by one, and in other words of those one may not see.
"""

from dataclasses import dataclass

from chalicelib.lookups import fields
from chalicelib.lookups.ask import ask
from chalicelib.lookups.port import Asked, Found, Gone, Refused

URL = "https://api.x.com"
_NOT_FOUND = "/problems/resource-not-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class X:
    url: str
    token: str
    patience: float

    def look(self, asked: Asked) -> Found | Gone:
        headers = {"authorization": f"Bearer {self.token}"}
        answer = ask(f"{self.url}/2/tweets", {"ids": asked.message}, headers, self.patience)
        if answer.status == 200 and any(post.get("id") == asked.message for post in fields.rows(answer.said)):
            return Found()
        held = answer.said.get("errors")
        problems = [fields.mapping(each) for each in held] if isinstance(held, list) else []
        mine = [each for each in problems if asked.message in (each.get("resource_id"), each.get("value"))]
        if answer.status == 200 and any(fields.text(each.get("type")).endswith(_NOT_FOUND) for each in mine):
            return Gone()
        said = fields.text((*mine, answer.said)[0].get("title"))
        raise Refused(f"{answer.status} from {answer.host}: {said[:200]}".rstrip(": "))


def build(token: str, url: str, patience: float) -> X:
    return X(url=url or URL, token=token, patience=patience)
