"""The platforms' door: handshakes and signed deliveries. Fast, cold too: nothing is parsed here."""

from collections.abc import Sequence

from chalice.app import Blueprint, Response

from chalicelib import bootstrap
from chalicelib.platforms import registry
from chalicelib.platforms.errors import BadHandshake, BadSignature
from chalicelib.usecases.receive import receive
from chalicelib.web.http import answer, answer_json, lower_headers, raw_body

webhooks = Blueprint(__name__)

# Platforms send JSON under several names; the signature is over the bytes, whatever they are called.
_ANY_BODY = [
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
]


@webhooks.route("/webhooks/{platform}", methods=["GET"])
def handshake(platform: str) -> Response:
    """Answer a platform's challenge; 404 for a platform nobody registered."""
    if platform not in registry.REGISTRY:
        return _unknown(platform)
    query = dict(webhooks.current_request.query_params or {})
    try:
        body = registry.load(platform).handshake(query, _handshake_secrets(platform))
    except BadHandshake as error:
        bootstrap.journal().note("refused", platform=platform, reason=str(error))
        _tell_if_ours(platform, _handshake_secrets(platform))
        return answer_json({"error": str(error)}, error.status)
    finally:
        bootstrap.journal().flush()
    kind = "application/json" if body.startswith("{") else "text/plain"
    return answer(body, kind, 200, {})


@webhooks.route("/webhooks/{platform}", methods=["POST"], content_types=_ANY_BODY)
def deliver(platform: str) -> Response:
    """Take a signed delivery; 401 stores nothing. An unparsable body is still 200 once its signature is good."""
    if platform not in registry.REGISTRY:
        return _unknown(platform)
    now = bootstrap.now()
    request = webhooks.current_request
    try:
        receive(
            platform,
            registry.load(platform),
            lower_headers(request),
            raw_body(request),
            bootstrap.secrets().get(platform, now),
            now=now,
            send=bootstrap.inbox().send,
            keep=bootstrap.keep_body,
        )
    except BadSignature as error:
        bootstrap.journal().note("refused", platform=platform, reason=str(error))
        _tell_if_ours(platform, bootstrap.secrets().get(platform, now))
        return answer_json({"error": str(error)}, 401)
    else:
        bootstrap.journal().note("accepted", platform=platform)
        return answer_json({"accepted": True})
    finally:
        bootstrap.journal().flush()


def _handshake_secrets(platform: str) -> Sequence[str]:
    """What the challenge is answered with: a verify token of its own where one is set, else what signs deliveries.

    A verify token travels in an address, and addresses end up in logs: it should not be what signs.
    """
    now = bootstrap.now()
    return bootstrap.secrets().get(f"{platform}-verify-token", now) or bootstrap.secrets().get(platform, now)


def _tell_if_ours(platform: str, secrets: Sequence[str]) -> None:
    """Tell the platform's owner, once, that we refuse it for want of a secret: who is refused stops coming."""
    if secrets:
        return
    # Imported here: a door that opens pays for none of it.
    from chalicelib.usecases.raise_alarms import queue_alarms
    from chalicelib.usecases.silence import turned_away

    now = bootstrap.now()
    context = bootstrap.context(now)
    if turned_away(platform, context, now):
        queue_alarms(context, now)


def _unknown(platform: str) -> Response:
    known = ", ".join(sorted(registry.REGISTRY))
    return answer_json({"error": f"no platform is called {platform[:40]!r}; known are: {known}"}, 404)
