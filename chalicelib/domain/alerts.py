"""An alert: that a conversation reached a step, for one person who is told. Pages carry alerts."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.case import Case, Clock
from chalicelib.domain.ladder import Planned, alert_id
from chalicelib.domain.roster import Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Conversation C reached step S, for one person. `id` is the same for all recipients of the step."""

    id: str
    person: str
    conversation: str
    account: str
    step: str
    level: int
    clock: str
    family: str
    anchor: str
    started_at: datetime
    target_at: datetime
    """When the clock's promise breaks."""
    planned_at: datetime
    role: str
    why: str
    nobody_on: str | None = None
    config: str = ""
    post: str | None = None
    """The brand's own post that the question stands under, as its message tells."""


def alert_of(case: Case, clock: Clock, step: Planned, recipient: Recipient) -> Alert:
    """The alert of one recipient of a step."""
    message = case.message_of(clock)
    return Alert(
        id=alert_id(case.conversation.ref, clock, step.key),
        person=recipient.person,
        conversation=case.conversation.ref,
        account=clock.account,
        step=step.key,
        level=step.level,
        clock=clock.kind,
        family=clock.family,
        anchor=clock.anchor,
        started_at=clock.started_at,
        target_at=clock.due_at,
        planned_at=step.at,
        role=recipient.role,
        why=recipient.why,
        nobody_on=recipient.nobody_on,
        config=clock.config,
        post=message.post if message is not None else None,
    )
