"""Text messages through End User Messaging: what it is asked, and what each of its errors means for the page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chalicelib import config
from chalicelib.channels.port import Permanent, Receipt, Temporary
from chalicelib.channels.registry import Supplies, build
from chalicelib.channels.sms_eum import SmsEum
from chalicelib.domain.sending import SmsSettings
from tests.channels.eum import MESSAGE_ID, EndUserMessaging, client, end_user_messaging
from tests.channels.loopback import loopback
from tests.channels.sending import PAGE

NAMED = SmsSettings(sender_id="Waakhond", max_price_usd="0.20", service="end-user-messaging")
NUMBERED = SmsSettings(
    number="+31970000001", two_way=True, max_price_usd="1", service="end-user-messaging", configuration_set="wh-prod"
)


@pytest.fixture
def service() -> Iterator[EndUserMessaging]:
    with end_user_messaging() as running:
        yield running


@pytest.mark.parametrize(
    ("settings", "asked"),
    [
        pytest.param(
            NAMED, {"OriginationIdentity": "Waakhond", "MaxPrice": "0.20"}, id="from a name, without receipts"
        ),
        pytest.param(
            NUMBERED,
            {"OriginationIdentity": "+31970000001", "MaxPrice": "1.0", "ConfigurationSetName": "wh-prod"},
            id="from a number, and whole dollars get their point",
        ),
    ],
)
def test_a_text_is_transactional_has_a_ceiling_goes_stale_and_names_its_page(
    service: EndUserMessaging, settings: SmsSettings, asked: dict[str, str]
) -> None:
    assert SmsEum(service.client(), settings).send(PAGE) == Receipt(MESSAGE_ID)
    expected = {
        "DestinationPhoneNumber": PAGE.to,
        "MessageBody": PAGE.text,
        "MessageType": "TRANSACTIONAL",
        "TimeToLive": 600,
        "Context": {"page": PAGE.id},
        **asked,
    }
    assert service.asked == [("SendTextMessage", expected)]


@pytest.mark.parametrize(
    ("code", "status", "reason", "cure"),
    [
        ("ServiceQuotaExceededException", 402, "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT", "budget for texts is spent"),
        ("ServiceQuotaExceededException", 402, "DAILY_DESTINATION_CALL_LIMIT", "use another method"),
        ("ServiceQuotaExceededException", 402, "SOMETHING_NEW", "higher quota"),
        ("ConflictException", 409, "DESTINATION_PHONE_NUMBER_NOT_VERIFIED", "sandbox"),
        ("ConflictException", 409, "DESTINATION_PHONE_NUMBER_OPTED_OUT", "opt-out list"),
        ("ConflictException", 409, "NO_ORIGINATION_IDENTITIES_FOUND", "request one"),
        ("ConflictException", 409, "NUMBER_CAPABILITIES_MISMATCH", "one that can text"),
        ("ConflictException", 409, "MESSAGE_TYPE_MISMATCH", "transactional"),
        ("ConflictException", 409, "RESOURCE_NOT_ACTIVE", "not active"),
        ("ConflictException", 409, "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION", "its country"),
        ("ConflictException", 409, "DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE", "blocks it"),
        ("ConflictException", 409, "", "End User Messaging console"),
        ("ValidationException", 400, "PRICE_OVER_THRESHOLD", "max_price_usd"),
        ("ValidationException", 400, "SENDER_ID_NOT_SUPPORTED", "use a number"),
        ("ValidationException", 400, "SENDER_ID_REQUIRES_REGISTRATION", "register"),
        ("ValidationException", 400, "INVALID_PARAMETER", "check the telephone number"),
        ("ValidationException", 400, "", "check the telephone number"),
        ("AccessDeniedException", 403, "INSUFFICIENT_ACCOUNT_REPUTATION", "AWS support"),
        ("AccessDeniedException", 403, "ACCOUNT_DISABLED", "AWS support"),
        pytest.param("AccessDeniedException", 403, "", "sms-voice:Send", id="a role that may not send"),
        ("ResourceNotFoundException", 404, "", "not in this region"),
        pytest.param("SomethingNew", 400, "", "runbook", id="a refusal we do not know"),
    ],
)
def test_these_never_work(service: EndUserMessaging, code: str, status: int, reason: str, cure: str) -> None:
    service.refuse(code, status, reason)
    evidence = f"{code} {reason}" if reason else code
    with pytest.raises(Permanent, match=rf"^{evidence}: no \(.*{cure}"):
        SmsEum(service.client(), NAMED).send(PAGE)
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("code", "status"),
    [("ThrottlingException", 429), ("ThrottlingException", 400), ("InternalServerException", 500), ("Odd", 503)],
)
def test_these_pass(service: EndUserMessaging, code: str, status: int) -> None:
    service.refuse(code, status)
    with pytest.raises(Temporary, match=f"^{code}: no$") as caught:
        SmsEum(service.client(), NAMED).send(PAGE)
    assert caught.value.retry_after is None
    assert len(service.asked) == 1, "who retries behind our back texts a person twice"


def test_it_waits_as_long_as_the_service_asks(service: EndUserMessaging) -> None:
    service.refuse("ThrottlingException", 429, retry_after="17")
    with pytest.raises(Temporary) as caught:
        SmsEum(service.client(), NAMED).send(PAGE)
    assert caught.value.retry_after == 17.0


@pytest.mark.parametrize(
    ("answer", "evidence"),
    [
        pytest.param(b"", "ConnectionClosedError", id="took the request and hung up"),
        pytest.param(None, "ReadTimeoutError", id="took the request and says nothing"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<html>no!", "names no message", id="nonsense"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{", "ConnectionClosedError", id="breaks off"),
    ],
)
def test_what_may_have_been_sent_is_tried_again(answer: bytes | None, evidence: str) -> None:
    with loopback(answer) as endpoint, pytest.raises(Temporary, match=evidence):
        SmsEum(client(endpoint), NAMED).send(PAGE)


def test_what_cannot_be_reached_is_tried_again() -> None:
    with pytest.raises(Temporary, match="EndpointConnectionError"):
        SmsEum(client("http://127.0.0.1:9"), NAMED).send(PAGE)


@pytest.mark.parametrize(
    ("settings", "service", "kind"), [(SmsSettings(), "sns", "Sms"), (NAMED, "pinpoint-sms-voice-v2", "SmsEum")]
)
def test_which_service_carries_texts_is_a_setting(settings: SmsSettings, service: str, kind: str) -> None:
    asked: list[str] = []
    organisation = config.read(config.source().decode(), date(2026, 11, 20))
    supplies = Supplies(
        organisation=replace(organisation, sms=settings),
        client=asked.append,
        secrets=str,
        secrets_path="",
        now=lambda: datetime(2026, 11, 20, tzinfo=UTC),
    )
    assert type(build("sms", supplies)).__name__ == kind
    assert asked == [service]
