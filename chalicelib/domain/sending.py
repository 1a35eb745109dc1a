"""How texts and calls leave: what the organisation set for the services that carry them."""

from dataclasses import dataclass
from typing import Literal

SmsService = Literal["sns", "end-user-messaging"]


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """How text messages leave: a sender id (cannot be answered) or a number, and the price ceiling in USD."""

    sender_id: str | None = None
    number: str | None = None
    two_way: bool = False
    max_price_usd: str = "0.50"
    service: SmsService = "sns"
    configuration_set: str | None = None
    """Of AWS End User Messaging, which reports by it what became of a text; None: nothing is heard of one that left."""


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How telephone calls leave: the number that calls, and the price ceiling of a minute in USD."""

    number: str = ""
    max_price_usd: str = "0.50"
    configuration_set: str | None = None
