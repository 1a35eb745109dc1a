"""Whose message it is: one account among those that saw it, with the configuration that its clocks keep."""

from datetime import datetime

from chalicelib.domain.events import Conversation
from chalicelib.domain.organisation import Account, Book, Effective


def owner_of(
    conversation: Conversation, ids: frozenset[str], at: datetime, book: Book
) -> tuple[Effective, Account] | None:
    """The account a message belongs to, with the configuration that knows it.

    The first account in the file among those that saw it, by the configuration in force at that instant. Where that
    one knows none of them: by the next one that does, so that no configuration added later changes the answer.
    None: nobody configured it.
    """
    in_force = book.entries.index(book.at(at))
    for effective in book.entries[in_force:]:
        account = effective.organisation.owner_of(conversation.platform, ids)
        if account is not None:
            return effective, account
    return None


def owner_of_conversation(
    conversation: Conversation, ids: frozenset[str], at: datetime, book: Book
) -> tuple[Effective, Account]:
    """The same for what no message set going. Where no configured account saw a word: the brand's first account.

    Raises LookupError when no configuration knows an account of the brand on that platform.
    """
    if owner := owner_of(conversation, ids, at, book):
        return owner
    in_force = book.entries.index(book.at(at))
    for effective in (*book.entries[in_force:], *reversed(book.entries[:in_force])):
        for account in effective.organisation.accounts:
            if (account.platform, account.brand) == (conversation.platform, conversation.brand):
                return effective, account
    raise LookupError(f"{conversation.ref}: no configuration knows an account of {conversation.brand}")
