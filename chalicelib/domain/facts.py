"""What happened, as rows of a conversation: put once, merged when seen again, never edited.

How two copies of one happening become one is in `merging.py`.
"""

from typing import get_args

from chalicelib.domain.facts_by_hand import (
    Acknowledgement,
    Dismissal,
    Muted,
    Promise,
    PromiseKept,
    StillQuestion,
    Withdrawal,
)
from chalicelib.domain.facts_seen import Continued, Deletion, Follow, Message, MovedToDm
from chalicelib.domain.steps import StepTaken

Fact = (
    Message
    | Deletion
    | Follow
    | MovedToDm
    | Continued
    | Acknowledgement
    | Dismissal
    | Muted
    | StillQuestion
    | Promise
    | PromiseKept
    | StepTaken
    | Withdrawal
)

KINDS: tuple[type[Fact], ...] = get_args(Fact)


def fact_id(fact: Fact) -> str:
    """The fact's key inside its conversation: two facts with one id are copies of one happening."""
    return f"{fact.KIND}#{fact.key}"
