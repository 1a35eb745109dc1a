"""Status for machines and monitors: /status.json for a bearer token, /health for anybody."""

import hashlib
import hmac
from dataclasses import asdict

from chalice.app import Blueprint, Response

from chalicelib import bootstrap
from chalicelib.web.http import answer_json

status = Blueprint(__name__)


@status.route("/status.json", methods=["GET"])
def status_json() -> Response:
    """The whole status for whoever holds the manager's token; 401 for anybody else, told nothing."""
    now = bootstrap.now()
    if not _holds_token():
        body = {"error": "send the manager's token as `Authorization: Bearer ...`"}
        return answer_json(body, 401, {"WWW-Authenticate": "Bearer"})
    from chalicelib.usecases.board import board

    return answer_json(board(bootstrap.context(now), now))


@status.route("/health", methods=["GET"])
def health_check() -> Response:
    """Ages only; 503 when the last sweep is more than three minutes old."""
    from chalicelib.store.notes import Notes
    from chalicelib.usecases.health import health

    seen = health(Notes(bootstrap.table()), bootstrap.now())
    return answer_json(asdict(seen), 200 if seen.healthy else 503)


def _holds_token() -> bool:
    scheme, _, claimed = status.current_request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return False
    digest = hashlib.sha256(claimed.strip().encode("utf-8", "replace")).digest()
    tokens = bootstrap.secrets().get("manager_token", bootstrap.now())
    # All are compared, by hash and in constant time, so that nothing is told by how long it takes.
    return any([hmac.compare_digest(digest, hashlib.sha256(token.encode()).digest()) for token in tokens])
