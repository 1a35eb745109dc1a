"""A customer has another id: what stands under the old one is told again under the new one, clock and all.

Facts are copied, never moved, so a crash or a repeat costs nothing: the old conversation rests from the fact that it
goes on elsewhere, and whatever still comes in for it is brought along when it is settled.
"""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.domain.events import Renamed
from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.facts_seen import Continued
from chalicelib.domain.merging import merge
from chalicelib.usecases.ports import Context


def rename(event: Renamed, received_at: datetime, context: Context, now: datetime) -> list[str]:
    """Put the turn on both sides; the conversations it touched.

    The old one stays awake until the new one holds what it held: between the two writes somebody watches it.
    """
    here = event.conversation.ref
    for former in event.before:
        context.conversations.add(here, _turn(event, former.ref, False, received_at, now))
        bring_along(context.conversations.load(former.ref).facts, here, context)
        context.conversations.add(former.ref, _turn(event, here, True, received_at, now))
    return [*(former.ref for former in event.before), here]


def bring_along(facts: Iterable[Fact], ref: str, context: Context) -> None:
    """Put in that conversation what it does not hold yet; the turns between conversations stay where they are."""
    held = {fact_id(fact): fact for fact in context.conversations.load(ref).facts}
    for fact in facts:
        known = held.get(fact_id(fact))
        if not isinstance(fact, Continued) and (known is None or merge(known, fact) != known):
            context.conversations.add(ref, fact)


def _turn(event: Renamed, other: str, leaves: bool, received_at: datetime, now: datetime) -> Continued:
    at = event.renamed_at or received_at
    return Continued(
        id=f"{'to' if leaves else 'from'}~{other}~{at.isoformat()}",
        other=other,
        leaves=leaves,
        first_seen_at=received_at,
        stored_at=now,
        renamed_at=event.renamed_at,
    )
