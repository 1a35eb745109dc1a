"""The few things every route does: read raw bytes, answer JSON or HTML, never let a cache keep it."""

import json
from collections.abc import Mapping
from types import MappingProxyType

from chalice.app import Request, Response


def raw_body(request: Request) -> bytes:
    """The bytes as they were sent; Chalice's annotation leaves room for text that it never gives."""
    body = request.raw_body
    return body if isinstance(body, bytes) else body.encode()


def lower_headers(request: Request) -> dict[str, str]:
    """Header names in lower case, as adapters expect them."""
    return {name.lower(): value for name, value in request.headers.items()}


def page_headers(sources: str) -> Mapping[str, str]:
    """The headers of a page for people: nobody keeps it, frames it, lists it, or is told where somebody came from.

    `sources` are the directives of what it may fetch and run; whatever they do not name it may not.
    """
    policy = f"default-src 'none'; {sources}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    return MappingProxyType(
        {
            "Content-Security-Policy": policy,
            "Referrer-Policy": "no-referrer",  # the address may be the key to the page
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex, nofollow",
        }
    )


def answer_json(body: Mapping[str, object], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer that nobody keeps."""
    text = json.dumps(body, ensure_ascii=False)
    return answer(text, "application/json", status, headers or {})


def answer(body: str, kind: str, status: int, headers: Mapping[str, str]) -> Response:
    """An answer of any kind that nobody keeps, unless its headers say otherwise."""
    return Response(body, status_code=status, headers={"Content-Type": kind, "Cache-Control": "no-store", **headers})
