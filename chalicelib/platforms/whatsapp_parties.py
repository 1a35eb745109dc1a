"""Who is who on WhatsApp: the business number, and customers with up to two ids.

A customer has a business-scoped user id (`NL.1349…`) and perhaps a phone number, which is left out of deliveries for
customers who hide it behind a username. Every kind of delivery carries the user id, so conversations are named by it;
the phone number serves where none is told.
Source: developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.events import Conversation, Passed, Unrecognised
from chalicelib.domain.organisation import Account, Organisation
from chalicelib.platforms import fields

PLATFORM = "whatsapp"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person as a change shows them beside its items."""

    user_id: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Number:
    """The business number a change is for, with the people the change describes, by each of their ids."""

    account: Account
    staff: frozenset[str]
    contacts: Mapping[str, Contact]

    def customer(self, user_id: object, phone: object) -> str | None:
        """The id a customer's conversation is named by; None where neither is one."""
        number = fields.identifier(phone)
        contact = self.contacts.get(number) if number else None
        return fields.identifier(user_id) or (contact and contact.user_id) or number

    def name_of(self, *ids: object) -> str | None:
        """How the person with one of these ids calls themselves."""
        known = (self.contacts.get(one) for one in map(fields.identifier, ids) if one)
        return next((contact.name for contact in known if contact and contact.name), None)

    def conversation(self, customer: str) -> Conversation:
        """The brand's conversation with that customer or group, whichever of its numbers took part."""
        return Conversation(PLATFORM, self.account.brand, "direct", customer)

    def passed(self, kind: str) -> Passed:
        """An item that starts nothing by its kind."""
        return Passed(platform=PLATFORM, account=self.account.id, kind=kind)

    def unrecognised(self, kind: str) -> Unrecognised:
        """An item to be counted by kind until somebody teaches us."""
        return Unrecognised(platform=PLATFORM, account=self.account.id, kind=kind)


def number(organisation: Organisation, number_id: str, value: Mapping[str, object]) -> Number | None:
    """None for a number nobody configured."""
    account = organisation.account(PLATFORM, number_id)
    if account is None:
        return None
    brand = organisation.siblings(account)
    return Number(account, frozenset().union(*(one.staff for one in brand)), _contacts(value))


def _contacts(value: Mapping[str, object]) -> dict[str, Contact]:
    found: dict[str, Contact] = {}
    inner = fields.sequence(fields.mapping(value.get("standby")).get("contacts"))
    for one in map(fields.mapping, [*fields.sequence(value.get("contacts")), *inner]):
        profile = fields.mapping(one.get("profile"))
        user_id, phone = fields.identifier(one.get("user_id")), fields.identifier(one.get("wa_id"))
        contact = Contact(user_id, fields.text(profile.get("username")) or fields.text(profile.get("name")))
        found |= {one_id: contact for one_id in (user_id, phone) if one_id is not None}
    return found
