"""Where a conversation's page is. Its name may hold anything that a platform uses in an id, so it is written in base64.

URL-safe and without padding (RFC 4648, section 5): one segment of a path that no proxy and no browser rewrites.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode


def case_address(ref: str) -> str:
    """`c/...`, from the root of the app."""
    return "c/" + urlsafe_b64encode(ref.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def ref_in(segment: str) -> str:
    """The inverse for the last segment of such an address; empty for any other text."""
    try:
        padded = segment.encode("ascii") + b"=" * (-len(segment) % 4)
        ref = urlsafe_b64decode(padded).decode("utf-8", "surrogatepass")
    except (binascii.Error, UnicodeError):
        return ""
    # Only as we write it: other spellings of it would be other addresses of one page.
    return ref if case_address(ref) == f"c/{segment}" else ""
