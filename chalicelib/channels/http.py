"""One POST to a provider over HTTP, and what its answer means for a page.

Made with urllib3, which botocore brings along. One attempt, no redirect, and a connection of its own: one kept from an
earlier page may have died while the function was frozen, which shows only after the page was written to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from chalicelib.channels.port import ChannelError, Permanent, Temporary

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

JSON = "application/json"

# Answers that come once and pass: too slow, too early, too many; and every 5xx.
_PASSING = frozenset({408, 425, 429})
_SHOWN = 200
_READ = 4096
# Whatever a provider asks: the next method goes out after minutes, and a number without end fits no clock.
_LONGEST_WAIT = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    """How to reach providers. `plain` allows http:// too, for the stand-ins of the local stage; times in seconds."""

    plain: bool = False
    connect_timeout: float = 2.0
    read_timeout: float = 10.0

    def post(
        self,
        url: str,
        body: bytes,
        cure: str,
        *,
        headers: Mapping[str, str] | None = None,
        hidden: tuple[str, ...] = (),
        wait: float | None = None,
        shows: bool = True,
    ) -> None:
        """Return when the provider took it (any 2xx), or raise Permanent or Temporary.

        `cure` says what to do about a refusal. The error names the host and shows the begin of the answer, without
        the address's path and without what is `hidden`, which are secrets; nothing of it unless it `shows`. `wait` is
        how many seconds "too many" means where the provider does not say.
        """
        from urllib3 import PoolManager, Timeout
        from urllib3.exceptions import HTTPError

        host = self._checked(url, cure)
        timeout = Timeout(connect=self.connect_timeout, read=self.read_timeout)
        try:
            with PoolManager(retries=False, timeout=timeout) as pool:
                sent = {"content-type": JSON, "user-agent": "waakhond", **(headers or {})}
                # The rest of an answer stays unread: who has taken the page may say as much as they like.
                request = pool.request("POST", url, body=body, headers=sent, redirect=False, preload_content=False)
                with closing(request) as response:
                    if not 200 <= response.status < 300:
                        raise _refused(response, host, cure, (*_secrets_of(url), *hidden), wait, shows=shows)
        except (HTTPError, OSError) as error:
            # Without the error's own words: some of them hold the address.
            raise Temporary(f"{type(error).__name__}: no answer from {host}, it may have been sent") from error

    def _checked(self, url: str, cure: str) -> str:
        """The host of an address that may be posted to."""
        schemes = ("https", "http") if self.plain else ("https",)
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port, parts = None, None, urlsplit("")
        clean = url.isascii() and url.isprintable() and " " not in url and port != 0
        if not host or not clean or parts.scheme not in schemes or "@" in parts.netloc:
            raise Permanent(f"no {schemes[0]} address ({cure})")
        return host


def _refused(
    response: BaseHTTPResponse,
    host: str,
    cure: str,
    secrets: tuple[str, ...],
    wait: float | None,
    *,
    shows: bool,
) -> ChannelError:
    status = response.status
    evidence = f"{status} from {host}"
    if shows and (said := _shown(response, secrets)):
        evidence += f": {said}"
    if status in _PASSING or status >= 500:
        asked = _retry_after(response.headers)
        return Temporary(evidence, asked if asked is not None else wait if status == 429 else None)
    return Permanent(f"{evidence} ({cure})")


def _shown(response: BaseHTTPResponse, secrets: tuple[str, ...]) -> str:
    """The begin of what the provider says, on one line; empty when that cannot be read any more."""
    from urllib3.exceptions import HTTPError

    try:
        text = response.read(_READ, decode_content=True).decode("utf-8", "replace")
    except (HTTPError, OSError):
        return ""
    for secret in filter(None, secrets):
        text = text.replace(secret, "...")
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))[:_SHOWN]


def _secrets_of(url: str) -> tuple[str, ...]:
    """What in an address lets its holder send: the path and the query, whole and piece by piece, longest first."""
    parts = urlsplit(url)
    pieces = {parts.path, parts.query, *parts.path.split("/"), *parts.query.replace("=", "&").split("&")}
    return tuple(sorted((piece for piece in pieces if len(piece) > 5), key=len, reverse=True))


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds; a date counts from the answer's own Date, so that no clock has to be right. None if it does not say."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), _LONGEST_WAIT)
    try:
        seconds = (parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))).total_seconds()
    except (ValueError, TypeError):  # no date, or one of them without a zone
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT)
