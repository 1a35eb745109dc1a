"""Signing in by a code or a link, and out again. A GET changes nothing: mail scanners and previews fetch links."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from chalice.app import Blueprint, Response

from chalicelib import bootstrap

if TYPE_CHECKING:
    from chalicelib.domain.signin import Ticket
    from chalicelib.usecases.ports import Context

signin = Blueprint(__name__)

_FORM = ["application/x-www-form-urlencoded"]
_TICKET = re.compile(r"[0-9a-f]{32}")


@signin.route("/signin", methods=["GET"])
def who() -> Response:
    """Asks for a name; somebody who is signed in is sent on, or sees the way out."""
    from chalicelib.web.addresses import redirect, safe_back
    from chalicelib.web.auth import signed_in
    from chalicelib.web.signin_page import already, who_are_you

    request = signin.current_request
    back = _next()
    session = signed_in(request)
    if session is None:
        return who_are_you(request, safe_back(back))
    if back:
        return redirect(request, safe_back(back))
    people = bootstrap.context(bootstrap.now()).roster.organisation.people
    return already(request, people[session.person], session.csrf)


@signin.route("/signin", methods=["POST"], content_types=_FORM)
def ask() -> Response:
    """Sends a code to whoever it is, and goes on to where it is typed: the same for a name that is nobody's."""
    from urllib.parse import urlencode

    from chalicelib.domain.signin import VALID_FOR
    from chalicelib.usecases import signin as signing_in
    from chalicelib.web.addresses import redirect, safe_back
    from chalicelib.web.cookies import ticket_cookie
    from chalicelib.web.form import Wrong, read_form
    from chalicelib.web.http import raw_body
    from chalicelib.web.signin_page import who_are_you

    request = signin.current_request
    if foreign := _foreign():
        return foreign
    try:
        form = read_form(raw_body(request))
    except Wrong as wrong:
        return who_are_you(request, safe_back(""), wrong.phrase, 400)
    now, ticket, back = bootstrap.now(), uuid4().hex, safe_back(form.get("next", ""))
    try:
        signing_in.ask(form.get("who", ""), form.get("by") == "text", back, ticket, bootstrap.context(now), now)
    finally:
        bootstrap.journal().flush()
    cookie = ticket_cookie(ticket, VALID_FOR // timedelta(seconds=1))
    return redirect(request, "/signin/code?" + urlencode({"next": back}), cookie)


@signin.route("/signin/code", methods=["GET"])
def code() -> Response:
    """Where the code is typed."""
    from chalicelib.web.addresses import safe_back
    from chalicelib.web.signin_page import which_code

    return which_code(signin.current_request, safe_back(_next()))


@signin.route("/signin/code", methods=["POST"], content_types=_FORM)
def enter() -> Response:
    """Signs in by a code that was asked for in this browser; one calm answer for every code that does not work."""
    from chalicelib.usecases import signin as signing_in
    from chalicelib.web.addresses import safe_back
    from chalicelib.web.cookies import read_ticket
    from chalicelib.web.form import Wrong, read_form
    from chalicelib.web.http import raw_body
    from chalicelib.web.signin_page import which_code

    request = signin.current_request
    if foreign := _foreign():
        return foreign
    now = bootstrap.now()
    context = bootstrap.context(now)
    back, ticket = "", read_ticket(request)
    try:
        form = read_form(raw_body(request))
        back = safe_back(form.get("next", ""))
        if _TICKET.fullmatch(ticket):
            entered = signing_in.enter_by_code(ticket, form.get("code", ""), context, now)
            if entered is not None:
                return _welcome(entered, now)
    except signing_in.Paused:
        return which_code(request, back, "sign in paused", 429)
    except Wrong:  # no form at all: a wrong one like any other
        back = safe_back("")
    finally:
        bootstrap.journal().flush()
    return which_code(request, back, *_slowed(context, now, 422))


@signin.route("/signin/{token}", methods=["GET"])
def look(token: str) -> Response:
    """A button, since looking at a link must not use it up."""
    from chalicelib.usecases.signin import opens
    from chalicelib.web.signin_page import press_here

    now = bootstrap.now()
    context = bootstrap.context(now)
    if opens(token, context, now):
        return press_here(signin.current_request)
    return press_here(signin.current_request, *_slowed(context, now, 404))


@signin.route("/signin/{token}", methods=["POST"], content_types=_FORM)
def press(token: str) -> Response:
    """Signs in by a link, in whatever browser it is opened: nobody guesses one."""
    from chalicelib.usecases.signin import enter_by_link
    from chalicelib.web.signin_page import press_here

    if foreign := _foreign():
        return foreign
    now = bootstrap.now()
    context = bootstrap.context(now)
    entered = enter_by_link(token, context, now)
    bootstrap.journal().flush()
    if entered is not None:
        return _welcome(entered, now)
    return press_here(signin.current_request, *_slowed(context, now, 404))


@signin.route("/signout", methods=["POST"], content_types=_FORM)
def out() -> Response:
    """Signs out this session, or all of this person's; a copy of the cookie opens nothing any more."""
    from chalicelib.store.sessions import Sessions
    from chalicelib.web.addresses import HOME, redirect
    from chalicelib.web.auth import check_post, require
    from chalicelib.web.cookies import no_session_cookie
    from chalicelib.web.form import Wrong, read_form
    from chalicelib.web.http import raw_body

    request = signin.current_request
    session = require(request, HOME)
    if isinstance(session, Response):
        return session
    try:
        form = read_form(raw_body(request))
    except Wrong:
        form = {}
    if refusal := check_post(request, form, session):
        return refusal
    sessions, everywhere = Sessions(bootstrap.table()), "everywhere" in form
    if everywhere:
        sessions.end_all(session.person)
    else:
        sessions.end(session.person, session.id)
    bootstrap.journal().note("signed_out", person=session.person, everywhere=everywhere)
    bootstrap.journal().flush()
    return redirect(request, "/signin", no_session_cookie())


def _welcome(ticket: "Ticket", now: datetime) -> Response:
    """A new session in this browser, and on to where they were going."""
    from chalicelib.domain.signin import SESSION_FOR, Claim, seal
    from chalicelib.store.sessions import Sessions
    from chalicelib.web.addresses import redirect
    from chalicelib.web.auth import session_keys
    from chalicelib.web.cookies import session_cookie

    until = (now + SESSION_FOR).replace(microsecond=0)
    generation = Sessions(bootstrap.table()).standing(ticket.person).generation
    claim = Claim(ticket.person, uuid4().hex[:16], generation, until)
    cookie = session_cookie(seal(claim, session_keys(now)[0]), until, now)
    return redirect(signin.current_request, ticket.back, cookie)


def _next() -> str:
    query = signin.current_request.query_params
    return str(query.get("next", "")) if query else ""


def _foreign() -> Response | None:
    """The answer to a form of another site: it could sign somebody in as somebody else."""
    from chalicelib.config import settings
    from chalicelib.web.http import lower_headers
    from chalicelib.web.language import language_of
    from chalicelib.web.origin import is_foreign
    from chalicelib.web.signin_page import refused

    request = signin.current_request
    if not is_foreign(lower_headers(request), settings().public_url):
        return None
    return refused(language_of(request))


def _slowed(context: "Context", now: datetime, status: int) -> tuple[str, int]:
    """What to say to a code or link that opened nothing: it is counted, and too many a minute are told to wait."""
    from chalicelib.store.tries import MOST_A_MINUTE, Tries

    failed = Tries(context.notes.table).fail(now)
    if failed <= MOST_A_MINUTE:
        return "sign in wrong", status
    context.journal.note("codes_tried", a_minute=failed)
    bootstrap.journal().flush()
    return "sign in slow", 429
