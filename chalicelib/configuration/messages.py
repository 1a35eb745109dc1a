"""What texts mean, and how texts and calls leave."""

from chalicelib.configuration import values
from chalicelib.configuration.table import Table
from chalicelib.domain.organisation import Phrases
from chalicelib.domain.sending import SmsService, SmsSettings, VoiceSettings

_SERVICES: tuple[SmsService, ...] = ("sns", "end-user-messaging")


def read_phrases(table: Table | None) -> Phrases:
    """Every list may be left out: nothing is recognised by it then."""
    if table is None:
        return Phrases()
    return Phrases(
        thanks=frozenset(table.each("thanks", values.lower_text)),
        complaints=frozenset(table.each("complaints", values.lower_text)),
        questions=frozenset(table.each("questions", values.lower_text)),
        invites_dm=frozenset(table.each("invites_dm", values.lower_text)),
        promises_contact=frozenset(table.each("promises_contact", values.lower_text)),
        automatic=frozenset(table.each("automatic", values.lower_text)),
    )


def read_sms(table: Table | None) -> SmsSettings:
    if table is None:
        return SmsSettings()
    if "sender_id" in table and "number" in table:
        table.note("a text message has one sender: sender_id or number", "remove one of the two", "number")
    two_way = table.may("two_way", values.flag, False)
    if two_way and "number" not in table:
        # A sender id is letters: carriers deliver no reply to it (AWS documents two-way SMS for numbers only).
        table.note("only a number can be replied to", 'set number = "+31..." or two_way = false', "two_way")
    service = table.may("service", values.choice(_SERVICES), SmsSettings().service)
    if service == "sns" and "configuration_set" in table:
        cure = 'set service = "end-user-messaging", or remove it'
        table.note("SNS has no configuration sets and no receipts", cure, "configuration_set")
    if service == "end-user-messaging" and not ("number" in table or "sender_id" in table):
        # Left out, AWS takes any number of the account: one with which nobody here reckons.
        table.note("needs to know whom a text comes from", 'add number = "+31..." or sender_id = "..."', "service")
    return SmsSettings(
        table.may("sender_id", values.sender_id, None),
        table.may("number", values.phone, None),
        two_way,
        table.may("max_price_usd", values.price, SmsSettings().max_price_usd),
        service,
        table.may("configuration_set", values.configuration_set, None),
    )


def read_voice(table: Table) -> VoiceSettings:
    return VoiceSettings(
        table.need("number", values.phone, ""),
        table.may("max_price_usd", values.price, VoiceSettings().max_price_usd),
        table.may("configuration_set", values.configuration_set, None),
    )
