"""Telephone calls through AWS End User Messaging: the page is read out twice, slowly, and nobody can answer the voice.

A call that was taken proves nothing, for a voicemail takes calls too: only the link or a text acknowledges.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal

from chalicelib.channels.aws_errors import provider_errors, receipt_of
from chalicelib.channels.port import OutgoingPage, Receipt
from chalicelib.channels.sms_eum import SERVICE, VALID_FOR, dollars
from chalicelib.domain.sending import VoiceSettings

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_sms_voice_v2 import PinpointSMSVoiceV2Client
    from mypy_boto3_pinpoint_sms_voice_v2.type_defs import SendVoiceMessageRequestTypeDef

    from chalicelib.channels.registry import Supplies
    from chalicelib.domain.organisation import Language

# Of those the service offers (botocore, service model of pinpoint-sms-voice-v2, VoiceId): Dutch, British English.
_VOICES: dict[Language, Literal["LOTTE", "AMY"]] = {"nl": "LOTTE", "en": "AMY"}
# More is never said. The whole may be 6000 characters long (same model), and marking up may make six of one.
_MOST = 480


def build(supplies: Supplies) -> Voice:
    return Voice(supplies.client(SERVICE), supplies.organisation.voice)


@dataclass(frozen=True, slots=True)
class Voice:
    """Calls and speaks. The client must not retry by itself: AWS calls for every request it takes."""

    client: PinpointSMSVoiceV2Client
    settings: VoiceSettings

    def send(self, page: OutgoingPage) -> Receipt:
        """Raises Permanent or Temporary."""
        request: SendVoiceMessageRequestTypeDef = {
            "DestinationPhoneNumber": page.to,
            "OriginationIdentity": self.settings.number,
            "MessageBody": _ssml(page.spoken or page.subject),
            "MessageBodyTextType": "SSML",
            "VoiceId": _VOICES[page.language],
            "MaxPricePerMinute": dollars(self.settings.max_price_usd),
            "TimeToLive": VALID_FOR,
            "Context": {"page": page.id},
        }
        if self.settings.configuration_set:
            request["ConfigurationSetName"] = self.settings.configuration_set
        with provider_errors():
            answer = self.client.send_voice_message(**request)
        return receipt_of(answer)


def _ssml(words: str) -> str:
    """Whoever was asleep misses the first sentence, so all is said again. Nothing in `words` is taken for markup."""
    printable = "".join(character for character in words[:_MOST] if character.isprintable())
    said = escape(printable)
    return f'<speak><prosody rate="slow">{said}<break time="2s"/>{said}</prosody></speak>'
