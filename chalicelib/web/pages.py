"""A page's own link, /p/{code}: what a person sees at night, and the button. GET changes nothing."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from chalice.app import Blueprint, Response

from chalicelib import bootstrap
from chalicelib.web.http import answer, raw_body

if TYPE_CHECKING:
    from chalicelib.domain.organisation import Language

pages = Blueprint(__name__)


@pages.route("/p/{code}", methods=["GET"])
def show(code: str) -> Response:
    """The page as it stands now; the same calm answer for every code that does not open one."""
    from chalicelib.usecases.open_page import open_page
    from chalicelib.web.render import render_page

    now = bootstrap.now()
    opened = open_page(code, bootstrap.context(now), now)
    if opened is None:
        return _gone()
    return _html(render_page(opened.view, answered=opened.answered))


@pages.route("/p/{code}", methods=["POST"], content_types=["application/x-www-form-urlencoded"])
def act(code: str) -> Response:
    """Do what the button says. The code is the right to act: it is tied to one person and one group of pages."""
    from chalicelib.usecases.acknowledge import acknowledge
    from chalicelib.usecases.open_page import open_page
    from chalicelib.web.render import render_done, render_page

    now = bootstrap.now()
    context = bootstrap.context(now)
    opened = open_page(code, context, now)
    if opened is None:
        return _gone()
    form = parse_qs(raw_body(pages.current_request).decode("utf-8", "replace"))
    if form.get("action") != ["acknowledge"]:
        return _html(render_page(opened.view, answered=opened.answered), status=400)
    acknowledge(opened.link, "link", context, now)
    bootstrap.journal().flush()
    return _html(render_done(opened.view, by=opened.view.person_name, at=now))


def _gone() -> Response:
    from chalicelib.web.render import render_gone

    return _html(render_gone(_language()), status=404)


def _language() -> "Language":
    """The browser's first choice among ours; whose page it was is not told to whoever holds a dead code."""
    wanted = pages.current_request.headers.get("accept-language", "")
    for choice in wanted.split(","):
        tag = choice.split(";")[0].strip().lower()[:2]
        if tag == "en":
            return "en"
        if tag == "nl":
            break
    return "nl"


def _html(body: str, status: int = 200) -> Response:
    from chalicelib.web.render import SECURITY_HEADERS

    return answer(body, "text/html; charset=utf-8", status, SECURITY_HEADERS)
