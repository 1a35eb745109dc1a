"""Which dead letters speak of one customer: deliveries that hold their id, and tasks about their conversations."""

import base64
import binascii
import gzip
import json
import re
import zlib
from collections.abc import Collection, Iterator

from chalicelib.store.notes import Notes
from chalicelib.usecases.ingest import read_delivery
from chalicelib.usecases.tasks import decode


def delivery_of(text: str, platform: str, ids: Collection[str], notes: Notes) -> bool:
    """Does this message of the inbox hold one of the ids, on that platform or in a report about it?

    Ids are looked for as whole values; in a body that is no JSON as whole words. What cannot be unpacked is nobody's.
    """
    try:
        delivery = read_delivery(text)
        body = gzip.decompress(base64.b64decode(delivery.packed or notes.body(delivery.kept))).decode(
            "utf-8", "replace"
        )
    except (ValueError, KeyError, TypeError, EOFError, OSError, binascii.Error, zlib.error):
        return False
    if delivery.platform not in (platform, "standard"):
        return False
    try:
        payload: object = json.loads(body)
    except ValueError:
        return any(re.search(rf"(?<!\w){re.escape(id)}(?!\w)", body) for id in ids)
    values = set(_values(payload))
    return not values.isdisjoint(ids) and (delivery.platform == platform or platform in values)


def task_of(text: str, refs: Collection[str]) -> bool:
    """Does this message of the work queue name one of the conversations?"""
    try:
        return decode(text).target in refs
    except (ValueError, KeyError, TypeError):
        return False


def kept_body(text: str) -> str:
    """The name under which the table keeps this delivery's body; empty where the letter holds it itself."""
    try:
        return read_delivery(text).kept
    except (ValueError, KeyError, TypeError):
        return ""


def _values(value: object) -> Iterator[str]:
    """Every value in it as text; not the names of members."""
    match value:
        case dict():
            for each in value.values():
                yield from _values(each)
        case list():
            for each in value:
                yield from _values(each)
        case str() | int():
            yield str(value)
