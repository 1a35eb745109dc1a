"""Our own files. Sheets and script have names that change with what they hold: a browser keeps them for a year."""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from chalice.app import Blueprint, Response

from chalicelib.web.http import answer

assets = Blueprint(__name__)

_KINDS: Mapping[str, str] = MappingProxyType({"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"})
_SERVED = ("page.css", "status.css", "case.css", "figures.css", "status.js")
_HEADERS: Mapping[str, str] = MappingProxyType(
    {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
)


@assets.route("/static/{name}", methods=["GET"])
def asset(name: str) -> Response:
    """One of them, by its full name; 404 for any other, and for one of an older deployment."""
    found = _by_name().get(name)
    if found is None:
        return answer("", "text/plain; charset=utf-8", 404, {})
    return answer(found, _KINDS[name.rpartition(".")[2]], 200, _HEADERS)


@assets.route("/openapi.json", methods=["GET"])
def openapi() -> Response:
    """What the addresses for machines take and answer, as OpenAPI 3.1."""
    return answer(_text("openapi.json"), "application/json", 200, {})


@cache
def addresses() -> Mapping[str, str]:
    """By a file's plain name, where it is to be had, from the root of the app: `static/status.1a2b3c4d.css`."""
    return {f"{name.partition('.')[0]}.{name.rpartition('.')[2]}": f"static/{name}" for name in _by_name()}


@cache
def _by_name() -> Mapping[str, str]:
    found = {}
    for name in _SERVED:
        text = _text(name)
        stem, _, kind = name.rpartition(".")
        found[f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:12]}.{kind}"] = text
    return found


def _text(name: str) -> str:
    return (files("chalicelib.web") / "static" / name).read_text("utf-8")
