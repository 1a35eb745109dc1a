"""What was done by hand and taken back can be done again, as often as people change their minds.

A withdrawal speaks of one fact for ever. So whatever is done again is another fact, named by how often it was taken
back: doing it twice is still one fact, and the order in which the rows come in cannot matter.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from typing import TypeVar

from chalicelib.domain.facts import Fact, fact_id
from chalicelib.domain.facts_by_hand import (
    Acknowledgement,
    Dismissal,
    Muted,
    Promise,
    PromiseKept,
    StillQuestion,
    Withdrawal,
)
from chalicelib.domain.facts_seen import Message

G = TypeVar("G", Acknowledgement, Dismissal, Message, Muted, Promise, PromiseKept, StillQuestion)


def afresh(given: G, facts: Iterable[Fact]) -> G:
    """The fact under the first name that was not taken back before it was stored; `facts` are the conversation's.

    A late copy of what was taken back since is no second deed: it keeps its name, and stays taken back.
    """
    taken_back = {fact.fact for fact in facts if isinstance(fact, Withdrawal) and fact.at <= given.stored_at}
    return next(named for turn in count() if fact_id(named := _named(given, turn)) not in taken_back)


def may_be_undone(fact: Fact) -> bool:
    """It was done by hand; what happened by itself, or was undone, stays as it is."""
    if isinstance(fact, Message):
        return fact.by_hand
    return isinstance(fact, Acknowledgement | Dismissal | Muted | Promise | PromiseKept | StillQuestion)


def _named(given: G, turn: int) -> G:
    if isinstance(given, PromiseKept | StillQuestion):
        return replace(given, turn=turn)
    return replace(given, id=f"{given.id}~{turn}") if turn else given
