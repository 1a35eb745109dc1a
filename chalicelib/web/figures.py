"""How are we doing: /figures for a person who is signed in, the same as JSON and CSV for them and for machines."""

from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib import bootstrap

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from chalicelib.domain.organisation import Organisation
    from chalicelib.usecases.figures import Seen
    from chalicelib.web.figures_filter import Asked

figures = Blueprint(__name__)


@figures.route("/figures", methods=["GET"])
def figures_page() -> Response:
    """How well the promises are kept. Looking changes nothing."""
    from chalicelib.usecases.figures import look
    from chalicelib.web.addresses import upward
    from chalicelib.web.auth import require
    from chalicelib.web.figures_filter import DAYS, USUAL_DAYS, asked_of
    from chalicelib.web.figures_render import render_figures
    from chalicelib.web.http import answer
    from chalicelib.web.status_render import HEADERS

    session = require(figures.current_request)
    if isinstance(session, Response):
        return session
    now = bootstrap.now()
    context = bootstrap.context(now)
    today = context.roster.organisation
    asked = asked_of(figures.current_request.query_params or {})
    seen = look(context, now, DAYS.get(asked.days, DAYS[USUAL_DAYS]), asked.accounts(today))
    body = render_figures(seen, asked, today, today.people[session.person], now, upward(figures.current_request))
    return answer(body, "text/html; charset=utf-8", 200, HEADERS)


@figures.route("/figures.json", methods=["GET"])
def figures_json() -> Response:
    """304 while it tells what it told before."""
    from chalicelib.web.etag import is_known, tag_of
    from chalicelib.web.figures_rows import told_json
    from chalicelib.web.http import answer, answer_json

    def told(seen: "Seen", asked: "Asked", today: "Organisation", now: "datetime") -> Response:
        body = told_json(seen, asked, today, now)
        tag = tag_of(body)
        if is_known(tag, figures.current_request.headers.get("if-none-match", "")):
            return answer("", "application/json", 304, {"ETag": tag})
        return answer_json(body, 200, {"ETag": tag})

    return _for_machines(told)


@figures.route("/figures.csv", methods=["GET"])
def figures_csv() -> Response:
    """As a file to keep."""
    from chalicelib.web.figures_rows import told_csv
    from chalicelib.web.http import answer

    def told(seen: "Seen", asked: "Asked", today: "Organisation", now: "datetime") -> Response:
        name = f"waakhond-figures-{seen.first}-{seen.last}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return answer(told_csv(seen, asked), "text/csv; charset=utf-8", 200, headers)

    return _for_machines(told)


def _for_machines(told: "Callable[[Seen, Asked, Organisation, datetime], Response]") -> Response:
    """What is told to whoever is signed in or holds a token; 401 for anybody else, 400 for what cannot be answered."""
    from chalicelib.usecases.figures import look
    from chalicelib.web.auth import allowed_scope, signed_in
    from chalicelib.web.figures_filter import DAYS, asked_of
    from chalicelib.web.http import answer_json

    request = figures.current_request
    if allowed_scope(request) is None and signed_in(request) is None:
        body = {"error": "sign in, or send the manager's token as `Authorization: Bearer ...`"}
        return answer_json(body, 401, {"WWW-Authenticate": "Bearer"})
    now = bootstrap.now()
    context = bootstrap.context(now)
    today, asked = context.roster.organisation, asked_of(request.query_params or {})
    if wrong := asked.wrong(today):
        return answer_json({"error": wrong}, 400)
    return told(look(context, now, DAYS[asked.days], asked.accounts(today)), asked, today, now)
