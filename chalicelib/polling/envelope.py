"""How a page goes to the inbox: as it was received, inside an object that says whose it is."""

import json
from datetime import datetime


def envelope(account: str, stream: str, since: datetime | None, page: bytes) -> bytes:
    """`page` is JSON and stays as it is, byte for byte. What lies before `since` was seen already, or is too old."""
    head = {"account": account, "stream": stream, "since": since.isoformat() if since else None}
    return json.dumps(head)[:-1].encode() + b', "page": ' + page + b"}"
