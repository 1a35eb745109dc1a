"""Where somebody is and goes within the app, by relative addresses: the stage's own path is not ours to know."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlencode

from chalice.app import Request, Response

from chalicelib.web.http import answer

HOME = "/status"
# A path of ours and its query: no other host (//), no scheme, no backslash.
_OURS = re.compile(r"/(?!/)[A-Za-z0-9\-._~%!$'()*+,;:@/?=&]{0,400}")


def here(request: Request) -> str:
    """The address that was asked for, within the app, as a browser would write it; HOME when that is none to go to."""
    parts = [_part(each, request.uri_params or {}) for each in request.path.split("/")]
    query = request.query_params
    pairs = [(name, value) for name in query for value in query.getlist(name)] if query else []
    return safe_back("/".join(parts) + ("?" + urlencode(pairs) if pairs else ""))


def safe_back(address: str) -> str:
    """An address to go to after signing in: one of ours, or HOME."""
    climbs = {".", ".."} & set(unquote(address.partition("?")[0]).split("/"))
    return address if _OURS.fullmatch(address) and not climbs else HOME


def upward(request: Request) -> str:
    """From this route to the root of the app."""
    return "../" * (request.path.strip("/").count("/")) or "./"


def redirect(request: Request, address: str, cookie: str | None = None) -> Response:
    """To an address within the app, by GET."""
    headers = {"Location": upward(request) + address.lstrip("/"), "Referrer-Policy": "no-referrer"}
    return answer("", "text/plain; charset=utf-8", 303, headers | ({"Set-Cookie": cookie} if cookie else {}))


def _part(segment: str, values: Mapping[str, str]) -> str:
    name = segment[1:-1] if segment.startswith("{") else ""
    return quote(unquote(values.get(name, "")), safe="") if name else segment
