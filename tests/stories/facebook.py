"""What Facebook delivers in the stories: comments below a post of the brand's Page, times and ids told by the test."""

import json
from datetime import datetime
from typing import Any

PAGE = "104000000000001"
POST = f"{PAGE}_122100000000000500"

Change = dict[str, Any]


def comment(author: str, number: int, text: str, at: datetime, under: Change | None = None) -> Change:
    """A comment below the Page's post, or below another comment of it. `number` makes its id."""
    above = under["value"]["comment_id"] if under else POST
    value = {
        "from": {"id": author, "name": f"Klant {author}"},
        "post": {"id": POST, "status_type": "mobile_status_update", "is_published": True},
        "post_id": POST,
        "comment_id": f"{POST.rpartition('_')[2]}_{number}",
        "parent_id": above,
        "created_time": int(at.timestamp()),
        "item": "comment",
        "verb": "add",
        "message": text,
    }
    return {"field": "feed", "value": value}


def answer(to: Change, number: int, text: str, at: datetime) -> Change:
    """The Page replies below a comment."""
    change = comment(PAGE, number, text, at, under=to)
    return {**change, "value": change["value"] | {"from": {"id": PAGE, "name": "Merk"}}}


def delivery(*changes: Change) -> bytes:
    """One delivery with these changes of the Page's feed, sent when the newest of them was made."""
    sent = max(change["value"]["created_time"] for change in changes)
    return json.dumps({"object": "page", "entry": [{"id": PAGE, "time": sent, "changes": list(changes)}]}).encode()
