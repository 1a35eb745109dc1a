"""What became of a message sent through the API: the only trace of such an answer, since the API echoes none.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status.
"""

from collections.abc import Mapping

from chalicelib.domain.events import Event, MessageSeen
from chalicelib.platforms import fields, times
from chalicelib.platforms.whatsapp_parties import Number

# A template, which a system sends: a reminder, a code, an advertisement. A person's answer is of category `service`,
# or `referral_conversion` after the customer came in by an advertisement.
_TEMPLATES = frozenset(
    {"authentication", "authentication_international", "authentication-international", "marketing", "marketing_lite"}
    | {"utility"}
)


def status(raw: Mapping[str, object], *, number: Number, automatic: bool) -> Event:
    """An outbound message without words, once by `sent` or by a status that says what kind it was. Raises FieldError.

    `failed` never answered anybody: the message then counts as no person's, in whichever order the statuses come.
    """
    state = fields.label(raw.get("status"))
    category = fields.text(fields.mapping(raw.get("pricing")).get("category"))
    if state not in ("sent", "failed", "delivered", "read", "played"):
        return number.unrecognised(f"status.{state}"[:64])
    group = raw.get("recipient_type") == "group"
    if state == "failed" and group:  # for one of its members
        return number.passed("status.failed_in_group")
    # "delivered" alone does not tell an answer from an advertisement; "sent", which goes before it, does.
    if state not in ("sent", "failed") and category is None:
        return number.passed(f"status.{state}")
    phone = raw.get("recipient_id")
    to = fields.identifier(phone) if group else number.customer(raw.get("recipient_user_id"), phone)
    customer = fields.need(to, "recipient_user_id or recipient_id")
    return MessageSeen(
        conversation=number.conversation(customer),
        account=number.account.id,
        id=fields.need(fields.identifier(raw.get("id")), "message id"),
        direction="outbound",
        author=number.account.id,
        author_name=number.account.name,
        customer_name=number.name_of(customer, phone),
        asked_at=times.from_seconds(raw.get("timestamp")),
        text=None,
        addressed=frozenset({customer}),
        app=fields.text(raw.get("biz_opaque_callback_data")),
        automatic=automatic or state == "failed" or (category or "").lower() in _TEMPLATES,
    )
