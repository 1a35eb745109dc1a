"""Whether somebody has an answer already: a weak tag over what it tells, without the instant it was told at.

The tag is weak, since two answers that mean the same may differ in that instant (RFC 9110, section 8.8.1).
"""

import hashlib
import json
from collections.abc import Mapping


def tag_of(told: Mapping[str, object]) -> str:
    """Of everything but `now`."""
    lasting = {name: value for name, value in told.items() if name != "now"}
    return f'W/"{hashlib.sha256(json.dumps(lasting, sort_keys=True).encode()).hexdigest()[:32]}"'


def is_known(tag: str, if_none_match: str) -> bool:
    """Does the request's `If-None-Match` name the tag? Weak and strong ones compare alike there (13.1.2)."""
    known = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
    return "*" in known or tag.removeprefix("W/") in known
