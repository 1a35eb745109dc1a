"""One-line builders of what happens in a conversation, for tests that read as rules.

Wall times are Amsterdam's in 2026; without a date they fall on Tuesday 17 November, an ordinary working day.
Ids default to the wall time, so `asked("10:00")` is the message `ask 10:00`.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

from chalicelib.domain.case import Case
from chalicelib.domain.clocks import derive
from chalicelib.domain.escalation import Decision, decide
from chalicelib.domain.events import Conversation, Direction, Silence
from chalicelib.domain.facts import Fact
from chalicelib.domain.facts_by_hand import (
    Acknowledgement,
    Dismissal,
    DismissalReason,
    Promise,
    PromiseKept,
    StillQuestion,
    Withdrawal,
)
from chalicelib.domain.facts_seen import Deletion, Follow, Message, MovedToDm
from chalicelib.domain.organisation import Book
from chalicelib.domain.roster import Roster
from chalicelib.domain.steps import StepTaken
from tests.domain.merk import BOOK, ID, ROSTER

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TODAY = date(2026, 11, 17)

PUBLIC = Conversation("x", "merk", "public", "klant")
DIRECT = Conversation("x", "merk", "direct", "klant")
THREAD = Conversation("facebook", "merk", "public", "top", threaded=True)
WHATSAPP = Conversation("whatsapp", "merk", "direct", "klant")


def at(text: str) -> datetime:
    """`10:00`, `10:00:01`, `20 23:00` (the 20th of November) or `12-24 14:00`; in UTC."""
    *day, clock = text.split()
    month_and_day = [int(part) for part in (day[0] if day else "17").split("-")]
    month, number = month_and_day if len(month_and_day) == 2 else (11, month_and_day[0])
    return datetime.combine(date(2026, month, number), time.fromisoformat(clock), AMSTERDAM).astimezone(UTC)


def wall(instant: datetime) -> str:
    """The inverse of `at`: as short as it can be said."""
    local = instant.astimezone(AMSTERDAM)
    clock = f"{local:%H:%M}" if local.second == local.microsecond == 0 else f"{local.time()}"
    if local.date() == TODAY:
        return clock
    return f"{local.day} {clock}" if local.month == 11 else f"{local.month}-{local.day} {clock}"


def message(
    direction: Direction,
    when: str,
    id: str,
    *,
    seen: str = "",
    stored: str = "",
    timed: bool = True,
    says: str = "",
    author: str | None = "klant",
    accounts: Iterable[str] = (ID,),
    thread: str | None = None,
    to: str | None = None,
    tags: str = "",
    automatic: bool = False,
    silence: Silence | None = None,
    by_hand: bool = False,
    reach: int | None = None,
    name: str | None = None,
    bio: str | None = None,
    excerpt: str | None = None,
    revision: int = 0,
) -> Message:
    """`says` and `tags` are words; unless told, it is seen when it was written and stored when it was seen."""
    first_seen_at = at(seen or when)
    return Message(
        id=id,
        direction=direction,
        first_seen_at=first_seen_at,
        stored_at=at(stored) if stored else first_seen_at,
        accounts=frozenset(accounts),
        asked_at=at(when) if timed else None,
        author=author,
        author_name=name,
        author_bio=bio,
        reach=reach,
        excerpt=excerpt,
        signals=frozenset(says.split()),
        revision=revision,
        thread=thread,
        in_reply_to=to,
        addressed=frozenset(tags.split()),
        automatic=automatic,
        silence=silence,
        by_hand=by_hand,
    )


def asked(
    when: str,
    id: str = "",
    *,
    seen: str = "",
    stored: str = "",
    timed: bool = True,
    says: str = "question",
    author: str | None = "klant",
    accounts: Iterable[str] = (ID,),
    thread: str | None = None,
    silence: Silence | None = None,
    reach: int | None = None,
    name: str | None = None,
    bio: str | None = None,
    excerpt: str | None = None,
) -> Message:
    return message(
        "inbound",
        when,
        id or f"ask {when}",
        seen=seen,
        stored=stored,
        timed=timed,
        says=says,
        author=author,
        accounts=accounts,
        thread=thread,
        silence=silence,
        reach=reach,
        name=name,
        bio=bio,
        excerpt=excerpt,
    )


def replied(
    when: str,
    id: str = "",
    *,
    seen: str = "",
    stored: str = "",
    thread: str | None = None,
    to: str | None = None,
    tags: str = "",
    automatic: bool = False,
    by_hand: bool = False,
    accounts: Iterable[str] = (ID,),
) -> Message:
    return message(
        "outbound",
        when,
        id or f"reply {when}",
        seen=seen,
        stored=stored,
        author="merk",
        accounts=accounts,
        thread=thread,
        to=to,
        tags=tags,
        automatic=automatic,
        by_hand=by_hand,
    )


def deleted(id: str, when: str, *, seen: str = "", timed: bool = True) -> Deletion:
    first_seen_at = at(seen or when)
    return Deletion(
        message=id, first_seen_at=first_seen_at, stored_at=first_seen_at, deleted_at=at(when) if timed else None
    )


def followed(when: str, *, unfollow: bool = False) -> Follow:
    id = f"{'un' if unfollow else ''}follow {when}"
    return Follow(id=id, first_seen_at=at(when), stored_at=at(when), followed_at=at(when), unfollow=unfollow)


def moved(when: str, *, promises: bool = False, account: str = ID, seen: str = "") -> MovedToDm:
    first_seen_at = at(seen or when)
    return MovedToDm(
        id=f"move {when}",
        account=account,
        first_seen_at=first_seen_at,
        stored_at=first_seen_at,
        asked_at=at(when),
        promises_contact=promises,
    )


def mine(when: str, by: str = "sanne", until: str = "") -> Acknowledgement:
    return Acknowledgement(
        id=f"mine {when}", by=by, at=at(when), stored_at=at(when), via="page", until=at(until) if until else None
    )


def dismissed(when: str, message: str | None = None, reason: DismissalReason = "thanks") -> Dismissal:
    return Dismissal(
        id=f"dismissal {when}", by="sanne", at=at(when), stored_at=at(when), reason=reason, message=message
    )


def still(message: str, when: str) -> StillQuestion:
    return StillQuestion(message=message, by="sanne", at=at(when), stored_at=at(when))


def promised(when: str, due: str, owner: str = "chris") -> Promise:
    return Promise(
        id=f"promise {when}",
        by="sanne",
        owner=owner,
        what="oplossing nota",
        at=at(when),
        stored_at=at(when),
        due_at=at(due),
    )


def kept(promise: str, when: str) -> PromiseKept:
    return PromiseKept(promise=promise, by="chris", at=at(when), stored_at=at(when))


def undone(fact: str, when: str) -> Withdrawal:
    return Withdrawal(fact=fact, by="sanne", at=at(when), stored_at=at(when))


def taken(step: str, anchor: str, when: str, *, clock: str = "response", to: str = "sanne") -> StepTaken:
    return StepTaken(
        alert=f"{step} of {anchor}",
        step=step,
        level=0,
        clock=clock,
        anchor=anchor,
        planned_at=at(when),
        stored_at=at(when),
        outcome="fired",
        recipients=tuple(to.split()),
    )


def case_of(*facts: Fact, now: str = "23 12:00", conversation: Conversation = PUBLIC, book: Book = BOOK) -> Case:
    return derive(conversation, facts, book, at(now))


def told(case: Case) -> list[str]:
    """Every clock in a line: its kind, where it starts, and how it ended when (`open` while it runs)."""
    lines = []
    for clock in case.clocks:
        ended = f"{clock.end} {wall(clock.ended_at)}" if clock.ended_at is not None else "open"
        lines.append(f"{clock.kind} {wall(clock.started_at)} {ended}")
    return lines


def decided(
    *facts: Fact,
    now: str,
    conversation: Conversation = PUBLIC,
    book: Book = BOOK,
    roster: Roster = ROSTER,
    inbox_behind: bool = False,
) -> Decision:
    return decide(derive(conversation, facts, book, at(now)), book, roster, at(now), inbox_behind)


def outcomes(decision: Decision) -> list[str]:
    """Every step in a line: its key, what became of it, and whom it told."""
    return [" ".join((f"{step.step}: {step.outcome}", *step.recipients)) for step in decision.steps]


def pages(
    *facts: Fact,
    until: str,
    conversation: Conversation = PUBLIC,
    book: Book = BOOK,
    roster: Roster = ROSTER,
) -> list[str]:
    """Let time run over the facts, each known from the instant it was stored: `10:45 sanne` for every alert.

    Whoever is told two things at one instant is listed twice.
    """
    coming = sorted(facts, key=lambda fact: fact.stored_at)
    known: list[Fact] = []
    heard: list[str] = []
    now, end = coming[0].stored_at, at(until)
    while now <= end:
        while coming and coming[0].stored_at <= now:
            known.append(coming.pop(0))
        decision = decide(derive(conversation, known, book, now), book, roster, now)
        known += decision.steps
        heard += [f"{wall(now)} {alert.person}" for alert in decision.alerts]
        looks = (look for look in (decision.next_at, coming[0].stored_at if coming else None) if look is not None)
        now = min(looks, default=end + timedelta(seconds=1))
    return heard


def in_every_order(conversation: Conversation, facts: list[Fact], book: Book = BOOK) -> list[str]:
    """What the clocks tell, having seen that order cannot matter."""
    tellings = [told(derive(conversation, order, book, at("23 12:00"))) for order in permutations(facts)]
    assert all(telling == tellings[0] for telling in tellings)
    return tellings[0]
