"""What is due in a conversation now, and when to look again. Pure: reads a case, decides, writes nothing.

Every step ends in one fact with its outcome: fired, held by an acknowledgement, superseded by a higher one, or listed
(its account does not page). So a step is looked at once, and everything can be explained afterwards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.alerts import Alert, alert_of
from chalicelib.domain.case import Case, Clock
from chalicelib.domain.clocks import calendar_of, settings_of
from chalicelib.domain.duration import deadline
from chalicelib.domain.facts_by_hand import Acknowledgement
from chalicelib.domain.ladder import Planned, alert_id, ladder
from chalicelib.domain.organisation import Book
from chalicelib.domain.roster import Recipient, Roster
from chalicelib.domain.steps import Outcome, StepTaken

# A step already past when its cause is stored waits this long, so that an answer right behind it is seen first.
SETTLES_AFTER = timedelta(seconds=20)
# Such steps also wait for an inbox that runs behind, but not for ever.
WAITS_FOR_INBOX = timedelta(minutes=10)
# What one decision takes is stored in one transaction, which in DynamoDB holds 100 rows: steps, their alerts, the head.
MOST_STEPS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The steps to record and the alerts to raise, both empty when nothing is due; `next_at` is when to look again.

    That is at once where more is due than one decision may take.
    """

    steps: tuple[StepTaken, ...] = ()
    alerts: tuple[Alert, ...] = ()
    next_at: datetime | None = None


def decide(case: Case, book: Book, roster: Roster, now: datetime, inbox_behind: bool = False) -> Decision:
    """Everything due at `now` in this conversation. Deterministic: the same facts and instant decide the same.

    `inbox_behind`: deliveries are waiting that may hold an answer, so steps that were past on arrival wait too.
    """
    steps: list[StepTaken] = []
    alerts: list[Alert] = []
    looks: list[datetime] = []
    for clock in case.open:
        plan = ladder(case, clock, book)
        taken = taken_steps(case, clock)
        due = []
        for step in plan:
            if step.key in taken:
                continue
            fires = fires_at(step, clock, now if inbox_behind else None)
            if fires <= now:
                due.append(step)
            else:
                looks.append(fires)
        # The highest first: those below tell nobody any more when their turn comes.
        room = MOST_STEPS - len(steps)
        if len(due) > room:
            due = due[len(due) - room :]
            looks.append(now)
        if due:
            decided = _take(case, clock, plan, due, book, roster, now)
            steps += decided.steps
            alerts += decided.alerts
    return Decision(steps=tuple(steps), alerts=tuple(alerts), next_at=min(looks, default=None))


def next_look(case: Case, plans: Iterable[tuple[Clock, Sequence[Planned]]]) -> datetime | None:
    """When the next step of any running clock fires; None when the conversation only waits or is at rest.

    `plans` are the running clocks with their ladders.
    """
    instants: list[datetime] = []
    for clock, plan in plans:
        taken = taken_steps(case, clock)
        instants += (fires_at(step, clock) for step in plan if step.key not in taken)
    return min(instants, default=None)


def acknowledgement_at(
    case: Case, clock: Clock, plan: Sequence[Planned], book: Book, roster: Roster, at: datetime
) -> Acknowledgement | None:
    """The acknowledgement that holds back this clock's conditional steps at that instant; None when none does.

    It holds for the conversation, whoever gave it, and lapses when the phone changes hands. One given before the clock
    started was about something else.
    """
    effective, policy, account = settings_of(case.conversation, clock, book)
    brand = roster.brand(account, effective.organisation)
    for given in reversed(case.acknowledgements):
        if not clock.started_at <= given.at <= at:
            continue
        if given.until is not None:
            holds = at < given.until
        elif policy.acknowledgement is not None:
            calendar = calendar_of(policy, account, effective.organisation)
            holds = at < deadline(given.at, policy.acknowledgement, calendar)
        else:  # up to and including the next step or repeat
            upcoming = next((step.at for step in plan if step.at > given.at), None)
            holds = upcoming is None or at <= upcoming
        if holds and not roster.handed_off(brand, given.at, at):
            return given
    return None


def fires_at(step: Planned, clock: Clock, behind_at: datetime | None = None) -> datetime:
    """When a step is looked at: at its instant, or after settling when that was past before anybody knew.

    `behind_at`: it is now, and the inbox runs behind.
    """
    if step.at >= clock.stored_at:
        return step.at
    settled = clock.stored_at + SETTLES_AFTER
    if behind_at is not None and behind_at >= settled:
        return min(behind_at + SETTLES_AFTER, clock.stored_at + WAITS_FOR_INBOX)
    return settled


def taken_steps(case: Case, clock: Clock) -> dict[str, frozenset[str]]:
    """The steps that count as taken, since their anchor still waits in the clock's place, and whom they told."""
    anchors = case.waiting_with(clock) | {clock.anchor}
    taken: dict[str, frozenset[str]] = {}
    for step in case.steps:
        if step.clock == clock.family and step.anchor in anchors:
            taken[step.step] = taken.get(step.step, frozenset()).union(step.recipients)
    return taken


def _take(
    case: Case,
    clock: Clock,
    plan: Sequence[Planned],
    due: Sequence[Planned],
    book: Book,
    roster: Roster,
    now: datetime,
) -> Decision:
    """Of several steps due at once each person gets only the highest; the others are recorded as superseded.

    So is a step of which all have been told a higher one before: a late one settles while the next comes on time.
    """
    effective, _, account = settings_of(case.conversation, clock, book)
    brand = roster.brand(account, effective.organisation)
    owner = next((p.owner for p in case.history.promises if p.id == clock.anchor), None)
    taken = taken_steps(case, clock)
    held: dict[str, Acknowledgement] = {}
    unreachable: set[str] = set()
    highest: dict[str, tuple[Planned, Recipient]] = {}
    for step in due:
        if step.unless_acknowledged:
            given = acknowledgement_at(case, clock, plan, book, roster, step.at) or acknowledgement_at(
                case, clock, plan, book, roster, now
            )
            if given is not None:
                held[step.key] = given
                continue
        told = frozenset[str]().union(*(taken.get(higher.key, ()) for higher in plan[step.level + 1 :]))
        recipients = roster.recipients(step.notify, brand, now, owner)
        if not recipients:
            unreachable.add(step.key)
        highest |= {r.person: (step, r) for r in recipients if r.person not in told}
    steps, alerts = [], []
    for step in due:
        chosen = [recipient for taken, recipient in highest.values() if taken is step]
        outcome: Outcome
        if not account.pages:
            outcome, reason, chosen = "listed", f"account {account.name} does not page", []
        elif step.key in held:
            outcome, reason = "held", f"acknowledged by {held[step.key].by}"
        elif chosen:
            outcome, reason = "fired", "; ".join(f"{r.person}: {r.why}" for r in chosen)
        elif step.key in unreachable:
            outcome, reason = "listed", "the settings name nobody to tell"
        else:
            outcome, reason = "superseded", "all it tells were told a higher step of the same clock"
        steps.append(step_taken(case, clock, step, outcome, chosen, reason, now))
        alerts += [alert_of(case, clock, step, recipient) for recipient in chosen]
    return Decision(steps=tuple(steps), alerts=tuple(alerts))


def step_taken(
    case: Case,
    clock: Clock,
    step: Planned,
    outcome: Outcome,
    chosen: Sequence[Recipient],
    reason: str,
    now: datetime,
) -> StepTaken:
    """The fact that a step came and went, and whom it told."""
    return StepTaken(
        alert=alert_id(case.conversation.ref, clock, step.key),
        step=step.key,
        level=step.level,
        clock=clock.family,
        anchor=clock.anchor,
        planned_at=step.at,
        stored_at=now,
        outcome=outcome,
        recipients=tuple(recipient.person for recipient in chosen),
        reason=reason,
        config=clock.config,
    )
