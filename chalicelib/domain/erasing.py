"""What of a conversation goes when one customer is erased, and what of the rest names them no longer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.alerts import Alert
from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.facts_by_hand import Dismissal, StillQuestion, Withdrawal
from chalicelib.domain.facts_seen import Deletion, Message
from chalicelib.domain.results import Result
from chalicelib.domain.steps import StepTaken

NOBODY = "erased"
"""Stands where an id of the customer stood; no platform gives such an id."""


@dataclass(frozen=True, slots=True)
class Theirs:
    """What is one customer's in a thread of several people. `messages` are the ids of what they wrote there."""

    messages: frozenset[str]
    gone: tuple[Fact, ...]
    changed: tuple[Fact, ...]
    """What others did, as it may stand from now on."""


def theirs_in(facts: Iterable[Fact], customers: frozenset[str]) -> Theirs:
    """What they wrote in a comment thread goes, with whatever was done about it alone.

    Of an answer to them stays when and by whom it was given, for it may answer others too; its text goes, and it
    names them no longer.
    """
    facts = tuple(facts)
    wrote = [f for f in facts if isinstance(f, Message) and f.direction == "inbound" and f.author in customers]
    messages = frozenset(each.id for each in wrote)
    handles = frozenset(f"@{each.author_name.lower()}" for each in wrote if each.author_name)
    gone = [fact for fact in facts if fact in wrote or _about(fact) in messages]
    ids = {fact_id(fact) for fact in gone}
    gone += [fact for fact in facts if isinstance(fact, Withdrawal) and fact.fact in ids]
    others = (fact for fact in facts if isinstance(fact, Message) and fact not in wrote)
    changed = [each for each in others if each != _unnamed(each, messages, customers | handles)]
    return Theirs(messages, tuple(gone), tuple(_unnamed(each, messages, customers | handles) for each in changed))


def nobodys_alert(alert: Alert, ref: str, number: int) -> Alert:
    """As a page keeps it: that, when and by which step somebody was paged, and no longer about whom.

    `ref` names a conversation that holds nothing, so whoever looks at the page again finds that nobody waits.
    """
    return replace(alert, id=f"{NOBODY}-{number}", conversation=ref, anchor=NOBODY)


def nobodys_result(result: Result, id: str) -> Result:
    """It counts as it did, under a name that leads nowhere; its instants are those of whole hours."""
    return replace(
        result,
        id=id,
        started_at=_hour(result.started_at),
        due_at=_hour(result.due_at),
        counted_at=_hour(result.counted_at),
        answered_at=_hour(result.answered_at) if result.answered_at is not None else None,
    )


def _about(fact: Fact) -> str | None:
    """The one message that a fact is about; None for what is about all of them, or about none."""
    match fact:
        case Deletion() | StillQuestion() | Dismissal():
            return fact.message
        case StepTaken():
            return fact.anchor
        case _:
            return None


def _unnamed(message: Message, theirs: frozenset[str], names: frozenset[str]) -> Message:
    if message.in_reply_to not in theirs and message.addressed.isdisjoint(names):
        return message
    if message.direction == "inbound":  # another customer's reply: their own words stay theirs
        return replace(message, in_reply_to=NOBODY if message.in_reply_to in theirs else message.in_reply_to)
    return replace(
        message,
        in_reply_to=NOBODY if message.in_reply_to in theirs else message.in_reply_to,
        addressed=message.addressed - names,
        excerpt=None,
    )


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
