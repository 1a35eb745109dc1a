"""Where a platform that is polled is asked, and the id of an account that lives on no server for good."""

import re

from chalicelib.configuration.table import Wrong, shown
from chalicelib.configuration.values import platform_id, text

_DID = re.compile(r"did:(plc|web):[A-Za-z0-9._:%-]{1,180}")
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# The last label begins with a letter, so an address in numbers is no name.
_HOST = re.compile(rf"({_LABEL}\.)+(?=[A-Za-z]){_LABEL}")
_LONGEST = 253


def did(value: object) -> str:
    """A Bluesky account by what it keeps for life; its handle may change."""
    if not _DID.fullmatch(platform_id(value)):
        cure = "write the account's DID, such as did:plc:merk000000000000000000aa, and its handle as name"
        raise Wrong(f"{shown(value)} is no DID", cure)
    return platform_id(value)


def host(value: object) -> str:
    """The name of a server, without https:// or a path."""
    name = text(value)
    if not _HOST.fullmatch(name) or len(name) > _LONGEST:
        raise Wrong(f"{shown(value)} is no host", 'write the name of the server alone, such as "mastodon.example"')
    return name.lower()
