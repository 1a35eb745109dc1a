"""A test page's own link, /t/{code}: one button that says it arrived, and our number as a contact card.

GET changes nothing, since link previews fetch it. Whoever holds the code may press: it went out by that method alone.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib import bootstrap
from chalicelib.web.http import answer, lower_headers

if TYPE_CHECKING:
    from chalicelib.domain.trial import Trial
    from chalicelib.usecases.ports import Context

trials = Blueprint(__name__)

_VALID_FOR = timedelta(hours=24)


@trials.route("/t/{code}", methods=["GET"])
def show_trial(code: str) -> Response:
    """The button, or that it was pressed; for every other code the same calm answer as a page's."""
    now = bootstrap.now()
    context = bootstrap.context(now)
    trial = _behind(code, context, now)
    return _page(trial, code, context) if trial is not None else _gone(context, now)


@trials.route("/t/{code}", methods=["POST"], content_types=["application/x-www-form-urlencoded"])
def confirm_trial(code: str) -> Response:
    """Pressed: the method works. Pressing twice is pressing once."""
    from chalicelib.usecases.trial import answer_trial
    from chalicelib.web.origin import is_foreign

    now = bootstrap.now()
    context = bootstrap.context(now)
    trial = _behind(code, context, now)
    if trial is None:
        return _gone(context, now)
    if is_foreign(lower_headers(trials.current_request), context.public_url):
        return _page(trial, code, context, 403)
    answer_trial(trial.id, "link", context, now)
    bootstrap.journal().flush()
    return _page(_behind(code, context, now) or trial, code, context)


@trials.route("/t/{code}/card.vcf", methods=["GET"])
def contact(code: str) -> Response:
    """Our sending numbers as a contact card; behind a code, since who knows a number can forge an answer to it."""
    from chalicelib.usecases.trial import our_card

    now = bootstrap.now()
    context = bootstrap.context(now)
    card = our_card(context)
    if _behind(code, context, now) is None or not card:
        return _gone(context, now)
    name = {"Content-Disposition": 'attachment; filename="waakhond.vcf"'}
    return answer(card, "text/vcard; charset=utf-8", 200, name)


def _behind(code: str, context: "Context", now: datetime) -> "Trial | None":
    from chalicelib.store.reach import Reaches

    trial = Reaches(context.people.table).behind(code)
    return trial if trial is not None and now - trial.asked_at <= _VALID_FOR else None


def _page(trial: "Trial", code: str, context: "Context", status: int = 200) -> Response:
    from chalicelib.usecases.trial import our_card
    from chalicelib.web.language import language_of
    from chalicelib.web.render import SECURITY_HEADERS, render

    person = context.roster.organisation.people.get(trial.person)
    language = person.language if person is not None else language_of(trials.current_request)
    card = f"{code}/card.vcf" if our_card(context) else ""
    body = render("test.html", language, answered=trial.answered_at is not None, card=card)
    return answer(body, "text/html; charset=utf-8", status, SECURITY_HEADERS)


def _gone(context: "Context", now: datetime) -> Response:
    """Counted as a page's codes are: who guesses is answered 429 beyond a bound."""
    from chalicelib.store.tries import MOST_A_MINUTE, Tries
    from chalicelib.web.language import language_of
    from chalicelib.web.render import SECURITY_HEADERS, render_gone

    failed = Tries(context.notes.table).fail(now)
    body = render_gone(language_of(trials.current_request))
    return answer(body, "text/html; charset=utf-8", 404 if failed <= MOST_A_MINUTE else 429, SECURITY_HEADERS)
