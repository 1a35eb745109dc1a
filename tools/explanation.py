"""When each step of a clock falls, whom it tells and why: the engine is asked about a message made up for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from chalicelib.domain.calendar import ServiceCalendar, opening_periods
from chalicelib.domain.case import Clock
from chalicelib.domain.clocks import calendar_of, derive
from chalicelib.domain.events import Conversation
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_by_hand import Promise
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.ladder import Planned, ladder, step_instant
from chalicelib.domain.organisation import Account, Book, Effective, Organisation, Policy, Step, Surface
from chalicelib.domain.roster import Recipient, Roster
from tools.moments import passed
from tools.unusable import Unusable

_ASKED = "asked"
_PROMISED = "promised"
_MOST_CLOSED_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to explain. `promise_due` and `owner` (a person's id) are for the policy of promises only."""

    policy: str
    asked_at: datetime
    account: str | None = None
    promise_due: datetime | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What the example leaves open about its account; `since` only for one that is watched from a later instant."""

    kind: Literal["unused policy", "not watched yet", "pages nobody"]
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One step at its instant.

    `after` is the step's own duration ("1.5 working days") where the step counts from the start, and otherwise the
    time on the wall since the start ("47h"). `key` is the step's name in the history; `step` is as the policy has it,
    None for a repeat and for what the engine adds by itself.
    """

    key: str
    step: Step | None
    moved: bool
    """A rule brought it forward."""
    at: datetime
    after: str
    notify: tuple[str, ...]
    people: tuple[Recipient, ...]
    """Who it would be by the rotas alone: takeovers and absences are not in the configuration."""
    unless_acknowledged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The policy's steps in order of time, its repeats apart."""

    organisation: Organisation
    policy: Policy
    account: Account
    calendar: str
    asked_at: datetime
    steps: tuple[Explained, ...]
    due_at: datetime
    repeats: tuple[Explained, ...]
    closed: tuple[date, ...]
    """Whole days between the start and the due time on which the calendar does not open."""
    notes: tuple[Note, ...]


def explain(organisation: Organisation, question: Question) -> Explanation:
    """Raises Unusable for a policy, account or person nobody configured, or a promise without its due time."""
    policy = organisation.policies.get(question.policy)
    if policy is None:
        raise Unusable(f"--policy: {question.policy!r} is no policy; known are: {_listed(organisation.policies)}")
    _check_promise(organisation, question)
    named, surface = _account(organisation, question)
    account = _watched(named, policy, surface)
    book = Book((Effective("explained", datetime(1970, 1, 1, tzinfo=UTC), _with(organisation, named, account)),))
    conversation = Conversation(account.platform, account.brand, surface, "customer")
    case = derive(conversation, _facts(account, question), book, question.asked_at)
    anchor = _PROMISED if question.promise_due is not None else _ASKED
    clock = next(clock for clock in case.clocks if clock.anchor == anchor)
    roster, brand = Roster(organisation), organisation.brands[account.brand]
    calendar, opening_hours = calendar_of(policy, account, organisation), organisation.calendars[account.calendar]

    def explained(planned: Planned) -> Explained:
        step = next((step for step in policy.steps if step.key == planned.key), None)
        usual = step and step_instant(step, clock.started_at, clock.due_at, calendar, opening_hours)
        moved = usual is not None and planned.at != usual
        return Explained(
            key=planned.key,
            step=step,
            moved=moved,
            at=planned.at,
            after=passed(clock.started_at, planned.at)
            if moved or step is None or step.after is None
            else str(step.after),
            notify=planned.notify,
            people=roster.recipients(planned.notify, brand, planned.at, question.owner),
            unless_acknowledged=planned.unless_acknowledged,
        )

    plan = ladder(case, clock, book)
    return Explanation(
        organisation=organisation,
        policy=policy,
        account=account,
        calendar=calendar.name,
        asked_at=question.asked_at,
        steps=tuple(explained(planned) for planned in plan if not planned.is_repeat),
        due_at=clock.due_at,
        repeats=tuple(explained(planned) for planned in plan if planned.is_repeat),
        closed=tuple(_closed_days(clock, calendar)),
        notes=tuple(_notes(named, policy, organisation, question)),
    )


def _check_promise(organisation: Organisation, question: Question) -> None:
    promise = question.policy == organisation.promise_policy
    if promise and question.promise_due is None:
        raise Unusable(f"--promise-due: policy {question.policy} needs the time that was promised; add --promise-due")
    if not promise and question.promise_due is not None:
        known = organisation.promise_policy
        raise Unusable(f"--promise-due: only policy {known} has one; leave it out for policy {question.policy}")
    if question.promise_due is not None and question.promise_due <= question.asked_at:
        raise Unusable("--promise-due: a promise is due after it is made; give a time later than --asked-at")
    if question.owner is not None and question.owner not in organisation.people:
        raise Unusable(f"--owner: {question.owner!r} is nobody's id; known are: {_listed(organisation.people)}")


def _account(organisation: Organisation, question: Question) -> tuple[Account, Surface]:
    """The account that was asked for, else the first of the file that uses the policy, else the first; and where."""
    using = [(account, surface) for account in organisation.accounts if (surface := _surface(account, question.policy))]
    if question.account is None:
        return using[0] if using else (organisation.accounts[0], "public")
    platform, _, name = question.account.rpartition(":")
    found = [
        account
        for account in organisation.accounts
        if name in (account.name, account.id) and platform in ("", account.platform)
    ]
    if len(found) != 1:
        known = _listed(f"{account.platform}:{account.name}" for account in organisation.accounts)
        problem = "several accounts" if found else "no account"
        raise Unusable(f"--account: {question.account!r} names {problem}; write one of: {known}")
    (account,) = found
    elsewhere = using[0][1] if using else "public"
    return account, _surface(account, question.policy) or elsewhere


def _surface(account: Account, policy: str) -> Surface | None:
    """Where the account uses the policy; None when it does not."""
    if policy in (account.public_policy, account.next_response_policy):
        return "public"
    return "direct" if account.direct_policy == policy else None


def _watched(account: Account, policy: Policy, surface: Surface) -> Account:
    """The account as the example needs it: under this policy, watched since ever. A promise uses its own policy."""
    if policy.target is None:
        return replace(account, watch_from=None)
    if surface == "public":
        return replace(account, watch_from=None, public_policy=policy.name, next_response_policy=None)
    return replace(account, watch_from=None, direct_policy=policy.name)


def _with(organisation: Organisation, named: Account, account: Account) -> Organisation:
    return replace(organisation, accounts=tuple(account if each is named else each for each in organisation.accounts))


def _facts(account: Account, question: Question) -> list[Fact]:
    """A question nobody has answered, seen and stored the moment it was asked; and the promise, if it is one."""
    at = question.asked_at.astimezone(UTC)
    asked = Message(
        id=_ASKED,
        direction="inbound",
        first_seen_at=at,
        stored_at=at,
        accounts=frozenset({account.id}),
        asked_at=at,
        signals=frozenset({"question"}),
    )
    if question.promise_due is None:
        return [asked]
    promise = Promise(
        id=_PROMISED,
        by=question.owner or "",
        owner=question.owner or "",
        what="",
        at=at,
        stored_at=at,
        due_at=question.promise_due.astimezone(UTC),
    )
    return [asked, promise]


def _closed_days(clock: Clock, calendar: ServiceCalendar) -> Iterator[date]:
    zone = ZoneInfo(calendar.zone)
    day, last = clock.started_at.astimezone(zone).date(), clock.due_at.astimezone(zone).date()
    for _ in range(_MOST_CLOSED_DAYS):
        if day > last:
            return
        if not opening_periods(calendar, day):
            yield day
        day += timedelta(days=1)


def _notes(account: Account, policy: Policy, organisation: Organisation, question: Question) -> Iterator[Note]:
    if policy.target is not None and not any(_surface(each, policy.name) for each in organisation.accounts):
        yield Note("unused policy")
    if account.watch_from is not None and question.asked_at < account.watch_from:
        yield Note("not watched yet", account.watch_from)
    if not account.pages:
        yield Note("pages nobody")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
