"""Which message of the brand answers which message of a customer: one rule, for clocks and reports alike."""

from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Message
from chalicelib.domain.history import History


def answers(conversation: Conversation, answer: Message, message: Message, past: History) -> bool:
    """Does this human message of the brand answer that message of a customer?

    Everything earlier of that customer, in the same thread only when both thread ids are known; an answer at the same
    instant counts. In a comment thread, where the platform names no customer: the message it replies to, what else
    the authors wrote that it replies to or tags, and other people's non-questions.
    """
    if answer.at < message.at:
        return False
    if not conversation.threaded:
        return answer.thread is None or message.thread is None or answer.thread == message.thread
    # Without a parent it stands straight under the comment that the thread is named for.
    replied_to = answer.in_reply_to or conversation.counterpart
    if message.id == replied_to or "question" not in message.signals:
        return True
    authors = answer.addressed | {m.author for m in past.messages if m.id == replied_to and m.direction == "inbound"}
    # Two authors that the platform does not tell are not known to be one.
    return message.author is not None and message.author in authors
