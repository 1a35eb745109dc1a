"""What a form did, in words: how the page after it is headed, and what that means for the clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.organisation import Organisation
from chalicelib.domain.pages import PageView
from chalicelib.texts.describe import NAME_MOST, taken_words
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import say
from chalicelib.texts.times import day_time
from chalicelib.usecases.by_link import Action, Wish
from chalicelib.web.form import MOST_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """`undoes` is the action that can be taken back; empty where nothing can."""

    title: str
    detail: str
    so: str
    undoes: str = ""


_SO: Mapping[Action, str] = {
    "snooze": "so it pages at the limit",
    "dismiss": "so not counted",
    "answered_elsewhere": "so it stops",
    "promise": "so the promise runs",
    "kept": "so it stops",
    "renew": "so the promise runs",
    "pass_on": "so it runs",
    "escalate_now": "so it runs",
    "undo": "so it is as before",
}
# A page that went out cannot be called back, and what was undone can simply be done again.
_FOR_GOOD: frozenset[Action] = frozenset({"pass_on", "escalate_now", "undo"})


def taken(by: str, at: datetime, view: PageView) -> Done:
    """Somebody took it."""
    # Taking a storm's page takes the storm, so that it comes only once; its customers still want somebody.
    detail = say(view.language, "storm seen by") if view.storm else taken_words(by, at, view)
    return Done(title=say(view.language, "done title"), detail=detail, so=say(view.language, "only an answer"))


def done_of(wish: Wish, told: Sequence[str], view: PageView, today: Organisation) -> Done:
    """What was done; `told` are the ids of those who heard of it."""
    undoes = "" if wish.action in _FOR_GOOD else wish.action
    if wish.action == "acknowledge":
        now = taken(view.person_name, view.composed_at, view)
        return Done(title=now.title, detail=now.detail, so=now.so, undoes=undoes)
    if wish.action in ("pass_on", "escalate_now") and not told:
        title, detail = say(view.language, "did nothing new"), say(view.language, "told nobody")
    else:
        title, detail = _title(wish, view), _detail(wish, told, view, today)
    return Done(title=title, detail=detail, so=say(view.language, _SO[wish.action]), undoes=undoes)


def _title(wish: Wish, view: PageView) -> str:
    times = {
        name: day_time(instant, view.composed_at, view.zone, view.language)
        for name, instant in (("until", wish.until), ("at", wish.at))
        if instant is not None
    }
    return say(view.language, f"did {wish.action.replace('_', ' ')}", **times)


def _detail(wish: Wish, told: Sequence[str], view: PageView, today: Organisation) -> str:
    if told:
        names = ", ".join(_name(person, today) for person in told)
        return say(view.language, "told now", names=names)
    if wish.action == "dismiss":
        return say(view.language, f"reason {wish.reason.replace('_', ' ')}")
    if wish.action in ("promise", "renew"):
        what = one_line(wish.what, MOST_WORDS)
        return say(view.language, "promise of", what=what, owner=_name(wish.owner, today))
    return ""


def _name(person: str, today: Organisation) -> str:
    known = today.people.get(person)
    return one_line(known.name if known else person, NAME_MOST)
