"""Deliveries as X sends them (Account Activity, v1.1 shape), signed with the app's consumer secret."""

import base64
import hashlib
import hmac
import json
import secrets
import urllib.request
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

_OPEN = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_EPOCH_OF_IDS = 1288834974657

Post = dict[str, Any]


def mention(brand_id: str, brand_handle: str, *, author: str, text: str, asked_at: datetime) -> Post:
    """A customer's post that begins with the brand's handle: addressed to it, yet a reply to no post."""
    handle = f"@{brand_handle}"
    written = text if handle.lower() in text.lower() else f"{handle} {text}"
    post = _post(customer(author), written, asked_at)
    start = written.lower().index(handle.lower())
    post["entities"]["user_mentions"] = [
        {
            "screen_name": brand_handle,
            "name": brand_handle,
            "id": int(brand_id),
            "id_str": brand_id,
            "indices": [start, start + len(handle)],
        }
    ]
    if start == 0:
        post |= {
            "in_reply_to_user_id": int(brand_id),
            "in_reply_to_user_id_str": brand_id,
            "in_reply_to_screen_name": brand_handle,
        }
    return post


def reply(brand_id: str, brand_handle: str, to: Post, *, text: str, answered_at: datetime) -> Post:
    """The brand's own answer to a post, as its subscription reports it."""
    asker = to["user"]
    post = _post(_user(brand_id, brand_handle), f"@{asker['screen_name']} {text}", answered_at)
    return post | {
        "in_reply_to_status_id": to["id"],
        "in_reply_to_status_id_str": to["id_str"],
        "in_reply_to_user_id": asker["id"],
        "in_reply_to_user_id_str": asker["id_str"],
        "in_reply_to_screen_name": asker["screen_name"],
    }


def delivery(brand_id: str, *posts: Post) -> bytes:
    """The body of one delivery to the brand's subscription."""
    envelope = {"for_user_id": brand_id, "user_has_blocked": False, "tweet_create_events": posts}
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def headers(body: bytes, secret: str) -> dict[str, str]:
    """What X sends along with the body."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return {
        "content-type": "application/json",
        "x-twitter-webhooks-signature": "sha256=" + base64.b64encode(digest).decode(),
    }


def deliver(api_url: str, body: bytes, secret: str) -> int:
    """POST a signed delivery to the app; the HTTP status.

    Raises urllib.error.HTTPError when the app refuses it.
    """
    request = urllib.request.Request(f"{api_url}/webhooks/x", data=body, headers=headers(body, secret))
    with _OPEN.open(request, timeout=30) as answer:
        status: int = answer.status
        return status


def customer(handle: str) -> dict[str, Any]:
    """The same handle is the same customer every time."""
    return _user(str(10**12 + crc32(handle.lower().encode())), handle)


def _user(user_id: str, handle: str) -> dict[str, Any]:
    return {
        "id": int(user_id),
        "id_str": user_id,
        "name": handle.replace("_", " ").title(),
        "screen_name": handle,
        "location": None,
        "url": None,
        "description": None,
        "protected": False,
        "verified": False,
        "followers_count": 212,
        "friends_count": 187,
        "listed_count": 0,
        "favourites_count": 340,
        "statuses_count": 1204,
        "created_at": "Tue Mar 14 09:26:53 +0000 2017",
        "default_profile": True,
        "profile_image_url_https": "https://abs.example.com/default_profile.png",
    }


def _post(author: dict[str, Any], text: str, at: datetime) -> Post:
    at = at.astimezone(UTC)
    milliseconds = int(at.timestamp() * 1000)
    post_id = (milliseconds - _EPOCH_OF_IDS) << 22 | secrets.randbits(22)
    return {
        "created_at": at.strftime("%a %b %d %H:%M:%S +0000 %Y"),
        "id": post_id,
        "id_str": str(post_id),
        "text": text,
        "source": '<a href="https://mobile.example.com" rel="nofollow">Phone</a>',
        "truncated": False,
        "in_reply_to_status_id": None,
        "in_reply_to_status_id_str": None,
        "in_reply_to_user_id": None,
        "in_reply_to_user_id_str": None,
        "in_reply_to_screen_name": None,
        "user": author,
        "geo": None,
        "coordinates": None,
        "place": None,
        "contributors": None,
        "is_quote_status": False,
        "quote_count": 0,
        "reply_count": 0,
        "retweet_count": 0,
        "favorite_count": 0,
        "entities": {"hashtags": [], "urls": [], "user_mentions": [], "symbols": []},
        "favorited": False,
        "retweeted": False,
        "filter_level": "low",
        "lang": "nl",
        "timestamp_ms": str(milliseconds),
    }
