"""Receiving: checked over the raw bytes, queued whole, and nothing of it parsed."""

import base64
import gzip
import json
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.platforms.errors import BadSignature
from chalicelib.usecases.ingest import read_delivery
from chalicelib.usecases.receive import LARGEST_MESSAGE, receive

NOW = datetime(2026, 11, 17, 12, 0, 0, 123456, tzinfo=UTC)


class Trusting:
    """Takes whatever the secret says."""

    def verify(self, headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> None:
        if headers.get("secret") not in secrets:
            raise BadSignature("not signed")


class Outside:
    """A queue and a shelf for what is too large for it."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.kept: list[str] = []

    def keep(self, text: str) -> str:
        self.kept.append(text)
        return f"kept {len(self.kept)}"

    def receive(self, body: bytes, secret: str = "s") -> None:
        adapter, headers = Trusting(), {"secret": secret}
        receive("x", adapter, headers, body, ["s"], now=NOW, send=self.sent.append, keep=self.keep)


def unpacked(text: str) -> bytes:
    return gzip.decompress(base64.b64decode(text))


@given(st.binary(max_size=2000))
def test_any_signed_body_is_queued_byte_for_byte_with_its_instant(body: bytes) -> None:
    outside = Outside()
    outside.receive(body)
    delivery = read_delivery(outside.sent[0])
    assert (delivery.platform, delivery.received_at, delivery.kept) == ("x", NOW, "")
    assert unpacked(delivery.packed) == body
    assert outside.kept == []


def test_a_body_that_is_not_signed_goes_nowhere() -> None:
    outside = Outside()
    with pytest.raises(BadSignature):
        outside.receive(b"{}", "forged")
    assert (outside.sent, outside.kept) == ([], [])


def test_what_shrinks_fits_whatever_its_size() -> None:
    outside = Outside()
    outside.receive(b"a" * 5_000_000)
    assert outside.kept == []


def test_what_does_not_fit_the_queue_is_kept_and_named() -> None:
    outside = Outside()
    body = random.Random(1).randbytes(900_000)
    outside.receive(body)
    delivery = read_delivery(outside.sent[0])
    assert (delivery.packed, delivery.kept) == ("", "kept 1")
    assert unpacked(outside.kept[0]) == body


@pytest.mark.parametrize("size", [700_000, 740_000, 748_000, 749_900, 750_100, 760_000, 900_000])
def test_no_message_is_larger_than_a_queue_takes(size: int) -> None:
    outside = Outside()
    outside.receive(random.Random(size).randbytes(size))
    (message,) = outside.sent
    assert len(message.encode()) <= LARGEST_MESSAGE + 200 < 1024 * 1024
    json.loads(message)
