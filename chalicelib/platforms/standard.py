"""Standard Webhooks: what any tool reports, a suite, a poller or an inbox, in the format of docs/standard-webhooks.md.

A report can stop clocks, so each account has a key of its own and a key speaks for its account alone. A value of the
secret is `<platform>:<account id>=whsec_<base64>`; two for one account are both valid, during a rotation.
Source: the specification of standardwebhooks.com, version 1.0.0; of its signatures `v1`.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.platforms import signing, standard_envelope, times
from chalicelib.platforms.body import read_json
from chalicelib.platforms.errors import BadHandshake, BadSignature, UnreadableBody

if TYPE_CHECKING:
    from chalicelib.domain.events import Event
    from chalicelib.domain.organisation import Organisation

ID_HEADER = "webhook-id"
TIME_HEADER = "webhook-timestamp"
SIGNATURE_HEADER = "webhook-signature"

_PREFIX = "whsec_"
_VERSION = "v1,"
_LEAST_BYTES = 24
# A full stop parts the three things that are signed: with one in the id, two deliveries could share a signature.
_ID = re.compile(r"[!-\-/-~]{1,200}", re.ASCII)
_SECONDS = re.compile(r"\d{1,12}", re.ASCII)


def handshake(query: Mapping[str, str], secrets: Sequence[str]) -> str:
    """Raises BadHandshake always: Standard Webhooks knows no challenge."""
    raise BadHandshake("standard: there is no challenge to answer, deliveries come by POST", status=405)


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
    """Raises BadSignature, also for a good signature of another account's key than that of every account named."""
    keys = _keys(secrets)
    if not keys:
        raise BadSignature(f"{SIGNATURE_HEADER}: no key of an account is configured, so no delivery can be trusted")
    delivery, seconds = headers.get(ID_HEADER, ""), headers.get(TIME_HEADER, "")
    if not _ID.fullmatch(delivery) or not _SECONDS.fullmatch(seconds):
        raise BadSignature(f"{ID_HEADER} or {TIME_HEADER}: absent, or not a plain word and whole seconds")
    items = headers.get(SIGNATURE_HEADER, "").split()
    claims = [item.removeprefix(_VERSION).encode() for item in items if item.isascii() and item.startswith(_VERSION)]
    message = signing.compose("{id}.{time}.{body}", id=delivery.encode(), time=seconds.encode(), body=body)
    # Lists, not generators: every pair is compared, so the time taken does not tell which key is in use.
    signers = [account for account, key in keys if any([hmac.compare_digest(_mac(key, message), it) for it in claims])]
    if not signers:
        raise BadSignature(f"{SIGNATURE_HEADER}: does not match the body")
    if not _named(body) <= set(signers):
        raise BadSignature(f"{SIGNATURE_HEADER}: the key belongs to another account than the body names")


def signed_at(headers: Mapping[str, str]) -> datetime | None:
    """When this attempt was sent: a repeated one has a new time under the same id."""
    return times.from_seconds(headers.get(TIME_HEADER, ""))


def normalise(payload: Mapping[str, object], organisation: "Organisation") -> "Iterator[Event]":
    """Raises UnreadableBody for a body with neither a type nor events."""
    # Imported here: the endpoint that only verifies and stores must start without the rules.
    from chalicelib.platforms import standard_events

    return standard_events.events(payload, organisation)


def _keys(secrets: Sequence[str]) -> list[tuple[standard_envelope.AccountName, bytes]]:
    """Accounts with their keys. A value that names no account, or whose key is too short to be one, opens nothing."""
    found = []
    for secret in secrets:
        name, _, written = secret.strip().rpartition(f"={_PREFIX}")
        platform, _, account = name.partition(":")
        try:
            key = base64.b64decode(written, validate=True)
        except (binascii.Error, ValueError):  # not base64; not ASCII
            continue
        if platform and account and len(key) >= _LEAST_BYTES:
            found.append(((platform, account), key))
    return found


def _mac(key: bytes, message: bytes) -> bytes:
    return base64.b64encode(hmac.digest(key, message, "sha256"))


def _named(body: bytes) -> set[standard_envelope.AccountName]:
    """Every account that the body names; none for a body that is kept as it is, since nobody can read it."""
    try:
        return standard_envelope.accounts(read_json(body))
    except UnreadableBody:
        return set()
