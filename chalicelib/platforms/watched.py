"""Whom a delivery is for: the account, with all that its brand goes by on that platform.

Accounts of one brand on one platform answer for each other.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.events import Conversation, Passed, Unrecognised
from chalicelib.domain.organisation import Account, Organisation, Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The account an item is for, with the ids, the staff and the handles of its whole brand."""

    account: Account
    ours: frozenset[str]
    staff: frozenset[str]
    handles: Mapping[str, str]
    """The brand's account ids by handle: lower case, without the @."""
    told_at: datetime | None = None
    """The time of the envelope, beside that of the item in it; None where the platform's envelope has none."""

    def conversation(self, surface: Surface, customer: str) -> Conversation:
        """The brand's conversation with that customer, whichever of its accounts took part."""
        return Conversation(self.account.platform, self.account.brand, surface, customer)

    def thread(self, root: str) -> Conversation:
        """The public thread below that comment or post, where a platform does not tell whom a reply is for."""
        return Conversation(self.account.platform, self.account.brand, "public", root, threaded=True)

    def named_in(self, text: str | None) -> bool:
        """The text has one of the brand's handles, whole and outside a mail address."""
        written = (text or "").lower()
        return any(re.search(rf"(?<![\w@])@{re.escape(handle)}(?![\w.]*\w)", written) for handle in self.handles)

    def passed(self, kind: str) -> Passed:
        """An item that starts nothing by its kind."""
        return Passed(platform=self.account.platform, account=self.account.id, kind=kind)

    def unrecognised(self, kind: str) -> Unrecognised:
        """An item to be counted by kind until somebody teaches us."""
        return Unrecognised(platform=self.account.platform, account=self.account.id, kind=kind)


def watched(
    organisation: Organisation, platform: str, account_id: str, told_at: datetime | None = None
) -> Watched | None:
    """None for an account nobody configured."""
    account = organisation.account(platform, account_id)
    return brand_of(organisation, account, told_at) if account else None


def brand_of(organisation: Organisation, account: Account, told_at: datetime | None = None) -> Watched:
    """The account with its brand."""
    brand = organisation.siblings(account)
    return Watched(
        account=account,
        ours=frozenset(one.id for one in brand),
        staff=frozenset().union(*(one.staff for one in brand)),
        handles={one.name.lstrip("@").lower(): one.id for one in brand},
        told_at=told_at,
    )
