"""Escalating by hand: "wake the manager now", "I cannot take this". Facts and alerts as from a step of the ladder."""

from datetime import datetime

from chalicelib.domain.clocks import Case, settings_of
from chalicelib.domain.escalation import Alert, Decision
from chalicelib.domain.facts import StepTaken
from chalicelib.domain.ladder import alert_id, ladder
from chalicelib.domain.organisation import MANAGER, ON_CALL, Book
from chalicelib.domain.roster import Roster

_BY_HAND = "by hand "


def is_by_hand(alert: Alert) -> bool:
    """Somebody asked for this alert; no step of a ladder did."""
    return alert.step.startswith(_BY_HAND)


def escalate_now(case: Case, book: Book, roster: Roster, by: str, now: datetime) -> Decision:
    """Page the manager about every running clock at once; whoever is the manager pages the person on call.

    Empty when nothing runs, or nobody else is there to page.
    """
    steps: list[StepTaken] = []
    alerts: list[Alert] = []
    for clock in case.open:
        effective, _, account = settings_of(case.conversation, clock, book)
        brand = roster.organisation.brands.get(account.brand) or effective.organisation.brands[account.brand]
        chosen = [
            (role, recipient)
            for role in (MANAGER, ON_CALL)
            for recipient in roster.recipients((role,), brand, now)
            if recipient.person != by
        ][:1]
        key = f"{_BY_HAND}{by} {now:%Y-%m-%dT%H:%M:%S}"
        alert = alert_id(case.conversation.ref, clock, key)
        level = len(ladder(case, clock, book))
        for role, recipient in chosen:
            steps.append(
                StepTaken(
                    alert=alert,
                    step=key,
                    level=level,
                    clock=clock.family,
                    anchor=clock.anchor,
                    planned_at=now,
                    stored_at=now,
                    outcome="fired",
                    recipients=(recipient.person,),
                    reason=f"{recipient.person}: asked for by {by}",
                    config=effective.hash,
                )
            )
            alerts.append(
                Alert(
                    id=alert,
                    person=recipient.person,
                    conversation=case.conversation.ref,
                    account=clock.account,
                    step=key,
                    level=level,
                    clock=clock.kind,
                    family=clock.family,
                    anchor=clock.anchor,
                    started_at=clock.started_at,
                    target_at=clock.due_at,
                    planned_at=now,
                    role=role,
                    why=f"asked for by {by}",
                    config=effective.hash,
                )
            )
    return Decision(steps=tuple(steps), alerts=tuple(alerts))
