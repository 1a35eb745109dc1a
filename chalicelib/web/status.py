"""Status for machines and monitors: /status.json for a bearer token, /health for anybody."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib import bootstrap
from chalicelib.web.http import answer, answer_json

if TYPE_CHECKING:
    from chalicelib.domain.organisation import Language

status = Blueprint(__name__)

_LANGUAGES: "Mapping[str, Language]" = {"nl": "nl", "en": "en"}


@status.route("/status.json", methods=["GET"])
def status_json() -> Response:
    """The whole status for whoever holds the manager's token or a made one; 401 for anybody else, told nothing.

    304 while it tells what it told before. Nobody keeps it on the way: a machine remembers the tag by itself.
    """
    from chalicelib.store.open_heads import NoCursor
    from chalicelib.web.auth import allowed_scope
    from chalicelib.web.etag import is_known, tag_of

    now = bootstrap.now()
    if allowed_scope(status.current_request) is None:
        body = {"error": "send the manager's token as `Authorization: Bearer ...`"}
        return answer_json(body, 401, {"WWW-Authenticate": "Bearer"})
    from chalicelib.usecases.board import board

    query: Mapping[str, str] = status.current_request.query_params or {}
    language = _LANGUAGES.get(query.get("lang", ""))
    try:
        told = board(bootstrap.context(now), now, query.get("cursor", ""), language)
    except NoCursor:
        return answer_json({"error": "send `cursor` as `next_cursor` gave it, or leave it out to begin anew"}, 400)
    tag = tag_of(told)
    if is_known(tag, status.current_request.headers.get("if-none-match", "")):
        return answer("", "application/json", 304, {"ETag": tag})
    return answer_json(told, 200, {"ETag": tag})


@status.route("/health", methods=["GET"])
def health_check() -> Response:
    """Ages only; 503 when the last sweep is more than three minutes old."""
    from chalicelib.store.notes import Notes
    from chalicelib.usecases.health import health

    seen = health(Notes(bootstrap.table()), bootstrap.now())
    return answer_json(asdict(seen), 200 if seen.healthy else 503)
