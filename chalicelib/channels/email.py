"""Mail through Amazon SES, plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.channels.aws_errors import declared, unanswered
from chalicelib.channels.port import OutgoingPage, Receipt

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


@dataclass(frozen=True, slots=True)
class Email:
    """A page's `subject` and `body` from the organisation's own sender, verified in SES."""

    client: SESV2Client
    sender: str

    def send(self, page: OutgoingPage) -> Receipt:
        """Raises Permanent or Temporary."""
        from botocore.exceptions import ClientError, ConnectionError, HTTPClientError
        from botocore.parsers import ResponseParserError

        try:
            answer = self.client.send_email(
                FromEmailAddress=self.sender,
                Destination={"ToAddresses": [page.to]},
                Content={
                    "Simple": {
                        "Subject": {"Data": page.subject, "Charset": "UTF-8"},
                        "Body": {"Text": {"Data": page.body, "Charset": "UTF-8"}},
                        "Headers": [
                            {"Name": "X-Waakhond-Page", "Value": page.id},  # the same on every try
                            {"Name": "Auto-Submitted", "Value": "auto-generated"},  # RFC 3834: no absence replies
                        ],
                    }
                },
            )
        except ClientError as error:
            raise declared(error) from error
        except (ConnectionError, HTTPClientError, ResponseParserError) as error:
            raise unanswered(error) from error
        return Receipt(answer["MessageId"])
