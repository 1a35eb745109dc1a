"""A form of a page's own link, read and checked: a wish that fits the page, or what is wrong at which field.

Fields: `action`, and by action `conversation` (an alert's number on the page; absent: all it carries), `reason`,
`until`, `at`, `what`, `owner`, `undo`, and `shown`, when the page was shown. An action alone is a form too: that is
what the button of a push message sends.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args
from urllib.parse import parse_qs

from chalicelib.domain.facts import fact_id
from chalicelib.domain.facts_by_hand import DismissalReason, Promise
from chalicelib.domain.organisation import Organisation
from chalicelib.texts.times import day_time
from chalicelib.usecases.by_link import Action, Wish
from chalicelib.usecases.open_page import Carried, Opened
from chalicelib.web.typed_times import coming, passed

SNOOZES = ("15", "30", "60")
"""Minutes."""
REASONS: tuple[DismissalReason, ...] = get_args(DismissalReason)
MOST_WORDS = 80
OF_A_STORM: tuple[Action, ...] = ("acknowledge", "pass_on", "escalate_now", "undo")
OF_A_PROMISE: tuple[Action, ...] = ("kept", "renew")
OF_A_QUESTION: tuple[Action, ...] = ("dismiss", "answered_elsewhere", "promise")

_ACTIONS: tuple[Action, ...] = get_args(Action)
_MOST_BYTES = 32_768
_MOST_FIELDS = 50
_SHOWN = re.compile(r"[0-9]{8}T[0-9]{12}Z")
_SHOWN_AS = "%Y%m%dT%H%M%S%fZ"
# The clocks of two machines differ a little.
_SKEW = timedelta(seconds=5)
_SNOOZE_DAYS, _PROMISE_DAYS = 3, 366


class Wrong(ValueError):
    """What is wrong: a phrase and what it is filled with, at a field, empty for the form as a whole."""

    def __init__(self, phrase: str, field: str = "", **fields: str | int) -> None:
        super().__init__(phrase)
        self.phrase, self.field, self.fields = phrase, field, fields


def stamp(now: datetime) -> str:
    """The instant a page is shown at, as its forms carry it."""
    return now.astimezone(UTC).strftime(_SHOWN_AS)


def shown_in(text: str) -> datetime | None:
    """The inverse of `stamp`; None for other text."""
    if not _SHOWN.fullmatch(text):
        return None
    try:
        return datetime.strptime(text, _SHOWN_AS).replace(tzinfo=UTC)
    except ValueError:
        return None


def read_form(body: bytes) -> dict[str, str]:
    """The fields that were sent. Raises Wrong for what is no form, or has a field twice."""
    try:
        text = body[: _MOST_BYTES + 1].decode("utf-8", "replace")
        fields = parse_qs(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise Wrong("wrong form") from error
    if len(body) > _MOST_BYTES or any(len(values) > 1 for values in fields.values()):
        raise Wrong("wrong form")
    return {name: values[0] for name, values in fields.items()}


def read_wish(form: Mapping[str, str], opened: Opened, organisation: Organisation, now: datetime) -> Wish:
    """What the form asks for. Raises Wrong where that is not to be done here and now."""
    action = _action(form.get("action", ""))
    shown_at = _shown_at(form, opened, now)
    about = _about(form, opened)
    about = tuple(each for each in about if action not in OF_A_QUESTION or each.clock.kind != "promise")
    if not about or (opened.view.storm and action not in OF_A_STORM):
        raise Wrong("wrong action")
    if action in OF_A_PROMISE and (len(about) > 1 or about[0].clock.kind != "promise"):
        raise Wrong("wrong action")
    key = _key(form, shown_at)
    if action not in ("acknowledge", "undo"):
        about = tuple(each for each in about if _waits(each, shown_at, key))
    if not about:
        raise Wrong("wrong nobody waits")
    wish = Wish(action=action, about=about, shown_at=shown_at, key=key)
    return _FILLED[action](wish, form, opened, organisation, now) if action in _FILLED else wish


def _action(text: str) -> Action:
    action = next((each for each in _ACTIONS if each == text), None)
    if action is None:
        raise Wrong("wrong action")
    return action


def _shown_at(form: Mapping[str, str], opened: Opened, now: datetime) -> datetime:
    """Bounded: no page was shown before its link was made, or in the future."""
    text = form.get("shown", "")
    if not text and form.get("action") != "undo":
        return now
    at = shown_in(text)
    if at is None or not opened.link.created_at <= at <= now + _SKEW:
        raise Wrong("wrong stale")
    return at


def _about(form: Mapping[str, str], opened: Opened) -> tuple[Carried, ...]:
    number = form.get("conversation", "")
    if not number:
        return opened.carried
    about = tuple(each for each in opened.carried if str(each.number) == number)
    if not about or opened.view.storm:
        raise Wrong("wrong conversation")
    return about


def _key(form: Mapping[str, str], shown_at: datetime) -> str:
    """The same form sent twice has the same key, and one that was filled in otherwise another."""
    said = "\x1f".join(form.get(name, "") for name in ("action", "reason", "until", "at", "what", "owner"))
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{shown_at.astimezone(UTC):{_SHOWN_AS}}-{digest}"


def _waits(each: Carried, shown_at: datetime, key: str) -> bool:
    """Somebody waits there, or did when the page was shown: whoever sends a form twice is told the same twice."""
    ended_at, past = each.clock.ended_at, each.case.history
    if ended_at is None or ended_at >= shown_at:
        return True
    return any(key in fact_id(fact) for kind in (past.answers, past.dismissals, past.promises) for fact in kind)


def _unread(each: Carried, shown_at: datetime) -> bool:
    """The customer wrote something since, and it waits: nobody may do away with what they have not read."""
    return any(
        wait.ended_at is None
        and wait.first_seen_at > shown_at
        and (not each.case.conversation.threaded or wait.author == each.clock.author)
        for wait in each.case.waits
    )


def _snooze(wish: Wish, form: Mapping[str, str], opened: Opened, today: Organisation, now: datetime) -> Wish:
    if (minutes := form.get("until", "")) in SNOOZES:
        return replace(wish, until=now + timedelta(minutes=int(minutes)))
    return replace(wish, until=_until(wish, form, opened, now, _SNOOZE_DAYS))


def _dismiss(wish: Wish, form: Mapping[str, str], opened: Opened, today: Organisation, now: datetime) -> Wish:
    reason = form.get("reason", "")
    if reason not in REASONS:
        raise Wrong("wrong reason", "reason")
    if any(_unread(each, wish.shown_at) for each in wish.about):
        raise Wrong("wrong new message")
    return replace(wish, reason=reason)


def _answered(wish: Wish, form: Mapping[str, str], opened: Opened, today: Organisation, now: datetime) -> Wish:
    text = form.get("at", "")
    at = passed(text, opened.view.zone, now) if text else now
    if at is None:
        raise Wrong("wrong time", "at")
    if at > now:
        raise Wrong("wrong future", "at", time=_said(at, opened, now))
    asked_at = max(each.clock.started_at for each in wish.about)
    if at < asked_at:
        raise Wrong("wrong before", "at", time=_said(at, opened, now), asked=_said(asked_at, opened, now))
    if not text and any(_unread(each, wish.shown_at) for each in wish.about):
        raise Wrong("wrong new message")
    return replace(wish, at=at)


def _promise(wish: Wish, form: Mapping[str, str], opened: Opened, today: Organisation, now: datetime) -> Wish:
    """What is left out is as in the promise that it is about, or as one would mean it: the reader sees to it."""
    old = promise_of(wish.about[0])
    what = " ".join(form.get("what", old.what if old else "").split())
    if not 1 <= len(what) <= MOST_WORDS or any(unicodedata.category(each) in ("Cc", "Cs") for each in what):
        raise Wrong("wrong text", "what")
    owner = form.get("owner", old.owner if old else opened.link.person)
    if owner not in today.people:
        raise Wrong("wrong owner", "owner")
    return replace(wish, until=_until(wish, form, opened, now, _PROMISE_DAYS), what=what, owner=owner)


def _undo(wish: Wish, form: Mapping[str, str], opened: Opened, today: Organisation, now: datetime) -> Wish:
    return replace(wish, undoes=_action(form.get("undo", "")))


def _until(wish: Wish, form: Mapping[str, str], opened: Opened, now: datetime, days: int) -> datetime:
    """A bare time is the next one after the page was shown: sent twice, the form means one instant."""
    until = coming(form.get("until", ""), opened.view.zone, wish.shown_at)
    if until is None:
        raise Wrong("wrong time", "until")
    if until <= now:
        raise Wrong("wrong past", "until", time=_said(until, opened, now))
    if until > now + timedelta(days=days):
        raise Wrong("wrong far", "until", time=_said(until, opened, now), days=days)
    return until


def promise_of(each: Carried) -> Promise | None:
    """The promise that an alert is about; None for a question."""
    return next((made for made in each.case.history.promises if made.id == each.clock.anchor), None)


def _said(instant: datetime, opened: Opened, now: datetime) -> str:
    return day_time(instant, now, opened.view.zone, opened.view.language)


_FILLED: Mapping[Action, Callable[[Wish, Mapping[str, str], Opened, Organisation, datetime], Wish]] = {
    "snooze": _snooze,
    "dismiss": _dismiss,
    "answered_elsewhere": _answered,
    "promise": _promise,
    "renew": _promise,
    "undo": _undo,
}
