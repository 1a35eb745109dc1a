"""What the fake providers received, in words for the terminal."""

from collections.abc import Mapping

from tools.fakeproviders import ENQUEUE, Call

_DONE = {"acknowledge": "is acknowledged", "resolve": "is resolved"}


def spoken(call: Call, names: Mapping[str, str]) -> str:
    """One call as a line and what it says; `names` tells whose pager a routing key is."""
    trouble = "" if call.answered.startswith("2") else f" (answered: {call.answered})"
    body = call.body if isinstance(call.body, Mapping) else {}
    if call.path != ENQUEUE:
        channel, _, name = call.path.lstrip("/").partition("/")
        said = body.get("text") or body.get("title") or body.get("type") or ""
        return f"{channel} to {name}{trouble}: {said}"
    whose = names.get(str(body.get("routing_key")), "nobody we know")
    payload = body.get("payload")
    told = payload if isinstance(payload, Mapping) else {}
    action = str(body.get("event_action"))
    if action in _DONE:
        return f"Pager: the alert of {whose} {_DONE[action]}{trouble}."
    return f"Pager alert ({told.get('severity')}) to {whose}{trouble}:\n{told.get('summary')}"
