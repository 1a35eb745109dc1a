"""Mail through Amazon SES, plain text, with our contact card on a test page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.channels.aws_errors import provider_errors, receipt_of
from chalicelib.channels.port import OutgoingPage, Receipt

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sesv2.type_defs import MessageTypeDef

    from chalicelib.channels.registry import Supplies


def build(supplies: Supplies) -> Email:
    return Email(supplies.client("sesv2"), supplies.organisation.mail_sender)


@dataclass(frozen=True, slots=True)
class Email:
    """A page's `subject` and `body` from the organisation's own sender, verified in SES."""

    client: SESV2Client
    sender: str

    def send(self, page: OutgoingPage) -> Receipt:
        """Raises Permanent or Temporary."""
        message: MessageTypeDef = {
            "Subject": {"Data": page.subject, "Charset": "UTF-8"},
            "Body": {"Text": {"Data": page.body, "Charset": "UTF-8"}},
            "Headers": [
                {"Name": "X-Waakhond-Page", "Value": page.id},  # the same on every try
                {"Name": "Auto-Submitted", "Value": "auto-generated"},  # RFC 3834: no absence replies
            ],
        }
        if page.card:
            # SES takes vCards as text/vcard (RFC 6350) and writes the part of the mail itself.
            message["Attachments"] = [
                {
                    "RawContent": page.card.encode(),
                    "FileName": "waakhond.vcf",
                    "ContentType": "text/vcard",
                    "ContentDisposition": "ATTACHMENT",
                }
            ]
        with provider_errors():
            answer = self.client.send_email(
                FromEmailAddress=self.sender, Destination={"ToAddresses": [page.to]}, Content={"Simple": message}
            )
        return receipt_of(answer)
