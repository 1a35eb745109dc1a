"""What a page offers beside its one button, and what was wrong with the form that was sent last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.domain.organisation import Organisation
from chalicelib.domain.pages import PageItem, PageView
from chalicelib.domain.waits import End
from chalicelib.texts.describe import NAME_MOST
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import say
from chalicelib.usecases.by_link import Action
from chalicelib.usecases.open_page import Opened
from chalicelib.web.form import MOST_WORDS, OF_A_PROMISE, OF_A_QUESTION, REASONS, SNOOZES, Wrong, promise_of, stamp
from chalicelib.web.typed_times import for_field


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the forms of a page need to know beside its view."""

    shown: str
    only: int | None = None
    """The number of the one alert that the page is narrowed to."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """By an alert's id, where a page carries several."""
    ends: Mapping[str, End] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    """Names by id."""
    owner: str = ""
    what: str = ""
    sent: Mapping[str, str] = field(default_factory=dict)
    """The fields that were wrong; shown again, so that nobody has to type them twice."""
    wrong: Wrong | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """The forms, in words. `wrong_at` is the field that `wrong` speaks of, in the form of the action `sent`."""

    offers: frozenset[Action]
    heading: str
    shown: str
    only: int | None
    minutes: Sequence[tuple[str, str]]
    reasons: Sequence[tuple[str, str]]
    people: Sequence[tuple[str, str]]
    owner: str
    what: str
    words_most: int
    soonest: str
    until: str
    at: str
    sent: str
    wrong: str
    wrong_at: str


def choices_of(
    opened: Opened,
    today: Organisation,
    now: datetime,
    sent: Mapping[str, str] | None = None,
    wrong: Wrong | None = None,
    only: str = "",
) -> Choices:
    """The choices of a page, narrowed to the alert of that number if it carries it among others."""
    several = len(opened.carried) > 1 and not opened.view.storm
    chosen = [each for each in opened.carried if several and str(each.number) == only]
    about = chosen or (list(opened.carried) if len(opened.carried) == 1 else [])
    promised = promise_of(about[0]) if about else None
    return Choices(
        shown=stamp(now),
        only=chosen[0].number if chosen else None,
        numbers={each.alert.id: each.number for each in opened.carried} if several else {},
        ends=opened.ends,
        people={person.id: person.name for person in today.people.values()},
        owner=promised.owner if promised else opened.link.person,
        what=promised.what if promised else "",
        sent=sent or {},
        wrong=wrong,
    )


def narrowed(view: PageView, choices: Choices) -> PageView:
    """The view of what the page is narrowed to; the whole view where it is not."""
    if choices.only is None:
        return view
    return replace(view, items=tuple(i for i in view.items if choices.numbers.get(i.alert) == choices.only))


def more_of(view: PageView, waiting: Sequence[PageItem], choices: Choices) -> More | None:
    """The forms for what waits; None when nobody does."""
    offers = _offers(view, waiting)
    if not offers:
        return None
    language, sent, wrong = view.language, choices.sent, choices.wrong
    return More(
        offers=offers,
        heading=say(language, "for all", n=len(waiting)) if len(waiting) > 1 and not view.storm else "",
        shown=choices.shown,
        only=choices.only,
        minutes=[(number, say(language, "minutes", n=number)) for number in SNOOZES],
        reasons=[(reason, say(language, f"reason {reason.replace('_', ' ')}")) for reason in REASONS],
        people=sorted(((id, one_line(name, NAME_MOST)) for id, name in choices.people.items()), key=lambda p: p[1]),
        owner=_again(sent, "owner") or choices.owner,
        what=_again(sent, "what") or one_line(choices.what, MOST_WORDS),
        words_most=MOST_WORDS,
        soonest=for_field(view.composed_at, view.zone),
        until=_again(sent, "until"),
        at=_again(sent, "at"),
        sent=sent.get("action", "") if wrong else "",
        wrong=sentence(view, wrong) if wrong and wrong.field else "",
        wrong_at=wrong.field if wrong else "",
    )


def sentence(view: PageView, wrong: Wrong) -> str:
    """What was wrong, as it is told."""
    return say(view.language, wrong.phrase, **wrong.fields)


def _offers(view: PageView, waiting: Sequence[PageItem]) -> frozenset[Action]:
    if not waiting:
        return frozenset()
    offers: tuple[Action, ...] = ("pass_on", "escalate_now")
    if view.storm:
        return frozenset(offers)
    offers = (*offers, "snooze")
    if any(item.clock != "promise" for item in waiting):
        offers = (*offers, *OF_A_QUESTION)
    elif len(view.items) == 1:
        offers = (*offers, *OF_A_PROMISE)
    return frozenset(offers)


def _again(sent: Mapping[str, str], name: str) -> str:
    return one_line(sent.get(name, ""), MOST_WORDS)
