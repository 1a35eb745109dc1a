"""What X delivers in the stories: short bodies in the Account Activity shape, times and ids told by the test."""

import json
from datetime import UTC, datetime
from itertools import count
from typing import Any

MERK = ("2244994945", "merk")
WEBCARE = ("6253282", "merk_webcare")
_ids = count(1_990_000_000_000_000_001)

Post = dict[str, Any]


def mention(customer: str, text: str, at: datetime, account: tuple[str, str] = MERK, followers: int = 240) -> Post:
    """A customer's post that names the account."""
    written = f"@{account[1]} {text}"
    return _post(_user(customer, followers), written, at, mentions=[account]) | {
        "in_reply_to_user_id_str": account[0],
        "in_reply_to_screen_name": account[1],
    }


def reply(to: Post, text: str, at: datetime, account: tuple[str, str] = MERK) -> Post:
    """The brand's own public answer to a post."""
    asker = to["user"]
    post = _post({"id_str": account[0], "screen_name": account[1], "followers_count": 51000}, text, at)
    return post | {
        "in_reply_to_status_id_str": to["id_str"],
        "in_reply_to_user_id_str": asker["id_str"],
        "in_reply_to_screen_name": asker["screen_name"],
    }


def posts(*items: Post, account: tuple[str, str] = MERK) -> bytes:
    """One delivery with these posts, for one account's subscription."""
    return _body({"for_user_id": account[0], "tweet_create_events": list(items)})


def deletion(post: str, at: datetime, account: tuple[str, str] = MERK) -> bytes:
    """The brand deletes a post of its own; X tells only its id."""
    event = {"status": {"id": post, "user_id": account[0]}, "timestamp_ms": _milliseconds(at)}
    return _body({"for_user_id": account[0], "tweet_delete_events": [event]})


def follow(customer: str, at: datetime, account: tuple[str, str] = MERK) -> bytes:
    """The brand follows a customer."""
    event = {
        "type": "follow",
        "created_timestamp": _milliseconds(at),
        "source": {"id": account[0], "screen_name": account[1]},
        "target": {"id": _id_of(customer), "screen_name": customer},
    }
    return _body({"for_user_id": account[0], "follow_events": [event]})


def dm(customer: str, text: str, at: datetime, *, by_brand: bool = False, account: tuple[str, str] = MERK) -> bytes:
    """A direct message from a customer, or from the brand to one."""
    sender, recipient = (account[0], _id_of(customer)) if by_brand else (_id_of(customer), account[0])
    event = {
        "type": "message_create",
        "id": str(next(_ids)),
        "created_timestamp": _milliseconds(at),
        "message_create": {
            "target": {"recipient_id": recipient},
            "sender_id": sender,
            "message_data": {
                "text": text,
                "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []},
            },
        },
    }
    users = {
        account[0]: {"id": account[0], "screen_name": account[1]},
        _id_of(customer): {"id": _id_of(customer), "screen_name": customer},
    }
    return _body({"for_user_id": account[0], "direct_message_events": [event], "users": users})


def _post(user: dict[str, Any], text: str, at: datetime, mentions: list[tuple[str, str]] | None = None) -> Post:
    names = [{"id_str": id_, "screen_name": name, "indices": [0, len(name) + 1]} for id_, name in mentions or []]
    return {
        "id_str": str(next(_ids)),
        "text": text,
        "timestamp_ms": _milliseconds(at),
        "created_at": at.astimezone(UTC).strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "user": user,
        "truncated": False,
        "is_quote_status": False,
        "entities": {"hashtags": [], "urls": [], "user_mentions": names, "symbols": []},
        "in_reply_to_status_id_str": None,
        "in_reply_to_user_id_str": None,
    }


def _user(customer: str, followers: int) -> dict[str, Any]:
    return {"id_str": _id_of(customer), "screen_name": customer, "followers_count": followers, "description": None}


def _id_of(customer: str) -> str:
    return str(10**9 + sum(ord(c) * 31**i for i, c in enumerate(customer)) % 10**9)


def _milliseconds(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))


def _body(envelope: dict[str, Any]) -> bytes:
    return json.dumps(envelope, ensure_ascii=False).encode()
