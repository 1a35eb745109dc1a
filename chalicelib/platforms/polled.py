"""What the adapters of polled platforms have in common: nothing comes by webhook, and a page says whose it is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from chalicelib.platforms.errors import BadHandshake, BadSignature, UnreadableBody

if TYPE_CHECKING:
    from chalicelib.domain.events import Event
    from chalicelib.domain.organisation import Organisation
    from chalicelib.platforms.watched import Watched


def no_handshake(platform: str) -> NoReturn:
    """Raises BadHandshake always."""
    raise BadHandshake(f"{platform}: it is polled, there is no webhook to register", status=405)


def no_delivery(platform: str) -> NoReturn:
    """Raises BadSignature always: whatever comes by the open door is not from the poller."""
    raise BadSignature(f"{platform}: it is polled, so nothing that is delivered can be trusted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A page of one of the account's lists. What lies before `since` was seen already, or is too old."""

    account: str
    stream: str
    since: datetime | None
    page: object

    def seen_before(self, at: datetime | None) -> bool:
        """Never of what tells no time."""
        return at is not None and self.since is not None and at < self.since


def batch_of(platform: str, payload: Mapping[str, object], streams: Sequence[str]) -> Batch:
    """Raises UnreadableBody for what no poller of the platform wrote."""
    from chalicelib.platforms import fields, times

    account, stream = fields.identifier(payload.get("account")), fields.text(payload.get("stream"))
    if account is None or stream is None or stream not in streams or "page" not in payload:
        raise UnreadableBody(f"{platform}: the body is no page of {' or '.join(streams)} of an account")
    return Batch(account=account, stream=stream, since=times.from_text(payload.get("since")), page=payload["page"])


def events_of(
    platform: str,
    batch: Batch,
    organisation: "Organisation",
    items: Sequence[object],
    read: "Callable[[Mapping[str, object], Watched, Batch], Event]",
) -> "Iterator[Event]":
    """The events of a page, each item on its own; one event for the page of an account that nobody configured."""
    from chalicelib.domain.events import UnknownAccount
    from chalicelib.platforms.items import read_item
    from chalicelib.platforms.watched import watched

    brand = watched(organisation, platform, batch.account)
    if brand is None:
        yield UnknownAccount(platform=platform, account=batch.account)
        return
    for raw in items:
        yield read_item(platform, batch.account, batch.stream, raw, lambda item: read(item, brand, batch))
