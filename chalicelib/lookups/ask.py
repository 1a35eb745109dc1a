"""One GET to a platform, answered with a JSON object or not at all.

Made with urllib3, which botocore brings along: one attempt and no redirect. Its time-outs bound each wait of the
socket, not the whole: who asks bounds that (see `within.py`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from chalicelib.lookups.port import Unanswered

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

# Fifty replies of the longest are a tenth of this.
_MOST_BYTES = 256 * 1024
_PASSING = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status says of it."""

    host: str
    status: int
    said: Mapping[str, object]


def ask(url: str, query: Mapping[str, str], headers: Mapping[str, str], patience: float) -> Answer:
    """The platform's answer, a refusal included. Raises Unanswered, naming the host alone: the query has the token."""
    from urllib3 import PoolManager, Timeout
    from urllib3.exceptions import HTTPError

    host = urlsplit(url).hostname or "nowhere"
    try:
        with PoolManager(retries=False, timeout=Timeout(total=patience)) as pool:
            sent = {"accept": "application/json", "user-agent": "waakhond", **headers}
            address = f"{url}?{urlencode(query)}"
            response = pool.request("GET", address, headers=sent, redirect=False, preload_content=False)
            with closing(response):
                said = _read(response)
    except (HTTPError, OSError) as error:
        # Without the error's own words: some of them hold the address.
        raise Unanswered(f"{type(error).__name__}: no answer from {host}") from None
    if said is None or response.status in _PASSING or response.status >= 500:
        raise Unanswered(f"{response.status} from {host}")
    return Answer(host, response.status, said)


def _read(response: BaseHTTPResponse) -> Mapping[str, object] | None:
    """None for what is no JSON object, or too long for one of ours."""
    raw = response.read(_MOST_BYTES + 1, decode_content=True)
    try:
        said = json.loads(raw) if len(raw) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None
