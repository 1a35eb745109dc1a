"""What a form on a page's own link asks for, done in that person's name. Facts first, then the rows of the page.

A form may be sent twice: it names its facts (`key`) and the instant it was shown at, so that the second time finds
what the first one did.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_by_hand import Acknowledgement, Dismissal, Promise, PromiseKept
from chalicelib.domain.facts_seen import Message
from chalicelib.usecases import act
from chalicelib.usecases.acknowledge import acknowledge
from chalicelib.usecases.open_page import Carried, Opened
from chalicelib.usecases.ports import Context

Action = Literal[
    "acknowledge",
    "pass_on",
    "escalate_now",
    "snooze",
    "dismiss",
    "answered_elsewhere",
    "promise",
    "kept",
    "renew",
    "undo",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One form, checked: every field that its action needs is there and fits the page."""

    action: Action
    about: tuple[Carried, ...]
    """What of the page it is about, at least one."""
    shown_at: datetime
    """When the page was shown that the form stood on; when it was sent, where the form does not tell."""
    key: str
    until: datetime | None = None
    """`snooze`, `promise` and `renew`: the end, to come."""
    at: datetime | None = None
    """`answered_elsewhere`: when."""
    reason: str = ""
    what: str = ""
    owner: str = ""
    undoes: Action | None = None

    @property
    def refs(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.ref for each in self.about))


def fulfil(wish: Wish, opened: Opened, context: Context, now: datetime) -> tuple[str, ...]:
    """Do it; the ids of the people who were told of it, for what tells people.

    Raises Refused where the wish does not fit after all, and Contended when others kept being faster.
    """
    by = opened.link.person
    match wish:
        case Wish(action="acknowledge"):
            _take(wish, opened, context, now)
        case Wish(action="snooze", until=datetime() as until):
            act.snooze(wish.refs, by, until, context, now, wish.key)
        case Wish(action="dismiss"):
            _dismiss(wish, by, context, now)
        case Wish(action="answered_elsewhere", at=datetime() as at):
            for each in wish.about:
                message = each.clock.message if each.case.conversation.threaded else None
                act.answered_elsewhere((each.ref,), by, at, context, now, message, wish.key)
        case Wish(action="promise", until=datetime() as until):
            for ref in wish.refs:
                act.promise(ref, by, wish.owner, until, wish.what, context, now, wish.key)
        case Wish(action="kept"):
            _keep(wish.about, by, context, now)
        case Wish(action="renew", until=datetime() as until):
            # The new time first: a crash between the two leaves one promise too many, not one too few.
            for ref in wish.refs:
                act.promise(ref, by, wish.owner, until, wish.what, context, now, wish.key)
            _keep(wish.about, by, context, now)
        case Wish(action="pass_on"):
            told = act.pass_on(wish.refs, by, context, now, wish.shown_at)
            if told and _is_whole(wish, opened):
                _withdraw_waiting(opened, context, now)
            return told
        case Wish(action="escalate_now"):
            return act.escalate_now(wish.refs, by, context, now, wish.shown_at)
        case Wish(action="undo", undoes=str() as undoes):
            for ref in wish.refs:
                for fact in done_since(ref, undoes, by, wish.shown_at, context):
                    act.undo(ref, fact, by, context, now)
    return ()


def done_since(ref: str, action: Action, by: str, since: datetime, context: Context) -> list[Fact]:
    """What this person did so by hand since then, latest first; taking it back twice changes nothing more."""
    found = []
    for fact in context.conversations.load(ref).facts:
        who, actions = _deed(fact)
        if who == by and action in actions and fact.stored_at >= since:
            found.append(fact)
    return sorted(found, key=lambda fact: fact.stored_at, reverse=True)


def _take(wish: Wish, opened: Opened, context: Context, now: datetime) -> None:
    """All that the page carries is acknowledged with its rows; one conversation of it by itself."""
    if not _is_whole(wish, opened):
        act.take(wish.refs, opened.link.person, "link", context, now, wish.key)
    else:
        acknowledge(opened.link, "link", context, now, _taken_at(opened, wish.shown_at))


def _taken_at(opened: Opened, since: datetime) -> datetime | None:
    """When this page was taken since then, though perhaps not all of it: the same instant is the same fact."""
    own = f"{opened.link.group}@"
    given = (a for each in opened.carried for a in each.case.acknowledgements if a.id.startswith(own))
    return min((a.at for a in given if a.by == opened.link.person and a.at >= since), default=None)


def _dismiss(wish: Wish, by: str, context: Context, now: datetime) -> None:
    for each in wish.about:
        if not each.case.conversation.threaded:
            act.dismiss((each.ref,), by, wish.reason, context, now, key=wish.key)
            continue
        # In a thread others wait too: only what this one asked.
        for message in sorted(each.case.waiting_with(each.clock)):
            act.dismiss((each.ref,), by, wish.reason, context, now, message, wish.key)


def _keep(about: Sequence[Carried], by: str, context: Context, now: datetime) -> None:
    for each in about:
        act.keep_promise(each.ref, each.clock.anchor, by, context, now)


def _is_whole(wish: Wish, opened: Opened) -> bool:
    return set(wish.refs) == {each.ref for each in opened.carried}


def _withdraw_waiting(opened: Opened, context: Context, now: datetime) -> None:
    """Whoever passed it on needs no second message about it."""
    for page in opened.pages:
        if page.state == "pending" and not page.attempts:
            reason = f"passed on by {opened.link.person}"
            context.people.save(replace(page, state="withdrawn", due_at=None, ended_at=now, reason=reason), page)


def _deed(fact: Fact) -> tuple[str | None, tuple[Action, ...]]:
    """Who did by hand what made this fact; nobody, for what happened by itself."""
    match fact:
        case Acknowledgement(by=by, until=until):
            return by, ("acknowledge",) if until is None else ("snooze",)
        case Dismissal(by=by):
            return by, ("dismiss",)
        case Message(author=by, by_hand=True):
            return by, ("answered_elsewhere",)
        case Promise(by=by):
            return by, ("promise", "renew")
        case PromiseKept(by=by):
            return by, ("kept", "renew")
        case _:
            return None, ()
