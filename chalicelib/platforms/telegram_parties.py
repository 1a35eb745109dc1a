"""Whose update it is, and who is who in a chat.

An update names no bot. The account of a bot is listed under the bot's own id, which is all digits; a business account
under the id of its connection to the bot, which every message of that connection names. So one stage serves one bot.
Anybody may connect an account to a bot that takes connections: as soon as one connection is listed, only listed ones
count.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.organisation import Organisation
from chalicelib.platforms import fields
from chalicelib.platforms.watched import Watched, brand_of

PLATFORM = "telegram"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedChats(Watched):
    """The account an update is for. `business`: it came by a connection to a business account."""

    business: bool

    def message_id(self, chat: str, number: object) -> str | None:
        """Telegram counts messages in each chat apart, and those of a business account apart from the bot's."""
        told = fields.identifier(number)
        found = ".".join((*((self.account.id,) if self.business else ()), chat, told)) if told else None
        return fields.identifier(found)

    def named_in(self, text: str | None) -> bool:
        """As anywhere, but that a full stop ends a handle: Telegram allows none in it."""
        written = re.findall(r"(?<![\w@])@(\w+)", (text or "").lower(), re.ASCII)
        return not self.handles.keys().isdisjoint(written)


def watched(organisation: Organisation, connection: str | None) -> WatchedChats | None:
    """The account of a business connection, or of the bot itself where `connection` is None.

    None where it is not configured, or where several bots are and the update might be for any of them.
    """
    accounts = [one for one in organisation.accounts if one.platform == PLATFORM]
    bots = [one for one in accounts if one.id.isdigit()]
    if connection is None:
        possible = bots if len(accounts) > 1 else accounts
    else:
        listed = organisation.account(PLATFORM, connection)
        possible = [listed] if listed else [one for one in bots if len(accounts) == 1]
    if len(possible) != 1:
        return None
    brand = brand_of(organisation, possible[0])
    return WatchedChats(
        account=brand.account,
        ours=brand.ours,
        staff=brand.staff,
        handles=brand.handles,
        business=connection is not None,
    )


@dataclass(frozen=True, slots=True)
class Party:
    """A user, or a chat that speaks as itself (a channel, an anonymous administrator)."""

    id: str
    name: str | None


def party(raw: object) -> Party | None:
    """None where nobody with an id stands. Named by handle, else as they call themselves."""
    told = fields.mapping(raw)
    party_id = fields.identifier(told.get("id"))
    if party_id is None:
        return None
    names = (told.get("username"), told.get("first_name"), told.get("title"))
    return Party(party_id, next(filter(None, map(fields.text, names)), None))


def sender(raw: Mapping[str, object]) -> Party | None:
    """Who speaks. Behind a chat that speaks as itself stands a stand-in user, which is nobody."""
    return party(raw.get("sender_chat")) or party(raw.get("from"))
