"""What WhatsApp delivers in the stories: short bodies, times and ids told by the test."""

import json
from datetime import datetime
from typing import Any

NUMBER = "106540000000001"

# Beside the example's accounts. Its direct messages have the ladder of an hour, so that a story is soon told.
ACCOUNT = f"""
[[accounts]]
platform = "whatsapp"
id = "{NUMBER}"
name = "Merk Service"
brand = "merk"
calendar = "kantoor"
direct_policy = "mention"
pages = true
"""


def message(customer: str, message_id: str, at: datetime, text: str = "waar blijft mijn bestelling?") -> bytes:
    """A customer writes."""
    told = {"from_user_id": customer, "id": message_id, "timestamp": _seconds(at), "type": "text"}
    return _body("messages", {"messages": [told | {"text": {"body": text}}]})


def status(customer: str, message_id: str, state: str, at: datetime, category: str = "service") -> bytes:
    """What became of a message sent through the API."""
    told = {"id": message_id, "status": state, "timestamp": _seconds(at), "recipient_user_id": customer}
    priced = {"pricing": {"category": category}} if state == "sent" else {}
    return _body("messages", {"statuses": [told | priced]})


def new_id(before: str, now: str, at: datetime) -> bytes:
    """The customer has another user id."""
    told = {"user_id": {"previous": before, "current": now}, "timestamp": _seconds(at)}
    return _body("user_id_update", {"user_id_update": [told]})


def _body(field: str, value: dict[str, Any]) -> bytes:
    about = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": NUMBER}}
    change = {"field": field, "value": about | value}
    entry = {"id": "102290000000001", "changes": [change]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def _seconds(at: datetime) -> str:
    return str(int(at.timestamp()))
