"""The page a person opens on a telephone at night: who waits, how long, one button. No script, one request.

Templates carry no wording and no decisions about language: they get finished sentences.
"""

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from chalicelib.domain.organisation import Language
from chalicelib.domain.pages import PageItem, PageView
from chalicelib.texts.describe import NAME_MOST, Described, describe
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import PHRASES, say
from chalicelib.texts.times import near_time
from chalicelib.web.choices import Choices, more_of, narrowed, sentence
from chalicelib.web.done import Done, taken
from chalicelib.web.http import page_headers

if TYPE_CHECKING:
    from jinja2 import Environment

_STYLE = (files("chalicelib.web") / "static" / "page.css").read_text("utf-8")
_STYLE_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

SECURITY_HEADERS = page_headers(f"style-src 'sha256-{_STYLE_HASH}'")
"""For every answer under /p/{code}; they belong to this style sheet and to no other."""

_NOTHING: Mapping[str, datetime] = MappingProxyType({})


def render_page(view: PageView, *, answered: Mapping[str, datetime] = _NOTHING, choices: Choices | None = None) -> str:
    """The page as it stands at `view.composed_at`; looking at it changes nothing.

    `answered` tells when a conversation of this page was answered, by its id. The button posts
    `action=acknowledge` to the page's own address and is left out once everything is answered. `choices` is what else
    can be done; None: nothing.
    """
    view = narrowed(view, choices) if choices else view
    numbers = choices.numbers if choices and choices.only is None else {}
    shown = [(_described(item, view, answered, choices), numbers.get(item.alert)) for item in view.items]
    order = sorted(shown, key=lambda one: bool(one[0].answered))  # what still waits first, soonest due on top
    time = near_time(view.composed_at, view.composed_at, view.zone, view.language)
    waiting = [item for item in view.items if item.conversation not in answered]
    more = more_of(view, waiting, choices) if choices else None
    wrong = choices.wrong if choices else None
    first, first_number = order[0]
    return render(
        "page.html",
        view.language,
        first=first,
        first_number=first_number,
        others=order[1:],
        also=say(view.language, "also", n=len(order) - 1),
        as_of=say(view.language, "as of", time=time),
        button=button_of(view, waiting),
        nobody_on_duty=say(view.language, "nobody on duty", rota=one_line(view.nobody_on_duty, NAME_MOST))
        if view.nobody_on_duty
        else "",
        choices=choices,
        more=more,
        back=say(view.language, "show all", n=len(choices.numbers)) if choices and choices.only is not None else "",
        wrong=sentence(view, wrong) if wrong and not (more and more.wrong) else "",
    )


def render_done(
    view: PageView,
    *,
    by: str,
    at: datetime,
    done: Done | None = None,
    answered: Mapping[str, datetime] = _NOTHING,
    choices: Choices | None = None,
) -> str:
    """After a form: what was done, what it covers, what that means for the clocks, and a way back.

    `done` None: it was taken. `view` is the page as it stands after it.
    """
    view = narrowed(view, choices) if choices else view
    return render(
        "done.html",
        view.language,
        done=done or taken(by, at, view),
        items=[_described(item, view, answered, choices) for item in view.items],
        choices=choices,
    )


def render_gone(language: Language) -> str:
    """One calm text for a code that is unknown, expired or mistyped: it must not tell which."""
    return render("gone.html", language)


def _described(item: PageItem, view: PageView, answered: Mapping[str, datetime], choices: Choices | None) -> Described:
    """An item in words; one that ended by anything but an answer says by what."""
    ended_at = answered.get(item.conversation)
    said = describe(item, view, ended_at)
    end = choices.ends.get(item.conversation) if choices else None
    if ended_at is None or end is None or end == "answered":
        return said
    time = near_time(ended_at, view.composed_at, view.zone, view.language)
    return replace(said, answered=say(view.language, f"ended {end.replace('_', ' ')}", time=time))


def button_of(view: PageView, waiting: Sequence[PageItem]) -> str:
    """What taking it is called for this reader; empty where nobody waits."""
    if not waiting:
        return ""
    if view.storm:
        return say(view.language, "storm seen")
    takers = {item.taken_by for item in waiting}
    if takers == {view.person_name}:
        return say(view.language, "still mine")
    if view.items[0].for_manager or None not in takers:
        return say(view.language, "take it over")
    if len(waiting) > 1:
        return say(view.language, "take these", n=len(waiting))
    return say(view.language, "take")


def render(template: str, language: Language, **values: object) -> str:
    """A template of ours with the phrases of a language and what else it asks for."""
    return _environment().get_template(template).render(language=language, words=PHRASES[language], **values)


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # a tenth of a second: only who renders pays
    from markupsafe import Markup

    folder = files("chalicelib.web") / "templates"
    environment = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = Markup(_STYLE)  # our own file, and escaping it would break its hash
    return environment
