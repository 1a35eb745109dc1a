"""One-line builders of stored rows: Tuesday 17 November 2026, UTC, `10:00` or `18 10:00`."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from chalicelib.domain.alerts import Alert
from chalicelib.domain.facts_seen import Message
from chalicelib.domain.head import Head, Running
from chalicelib.domain.paging import Page
from chalicelib.domain.steps import StepTaken

REF = "x:merk:public:42"


def at(text: str) -> datetime:
    *day, clock = text.split()
    date = datetime(2026, 11, int(day[0]) if day else 17, tzinfo=UTC)
    return date + timedelta(seconds=_seconds(time.fromisoformat(clock)))


def _seconds(clock: time) -> int:
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def message(id: str = "1", seen: str = "10:00", **more: object) -> Message:
    plain = Message(
        id=id,
        direction="inbound",
        first_seen_at=at(seen),
        stored_at=at(seen),
        accounts=frozenset({"7"}),
        asked_at=at(seen),
    )
    return replace(plain, **more)


def step(alert: str = "a1", person: str = "sanne") -> StepTaken:
    return StepTaken(
        alert=alert,
        step="after 45m",
        level=0,
        clock="response",
        anchor="1",
        planned_at=at("10:45"),
        stored_at=at("10:45"),
        outcome="fired",
        recipients=(person,),
    )


def alert(id: str = "a1", person: str = "sanne", ref: str = REF, planned: str = "10:45") -> Alert:
    return Alert(
        id=id,
        person=person,
        conversation=ref,
        account="7",
        step="after 45m",
        level=0,
        clock="first_response",
        family="response",
        anchor="1",
        started_at=at("10:00"),
        target_at=at("11:00"),
        planned_at=at(planned),
        role="on-call",
        why="shift of webcare",
    )


def running(asked: str = "10:00") -> Running:
    return Running(
        clock="first_response",
        anchor="1",
        account="7",
        customer="42",
        customer_name="jan",
        asked_at=at(asked),
        first_seen_at=at(asked),
        warn_at=at(asked) + timedelta(minutes=45),
        due_at=at(asked) + timedelta(hours=1),
    )


def head(next_at: str | None = "10:45", waits: tuple[str, ...] = ("10:00",), ref: str = REF) -> Head:
    return Head(
        conversation=ref,
        platform="x",
        brand="merk",
        surface="public",
        running=tuple(running(asked) for asked in waits),
        next_at=at(next_at) if next_at else None,
        latest_at=at("10:00"),
    )


def page(number: int = 0, state: str = "claimed", due: str | None = "10:46", carries: tuple[Alert, ...] = ()) -> Page:
    plain = Page(
        id=f"g-{number}",
        group="g",
        person="sanne",
        number=number,
        channel="sms",
        to="+31600000001",
        state="claimed",
        alerts=carries or (alert(),),
        created_at=at("10:45"),
        due_at=at(due) if due else None,
    )
    return replace(plain, **{"state": state})
