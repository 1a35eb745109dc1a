"""The page a person opens on a telephone at night: who waits, how long, one button. No script, one request.

Templates carry no wording and no decisions about language: they get finished sentences.
"""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from chalicelib.domain.organisation import Language
from chalicelib.domain.pages import PageView
from chalicelib.texts.describe import NAME_MOST, describe, taken_words
from chalicelib.texts.outside import one_line
from chalicelib.texts.phrases import PHRASES, say
from chalicelib.texts.times import near_time

if TYPE_CHECKING:
    from jinja2 import Environment

_STYLE = (files("chalicelib.web") / "static" / "page.css").read_text("utf-8")
_STYLE_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

SECURITY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self';"
            " base-uri 'none'; frame-ancestors 'none'"
        ),
        "Referrer-Policy": "no-referrer",  # the address is the key to the page
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
    }
)
"""For every answer under /p/{code}; they belong to this style sheet and to no other."""

_NOTHING: Mapping[str, datetime] = MappingProxyType({})


def render_page(view: PageView, *, answered: Mapping[str, datetime] = _NOTHING) -> str:
    """The page as it stands at `view.composed_at`; looking at it changes nothing.

    `answered` tells when a conversation of this page was answered, by its id. The button posts
    `action=acknowledge` to the page's own address and is left out once everything is answered.
    """
    items = [describe(item, view, answered.get(item.conversation)) for item in view.items]
    order = sorted(items, key=lambda item: bool(item.answered))  # what still waits first, soonest due on top
    time = near_time(view.composed_at, view.composed_at, view.zone, view.language)
    return _render(
        "page.html",
        view.language,
        first=order[0],
        others=order[1:],
        also=say(view.language, "also", n=len(order) - 1),
        as_of=say(view.language, "as of", time=time),
        button=_button(view, answered),
        nobody_on_duty=say(view.language, "nobody on duty", rota=one_line(view.nobody_on_duty, NAME_MOST))
        if view.nobody_on_duty
        else "",
    )


def render_done(view: PageView, *, by: str, at: datetime) -> str:
    """After the button: who has it since when, what that covers, and that the clocks run on."""
    return _render(
        "done.html",
        view.language,
        # Taking a storm's page takes the storm, so that it comes only once; its customers still want somebody.
        taken=say(view.language, "storm seen by") if view.storm else taken_words(by, at, view),
        items=[describe(item, view) for item in view.items],
    )


def render_gone(language: Language) -> str:
    """One calm text for a code that is unknown, expired or mistyped: it must not tell which."""
    return _render("gone.html", language)


def _button(view: PageView, answered: Mapping[str, datetime]) -> str:
    open_items = [item for item in view.items if item.conversation not in answered]
    if not open_items:
        return ""
    if view.storm:
        return say(view.language, "storm seen")
    takers = {item.taken_by for item in open_items}
    if takers == {view.person_name}:
        return say(view.language, "still mine")
    if view.items[0].for_manager or None not in takers:
        return say(view.language, "take it over")
    if len(open_items) > 1:
        return say(view.language, "take these", n=len(open_items))
    return say(view.language, "take")


def _render(template: str, language: Language, **values: object) -> str:
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
