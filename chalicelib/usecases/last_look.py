"""Just before a page: is what it is about still there, and was it answered where nobody told us?

A customer's deletion on X reaches no webhook, and an answer given in a platform's own app may come late or never. What
a platform tells now is stored as if it had been delivered, so that the page is composed of it as of everything else.
Whatever fails, the page goes out as if nobody had looked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from chalicelib.domain.alerts import Alert
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.composing import still_wanted
from chalicelib.domain.events import Conversation, DeletionSeen, MessageSeen
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.organisation import Organisation
from chalicelib.lookups.port import Asked, Gone, Lookup, LookupFailed
from chalicelib.lookups.registry import REGISTRY
from chalicelib.lookups.within import within
from chalicelib.store.conversations import Contended
from chalicelib.usecases import ports
from chalicelib.usecases.cases import cases_of
from chalicelib.usecases.learn import handles_of, learn, messages_in, note_failure
from chalicelib.usecases.ports import Context
from chalicelib.usecases.tasks import Task, enqueue

# The most urgent ones: what comes after them on a page is not worth keeping the person waiting for.
MOST_LOOKS = 5
# Of so many the conversation is read to find those five: an alert may be answered, or none that can be asked about.
_MOST_READ = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One question: about the message that an alert's clock hangs on."""

    lookup: Lookup
    asked: Asked
    conversation: Conversation
    known: frozenset[str]
    """Ids of the messages that the conversation has."""


def last_look(alerts: Sequence[Alert], context: Context, clock: ports.Clock) -> frozenset[str]:
    """Ask the platforms about the most urgent of these alerts; the conversations of which something was learned.

    All are asked at once, and within the look-ups' patience. Nothing is asked nor read where there is no token.
    """
    looks = list(_looks(alerts, context, clock.now()))
    questions = [partial(_ask, look, context.book.latest) for look in looks]
    answers = within(context.lookups.patience, questions)
    now = clock.now()
    learned = set()
    for look, answer in zip(looks, answers, strict=True):
        if isinstance(answer, LookupFailed):
            note_failure(answer, look.conversation.platform, look.asked.account, context, now)
        elif answer:
            _learn(answer, look.conversation.ref, context, now)
            learned.add(look.conversation.ref)
    return frozenset(learned)


def why_not(reason: str, alert: Alert, learned: frozenset[str]) -> str:
    """Why an alert is dropped, with how we came to know it."""
    return f"{reason}, seen by the last look" if alert.conversation in learned else reason


def _looks(alerts: Iterable[Alert], context: Context, now: datetime) -> Iterator[Look]:
    lookups = {(alert.conversation, alert.account): None for alert in alerts}
    able = {pair: lookup for pair in lookups if (lookup := _lookup(*pair, context, now)) is not None}
    asking = [alert for alert in alerts if (alert.conversation, alert.account) in able]
    asking = sorted(asking, key=lambda alert: (alert.target_at, alert.id))[:_MOST_READ]
    asked: set[tuple[str, str]] = set()
    for alert, case, clock in still_wanted(asking, cases_of(asking, context, now)).items if asking else ():
        message = _can_be_seen(case, clock)
        if message is None or (alert.conversation, message.id) in asked:
            continue
        if len(asked) == MOST_LOOKS:
            return
        asked.add((alert.conversation, message.id))
        yield Look(
            lookup=able[alert.conversation, alert.account],
            asked=_asked(alert.account, message, case, context.book.latest),
            conversation=case.conversation,
            known=frozenset(case.history.by_id),
        )


def _lookup(ref: str, account: str, context: Context, now: datetime) -> Lookup | None:
    conversation = Conversation.parse(ref)
    if conversation.surface != "public" or conversation.platform not in REGISTRY:
        return None
    try:
        return context.lookups.of(conversation.platform, account)
    except LookupFailed as error:
        note_failure(error, conversation.platform, account, context, now)
        return None


def _can_be_seen(case: Case, clock: Clock) -> Message | None:
    """The message to ask about, where its platform can tell."""
    message = case.message_of(clock)
    if message is None:
        return None
    own = REGISTRY[case.conversation.platform].own_posts_only
    return message if not own or "under_own_post" in message.signals else None


def _asked(account: str, message: Message, case: Case, today: Organisation) -> Asked:
    conversation = case.conversation
    return Asked(
        account=account,
        message=message.id,
        thread=conversation.counterpart if conversation.threaded else message.thread or "",
        customer="" if conversation.threaded else conversation.counterpart,
        handles=handles_of(conversation.platform, account, today),
    )


def _ask(look: Look, today: Organisation) -> tuple[MessageSeen | DeletionSeen, ...]:
    """The brand's messages that we do not have, or that the customer's is gone. Raises LookupFailed."""
    found = look.lookup.look(look.asked)
    if isinstance(found, Gone):
        gone = DeletionSeen(
            platform=look.conversation.platform,
            account=look.asked.account,
            message_id=look.asked.message,
            conversation=look.conversation,
            deleted_at=None,
        )
        return (gone,)
    told = messages_in(found, look.conversation.platform, today)
    return tuple(each for each in told if each.direction == "outbound" and each.id not in look.known)


def _learn(events: Iterable[MessageSeen | DeletionSeen], ref: str, context: Context, now: datetime) -> None:
    """Somebody else derives the conversation, should we crash in between or others keep saving it first."""
    enqueue(context.work, Task("escalate", ref, now), now)
    try:
        learn(events, context, now)
    except Contended as error:
        context.journal.note("last_look_contended", conversation=ref, reason=str(error))
