"""A conversation's page, /c/{ref}: its story and what can be done about it, for a person who is signed in.

GET changes nothing. A POST does what its form says in that person's name and leads back to the page, where the story
tells it; reloading that asks nothing twice.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib import bootstrap
from chalicelib.web.http import answer, raw_body

if TYPE_CHECKING:
    from chalicelib.domain.telling import Part
    from chalicelib.usecases.ports import Context
    from chalicelib.web.auth import Session
    from chalicelib.web.form import Wrong

case_page = Blueprint(__name__)

_NOTHING: Mapping[str, str] = {}


@case_page.route("/c/{ref}", methods=["GET"])
def show_case(ref: str) -> Response:
    """Its story as it stands; of a customer who has another id by now, the page under that id."""
    from chalicelib.usecases.story import read_part
    from chalicelib.web.addresses import redirect
    from chalicelib.web.auth import require
    from chalicelib.web.case_address import case_address, ref_in

    session = require(case_page.current_request)
    if isinstance(session, Response):
        return session
    now = bootstrap.now()
    context = bootstrap.context(now)
    part = read_part(ref_in(ref), context, now)
    if part is None:
        return _gone(session)
    if part.ref != ref_in(ref):
        return redirect(case_page.current_request, case_address(part.ref))
    query = case_page.current_request.query_params or _NOTHING
    return _page(part, session, context, now, {"conversation": query.get("conversation", "")})


@case_page.route("/c/{ref}", methods=["POST"], content_types=["application/x-www-form-urlencoded"])
def act_on_case(ref: str) -> Response:
    """Do what the form says; it must come from a page of this session."""
    from chalicelib.usecases.errors import Refused
    from chalicelib.usecases.story import read_part
    from chalicelib.web.addresses import redirect
    from chalicelib.web.auth import check_post, require
    from chalicelib.web.case_address import case_address, ref_in
    from chalicelib.web.form import Wrong, read_form

    request = case_page.current_request
    session = require(request)
    if isinstance(session, Response):
        return session
    try:
        form = read_form(raw_body(request))
    except Wrong:  # then it holds nothing that shows it came from this session
        form = {}
    if refused := check_post(request, form, session):
        return refused
    now = bootstrap.now()
    context = bootstrap.context(now)
    part = read_part(ref_in(ref), context, now)
    if part is None:
        return _gone(session)
    if part.ref != ref_in(ref):
        return redirect(request, case_address(part.ref))
    try:
        notice = _do(form, part, session, context, now)
    except Wrong as wrong:
        return _page(part, session, context, now, form, wrong, status=422)
    except Refused:  # what the form could not know
        return _page(part, session, context, now, form, Wrong("wrong form"), status=422)
    finally:
        bootstrap.journal().flush()
    if notice:
        part = read_part(part.ref, context, now) or part
        return _page(part, session, context, now, _NOTHING, notice=notice)
    return redirect(request, case_address(part.ref) + "#newest")


def _do(form: Mapping[str, str], part: "Part", session: "Session", context: "Context", now: datetime) -> str:
    """Do it; what is to be said at once, since no story will tell it. Raises Wrong and Refused: nothing was done."""
    from chalicelib.texts.phrases import say
    from chalicelib.usecases.by_board import still_a_question
    from chalicelib.usecases.by_case import fulfil_here, open_case, take_back
    from chalicelib.usecases.story import read_story
    from chalicelib.web.form import Wrong, read_wish, shown_in

    if form.get("action") == "undo":
        take_back(read_story(part, context, now), form.get("undo", ""), session.person, context, now)
        return ""
    if form.get("action") == "still_a_question":
        still_a_question(part.ref, form.get("message", ""), session.person, context, now)
        return ""
    today = context.roster.organisation
    reader = today.people[session.person]
    opened = open_case(part.case, reader, context, now, since=shown_in(form.get("shown", "")))
    if not opened.carried:
        raise Wrong("wrong nobody waits")
    wish = read_wish(form, opened, today, now)
    told = fulfil_here(wish, opened, context, now)
    if told or wish.action not in ("pass_on", "escalate_now"):
        return ""
    return f"{say(session.language, 'did nothing new')}. {say(session.language, 'told nobody')}"


def _page(
    part: "Part",
    session: "Session",
    context: "Context",
    now: datetime,
    form: Mapping[str, str],
    wrong: "Wrong | None" = None,
    *,
    notice: str = "",
    status: int = 200,
) -> Response:
    from chalicelib.usecases.by_case import open_case
    from chalicelib.usecases.story import read_story
    from chalicelib.web.addresses import upward
    from chalicelib.web.case_render import HEADERS, render_case
    from chalicelib.web.choices import choices_of

    today = context.roster.organisation
    reader = today.people[session.person]
    opened = open_case(part.case, reader, context, now)
    choices = choices_of(opened, today, now, form, wrong, form.get("conversation", ""))
    root = upward(case_page.current_request)
    story = read_story(part, context, now)
    body = render_case(story, opened, choices, today, reader, root=root, csrf=session.csrf, notice=notice)
    return answer(body, "text/html; charset=utf-8", status, HEADERS)


def _gone(session: "Session") -> Response:
    from chalicelib.web.addresses import upward
    from chalicelib.web.case_render import HEADERS, render_no_case

    body = render_no_case(session.language, upward(case_page.current_request))
    return answer(body, "text/html; charset=utf-8", 404, HEADERS)
