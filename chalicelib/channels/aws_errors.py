"""What an AWS error means for a page: the same codes come back from every AWS service that sends.

Codes are those of the service models (SNS Publish, SES v2 SendEmail, SendTextMessage and SendVoiceMessage of End User
Messaging) and of AWS's list of common errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from chalicelib.channels.port import ChannelError, Permanent, Receipt, Temporary

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

_CURES = {
    "InvalidParameter": "check the telephone number in waakhond.toml, as +31600000001",
    "InvalidParameterValue": "check the telephone number in waakhond.toml, as +31600000001",
    "ParameterValueInvalid": "check the telephone number in waakhond.toml, as +31600000001",
    "OptedOut": "this number replied STOP once: opt it in again in the SNS console",
    "EndpointDisabled": "opt the number in again, or give this person another method",
    "AuthorizationError": "let this function's role send: sns:Publish, ses:SendEmail, sms-voice:Send...",
    "AccessDenied": "let this function's role send: sns:Publish, ses:SendEmail, sms-voice:Send...",
    "AccessDeniedException": "let this function's role send: sns:Publish, ses:SendEmail, sms-voice:Send...",
    "MessageRejected": "verify the sender in SES, and the receiver too while the account is in its sandbox",
    "MailFromDomainNotVerifiedException": "finish the MAIL FROM domain's DNS records in SES",
    "AccountSuspendedException": "this account may not send mail any more: ask AWS support",
    "SendingPausedException": "sending is paused for this account or configuration set: resume it in SES",
    "BadRequestException": "check the mail addresses in waakhond.toml",
    "NotFoundException": "the mail sender does not exist in SES: verify it in this region",
    "ResourceNotFoundException": "the number, sender id or configuration set of waakhond.toml is not in this region",
    "ServiceQuotaExceededException": "ask for a higher quota in End User Messaging",
    "ConflictException": "look at the sending number in the End User Messaging console",
    "ValidationException": "check the telephone number in waakhond.toml, as +31600000001",
}

# End User Messaging tells more than a code: a reason beside it, which decides what there is to do.
_REASON_CURES = {
    "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT": "this month's budget for texts is spent: raise it in End User Messaging",
    "MONTHLY_SPEND_LIMIT_REACHED_FOR_VOICE": "this month's budget for calls is spent: raise it in End User Messaging",
    "DAILY_DESTINATION_CALL_LIMIT": "this number was called as often today as AWS allows: use another method as well",
    "DESTINATION_PHONE_NUMBER_NOT_VERIFIED": "the account is in its sandbox: verify this number, or ask to leave it",
    "DESTINATION_PHONE_NUMBER_OPTED_OUT": "this number replied STOP once: take it off the opt-out list",
    "NO_ORIGINATION_IDENTITIES_FOUND": "no number of this account can send there: request one in End User Messaging",
    "NUMBER_CAPABILITIES_MISMATCH": "the sending number cannot do this: use one that can text, or call for [voice]",
    "MESSAGE_TYPE_MISMATCH": "the sending number is not for transactional messages: use one that is",
    "RESOURCE_NOT_ACTIVE": "the sending number is not active yet, or no more: see its status in End User Messaging",
    "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION": "a protect configuration blocks its country: allow it",
    "DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE": "a protect configuration blocks it: allow it",
    "PRICE_OVER_THRESHOLD": "it costs more than max_price_usd in waakhond.toml: raise that",
    "DESTINATION_COUNTRY_BLOCKED": "AWS does not send to this country: give this person another method",
    "COUNTRY_NOT_ENABLED": "AWS does not send to this country yet: give this person another method",
    "COUNTRY_CODE_MISMATCH": "the sending number is of another country: use one that reaches this person",
    "INTERNATIONAL_SENDING_NOT_SUPPORTED": "the sending number stays in its own country: use another",
    "INVALID_IDENTITY_FOR_DESTINATION_COUNTRY": "this country does not take the sender of waakhond.toml",
    "SENDER_ID_NOT_SUPPORTED": "this country takes no sender id: use a number",
    "SENDER_ID_NOT_REGISTERED": "register the sender id for this country, or use a number",
    "SENDER_ID_REQUIRES_REGISTRATION": "register the sender id for this country, or use a number",
    "VOICE_CAPABILITY_NOT_AVAILABLE": "the number of [voice] cannot call: request one that can",
    "CHANNEL_NOT_ENABLED": "switch the channel on for this account in End User Messaging",
    "RESOURCE_NOT_ACCESSIBLE": "the sending number is shared and not with this account: use one of its own",
    "INSUFFICIENT_ACCOUNT_REPUTATION": "AWS holds this account's sending back: ask AWS support",
    "ACCOUNT_DISABLED": "AWS took away this account's right to send: ask AWS support",
}

# Answered with a 400 or 403 and nevertheless over soon: too fast, or credentials that are being renewed.
_PASSING = frozenset(
    {
        "Throttled",
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "KMSThrottling",
        "RequestLimitExceeded",
        "TooManyRequestsException",
        "LimitExceededException",
        "InternalError",
        "InternalFailure",
        "InternalServerException",
        "ServiceUnavailable",
        "RequestTimeout",
        "RequestExpired",
        "ExpiredToken",
        "ExpiredTokenException",
    }
)


@contextmanager
def provider_errors() -> Iterator[None]:
    """Around a call of an AWS client: raises Permanent or Temporary instead of what the client raises."""
    from botocore.exceptions import ClientError, ConnectionError, HTTPClientError
    from botocore.parsers import ResponseParserError

    try:
        yield
    except ClientError as error:
        raise _declared(error) from error
    except (ConnectionError, HTTPClientError, ResponseParserError) as error:
        # Nothing readable came back: not reached, timed out, reset. It may have been sent all the same.
        raise Temporary(f"{type(error).__name__}: {error}") from error


def receipt_of(answer: Mapping[str, object]) -> Receipt:
    """The receipt of a call that raised nothing. Raises Temporary when the answer was not the service's own.

    Of a 200 with anything but JSON botocore makes an answer without its members, and says nothing.
    """
    taken = answer.get("MessageId")
    if not isinstance(taken, str):
        raise Temporary("the answer names no message: it came from something in between")
    return Receipt(taken)


def _declared(error: ClientError) -> ChannelError:
    """The service answered with an error: which of the two it is, with its code, message and what to do."""
    response = error.response
    code = response.get("Error", {}).get("Code", "")
    # A member of the modelled error, which botocore puts beside its own keys.
    reason = str(dict(response).get("Reason", ""))
    evidence = f"{code} {reason}".rstrip() + f": {response.get('Error', {}).get('Message', '')}"
    metadata = response.get("ResponseMetadata", {})
    status = metadata.get("HTTPStatusCode", 0)
    if code in _PASSING or status == 429 or status >= 500:
        return Temporary(evidence, _seconds(metadata.get("HTTPHeaders", {}).get("retry-after", "")))
    cure = _REASON_CURES.get(reason) or _CURES.get(code, "see the runbook: the provider refuses")
    return Permanent(f"{evidence} ({cure})")


def _seconds(retry_after: str) -> float | None:
    """None as well for the header's other form, a date: to read that takes a clock."""
    return float(retry_after) if retry_after.isdecimal() else None
