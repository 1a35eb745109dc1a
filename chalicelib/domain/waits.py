"""Who waits since when, and what ended it: the first half of deriving a conversation from its facts.

A wait is one thing that wants a response: a customer's message, a reply of the brand that was deleted again, or a
move to DM. Clocks hang on waits (see `clocks.py`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import (
    Acknowledgement,
    Deletion,
    Dismissal,
    Fact,
    Follow,
    Message,
    MovedToDm,
    Promise,
    PromiseKept,
    StepTaken,
    StillQuestion,
    Withdrawal,
    fact_id,
)
from chalicelib.domain.organisation import Account, Book, Effective

End = Literal["answered", "deleted", "dismissed", "followed", "never_answered", "kept"]
Quiet = Literal[
    "prefix_only",
    "retweet",
    "staff",
    "history",
    "reaction",
    "thanks",
    "comment",
    "stale",
    "not_watched",
    "unknown_account",
]

STALE_AFTER = timedelta(days=7)
REOPENS_WITHIN = timedelta(hours=24)

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One thing that wants a response, from `started_at` to `ended_at` (None: still open)."""

    id: str
    started_at: datetime
    first_seen_at: datetime
    stored_at: datetime
    accounts: frozenset[str]
    author: str | None
    approximate: bool = False
    cause: Literal["message", "deleted_answer", "moved_to_dm"] = "message"
    ended_at: datetime | None = None
    end: End | None = None
    ended_by: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A conversation's facts, sorted by kind; withdrawn ones are gone."""

    messages: tuple[Message, ...]
    deletions: dict[str, Deletion]
    follows: tuple[Follow, ...]
    moves: tuple[MovedToDm, ...]
    acknowledgements: tuple[Acknowledgement, ...]
    dismissals: tuple[Dismissal, ...]
    still_questions: frozenset[str]
    promises: tuple[Promise, ...]
    kept: dict[str, PromiseKept]
    steps: tuple[StepTaken, ...]
    answers: tuple[Message, ...] = field(default=())
    """Human messages of the brand, deleted ones included, oldest first."""


def history(facts: Iterable[Fact]) -> History:
    """Sort facts by kind and time; ties by id, so that the order they come in cannot matter."""
    facts = tuple(facts)
    withdrawn = {fact.fact for fact in facts if isinstance(fact, Withdrawal)}
    kept = [fact for fact in facts if fact_id(fact) not in withdrawn]

    def of(kind: type[F], at: Callable[[F], datetime]) -> tuple[F, ...]:
        return tuple(sorted((f for f in kept if isinstance(f, kind)), key=lambda f: (at(f), f.key)))

    messages = of(Message, lambda m: m.at)
    return History(
        messages=messages,
        deletions={d.message: d for d in of(Deletion, lambda d: d.at)},
        follows=of(Follow, lambda f: f.at),
        moves=of(MovedToDm, lambda m: m.at),
        acknowledgements=of(Acknowledgement, lambda a: a.at),
        dismissals=of(Dismissal, lambda d: d.at),
        still_questions=frozenset(f.message for f in kept if isinstance(f, StillQuestion)),
        promises=of(Promise, lambda p: p.at),
        kept={k.promise: k for k in of(PromiseKept, lambda k: k.at)},
        steps=of(StepTaken, lambda s: s.planned_at),
        answers=tuple(m for m in messages if m.direction == "outbound" and not m.automatic),
    )


def waits(conversation: Conversation, past: History, book: Book) -> tuple[list[Wait], list[tuple[Message, Quiet]]]:
    """Everything that wants or wanted a response, oldest first, and the messages that start nothing, with why."""
    asked: list[Message] = []
    quiet: list[tuple[Message, Quiet]] = []
    for message in past.messages:
        if message.direction == "outbound":
            continue
        why = why_quiet(conversation, message, past, book)
        if why is None:
            asked.append(message)
        else:
            quiet.append((message, why))
    found = [_message_wait(conversation, message, past, book) for message in asked]
    found += _reopened(conversation, asked, past, book)
    if conversation.surface == "direct":
        found += _moved(conversation, past, book)
    return sorted(found, key=lambda wait: (wait.started_at, wait.id)), quiet


def owner_of(
    conversation: Conversation, ids: frozenset[str], at: datetime, book: Book
) -> tuple[Effective, Account] | None:
    """The account a message belongs to, with the configuration in force at that instant.

    The first account in the file among those that saw it. One that was configured only later is looked up in the
    newest settings. None: nobody configured it.
    """
    for effective in (book.at(at), book.entries[-1]):
        account = effective.organisation.owner_of(conversation.platform, ids)
        if account is not None:
            return effective, account
    return None


def why_quiet(conversation: Conversation, message: Message, past: History, book: Book) -> Quiet | None:
    """Why an inbound message starts nothing; None when it wants a response."""
    owner = owner_of(conversation, message.accounts, message.at, book)
    if owner is None:
        return "unknown_account"
    _, account = owner
    if message.first_seen_at - message.at > STALE_AFTER:
        return "stale"  # also the defence against replayed deliveries
    if account.watch_from is not None and message.at < account.watch_from:
        return "not_watched"
    if message.id in past.still_questions:
        return None
    if message.silence is not None:
        return message.silence
    if "thanks" in message.signals and any(a.at <= message.at for a in past.answers):
        return "thanks"
    wants = message.signals & {"question", "complaint", "addresses_brand"}
    if "under_own_post" in message.signals and account.comments == "questions" and not wants:
        return "comment"
    return None


def answers(conversation: Conversation, answer: Message, message: Message, past: History) -> bool:
    """Does this human message of the brand answer that message of a customer?

    Everything earlier of that customer, in the same thread only when both thread ids are known; an answer at the same
    instant counts. In a comment thread, where the platform names no customer: the messages of the authors it replies
    to or tags, and other people's non-questions.
    """
    if answer.at < message.at:
        return False
    if not conversation.threaded:
        return answer.thread is None or message.thread is None or answer.thread == message.thread
    return message.author in _targets(conversation, answer, past) or "question" not in message.signals


def _targets(conversation: Conversation, answer: Message, past: History) -> set[str | None]:
    targets: set[str | None] = set(answer.addressed)
    # An answer straight under the post's comment answers whoever wrote that comment.
    replied_to = answer.in_reply_to or conversation.counterpart
    targets |= {m.author for m in past.messages if m.id == replied_to and m.direction == "inbound"}
    return targets


def _message_wait(conversation: Conversation, message: Message, past: History, book: Book) -> Wait:
    wait = Wait(
        id=message.id,
        started_at=message.at,
        first_seen_at=message.first_seen_at,
        stored_at=message.stored_at,
        accounts=message.accounts,
        author=message.author,
        approximate=message.approximate,
    )
    ends = [(a.at, 0, a.id) for a in past.answers if answers(conversation, a, message, past)]
    if deletion := past.deletions.get(message.id):
        ends.append((max(deletion.at, message.at), 1, message.id))
    return _ended(wait, ends + _dismissals(wait, past))


def _reopened(conversation: Conversation, asked: Sequence[Message], past: History, book: Book) -> list[Wait]:
    """The brand deleted its reply within 24 h: what that reply alone answered waits again, from the deletion."""
    found = []
    for gone in past.answers:
        deletion = past.deletions.get(gone.id)
        if deletion is None or not gone.at <= deletion.at <= gone.at + REOPENS_WITHIN:
            continue
        alone = [m for m in asked if _only_answer(conversation, gone, m, deletion.at, past)]
        if not alone:
            continue
        oldest = alone[0]
        wait = Wait(
            id=f"deleted:{gone.id}",
            started_at=deletion.at,
            first_seen_at=deletion.first_seen_at,
            stored_at=deletion.stored_at,
            accounts=oldest.accounts,
            author=oldest.author,
            approximate=deletion.deleted_at is None,
            cause="deleted_answer",
        )
        ends = [
            (a.at, 0, a.id)
            for a in past.answers
            if a.at >= deletion.at and a.id != gone.id and answers(conversation, a, oldest, past)
        ]
        found.append(_ended(wait, ends + _dismissals(wait, past)))
    return found


def _only_answer(conversation: Conversation, gone: Message, message: Message, until: datetime, past: History) -> bool:
    if not answers(conversation, gone, message, past):
        return False
    removed = past.deletions.get(message.id)
    if (removed and removed.at <= until) or any(
        message.at <= d.at <= until and d.message in (None, message.id) for d in past.dismissals
    ):
        return False
    others = (a for a in past.answers if a.id != gone.id and a.at <= until)
    return not any(answers(conversation, a, message, past) and not _gone_by(a, until, past) for a in others)


def _gone_by(answer: Message, instant: datetime, past: History) -> bool:
    deletion = past.deletions.get(answer.id)
    return deletion is not None and deletion.at <= instant


def _moved(conversation: Conversation, past: History, book: Book) -> list[Wait]:
    """Moves to DM where the next word is the brand's: it must follow first, or it promised contact."""
    found = []
    for move in past.moves:
        ids = frozenset({move.account})
        owner = owner_of(conversation, ids, move.at, book)
        if owner is None or not (owner[1].needs_follow or move.promises_contact):
            continue  # "stuur ons een DM": the ball is with the customer
        wait = Wait(
            id=f"moved:{move.id}",
            started_at=move.at,
            first_seen_at=move.first_seen_at,
            stored_at=move.stored_at,
            accounts=ids,
            author=None,
            approximate=move.asked_at is None,
            cause="moved_to_dm",
        )
        ends = [(a.at, 0, a.id) for a in past.answers if a.at >= move.at]
        if not move.promises_contact:
            ends += [(max(f.at, move.at), 2, f.id) for f in _effective_follows(move.at, past)]
        found.append(_ended(wait, ends + _dismissals(wait, past)))
    return found


def _effective_follows(since: datetime, past: History) -> list[Follow]:
    """The follow in force at that instant, if any, and every later one."""
    earlier = [f for f in past.follows if f.at <= since]
    in_force = [earlier[-1]] if earlier and not earlier[-1].unfollow else []
    return in_force + [f for f in past.follows if f.at > since and not f.unfollow]


def _dismissals(wait: Wait, past: History) -> list[tuple[datetime, int, str]]:
    return [(d.at, 3, d.id) for d in past.dismissals if d.at >= wait.started_at and d.message in (None, wait.id)]


_ENDS: tuple[End, ...] = ("answered", "deleted", "followed", "dismissed")


def _ended(wait: Wait, ends: list[tuple[datetime, int, str]]) -> Wait:
    """Close a wait at its earliest end; at one instant an answer outranks the others."""
    if not ends:
        return wait
    at, kind, by = min(ends)
    return replace(wait, ended_at=at, end=_ENDS[kind], ended_by=by)
