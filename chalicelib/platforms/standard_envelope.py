"""The outside of a Standard Webhooks body: which events it holds, and which account each of them names.

The signature is checked against these accounts, so the rules read them here too: what one of them takes for the name
of an account the other must not read differently.
"""

import re
from collections.abc import Mapping

from chalicelib.platforms import fields
from chalicelib.platforms.errors import UnreadableBody

AccountName = tuple[str, str]
"""Platform and id."""

# What becomes part of a key: printable ASCII, without spaces and what has a meaning around ids elsewhere.
_IDENTIFIER = re.compile(r"""(?:(?!["#',<>\\`])[!-~]){1,300}""", re.ASCII)


def items(payload: Mapping[str, object]) -> list[object]:
    """The events of a body, which is one itself or has them in `events`. Raises UnreadableBody for neither."""
    if "events" in payload:
        return fields.sequence(payload["events"])
    if "type" not in payload:
        raise UnreadableBody("standard: the body has neither a type nor events")
    return [payload]


def accounts(payload: Mapping[str, object]) -> set[AccountName]:
    """Every account that is named. Raises UnreadableBody."""
    named = (account_of(fields.mapping(item)) for item in items(payload))
    return {account for account in named if account is not None}


def account_of(item: Mapping[str, object]) -> AccountName | None:
    """None where no account is named in full; such an item cannot be read."""
    account = fields.mapping(fields.mapping(item.get("data")).get("account"))
    platform, account_id = identifier(account.get("platform")), identifier(account.get("id"))
    return (platform, account_id) if platform is not None and account_id is not None else None


def identifier(raw: object) -> str | None:
    """An id as text; mail addresses and the ids of mails, without their angle brackets, are ids too."""
    if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < 10**40:
        raw = str(raw)
    return raw if isinstance(raw, str) and _IDENTIFIER.fullmatch(raw) else None
