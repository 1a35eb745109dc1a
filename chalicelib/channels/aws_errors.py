"""What an AWS error means for a page: the same codes come back from every AWS service that sends.

Codes are those of the service models (SNS Publish, SES v2 SendEmail) and of AWS's list of common errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.channels.port import ChannelError, Permanent, Temporary

if TYPE_CHECKING:
    from botocore.exceptions import ClientError

_CURES = {
    "InvalidParameter": "check the telephone number in waakhond.toml, as +31600000001",
    "InvalidParameterValue": "check the telephone number in waakhond.toml, as +31600000001",
    "ParameterValueInvalid": "check the telephone number in waakhond.toml, as +31600000001",
    "OptedOut": "this number replied STOP once: opt it in again in the SNS console",
    "EndpointDisabled": "opt the number in again, or give this person another method",
    "AuthorizationError": "let the role of this function send: sns:Publish or ses:SendEmail",
    "AccessDenied": "let the role of this function send: sns:Publish or ses:SendEmail",
    "AccessDeniedException": "let the role of this function send: sns:Publish or ses:SendEmail",
    "MessageRejected": "verify the sender in SES, and the receiver too while the account is in its sandbox",
    "MailFromDomainNotVerifiedException": "finish the MAIL FROM domain's DNS records in SES",
    "AccountSuspendedException": "this account may not send mail any more: ask AWS support",
    "SendingPausedException": "sending is paused for this account or configuration set: resume it in SES",
    "BadRequestException": "check the mail addresses in waakhond.toml",
    "NotFoundException": "the mail sender does not exist in SES: verify it in this region",
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
        "ServiceUnavailable",
        "RequestTimeout",
        "RequestExpired",
        "ExpiredToken",
        "ExpiredTokenException",
    }
)


def declared(error: ClientError) -> ChannelError:
    """The service answered with an error: which of the two it is, with its code, message and what to do."""
    response = error.response
    code = response.get("Error", {}).get("Code", "")
    evidence = f"{code}: {response.get('Error', {}).get('Message', '')}"
    metadata = response.get("ResponseMetadata", {})
    status = metadata.get("HTTPStatusCode", 0)
    if code in _PASSING or status == 429 or status >= 500:
        return Temporary(evidence, _seconds(metadata.get("HTTPHeaders", {}).get("retry-after", "")))
    return Permanent(f"{evidence} ({_CURES.get(code, 'see the runbook: the provider refuses')})")


def unanswered(error: Exception) -> Temporary:
    """Nothing readable came back: not reached, timed out, reset. It may have been sent all the same."""
    return Temporary(f"{type(error).__name__}: {error}")


def _seconds(retry_after: str) -> float | None:
    """None as well for the header's other form, a date: to read that takes a clock."""
    return float(retry_after) if retry_after.isdecimal() else None
