"""The few things every route does: read raw bytes, answer JSON or HTML, never let a cache keep it."""

import json
from collections.abc import Mapping

from chalice.app import Request, Response


def raw_body(request: Request) -> bytes:
    """The bytes as they were sent; Chalice's annotation leaves room for text that it never gives."""
    body = request.raw_body
    return body if isinstance(body, bytes) else body.encode()


def lower_headers(request: Request) -> dict[str, str]:
    """Header names in lower case, as adapters expect them."""
    return {name.lower(): value for name, value in request.headers.items()}


def answer_json(body: Mapping[str, object], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer that nobody keeps."""
    text = json.dumps(body, ensure_ascii=False)
    return answer(text, "application/json", status, headers or {})


def answer(body: str, kind: str, status: int, headers: Mapping[str, str]) -> Response:
    """An answer of any kind that nobody keeps, unless its headers say otherwise."""
    return Response(body, status_code=status, headers={"Content-Type": kind, "Cache-Control": "no-store", **headers})
