"""A post muted by hand: what is asked under it starts nothing for a while, and nobody is paged about what runs."""

from datetime import UTC, datetime

from chalicelib.domain.afresh import afresh
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import fact_id
from chalicelib.domain.facts_by_hand import Muted, Withdrawal
from chalicelib.store.duties import Mute
from chalicelib.usecases.duties import take_back
from chalicelib.usecases.errors import Refused
from chalicelib.usecases.ports import Context
from chalicelib.usecases.settle import settle


def mute_post(ref: str, by: str, until: datetime, context: Context, now: datetime, reason: str = "") -> Muted:
    """What is asked in that conversation from now until then is recorded and shown, and starts no clock.

    A clock that runs goes on, and is paged about again afterwards. Raises Refused for an instant that is past or a
    brand without an account there.
    """
    if until <= now:
        raise Refused(f"until: {until.isoformat()} is past; name a later instant")
    conversation = Conversation.parse(ref)
    accounts = context.roster.organisation.accounts
    here = [each for each in accounts if (each.platform, each.brand) == (conversation.platform, conversation.brand)]
    if not here:
        raise Refused(f"conversation: {ref} is of no account that is configured")
    # Named by when it ends too, since one person may mute for an hour and then, in the same second, for a day.
    id = f"{by}@{now:%Y%m%dT%H%M%S}~{until.astimezone(UTC):%Y%m%dT%H%M%S}"
    given = Muted(id=id, by=by, at=now, stored_at=now, until=until, reason=reason)
    muted = afresh(given, context.conversations.load(ref).facts)
    context.conversations.add(ref, muted)
    context.duties.add_mute(
        Mute(
            id=_of_duty(ref, muted),
            platform=conversation.platform,
            account=here[0].id,
            by=by,
            made_at=now,
            until=until,
            reason=reason,
            conversation=ref,
        )
    )
    settle(ref, context, now)
    context.journal.note("done_by_hand", conversation=ref, fact=fact_id(muted))
    return muted


def unmute_post(ref: str, muted: Muted, by: str, context: Context, now: datetime) -> None:
    """As if it had never been muted: whoever asked meanwhile has waited since then. Raises Refused the second time."""
    taken_back = Withdrawal(fact=fact_id(muted), by=by, at=now, stored_at=now)
    context.conversations.add(ref, taken_back)
    settle(ref, context, now)
    take_back(context.duties, f"mute#{_of_duty(ref, muted)}", by, now)
    context.journal.note("done_by_hand", conversation=ref, fact=fact_id(taken_back))


def _of_duty(ref: str, muted: Muted) -> str:
    return f"{ref}#{muted.id}"
