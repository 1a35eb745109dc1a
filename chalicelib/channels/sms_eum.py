"""Text messages through AWS End User Messaging.

Unlike SNS it refuses what it will not send, with the reason, and reports later what became of the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.channels.aws_errors import provider_errors, receipt_of
from chalicelib.channels.port import OutgoingPage, Receipt
from chalicelib.domain.sending import SmsSettings

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_sms_voice_v2 import PinpointSMSVoiceV2Client
    from mypy_boto3_pinpoint_sms_voice_v2.type_defs import SendTextMessageRequestTypeDef

    from chalicelib.channels.registry import Supplies

SERVICE = "pinpoint-sms-voice-v2"
VALID_FOR = 600
"""Seconds. A page that arrives later is worse than none, and left alone AWS keeps trying for three days."""


def build(supplies: Supplies) -> SmsEum:
    return SmsEum(supplies.client(SERVICE), supplies.organisation.sms)


@dataclass(frozen=True, slots=True)
class SmsEum:
    """A page's `text` to a telephone. The client must not retry by itself: AWS sends every request it takes."""

    client: PinpointSMSVoiceV2Client
    settings: SmsSettings

    def send(self, page: OutgoingPage) -> Receipt:
        """Raises Permanent or Temporary."""
        request: SendTextMessageRequestTypeDef = {
            "DestinationPhoneNumber": page.to,
            "MessageBody": page.text,
            "MessageType": "TRANSACTIONAL",
            "MaxPrice": dollars(self.settings.max_price_usd),
            "TimeToLive": VALID_FOR,
            "Context": {"page": page.id},  # comes back with every receipt
        }
        if sender := self.settings.number or self.settings.sender_id:
            request["OriginationIdentity"] = sender
        if self.settings.configuration_set:
            request["ConfigurationSetName"] = self.settings.configuration_set
        with provider_errors():
            answer = self.client.send_text_message(**request)
        return receipt_of(answer)


def dollars(price: str) -> str:
    """A price as the service takes it, which is never without a point."""
    return price if "." in price else f"{price}.0"
