"""The rota page, /rota, for a person who is signed in, and each rota as a calendar for whoever holds its token."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib import bootstrap

if TYPE_CHECKING:
    from chalicelib.web.auth import Session
    from chalicelib.web.form import Wrong

rota = Blueprint(__name__)

_PATH = "/rota"
_NOTHING: Mapping[str, str] = MappingProxyType({})


@rota.route("/rota", methods=["GET"])
def rota_page() -> Response:
    """Two weeks of every rota. Looking changes nothing."""
    from chalicelib.web.auth import require

    session = require(rota.current_request)
    return session if isinstance(session, Response) else _page(session)


@rota.route("/rota", methods=["POST"], content_types=["application/x-www-form-urlencoded"])
def change_rota() -> Response:
    """Do what a form says, then show the page again: reloading that asks nothing twice."""
    from chalicelib.usecases.by_rota import NotYours, TooOften
    from chalicelib.usecases.errors import Refused
    from chalicelib.web.addresses import redirect
    from chalicelib.web.auth import check_post, require
    from chalicelib.web.form import Wrong, read_form
    from chalicelib.web.http import raw_body
    from chalicelib.web.rota_form import do

    request = rota.current_request
    session = require(request, _PATH)
    if isinstance(session, Response):
        return session
    try:
        form = read_form(raw_body(request))
    except Wrong as wrong:
        return _page(session, wrong=wrong, status=400)
    if refused := check_post(request, form, session):
        return refused
    now = bootstrap.now()
    context = bootstrap.context(now)
    try:
        do(form, context.roster.organisation.people[session.person], context, now)
    except Wrong as wrong:
        return _page(session, form, wrong, 422)
    except NotYours:
        return _page(session, form, Wrong("rota not yours"), 403)
    except TooOften:
        return _page(session, form, Wrong("rota tests enough"), 429)
    except Refused:
        return _page(session, form, Wrong("wrong action"), 422)
    finally:
        bootstrap.journal().flush()
    return redirect(request, _PATH)


@rota.route("/rota/{name}/ics", methods=["GET"])
def rota_calendar(name: str) -> Response:
    """The rota for a calendar program; one calm answer for a rota or token that is none of ours."""
    from urllib.parse import unquote

    from chalicelib.store.tries import MOST_A_MINUTE, Tries
    from chalicelib.web import ics
    from chalicelib.web.http import answer
    from chalicelib.web.language import language_of
    from chalicelib.web.render import SECURITY_HEADERS, render_gone

    request, now = rota.current_request, bootstrap.now()
    context, wanted = bootstrap.context(now), unquote(name)
    token = (request.query_params or _NOTHING).get("token", "")
    known = ics.opens(token, wanted, bootstrap.secrets().get("link", now))
    if known and wanted in context.roster.organisation.rotas:
        text = ics.write(wanted, ics.turns_of(context.roster, wanted, now), context.roster, now)
        return answer(text, "text/calendar; charset=utf-8", 200, {"X-Content-Type-Options": "nosniff"})
    failed = Tries(context.notes.table).fail(now)
    body = render_gone(language_of(request))
    return answer(body, "text/html; charset=utf-8", 404 if failed <= MOST_A_MINUTE else 429, SECURITY_HEADERS)


def _asked(query: Mapping[str, str]) -> dict[str, str]:
    """What another page fills a form with: the conversation to mute, or the words and the brand of an outage."""
    asked = {name: query.get(name, "") for name in ("conversation", "words", "account")}
    return asked | {"action": "outage" if asked["words"] else "mute_post" if asked["conversation"] else ""}


def _page(
    session: "Session", sent: Mapping[str, str] = _NOTHING, wrong: "Wrong | None" = None, status: int = 200
) -> Response:
    from chalicelib.texts.phrases import say
    from chalicelib.web.addresses import HOME, upward
    from chalicelib.web.assets import addresses
    from chalicelib.web.http import answer
    from chalicelib.web.render import render
    from chalicelib.web.rota_view import view_of
    from chalicelib.web.status_render import HEADERS

    now = bootstrap.now()
    context, root = bootstrap.context(now), upward(rota.current_request)
    me = context.roster.organisation.people[session.person]
    keys = bootstrap.secrets().get("link", now)
    query = rota.current_request.query_params or _NOTHING
    body = render(
        "rota.html",
        me.language,
        view=view_of(me, context, keys, now),
        sent=sent or _asked(query),
        wrong=say(me.language, wrong.phrase, **wrong.fields) if wrong else "",
        asset={name: root + address for name, address in addresses().items()},
        home=root + HOME.lstrip("/"),
        act=root + _PATH.lstrip("/"),
        me=f"{root}signin",
        csrf=session.csrf,
    )
    return answer(body, "text/html; charset=utf-8", status, HEADERS)
