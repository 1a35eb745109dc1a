"""Mail through SES: what it is asked, and what each of its errors means for the page."""

from collections.abc import Iterator
from dataclasses import replace

import boto3
import pytest
from botocore.config import Config
from botocore.stub import ANY, Stubber
from moto import mock_aws
from moto.ses.models import ses_backends
from mypy_boto3_sesv2 import SESV2Client

from chalicelib.channels.email import Email
from chalicelib.channels.port import Permanent, Receipt, Temporary
from chalicelib.texts.card import contact_card
from tests.channels.loopback import loopback
from tests.channels.sending import PAGE

REGION = "eu-west-1"
ACCOUNT = "123456789012"  # the one account of the stand-in
SENDER = "waakhond@example.com"
MAIL = replace(PAGE, to="sanne@example.com")


def client(endpoint: str | None = None) -> SESV2Client:
    return boto3.client(
        "sesv2",
        region_name=REGION,
        endpoint_url=endpoint,
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=Config(connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 1}),
    )


@pytest.fixture
def stubbed() -> Iterator[tuple[Email, Stubber]]:
    ses = client()
    with Stubber(ses) as stubber:
        yield Email(ses, SENDER), stubber


def test_a_mail_arrives() -> None:
    with mock_aws():
        ses = client()
        ses.create_email_identity(EmailIdentity=SENDER)
        receipt = Email(ses, SENDER).send(MAIL)
        (sent,) = ses_backends[ACCOUNT][REGION].sent_messages
    assert sent.id == receipt.provider_id
    assert (sent.source, sent.subject, sent.body) == (SENDER, MAIL.subject, MAIL.body)
    assert sent.destinations["ToAddresses"] == [MAIL.to]


def test_a_mail_is_plain_text_that_carries_its_page_and_asks_for_no_absence_reply(
    stubbed: tuple[Email, Stubber],
) -> None:
    email, stubber = stubbed
    expected = {
        "FromEmailAddress": SENDER,
        "Destination": {"ToAddresses": [MAIL.to]},
        "Content": {
            "Simple": {
                "Subject": {"Data": MAIL.subject, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": MAIL.body, "Charset": "UTF-8"}},
                "Headers": [
                    {"Name": "X-Waakhond-Page", "Value": MAIL.id},
                    {"Name": "Auto-Submitted", "Value": "auto-generated"},
                ],
            }
        },
    }
    stubber.add_response("send_email", {"MessageId": "m-1"}, expected)
    assert email.send(MAIL) == Receipt("m-1")


def test_the_mail_of_a_test_page_has_our_contact_card(stubbed: tuple[Email, Stubber]) -> None:
    email, stubber = stubbed
    card = contact_card("Waakhond", ["+31600000001"])
    attached = {
        "RawContent": card.encode(),
        "FileName": "waakhond.vcf",
        "ContentType": "text/vcard",
        "ContentDisposition": "ATTACHMENT",
    }
    mail = {"Subject": ANY, "Body": ANY, "Headers": ANY, "Attachments": [attached]}
    expected = {"FromEmailAddress": SENDER, "Destination": ANY, "Content": {"Simple": mail}}
    stubber.add_response("send_email", {"MessageId": "m-1"}, expected)
    assert email.send(replace(MAIL, card=card)) == Receipt("m-1")


def test_a_mail_with_a_card_arrives() -> None:
    with mock_aws():
        ses = client()
        ses.create_email_identity(EmailIdentity=SENDER)
        Email(ses, SENDER).send(replace(MAIL, card="BEGIN:VCARD"))
        (sent,) = ses_backends[ACCOUNT][REGION].sent_messages
    assert sent.body == MAIL.body


@pytest.mark.parametrize(
    ("code", "status", "cure"),
    [
        ("MessageRejected", 400, "verify the sender"),
        ("MailFromDomainNotVerifiedException", 400, "DNS"),
        ("AccountSuspendedException", 400, "AWS support"),
        ("SendingPausedException", 400, "resume it"),
        ("BadRequestException", 400, "mail addresses"),
        ("NotFoundException", 404, "verify it"),
        ("AccessDeniedException", 403, "ses:SendEmail"),
    ],
)
def test_these_never_work(stubbed: tuple[Email, Stubber], code: str, status: int, cure: str) -> None:
    email, stubber = stubbed
    stubber.add_client_error("send_email", code, "no", http_status_code=status)
    with pytest.raises(Permanent, match=rf"^{code}: no \(.*{cure}"):
        email.send(MAIL)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("TooManyRequestsException", 429),
        ("LimitExceededException", 400),
        ("InternalFailure", 500),
        ("ServiceUnavailable", 503),
    ],
)
def test_these_pass(stubbed: tuple[Email, Stubber], code: str, status: int) -> None:
    email, stubber = stubbed
    stubber.add_client_error("send_email", code, "later", http_status_code=status)
    with pytest.raises(Temporary, match=f"^{code}: later$"):
        email.send(MAIL)


def test_a_provider_that_cannot_be_reached_is_tried_again() -> None:
    with pytest.raises(Temporary, match="EndpointConnectionError"):
        Email(client("http://127.0.0.1:9"), SENDER).send(MAIL)


def test_an_answer_of_something_in_between_is_no_receipt() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<html>no!"
    with loopback(answer) as endpoint, pytest.raises(Temporary, match="names no message"):
        Email(client(endpoint), SENDER).send(MAIL)
