"""Who waits since when, and what ended it: the first half of deriving a conversation from its facts.

A wait is one thing that wants a response: a customer's message, a reply of the brand that was deleted again, or a
move to DM. Clocks hang on waits (see `anchors.py` and `clocks.py`).
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Literal, NamedTuple

from chalicelib.domain.answering import answers
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts_by_hand import Dismissal
from chalicelib.domain.facts_seen import Follow, Message, MovedToDm
from chalicelib.domain.history import History
from chalicelib.domain.organisation import Book
from chalicelib.domain.owners import owner_of
from chalicelib.domain.quiet import Quiet, too_early, why_quiet

End = Literal["answered", "deleted", "dismissed", "followed", "never_answered", "kept"]

REOPENS_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """One thing that wants a response, from `started_at` to `ended_at` (None: still open)."""

    id: str
    started_at: datetime
    first_seen_at: datetime
    stored_at: datetime
    accounts: frozenset[str]
    author: str | None
    message: str | None = None
    """Id of the customer's message that it is about; None for a move to DM."""
    approximate: bool = False
    cause: Literal["message", "deleted_answer", "moved_to_dm"] = "message"
    ended_at: datetime | None = None
    end: End | None = None
    ended_by: str | None = None
    end_stored_at: datetime | None = None


class _Ending(NamedTuple):
    """What may end a wait. The earliest does; at one instant an answer outranks the others (a lower rank wins)."""

    at: datetime
    rank: int
    by: str
    stored_at: datetime


_ENDS: tuple[End, ...] = ("answered", "deleted", "followed", "dismissed")
_ANSWERED, _DELETED, _FOLLOWED, _DISMISSED = range(4)


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
    found = [_message_wait(conversation, message, past) for message in asked]
    found += _reopened(conversation, asked, past, book)
    if conversation.surface == "direct":
        found += _moved(conversation, past, book)
    return sorted(found, key=lambda wait: (wait.started_at, wait.id)), quiet


def place_of(conversation: Conversation, author: str | None, anchor: str) -> str:
    """What waits in one place shares one clock: the conversation, or in a comment thread each author.

    An author whom the platform does not tell is nobody else.
    """
    if not conversation.threaded:
        return ""
    return f"?{anchor}" if author is None else author


def waiting_for_customer(past: History, found: Sequence[Wait]) -> datetime | None:
    """Since when the ball is with the customer: the newest move to DM that left it there, nobody having spoken since.

    A plain invitation leaves it there at once, one that had to be followed up by a follow from then on.
    """
    if not past.moves:
        return None
    newest = past.moves[-1]
    if any(message.at >= newest.at for message in past.messages):
        return None
    wait = next((wait for wait in found if wait.id == _move_id(newest)), None)
    if wait is None:
        return newest.at
    return wait.ended_at if wait.end == "followed" else None


def _message_wait(conversation: Conversation, message: Message, past: History) -> Wait:
    stored_at = message.stored_at
    if still := past.still_questions.get(message.id):
        stored_at = max(stored_at, still.stored_at)
    wait = Wait(
        id=message.id,
        started_at=message.at,
        first_seen_at=message.first_seen_at,
        stored_at=past.set_going_at(message.at, stored_at),
        accounts=message.accounts,
        author=message.author,
        message=message.id,
        approximate=message.approximate,
    )
    return _ended(wait, min(_endings(conversation, message, message.at, past, {message.id}), default=None))


def _endings(
    conversation: Conversation, message: Message, since: datetime, past: History, names: set[str], gone: str = ""
) -> list[_Ending]:
    """All that may end the waiting for an answer to this message from `since` on; `gone` is a deleted answer."""
    # Answers stand in order of time, so the first that fits is the one that counts.
    later = islice(past.answers, bisect_left(past.answers, since, key=lambda a: a.at), None)
    first = next((a for a in later if a.id != gone and answers(conversation, a, message, past)), None)
    ends = [_Ending(first.at, _ANSWERED, first.id, first.stored_at)] if first is not None else []
    if deletion := past.deletions.get(message.id):
        ends.append(_Ending(max(deletion.at, since), _DELETED, message.id, deletion.stored_at))
    return ends + _dismissals(past.dismissals, since, names)


def _reopened(conversation: Conversation, asked: Sequence[Message], past: History, book: Book) -> list[Wait]:
    """The brand deleted its reply within 24 h: what that reply alone answered waits again, from the deletion."""
    found = []
    for gone in past.answers:
        deletion = past.deletions.get(gone.id)
        if deletion is None or deletion.at > gone.at + REOPENS_WITHIN:
            continue
        # A platform may tell a deletion in whole seconds and a message in milliseconds.
        since = max(deletion.at, gone.at)
        places: dict[str, list[Message]] = {}
        for message in asked:
            if _only_answer(conversation, gone, message, since, past):
                places.setdefault(place_of(conversation, message.author, message.id), []).append(message)
        for place, alone in places.items():
            owner = owner_of(conversation, alone[0].accounts, since, book)
            if owner is None or too_early(owner[1], since, deletion.first_seen_at) or past.muted_at(since):
                continue
            wait = Wait(
                id=f"deleted:{gone.id}:{place}" if place else f"deleted:{gone.id}",
                started_at=since,
                first_seen_at=deletion.first_seen_at,
                stored_at=past.set_going_at(since, deletion.stored_at),
                accounts=alone[0].accounts,
                author=alone[0].author,
                message=alone[0].id,
                approximate=deletion.deleted_at is None,
                cause="deleted_answer",
            )
            ends = [min(_endings(conversation, m, since, past, {wait.id, m.id}, gone.id), default=None) for m in alone]
            found.append(_ended(wait, _last_of(ends)))
    return found


def _only_answer(conversation: Conversation, gone: Message, message: Message, until: datetime, past: History) -> bool:
    """Nothing but that reply ended the waiting for this message before the reply was deleted."""
    if not answers(conversation, gone, message, past):
        return False
    ends = _endings(conversation, message, message.at, past, {message.id}, gone.id)
    return not any(end.at <= until and not (end.rank == _ANSWERED and _gone_by(end.by, until, past)) for end in ends)


def _gone_by(answer: str, instant: datetime, past: History) -> bool:
    deletion = past.deletions.get(answer)
    return deletion is not None and deletion.at <= instant


def _last_of(ends: Sequence[_Ending | None]) -> _Ending | None:
    """Of several messages behind one wait: the end of the last that waited; None while one still waits."""
    known = [end for end in ends if end is not None]
    return None if len(known) < len(ends) else max(known, key=lambda end: (end.at, -end.rank, end.by))


def _moved(conversation: Conversation, past: History, book: Book) -> list[Wait]:
    """Moves to DM where the next word is the brand's: it must follow first, or it promised contact."""
    found = []
    for move in past.moves:
        ids = frozenset({move.account})
        owner = owner_of(conversation, ids, move.at, book)
        if owner is None or too_early(owner[1], move.at, move.first_seen_at):
            continue
        if not (owner[1].needs_follow or move.promises_contact):
            continue  # "stuur ons een DM": the ball is with the customer
        wait = Wait(
            id=_move_id(move),
            started_at=move.at,
            first_seen_at=move.first_seen_at,
            stored_at=past.set_going_at(move.at, move.stored_at),
            accounts=ids,
            author=None,
            approximate=move.asked_at is None,
            cause="moved_to_dm",
        )
        ends = [_Ending(a.at, _ANSWERED, a.id, a.stored_at) for a in past.answers if a.at >= move.at]
        if not move.promises_contact:
            follows = _effective_follows(move.at, past)
            ends += [_Ending(max(f.at, move.at), _FOLLOWED, f.id, f.stored_at) for f in follows]
        ends += _dismissals(past.dismissals, move.at, {wait.id})
        found.append(_ended(wait, min(ends, default=None)))
    return found


def _move_id(move: MovedToDm) -> str:
    return f"moved:{move.id}"


def _effective_follows(since: datetime, past: History) -> list[Follow]:
    """The follow in force at that instant, if any, and every later one."""
    earlier = [f for f in past.follows if f.at <= since]
    in_force = [earlier[-1]] if earlier and not earlier[-1].unfollow else []
    return in_force + [f for f in past.follows if f.at > since and not f.unfollow]


def _dismissals(dismissals: Iterable[Dismissal], since: datetime, names: set[str]) -> list[_Ending]:
    """Those that speak of all that was asked, or by name of this."""
    spoken = (d for d in dismissals if d.at >= since and (d.message is None or d.message in names))
    return [_Ending(d.at, _DISMISSED, d.id, d.stored_at) for d in spoken]


def _ended(wait: Wait, end: _Ending | None) -> Wait:
    if end is None:
        return wait
    return replace(wait, ended_at=end.at, end=_ENDS[end.rank], ended_by=end.by, end_stored_at=end.stored_at)
