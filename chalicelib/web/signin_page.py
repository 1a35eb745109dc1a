"""What signing in and out looks like: finished sentences, no script, nothing that tells who exists."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from chalice.app import Request, Response

from chalicelib.domain.organisation import Language, Person
from chalicelib.domain.signin import VALID_FOR
from chalicelib.texts.phrases import say
from chalicelib.usecases.signin import TEXTS_A_DAY
from chalicelib.web.addresses import HOME, upward
from chalicelib.web.http import answer
from chalicelib.web.language import language_of
from chalicelib.web.render import SECURITY_HEADERS, render

_MINUTES = VALID_FOR // timedelta(minutes=1)


def who_are_you(request: Request, back: str, wrong: str = "", status: int = 200) -> Response:
    """The first page: a name to type. `wrong` is a phrase."""
    language = language_of(request)
    body = render("signin.html", language, root=upward(request), back=back, wrong=wrong and say(language, wrong))
    return _html(body, status)


def which_code(request: Request, back: str, wrong: str = "", status: int = 200) -> Response:
    """The second page: a code to type."""
    language = language_of(request)
    body = render(
        "signin_code.html",
        language,
        root=upward(request),
        back=back,
        again=urlencode({"next": back}),
        sent=say(language, "sign in sent", n=_MINUTES),
        nothing_came=say(language, "sign in nothing came", n=TEXTS_A_DAY),
        wrong=wrong and say(language, wrong),
    )
    return _html(body, status, _wait(status))


def press_here(request: Request, wrong: str = "", status: int = 200) -> Response:
    """The page of a link: a button, or that it does not work."""
    language = language_of(request)
    body = render("signin_link.html", language, root=upward(request), wrong=wrong and say(language, wrong))
    return _html(body, status, _wait(status))


def already(request: Request, person: Person, csrf: str) -> Response:
    """Who is signed in, and the way out."""
    language = person.language
    body = render(
        "signin_here.html",
        language,
        root=upward(request),
        home=HOME.lstrip("/"),
        who=say(language, "signed in", name=person.name),
        role=say(language, f"role {person.role.replace('_', ' ')}"),
        csrf=csrf,
    )
    return _html(body)


def refused(language: Language) -> Response:
    """A form that is not of this session, or came from another site."""
    return _html(render("signin_refused.html", language), 403)


def _wait(status: int) -> Mapping[str, str]:
    return {"Retry-After": "60"} if status == 429 else {}


def _html(body: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return answer(body, "text/html; charset=utf-8", status, {**SECURITY_HEADERS, **(headers or {})})
