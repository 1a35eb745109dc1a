"""The pagers' door: a provider that keeps an incident for a page tells what somebody did with it there.

Fast: what is told is queued, and a worker finds the page.
"""

import re
from collections.abc import Mapping

from chalice.app import Blueprint, Response

from chalicelib import bootstrap
from chalicelib.platforms.errors import BadSignature, UnreadableBody
from chalicelib.web.http import answer_json, lower_headers, raw_body

pagers = Blueprint(__name__)

PAGERDUTY = "pagerduty"
_HEADER = "x-pagerduty-signature"
# As `group_id` and the number of a method make it, or a test page's; PagerDuty hands back the dedup key as the
# incident's key.
_PAGE_ID = re.compile(r"[0-9a-f]{20}-\d{1,3}|test-[0-9a-f]{20}")


@pagers.route("/pagers/pagerduty", methods=["POST"], content_types=["application/json"])
def pagerduty() -> Response:
    """A signed webhook (v3) of PagerDuty; 401 when it is not, and 200 for everything else.

    Whatever we cannot use is 200 too: after three other answers in a row below 500 PagerDuty stops for a day.
    """
    from chalicelib.platforms import signing
    from chalicelib.platforms.body import read_json
    from chalicelib.usecases.tasks import Task, enqueue

    now = bootstrap.now()
    body = raw_body(pagers.current_request)
    claims = lower_headers(pagers.current_request).get(_HEADER, "").split(",")
    try:
        secrets = bootstrap.secrets().get("pagerduty-webhook", now)
        signing.require(_HEADER, [claim.strip() for claim in claims], body, secrets, prefix="v1=")
        taken = taken_page(read_json(body))
        if taken is not None:
            enqueue(bootstrap.work(), Task("acknowledge", taken, now, PAGERDUTY), now)
        bootstrap.journal().note("pager_told", pager=PAGERDUTY, page=taken)
    except BadSignature as error:
        bootstrap.journal().note("refused", pager=PAGERDUTY, reason=str(error))
        return answer_json({"error": str(error)}, 401)
    except UnreadableBody as error:
        bootstrap.journal().note("pager_unreadable", pager=PAGERDUTY, reason=str(error))
    finally:
        bootstrap.journal().flush()
    return answer_json({"accepted": True})


def taken_page(payload: Mapping[str, object]) -> str | None:
    """The id of the page that somebody took, by an event of PagerDuty; None for every other event.

    Resolved by hand there is taken as well, and no more than that: only a response stops a clock. An incident that
    PagerDuty resolves of its own accord was taken by nobody.
    """
    event = _inside(payload, "event")
    kind, agent = event.get("event_type"), _inside(event, "agent")
    by_hand = kind == "incident.resolved" and agent.get("type") == "user_reference"
    key = _inside(event, "data").get("incident_key")
    if not (kind == "incident.acknowledged" or by_hand) or not isinstance(key, str):
        return None
    return key if _PAGE_ID.fullmatch(key) else None


def _inside(outer: Mapping[str, object], name: str) -> Mapping[str, object]:
    """The object under that name; an empty one where something else stands."""
    value = outer.get(name)
    return value if isinstance(value, dict) else {}
