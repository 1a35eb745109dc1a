"""The status page, /status: for a person who is signed in. GET changes nothing; its forms go to /status/act."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib import bootstrap

if TYPE_CHECKING:
    from chalicelib.web.auth import Session

status_page = Blueprint(__name__)

_SHOWN = re.compile(r"[0-9]{8}T[0-9]{12}Z")


@status_page.route("/status", methods=["GET"])
def board_page() -> Response:
    """Who waits, the first to break first."""
    from chalicelib.web.auth import require

    session = require(status_page.current_request)
    if isinstance(session, Response):
        return session
    return _page(session, status_page.current_request.query_params or {})


@status_page.route("/status/act", methods=["POST"], content_types=["application/x-www-form-urlencoded"])
def act_on_board() -> Response:
    """Do what a form says, then show the page again: reloading that asks nothing twice."""
    from chalicelib.usecases import by_board
    from chalicelib.usecases.errors import Refused
    from chalicelib.web.addresses import redirect
    from chalicelib.web.auth import check_post, require
    from chalicelib.web.form import Wrong, read_form
    from chalicelib.web.http import raw_body
    from chalicelib.web.status_filter import filter_of

    request = status_page.current_request
    session = require(request, "/status")
    if isinstance(session, Response):
        return session
    try:
        form = read_form(raw_body(request))
    except Wrong as wrong:
        return _page(session, {}, wrong.phrase, 400)
    if refused := check_post(request, form, session):
        return refused
    now = bootstrap.now()
    context, ref, shown = bootstrap.context(now), form.get("conversation", ""), form.get("shown", "")
    if not _SHOWN.fullmatch(shown):
        return _page(session, form, "wrong stale", 422)
    try:
        match form.get("action"):
            case "take":
                by_board.take(ref, session.person, shown, context, now)
            case "take_all":
                by_board.take_all(ref, session.person, shown, context, now)
            case "help" | "press" as whom:
                by_board.call_in(ref, whom, session.person, context, now)
            case "still_a_question":
                by_board.still_a_question(ref, form.get("message", ""), session.person, context, now)
            case _:
                return _page(session, form, "wrong action", 422)
    except Refused:
        called = form.get("action") in ("help", "press")
        return _page(session, form, "wrong called" if called else "wrong nobody waits", 422)
    finally:
        bootstrap.journal().flush()
    return redirect(request, "/status" + filter_of(form).query)


def _page(session: "Session", query: Mapping[str, str], wrong: str = "", status: int = 200) -> Response:
    from chalicelib.usecases.overview import overview
    from chalicelib.web.addresses import upward
    from chalicelib.web.form import stamp
    from chalicelib.web.http import answer
    from chalicelib.web.status_filter import filter_of
    from chalicelib.web.status_render import HEADERS, render_status
    from chalicelib.web.status_view import view_of

    now = bootstrap.now()
    context = bootstrap.context(now)
    reader = context.roster.organisation.people[session.person]
    seen, chosen = overview(context, now, reader.language), filter_of(query)
    root = upward(status_page.current_request)
    body = render_status(
        view_of(seen, reader, chosen), chosen, seen.today, root=root, csrf=session.csrf, shown=stamp(now), wrong=wrong
    )
    return answer(body, "text/html; charset=utf-8", status, HEADERS)
