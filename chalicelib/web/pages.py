"""A page's own link, /p/{code}: what a person sees at night, the button, and what else can be done.

GET changes nothing. A POST does what its form says and shows what was done, or the page again with what is wrong.
"""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib import bootstrap
from chalicelib.web.http import answer, lower_headers, raw_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chalicelib.usecases.by_link import Wish
    from chalicelib.usecases.open_page import Opened
    from chalicelib.usecases.ports import Context
    from chalicelib.web.form import Wrong

pages = Blueprint(__name__)


@pages.route("/p/{code}", methods=["GET"])
def show(code: str) -> Response:
    """The page as it stands now; the same calm answer for every code that does not open one."""
    from chalicelib.usecases.open_page import open_page

    now = bootstrap.now()
    context = bootstrap.context(now)
    opened = open_page(code, context, now)
    if opened is None:
        return _gone(context, now)
    query = pages.current_request.query_params
    return _page(opened, context, now, {"conversation": query.get("conversation", "")} if query else {})


@pages.route("/p/{code}", methods=["POST"], content_types=["application/x-www-form-urlencoded"])
def act(code: str) -> Response:
    """Do what the form says. The code is the right to act: it is tied to one person and one group of pages."""
    from chalicelib.usecases.errors import Refused
    from chalicelib.usecases.open_page import open_page
    from chalicelib.web.form import Wrong, read_form, read_wish
    from chalicelib.web.origin import is_foreign

    now = bootstrap.now()
    context = bootstrap.context(now)
    opened = open_page(code, context, now)
    if opened is None:
        return _gone(context, now)
    if is_foreign(lower_headers(pages.current_request), context.public_url):
        return _page(opened, context, now, {}, Wrong("wrong site"), 403)
    form: dict[str, str] = {}
    try:
        form = read_form(raw_body(pages.current_request))
        wish = read_wish(form, opened, context.roster.organisation, now)
        return _fulfilled(wish, opened, code, context, now)
    except Wrong as wrong:
        return _page(opened, context, now, form, wrong, 422 if wrong.field else 400)
    except Refused:  # what the form could not know
        return _page(opened, context, now, form, Wrong("wrong form"), 422)


def _fulfilled(wish: "Wish", opened: "Opened", code: str, context: "Context", now: datetime) -> Response:
    from chalicelib.usecases.by_link import fulfil
    from chalicelib.usecases.open_page import open_page
    from chalicelib.web.choices import choices_of
    from chalicelib.web.done import done_of
    from chalicelib.web.form import stamp
    from chalicelib.web.render import render_done

    told = fulfil(wish, opened, context, now)
    bootstrap.journal().flush()
    after = open_page(code, context, now) or opened
    today = context.roster.organisation
    only = str(wish.about[0].number) if len(wish.about) == 1 else ""
    choices = replace(choices_of(after, today, now, only=only), shown=stamp(wish.shown_at))
    done = done_of(wish, told, after.view, today)
    by = after.view.person_name
    return _html(render_done(after.view, by=by, at=now, done=done, answered=after.answered, choices=choices))


def _page(
    opened: "Opened",
    context: "Context",
    now: datetime,
    form: "Mapping[str, str]",
    wrong: "Wrong | None" = None,
    status: int = 200,
) -> Response:
    from chalicelib.web.choices import choices_of
    from chalicelib.web.render import render_page

    today = context.roster.organisation
    choices = choices_of(opened, today, now, form, wrong, form.get("conversation", ""))
    return _html(render_page(opened.view, answered=opened.answered, choices=choices), status)


def _gone(context: "Context", now: datetime) -> Response:
    """Beyond a bound of tries it says so in the status; a code that opens something is never counted or refused."""
    from chalicelib.store.tries import MOST_A_MINUTE, Tries
    from chalicelib.web.language import language_of
    from chalicelib.web.render import render_gone

    failed = Tries(context.notes.table).fail(now)
    body = render_gone(language_of(pages.current_request))  # whose page it was is not told
    if failed <= MOST_A_MINUTE:
        return _html(body, 404)
    context.journal.note("codes_tried", a_minute=failed)
    bootstrap.journal().flush()
    return _html(body, 429, {"Retry-After": "60"})


def _html(body: str, status: int = 200, headers: "Mapping[str, str] | None" = None) -> Response:
    from chalicelib.web.render import SECURITY_HEADERS

    return answer(body, "text/html; charset=utf-8", status, {**SECURITY_HEADERS, **(headers or {})})
