"""Alerts as the ladder gives them, for tests of what becomes of them."""

from chalicelib.domain.alerts import Alert
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from tests.domain.build import PUBLIC, decided


def alert_of(*facts: Fact, now: str, step: str, person: str = "sanne", conversation: Conversation = PUBLIC) -> Alert:
    """The alert that a person gets of a step, from all that is due at that moment."""
    alerts = decided(*facts, now=now, conversation=conversation).alerts
    return next(alert for alert in alerts if (alert.step, alert.person) == (step, person))
