"""Escalating by hand: "wake the manager now", "I cannot take this". Facts and alerts as from a step of the ladder."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.alerts import Alert, alert_of
from chalicelib.domain.case import Case
from chalicelib.domain.clocks import settings_of
from chalicelib.domain.escalation import Decision, step_taken, taken_steps
from chalicelib.domain.ladder import Planned, ladder
from chalicelib.domain.organisation import MANAGER, ON_CALL, Book
from chalicelib.domain.roster import Roster
from chalicelib.domain.steps import StepTaken

_BY_HAND = "by hand "


def is_by_hand(alert: Alert) -> bool:
    """Somebody asked for this alert; no step of a ladder did."""
    return alert.step.startswith(_BY_HAND)


def escalate_now(case: Case, book: Book, roster: Roster, by: str, now: datetime) -> Decision:
    """Page the manager about every running clock at once; whoever is the manager pages the person on call.

    Empty when nothing runs, nobody else is there to page, or this person asked for it in this very second already.
    """
    key = f"{_BY_HAND}{by} {now:%Y-%m-%dT%H:%M:%S}"
    steps: list[StepTaken] = []
    alerts: list[Alert] = []
    for clock in case.open:
        if key in taken_steps(case, clock):
            continue
        effective, _, account = settings_of(case.conversation, clock, book)
        brand = roster.brand(account, effective.organisation)
        chosen = [
            recipient
            for role in (MANAGER, ON_CALL)
            for recipient in roster.recipients((role,), brand, now)
            if recipient.person != by
        ][:1]
        step = Planned(
            key=key,
            level=len(ladder(case, clock, book)),
            at=now,
            notify=(),
            unless_acknowledged=False,
        )
        for recipient in chosen:
            asked = replace(recipient, why=f"asked for by {by}")
            steps.append(step_taken(case, clock, step, "fired", [asked], f"{asked.person}: {asked.why}", now))
            alerts.append(alert_of(case, clock, step, asked))
    return Decision(steps=tuple(steps), alerts=tuple(alerts))
