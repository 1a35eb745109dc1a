"""What a look-up told becomes facts, as if it had been delivered; what it could not tell is counted."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from chalicelib.domain.events import DeletionSeen, MessageSeen
from chalicelib.domain.organisation import Organisation
from chalicelib.lookups.port import Found, LookupFailed, Refused
from chalicelib.platforms import registry
from chalicelib.platforms.watched import brand_of
from chalicelib.usecases.ports import Context
from chalicelib.usecases.put_facts import put_facts
from chalicelib.usecases.settle import settle


def messages_in(found: Found, platform: str, organisation: Organisation) -> tuple[MessageSeen, ...]:
    """The messages that an answer tells, read by the platform's adapter like those of any delivery."""
    if found.delivery is None:
        return ()
    events = registry.load(platform).normalise(found.delivery, organisation)
    return tuple(event for event in events if isinstance(event, MessageSeen))


def handles_of(platform: str, account: str, organisation: Organisation) -> frozenset[str]:
    """What the account's brand goes by there: lower case, without the @; nothing for an account nobody configured."""
    known = organisation.account(platform, account)
    return frozenset(brand_of(organisation, known).handles) if known is not None else frozenset()


def learn(events: Iterable[MessageSeen | DeletionSeen], context: Context, now: datetime) -> None:
    """Put the facts and derive the conversations they touched. Repeats change nothing. Raises Contended."""
    counted: Counter[tuple[str, str]] = Counter()
    for ref in dict.fromkeys(ref for event in events for ref in put_facts(event, now, context, now, counted)):
        settle(ref, context, now)


def note_failure(error: LookupFailed, platform: str, account: str, context: Context, now: datetime) -> None:
    """Counted, so that an expired token is seen among what could not be used; the log has the platform's words."""
    kind = "look-up refused" if isinstance(error, Refused) else "look-up unanswered"
    context.notes.count(now, kind, f"{platform} {account}")
    context.journal.note("lookup_failed", platform=platform, account=account, reason=str(error))
