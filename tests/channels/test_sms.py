"""Text messages through SNS: what it is asked, and what each of its errors means for the page."""

from collections.abc import Iterator

import boto3
import pytest
from botocore.config import Config
from botocore.stub import Stubber
from moto import mock_aws
from moto.sns.models import sns_backends
from mypy_boto3_sns import SNSClient

from chalicelib.channels.port import Permanent, Receipt, Temporary
from chalicelib.channels.sms import Sms
from chalicelib.domain.sending import SmsSettings
from tests.channels.loopback import loopback
from tests.channels.sending import PAGE

REGION = "eu-west-1"
ACCOUNT = "123456789012"  # the one account of the stand-in
NAMED = SmsSettings(sender_id="Waakhond", max_price_usd="0.20")
NUMBERED = SmsSettings(sender_id="Waakhond", number="+31970000001", two_way=True)


def client(endpoint: str | None = None) -> SNSClient:
    return boto3.client(
        "sns",
        region_name=REGION,
        endpoint_url=endpoint,
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=Config(connect_timeout=1, read_timeout=0.3, retries={"total_max_attempts": 1}),
    )


@pytest.fixture
def stubbed() -> Iterator[tuple[Sms, Stubber]]:
    sns = client()
    with Stubber(sns) as stubber:
        yield Sms(sns, NAMED), stubber


def test_a_text_message_arrives() -> None:
    with mock_aws():
        receipt = Sms(client(), NAMED).send(PAGE)
        sent = sns_backends[ACCOUNT][REGION].sms_messages
    assert sent == {receipt.provider_id: (PAGE.to, PAGE.text)}


@pytest.mark.parametrize(
    ("settings", "sender"),
    [
        pytest.param(NAMED, {"AWS.SNS.SMS.SenderID": "Waakhond"}, id="a name, which cannot be answered"),
        pytest.param(NUMBERED, {"AWS.MM.SMS.OriginationNumber": "+31970000001"}, id="a number goes before a name"),
        pytest.param(SmsSettings(), {}, id="neither: the account's own choice"),
    ],
)
def test_every_message_is_transactional_and_has_a_price_ceiling(settings: SmsSettings, sender: dict[str, str]) -> None:
    sns = client()
    strings = {"AWS.SNS.SMS.SMSType": "Transactional", **sender}
    expected = {
        "PhoneNumber": PAGE.to,
        "Message": PAGE.text,
        "MessageAttributes": {
            **{name: {"DataType": "String", "StringValue": value} for name, value in strings.items()},
            "AWS.SNS.SMS.MaxPrice": {"DataType": "Number", "StringValue": settings.max_price_usd},
        },
    }
    with Stubber(sns) as stubber:
        stubber.add_response("publish", {"MessageId": "m-1"}, expected)
        assert Sms(sns, settings).send(PAGE) == Receipt("m-1")


@pytest.mark.parametrize(
    ("code", "status", "cure"),
    [
        ("InvalidParameter", 400, "check the telephone number"),
        ("InvalidParameterValue", 400, "check the telephone number"),
        ("ParameterValueInvalid", 400, "check the telephone number"),
        ("OptedOut", 400, "opt it in again"),
        ("EndpointDisabled", 400, "another method"),
        ("AuthorizationError", 403, "sns:Publish"),
        ("AccessDenied", 403, "sns:Publish"),
        pytest.param("SomethingNew", 400, "runbook", id="a refusal we do not know"),
    ],
)
def test_these_never_work(stubbed: tuple[Sms, Stubber], code: str, status: int, cure: str) -> None:
    sms, stubber = stubbed
    stubber.add_client_error("publish", code, "no", http_status_code=status)
    with pytest.raises(Permanent, match=rf"^{code}: no \(.*{cure}"):
        sms.send(PAGE)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("Throttling", 400),
        ("ThrottlingException", 400),
        ("Throttled", 429),
        ("InternalError", 500),
        ("ServiceUnavailable", 503),
        ("ExpiredToken", 403),
        pytest.param("SomethingNew", 500, id="whatever the provider's own fault is"),
        pytest.param("SomethingNew", 429, id="whatever is too fast"),
    ],
)
def test_these_pass(stubbed: tuple[Sms, Stubber], code: str, status: int) -> None:
    sms, stubber = stubbed
    stubber.add_client_error("publish", code, "later", http_status_code=status)
    with pytest.raises(Temporary, match=f"^{code}: later$") as caught:
        sms.send(PAGE)
    assert caught.value.retry_after is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        pytest.param("17", 17.0, id="seconds"),
        pytest.param("Wed, 18 Nov 2026 15:05:00 GMT", None, id="a date, which takes a clock to read"),
        pytest.param("-5", None, id="nonsense"),
    ],
)
def test_how_long_the_provider_asks_to_wait(stubbed: tuple[Sms, Stubber], header: str, seconds: float | None) -> None:
    sms, stubber = stubbed
    stubber.add_client_error(
        "publish",
        "Throttled",
        "slow down",
        http_status_code=429,
        response_meta={"HTTPHeaders": {"retry-after": header}},
    )
    with pytest.raises(Temporary) as caught:
        sms.send(PAGE)
    assert caught.value.retry_after == seconds


def test_a_provider_that_cannot_be_reached_is_tried_again() -> None:
    with pytest.raises(Temporary, match="EndpointConnectionError"):
        Sms(client("http://127.0.0.1:9"), NAMED).send(PAGE)


@pytest.mark.parametrize(
    ("answer", "evidence"),
    [
        pytest.param(b"", "ConnectionClosedError", id="took the request and hung up"),
        pytest.param(None, "ReadTimeoutError", id="took the request and says nothing"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<html>no!", "ResponseParserError", id="answers nonsense"
        ),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n<html>", "ConnectionClosedError", id="breaks off"),
    ],
)
def test_a_provider_that_may_have_sent_it_is_tried_again(answer: bytes | None, evidence: str) -> None:
    with loopback(answer) as endpoint, pytest.raises(Temporary, match=evidence):
        Sms(client(endpoint), NAMED).send(PAGE)
