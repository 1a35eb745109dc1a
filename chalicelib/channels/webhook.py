"""A receiver of one's own, by signed POST in the form of standardwebhooks.com.

`page.sent` tells of a page, `page.acknowledged` and `page.resolved` what became of it. The signature covers id, time
and body, so that a receiver can tell us from others and refuse what is old.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.channels.http import Http
from chalicelib.channels.port import Followed, OutgoingPage, Permanent, Receipt

if TYPE_CHECKING:
    from chalicelib.channels.registry import Supplies

_PREFIX = "whsec_"


@dataclass(frozen=True, slots=True)
class Webhook:
    """`address` gives the receiver's address by its name, and behind spaces its signing secrets (`whsec_...`).

    With several secrets each signs, so that a receiver can go from one to the next at its leisure.
    """

    http: Http
    address: Callable[[str], str]
    now: Callable[[], datetime]

    def send(self, page: OutgoingPage) -> Receipt:
        """The id of the message is the page's, on every try. Raises Permanent or Temporary."""
        data = {
            "page": page.id,
            "language": page.language,
            "subject": page.subject,
            "body": page.body,
            "link": page.link,
            "urgent": page.urgent,
        }
        self._post(page.to, page.id, "page.sent", data)
        return Receipt(page.id)

    def follow(self, page_id: str, to: str, state: Followed) -> None:
        """Another message than the page's own, so it has another id. Raises as `send`."""
        self._post(to, f"{page_id}-{state}", f"page.{state}", {"page": page_id})

    def _post(self, to: str, id: str, type: str, data: dict[str, object]) -> None:
        url, *secrets = self.address(to).split()
        keys = _keys(secrets, to)
        body = json.dumps({"type": type, "data": data}).encode()
        timestamp = str(int(self.now().timestamp()))
        self.http.post(
            url,
            body,
            f"the receiver refuses: check it, and the address and signing secret in the secret webhook/{to}",
            headers={
                "webhook-id": id,
                "webhook-timestamp": timestamp,
                "webhook-signature": " ".join(sign(key, id, timestamp, body) for key in keys),
            },
            shows=False,  # anybody wrote it: its answer may repeat what we sent
        )


def build(supplies: Supplies) -> Webhook:
    return Webhook(Http(plain=supplies.local), lambda name: supplies.address("webhook", name), supplies.now)


def sign(key: bytes, id: str, timestamp: str, body: bytes) -> str:
    """Version 1 of the scheme: HMAC-SHA256 over `id.timestamp.body`, in base64."""
    digest = hmac.new(key, b".".join((id.encode(), timestamp.encode(), body)), hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode("ascii")


def _keys(secrets: Sequence[str], to: str) -> list[bytes]:
    """The bytes behind `whsec_`, which are in base64. Raises Permanent."""
    try:
        keys = [base64.b64decode(secret.removeprefix(_PREFIX), validate=True) for secret in secrets]
    except (binascii.Error, ValueError):
        keys = []
    if not keys or not all(keys):
        raise Permanent(
            f"no signing secret (put the address, a space and {_PREFIX} with base64 in the secret webhook/{to})"
        )
    return keys
