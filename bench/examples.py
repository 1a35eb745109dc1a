"""Made-up conversations and deliveries that several measurements share."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, date, datetime, timedelta

from chalicelib import config
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.organisation import Book, Effective
from tools import xposts

ACCOUNT = "2244994945"
HANDLE = "merk"
SIGNED_WITH = "x-signing-secret"
TEXT = "al drie keer gebeld, steeds word ik doorverbonden. Wanneer lost iemand dit op?"
CUSTOMER = Conversation("x", "merk", "public", "42")
NOON = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)


def book() -> Book:
    """The packaged configuration, in force since for ever."""
    organisation = config.read(config.source().decode(), date(2026, 11, 17))
    return Book((Effective("bench", datetime(1970, 1, 1, tzinfo=UTC), organisation),))


def talk(length: int) -> list[Fact]:
    """So many messages, a minute apart: four of the customer, an answer of the brand, and the last one open."""
    return [_message(number, answer=number % 5 == 4 and number < length - 1) for number in range(length)]


def delivery(size: int) -> bytes:
    """One delivery of about that many bytes: posts of different people, as a busy minute brings them, one at length."""
    one = len(xposts.delivery(ACCOUNT, mention("klant", NOON)))
    count = size // one
    longer = TEXT + " En nog iets." * ((size - count * one) // 13)
    posts = [
        mention(f"klant_{number}", NOON + timedelta(seconds=number), TEXT if number else longer)
        for number in range(count)
    ]
    return xposts.delivery(ACCOUNT, *posts)


def mention(author: str, asked_at: datetime, text: str = TEXT) -> xposts.Post:
    return xposts.mention(ACCOUNT, HANDLE, author=author, text=text, asked_at=asked_at)


def signature(body: bytes) -> str:
    """What X puts in its header."""
    return "sha256=" + base64.b64encode(hmac.digest(SIGNED_WITH.encode(), body, hashlib.sha256)).decode()


def api_event(method: str, path: str, platform: str, *, body: bytes = b"", query: dict[str, str] | None = None) -> str:
    """API Gateway's event for one request to `/{path}/{platform}`, as JSON text."""
    headers = {
        "Content-Type": "application/json",
        "Host": "wh.example.com",
        "x-twitter-webhooks-signature": signature(body),
    }
    return json.dumps(
        {
            "resource": f"/{path}/{{platform}}",
            "path": f"/{path}/{platform}",
            "httpMethod": method,
            "headers": headers,
            "multiValueHeaders": {name: [value] for name, value in headers.items()},
            "queryStringParameters": query,
            "multiValueQueryStringParameters": query and {name: [value] for name, value in query.items()},
            "pathParameters": {"platform": platform},
            "stageVariables": None,
            "requestContext": {
                "resourcePath": f"/{path}/{{platform}}",
                "httpMethod": method,
                "path": f"/{path}/{platform}",
                "identity": {"sourceIp": "192.0.2.1"},
                "requestId": "bench",
            },
            "body": body.decode() or None,
            "isBase64Encoded": False,
        }
    )


def _message(number: int, *, answer: bool) -> Message:
    at = NOON - timedelta(hours=8) + timedelta(minutes=number)
    return Message(
        id=f"{number:06}",
        direction="outbound" if answer else "inbound",
        first_seen_at=at + timedelta(seconds=2),
        stored_at=at + timedelta(seconds=3),
        accounts=frozenset({ACCOUNT}),
        asked_at=at,
        author=ACCOUNT if answer else CUSTOMER.counterpart,
        author_name=HANDLE if answer else "klant_42",
        reach=240,
        excerpt=TEXT,
        signals=frozenset() if answer else frozenset({"question", "addresses_brand"}),
    )
