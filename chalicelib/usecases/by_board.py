"""What somebody who is signed in does on the status page: take who waits, or say that a message wants an answer.

A form is named by the instant its page was shown at, so that one that is sent twice is done once.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.organisation import MANAGER, ON_CALL, Brand
from chalicelib.domain.roster import Recipient
from chalicelib.domain.steps import StepTaken
from chalicelib.domain.storm import Storm, is_storm, storm_alert
from chalicelib.usecases import act
from chalicelib.usecases.errors import Refused
from chalicelib.usecases.handover import hand_over
from chalicelib.usecases.ports import Context
from chalicelib.usecases.storm import first_due, storm_case, storm_on, who_waits

Helper = Literal["help", "press"]

# Somebody waits for the answer to this, and whoever is left is taken by the next tap.
MOST_AT_ONCE = 50


def take(ref: str, by: str, shown: str, context: Context, now: datetime) -> None:
    """ "Mine". Raises Refused where nobody waits, in that conversation or in that storm."""
    conversation = _parsed(ref)
    if is_storm(ref):
        _storm(conversation, context, now)
    elif not _case(conversation, context, now).open:
        raise Refused(f"{ref}: nobody waits there")
    act.take((ref,), by, "board", context, now, shown)


def take_all(ref: str, by: str, shown: str, context: Context, now: datetime) -> None:
    """Take those of a storm whom nobody has, the first to break first, at most MOST_AT_ONCE. Raises Refused for a storm
    that is over."""
    storm = _storm(_parsed(ref), context, now)
    waiting = who_waits(storm.brand, storm.since, context, now).members
    free = dict.fromkeys(each.head.conversation for each in waiting if each.head.acknowledged_by is None)
    act.take(list(free)[:MOST_AT_ONCE], by, "board", context, now, shown)


def call_in(ref: str, whom: Helper, by: str, context: Context, now: datetime) -> None:
    """Page somebody else about a storm at once, once: the manager, or who tells the press.

    Raises Refused for a storm that is over or in which nobody waits, where somebody was called in before, and where
    whoever it is has a page of it anyway.
    """
    storm = _storm(_parsed(ref), context, now)
    brand = context.roster.organisation.brands.get(storm.brand)
    first = first_due(storm.brand, storm.since, context, now)
    roles = helpers(brand).get(whom) if brand else None
    if first is None or not roles:
        raise Refused(f"{ref}: nobody to call in about it, or nobody waits")
    if any(step.step == whom for step in storm_case(storm, context, now).steps):
        raise Refused(f"{ref}: somebody was called in already, {whom}")
    due_at, account = first
    alert = storm_alert(storm, Recipient(person=by, role=whom, why=f"asked for by {by}"), account, due_at)
    told = hand_over((alert,), f"asked for by {by}", context, now, roles)
    if not told:
        raise Refused(f"{ref}: whoever could be called in knows of it")
    called = StepTaken(
        alert=f"{alert.id}-{whom}",
        step=whom,
        level=alert.level,
        clock=alert.clock,
        anchor=alert.anchor,
        planned_at=now,
        stored_at=now,
        outcome="fired",
        recipients=told,
        reason=alert.why,
    )
    context.conversations.add(ref, called)


def helpers(brand: Brand) -> Mapping[Helper, tuple[str, ...]]:
    """Whom a storm may be told to by hand, as roles, the first who can be reached."""
    press: dict[Helper, tuple[str, ...]] = {"press": (brand.press,)} if brand.press else {}
    return {"help": (MANAGER, ON_CALL), **press}


def still_a_question(ref: str, name: str, by: str, context: Context, now: datetime) -> None:
    """Start the clock of a message that starts none by rule; `name_of` names it. Raises Refused for any other."""
    case = _case(_parsed(ref), context, now)
    message = next((quiet.id for quiet, _ in case.quiet if name_of(quiet.id) == name), None)
    if message is None:
        raise Refused(f"{ref}: no message without a clock goes by {name!r}")
    act.still_a_question(ref, message, by, context, now)


def name_of(message: str) -> str:
    """A message as a form names it: ids are strangers' and may hold what no form brings back as it was."""
    return hashlib.sha256(message.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _storm(conversation: Conversation, context: Context, now: datetime) -> Storm:
    storm = storm_on(conversation.brand, context, now)
    if storm is None or storm.ref != conversation.ref:
        raise Refused(f"{conversation.ref}: that storm is over")
    return storm


def _parsed(ref: str) -> Conversation:
    try:
        return Conversation.parse(ref)
    except ValueError as error:
        raise Refused(f"{ref!r} names no conversation") from error


def _case(conversation: Conversation, context: Context, now: datetime) -> Case:
    """As it runs by now, also where that is under another id of the customer."""
    ref, loaded = act.running_in(conversation.ref, context)
    return derive(Conversation.parse(ref), loaded.facts, context.book, now)
