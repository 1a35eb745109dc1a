"""Text messages through Amazon SNS.

SNS answers before the carrier does: a receipt says that it took the message, no more. Over the account's
monthly spend limit it still answers so, which is why an unacknowledged page goes on to the next method.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.channels.aws_errors import provider_errors, receipt_of
from chalicelib.channels.port import Channel, OutgoingPage, Receipt
from chalicelib.domain.sending import SmsSettings

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sns.type_defs import MessageAttributeValueTypeDef

    from chalicelib.channels.registry import Supplies


def build(supplies: Supplies) -> Channel:
    """Which service carries texts is a setting; what it is called, and how a person is reached by it, is not."""
    if supplies.organisation.sms.service == "end-user-messaging":
        from chalicelib.channels import sms_eum

        return sms_eum.build(supplies)
    return Sms(supplies.client("sns"), supplies.organisation.sms)


@dataclass(frozen=True, slots=True)
class Sms:
    """A page's `text` to a telephone. The client must not retry by itself: SNS sends every request it takes."""

    client: SNSClient
    settings: SmsSettings

    def send(self, page: OutgoingPage) -> Receipt:
        """Raises Permanent or Temporary."""
        with provider_errors():
            answer = self.client.publish(
                PhoneNumber=page.to, Message=page.text, MessageAttributes=_attributes(self.settings)
            )
        return receipt_of(answer)


def _attributes(settings: SmsSettings) -> dict[str, MessageAttributeValueTypeDef]:
    attributes: dict[str, MessageAttributeValueTypeDef] = {
        # The default type is Promotional, which carriers hold back at night.
        "AWS.SNS.SMS.SMSType": {"DataType": "String", "StringValue": "Transactional"},
        "AWS.SNS.SMS.MaxPrice": {"DataType": "Number", "StringValue": settings.max_price_usd},
    }
    if settings.number:  # answers come back to a number, never to a name: it wins when both are set
        attributes["AWS.MM.SMS.OriginationNumber"] = {"DataType": "String", "StringValue": settings.number}
    elif settings.sender_id:
        attributes["AWS.SNS.SMS.SenderID"] = {"DataType": "String", "StringValue": settings.sender_id}
    return attributes
