"""Calls through End User Messaging: what is said and how, and what its errors mean for the page."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.port import OutgoingPage, Permanent, Receipt, Temporary
from chalicelib.channels.voice import Voice
from chalicelib.domain.organisation import Language
from chalicelib.domain.sending import VoiceSettings
from tests.channels.eum import MESSAGE_ID, EndUserMessaging, client, end_user_messaging
from tests.channels.loopback import loopback
from tests.channels.sending import PAGE

SETTINGS = VoiceSettings(number="+31970000001", max_price_usd="0.30", configuration_set="wh-prod")
CALL = replace(PAGE, spoken="Dit is Waakhond. Nog 15 minuten.")


@pytest.fixture(scope="module")
def running() -> Iterator[EndUserMessaging]:
    with end_user_messaging() as service:
        yield service


@pytest.fixture
def service(running: EndUserMessaging) -> EndUserMessaging:
    running.asked.clear()
    return running


def said(service: EndUserMessaging, page: OutgoingPage) -> str:
    """The words of the call, without the markup around them."""
    service.asked.clear()
    Voice(service.client(), SETTINGS).send(page)
    ((_, request),) = service.asked
    return "|".join(ET.fromstring(str(request["MessageBody"])).itertext())


@pytest.mark.parametrize(("language", "voice"), [("nl", "LOTTE"), ("en", "AMY")])
def test_the_page_is_said_twice_and_slowly_in_the_persons_language(
    service: EndUserMessaging, language: Language, voice: str
) -> None:
    assert Voice(service.client(), SETTINGS).send(replace(CALL, language=language)) == Receipt(MESSAGE_ID)
    expected = {
        "DestinationPhoneNumber": PAGE.to,
        "OriginationIdentity": "+31970000001",
        "MessageBody": '<speak><prosody rate="slow">Dit is Waakhond. Nog 15 minuten.'
        '<break time="2s"/>Dit is Waakhond. Nog 15 minuten.</prosody></speak>',
        "MessageBodyTextType": "SSML",
        "VoiceId": voice,
        "MaxPricePerMinute": "0.30",
        "TimeToLive": 600,
        "Context": {"page": PAGE.id},
        "ConfigurationSetName": "wh-prod",
    }
    assert service.asked == [("SendVoiceMessage", expected)]


def test_without_a_configuration_set_nothing_is_reported(service: EndUserMessaging) -> None:
    Voice(service.client(), replace(SETTINGS, configuration_set=None)).send(CALL)
    assert "ConfigurationSetName" not in service.asked[0][1]


def test_what_is_only_to_be_read_is_said_by_its_subject(service: EndUserMessaging) -> None:
    assert said(service, PAGE) == "|".join([PAGE.subject] * 2)


@given(words=st.text(st.characters(exclude_categories=[]), min_size=1, max_size=700))
def test_nothing_in_a_page_is_taken_for_markup(running: EndUserMessaging, words: str) -> None:
    told = said(running, replace(CALL, spoken=f'</prosody><audio src="x"/>&{words}')).split("|")
    assert told[0].startswith('</prosody><audio src="x"/>&')
    assert len(str(running.asked[0][1]["MessageBody"])) <= 6000


def test_what_is_longest_marked_up_is_not_too_long(service: EndUserMessaging) -> None:
    said(service, replace(CALL, spoken="'" * 10_000))
    assert len(str(service.asked[0][1]["MessageBody"])) <= 6000


@pytest.mark.parametrize(
    ("code", "status", "reason", "cure"),
    [
        ("ServiceQuotaExceededException", 402, "MONTHLY_SPEND_LIMIT_REACHED_FOR_VOICE", "budget for calls is spent"),
        ("ServiceQuotaExceededException", 402, "DAILY_DESTINATION_CALL_LIMIT", "called as often today"),
        ("ValidationException", 400, "VOICE_CAPABILITY_NOT_AVAILABLE", "cannot call"),
        ("ConflictException", 409, "NUMBER_CAPABILITIES_MISMATCH", r"call for \[voice\]"),
        ("AccessDeniedException", 403, "", "sms-voice:Send"),
    ],
)
def test_these_never_work(service: EndUserMessaging, code: str, status: int, reason: str, cure: str) -> None:
    service.refuse(code, status, reason)
    with pytest.raises(Permanent, match=rf"^{code}.*: no \(.*{cure}"):
        Voice(service.client(), SETTINGS).send(CALL)


@pytest.mark.parametrize(("code", "status"), [("ThrottlingException", 429), ("InternalServerException", 500)])
def test_these_pass(service: EndUserMessaging, code: str, status: int) -> None:
    service.refuse(code, status)
    with pytest.raises(Temporary, match=f"^{code}: no$"):
        Voice(service.client(), SETTINGS).send(CALL)


@pytest.mark.parametrize(
    ("answer", "evidence"),
    [
        pytest.param(b"", "ConnectionClosedError", id="took the request and hung up"),
        pytest.param(None, "ReadTimeoutError", id="took the request and says nothing"),
    ],
)
def test_a_call_that_may_have_been_made_is_tried_again(answer: bytes | None, evidence: str) -> None:
    with loopback(answer) as endpoint, pytest.raises(Temporary, match=evidence):
        Voice(client(endpoint), SETTINGS).send(CALL)
