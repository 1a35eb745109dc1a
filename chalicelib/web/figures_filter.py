"""Which figures somebody wants to see: it stands in the address, so that it can be kept and sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args
from urllib.parse import urlencode

from chalicelib.domain.organisation import Account, Organisation
from chalicelib.domain.pages import ClockKind

DAYS: Mapping[str, int] = MappingProxyType({"today": 1, "7": 7, "30": 30})
"""By how they are called; today is always one of them."""
USUAL_DAYS = "7"
CLOCKS: tuple[ClockKind, ...] = get_args(ClockKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Empty: no choice. An account or clock that is none of ours fits nothing."""

    account: str = ""
    """`platform:id`."""
    clock: str = ""
    days: str = USUAL_DAYS

    @property
    def query(self) -> str:
        """`?account=x%3A7&days=30`: what is asked for, as it stands in an address; empty where nothing is chosen."""
        chosen = {"account": self.account, "clock": self.clock, "days": self.days if self.days != USUAL_DAYS else ""}
        query = urlencode({name: value for name, value in chosen.items() if value}, errors="replace")
        return f"?{query}" if query else ""

    def accounts(self, today: Organisation) -> Sequence[Account]:
        """Those that are asked for."""
        return [each for each in today.accounts if self.account in ("", key_of(each))]

    def wrong(self, today: Organisation) -> str:
        """What a machine has asked that cannot be answered, in one sentence; empty when it can."""
        if self.days not in DAYS:
            return f"`days` is one of {', '.join(DAYS)}"
        if self.clock not in ("", *CLOCKS):
            return f"`clock` is one of {', '.join(CLOCKS)}, or left out"
        if not self.accounts(today):
            return "`account` is `platform:id` of an account of ours, or left out"
        return ""


def asked_of(query: Mapping[str, str]) -> Asked:
    """From the address, as it stands there."""
    return Asked(
        account=query.get("account", ""), clock=query.get("clock", ""), days=query.get("days", "") or USUAL_DAYS
    )


def key_of(account: Account) -> str:
    """An account in an address."""
    return f"{account.platform}:{account.id}"
