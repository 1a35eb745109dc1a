"""One request to a platform over HTTP, bounded in time and size, and its answer as JSON.

Made with urllib3, which botocore brings along. One attempt and no redirect: the secret goes to the host that the
configuration names, and to no other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from chalicelib.platforms import times
from chalicelib.polling.port import PollFailed, Refused

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

# Whatever a platform asks: a number without end fits no clock, and a mended one should be heard again soon.
_LONGEST_WAIT = 3600.0
_LARGEST = 8 * 1024 * 1024
_PIECE = 64 * 1024
# A server that answers byte by byte never reaches the time-out of a single read.
_WHOLE_ANSWER = timedelta(seconds=4)

Query = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `page` is JSON in UTF-8, byte for byte as it was received; `value` what it says."""

    host: str
    status: int
    headers: Mapping[str, str]
    page: bytes
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    """How platforms are asked; times in seconds."""

    clock: Callable[[], datetime]
    connect_timeout: float = 2.0
    read_timeout: float = 2.0

    def get(self, address: str, path: str, query: Query, bearer: str) -> Answer:
        """Raises PollFailed for what is no answer in JSON, or says that we should come later."""
        return self._ask("GET", f"{address}{path}?{urlencode(query)}", bearer, None)

    def post(self, address: str, path: str, bearer: str | None, body: Mapping[str, str] | None = None) -> Answer:
        """As `get`."""
        return self._ask("POST", f"{address}{path}", bearer, body)

    def _ask(self, method: str, url: str, bearer: str | None, body: Mapping[str, str] | None) -> Answer:
        from urllib3 import PoolManager, Timeout
        from urllib3.exceptions import HTTPError

        host = urlsplit(url).hostname or ""
        headers = {"accept": "application/json", "user-agent": "waakhond"}
        if bearer is not None:
            headers["authorization"] = f"Bearer {bearer}"
        if body is not None:
            headers["content-type"] = "application/json"
        sent = json.dumps(body).encode() if body is not None else None
        until = self.clock() + _WHOLE_ANSWER
        timeout = Timeout(connect=self.connect_timeout, read=self.read_timeout)
        try:
            with PoolManager(retries=False, timeout=timeout) as pool:
                request = pool.request(method, url, body=sent, headers=headers, redirect=False, preload_content=False)
                with closing(request) as response:
                    told = {name.lower(): value for name, value in response.headers.items()}
                    return _read(host, response.status, told, self._whole(response, host, until))
        except (HTTPError, OSError) as error:
            # Without the error's own words: some of them hold the address.
            raise PollFailed(f"{type(error).__name__}: no answer from {host}") from error

    def _whole(self, response: BaseHTTPResponse, host: str, until: datetime) -> bytes:
        pieces: list[bytes] = []
        size = 0
        while piece := response.read1(_PIECE, decode_content=True):
            size += len(piece)
            if size > _LARGEST:
                raise PollFailed(f"{host} answers with more than {_LARGEST // 1024**2} MB")
            if self.clock() > until:
                raise PollFailed(f"{host} does not come to the end of its answer")
            pieces.append(piece)
        return b"".join(pieces)


def _read(host: str, status: int, headers: Mapping[str, str], page: bytes) -> Answer:
    if status == 429 or status >= 500:
        raise PollFailed(f"{status} from {host}", _wait(headers))
    if 300 <= status < 400:
        raise PollFailed(f"{status} from {host}: it sends us elsewhere, see whether `host` is right")
    try:
        value: object = json.loads(page.decode("utf-8"))
    except (ValueError, RecursionError):
        if status < 300:
            raise PollFailed(f"{host} answers something that is not JSON") from None
        value = None
    return Answer(host, status, headers, page, value)


def good(answer: Answer) -> Answer:
    """The answer itself, for a 2xx. Raises Refused for 401 and 403, PollFailed for any other status."""
    if answer.status in (401, 403):
        raise Refused(f"{answer.status} from {answer.host}: it does not take the secret")
    if answer.status >= 300:
        raise PollFailed(f"{answer.status} from {answer.host}")
    return answer


def _wait(headers: Mapping[str, str]) -> float | None:
    """Seconds to stay away. Dates count from the answer's own Date, so that no clock has to be right.

    Mastodon tells an instant in ISO 8601, Bluesky one in Unix seconds; both beside the usual `Retry-After`.
    """
    asked = headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return min(float(asked), _LONGEST_WAIT)
    reset = headers.get("x-ratelimit-reset") or headers.get("ratelimit-reset") or ""
    until = _date(asked) or times.from_text(reset) or times.from_seconds(reset)
    since = _date(headers.get("date", ""))
    if until is None or since is None:
        return None
    return min(max((until - since).total_seconds(), 0.0), _LONGEST_WAIT)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return found if found.tzinfo else None
