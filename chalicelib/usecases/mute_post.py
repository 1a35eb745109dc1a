"""A post muted by hand: what is asked under it starts nothing for a while, and nobody is paged about what runs."""

from datetime import UTC, datetime
from uuid import uuid4

from chalicelib.domain.afresh import afresh
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import fact_id
from chalicelib.domain.facts_by_hand import Muted, Withdrawal
from chalicelib.domain.facts_seen import Message
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


def mute_whole_post(ref: str, by: str, until: datetime, context: Context, now: datetime) -> Mute:
    """What is asked from now until then under the post that this conversation stands under starts no clock.

    In threads that only begin then too. A clock that runs goes on, and is paged about again afterwards. Taken back it
    ends there, and what was asked meanwhile stays as it is. Raises Refused for an instant that is past, or where no
    message tells of a post.
    """
    if until <= now:
        raise Refused(f"until: {until.isoformat()} is past; name a later instant")
    post = post_of(ref, context)
    if post is None:
        raise Refused(f"conversation: {ref} stands under no post that we know")
    platform = Conversation.parse(ref).platform
    same = (each for each in context.mutes if (each.platform, each.post, each.until) == (platform, post, until))
    if (known := next(same, None)) is not None:
        return known
    account = next(each for each in _messages(ref, context) if each.post == post)
    mute = Mute(
        id=uuid4().hex,
        platform=platform,
        account=min(account.accounts),
        by=by,
        made_at=now,
        until=until,
        conversation=ref,
        post=post,
    )
    context.duties.add_mute(mute)
    context.journal.note("post_muted", conversation=ref, by=by)
    return mute


def post_of(ref: str, context: Context) -> str | None:
    """The brand's own post that a conversation stands under, as its messages tell; None where none does."""
    return next((each.post for each in _messages(ref, context) if each.post is not None), None)


def _messages(ref: str, context: Context) -> list[Message]:
    return [fact for fact in context.conversations.load(ref).facts if isinstance(fact, Message)]


def unmute_post(ref: str, muted: Muted, by: str, context: Context, now: datetime) -> None:
    """As if it had never been muted: whoever asked meanwhile has waited since then. Raises Refused the second time."""
    taken_back = Withdrawal(fact=fact_id(muted), by=by, at=now, stored_at=now)
    context.conversations.add(ref, taken_back)
    settle(ref, context, now)
    take_back(context.duties, f"mute#{_of_duty(ref, muted)}", by, now)
    context.journal.note("done_by_hand", conversation=ref, fact=fact_id(taken_back))


def _of_duty(ref: str, muted: Muted) -> str:
    return f"{ref}#{muted.id}"
