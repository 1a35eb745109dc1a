"""Why a message starts nothing, although it is recorded and shown."""

from datetime import datetime, timedelta
from typing import Literal

from chalicelib.domain.events import Conversation
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.history import History
from chalicelib.domain.organisation import Account, Book
from chalicelib.domain.owners import owner_of

Quiet = Literal[
    "prefix_only",
    "retweet",
    "staff",
    "history",
    "reaction",
    "named",
    "thanks",
    "comment",
    "muted",
    "stale",
    "not_watched",
    "unknown_account",
]

# Older than this when we first see it: history, or a delivery that somebody replays.
STALE_AFTER = timedelta(days=7)


def too_early(account: Account, at: datetime, first_seen_at: datetime) -> Literal["stale", "not_watched"] | None:
    """Why something of that instant starts nothing, whatever it is; None when it may."""
    if first_seen_at - at > STALE_AFTER:
        return "stale"
    if account.watch_from is not None and at < account.watch_from:
        return "not_watched"
    return None


def why_quiet(conversation: Conversation, message: Message, past: History, book: Book) -> Quiet | None:
    """Why an inbound message starts nothing; None when it wants a response."""
    owner = owner_of(conversation, message.accounts, message.at, book)
    if owner is None:
        return "unknown_account"
    _, account = owner
    if early := too_early(account, message.at, message.first_seen_at):
        return early
    if message.id in past.still_questions:
        return None
    if past.muted_at(message.at) or message.muted_with:
        return "muted"
    if message.silence is not None:
        return message.silence
    # Before any answer it thanks for nothing of ours: then it is a message like any other.
    if "thanks" in message.signals and any(answer.at <= message.at for answer in past.answers):
        return "thanks"
    wants = message.signals & {"question", "complaint", "addresses_brand"}
    if "under_own_post" in message.signals and account.comments == "questions" and not wants:
        return "comment"
    return None
