"""What PagerDuty's Events API v2 does with an event: refuse it with reasons, or keep an incident by its key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["triggered", "acknowledged", "resolved"]

_ACTIONS = ("trigger", "acknowledge", "resolve")
_SEVERITIES = ("critical", "error", "warning", "info")


@dataclass(slots=True)
class Incident:
    """Known to whoever looks by the key of its events; `routing_key` is the service that is told."""

    dedup_key: str
    routing_key: str
    summary: str
    severity: str
    state: State = "triggered"
    triggers: int = 1


@dataclass(slots=True)
class Incidents:
    """Every incident, oldest first; of one service and key only the newest can be open."""

    all: list[Incident] = field(default_factory=list)

    def take(self, event: object) -> tuple[int, dict[str, object]]:
        """The status and body that PagerDuty answers; a bad event changes nothing."""
        wrong = problems(event)
        if not isinstance(event, Mapping) or wrong:
            return 400, {"status": "invalid event", "message": "Event object is invalid", "errors": wrong}
        key = str(event.get("dedup_key") or f"made-{len(self.all) + 1}")
        self._apply(event, key)
        return 202, {"status": "success", "message": "Event processed", "dedup_key": key}

    def _apply(self, event: Mapping[str, object], key: str) -> None:
        routing_key, action = str(event["routing_key"]), event["event_action"]
        now = next(
            (each for each in reversed(self.all) if (each.routing_key, each.dedup_key) == (routing_key, key)), None
        )
        is_open = now is not None and now.state != "resolved"
        if action == "trigger" and not is_open:
            payload = event["payload"]
            told = payload if isinstance(payload, Mapping) else {}
            self.all.append(Incident(key, routing_key, str(told.get("summary")), str(told.get("severity"))))
        elif now is None or not is_open:
            return  # acknowledging or resolving what is not open is dropped
        elif action == "trigger":
            now.triggers += 1  # an acknowledged one stays so, and tells nobody
        else:
            now.state = "acknowledged" if action == "acknowledge" else "resolved"


def problems(event: object) -> list[str]:
    """Why an event is refused; empty for a good one."""
    if not isinstance(event, Mapping):
        return ["the body is no JSON object"]
    found = []
    key = event.get("routing_key")
    if not isinstance(key, str) or len(key) != 32:
        found.append("'routing_key' must have 32 characters")
    action = event.get("event_action")
    if action not in _ACTIONS:
        found.append(f"'event_action' must be one of {', '.join(_ACTIONS)}")
    dedup_key = event.get("dedup_key")
    if dedup_key is None and action != "trigger":
        found.append("'dedup_key' is missing")
    if dedup_key is not None and (not isinstance(dedup_key, str) or not 0 < len(dedup_key) <= 255):
        found.append("'dedup_key' must have 1 to 255 characters")
    return found + (_payload_problems(event.get("payload")) if action == "trigger" else []) + _link_problems(event)


def _payload_problems(payload: object) -> list[str]:
    if not isinstance(payload, Mapping):
        return ["'payload' is missing"]
    found = [f"'payload.{name}' is missing" for name in ("summary", "source") if not _text(payload.get(name))]
    if len(str(payload.get("summary", ""))) > 1024:
        found.append("'payload.summary' must have at most 1024 characters")
    if payload.get("severity") not in _SEVERITIES:
        found.append(f"'payload.severity' must be one of {', '.join(_SEVERITIES)}")
    return found


def _link_problems(event: Mapping[str, object]) -> list[str]:
    links = event.get("links", [])
    good = isinstance(links, list) and all(isinstance(each, Mapping) and _text(each.get("href")) for each in links)
    return [] if good else ["'links' must be a list of objects with an href"]


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value)
