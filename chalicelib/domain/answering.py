"""Which message of the brand answers which message of a customer: one rule, for clocks and reports alike."""

from chalicelib.domain.events import Conversation
from chalicelib.domain.facts_seen import Message
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
    if message.author is None:
        return False  # two authors that the platform does not tell are not known to be one
    above = past.by_id.get(replied_to)
    # Instagram tells whom an answer tags by handle only.
    handle = f"@{message.author_name.lower()}" if message.author_name else None
    return not answer.addressed.isdisjoint({message.author, handle}) or (
        above is not None and above.direction == "inbound" and above.author == message.author
    )
