"""The status as JSON values: who waits, who is on duty, what was paged, which channels are heard."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain.head import Head, Running
from chalicelib.domain.paging import Page
from chalicelib.usecases.ingest import account_mark
from chalicelib.usecases.ports import Context
from chalicelib.usecases.storm import storm_on, storm_taken

PAGES_OF = timedelta(hours=24)


def board(context: Context, now: datetime) -> dict[str, Any]:
    """What `/status.json` answers. Times are ISO 8601 with the organisation's zone; status is told by `now`."""
    organisation = context.roster.organisation
    zone = ZoneInfo(organisation.zone)
    heads = list(context.due.heads())
    marks = context.notes.marks()
    running = [(head, clock) for head in heads for clock in head.running]
    running.sort(key=lambda pair: (pair[1].due_at, pair[0].conversation))
    pages = [page for person in organisation.people for page in context.people.pages(person, now - PAGES_OF)]
    return {
        "now": _local(now, zone),
        "accounts": [
            {
                "platform": account.platform,
                "id": account.id,
                "name": account.name,
                "brand": account.brand,
                "last_event_at": _local(marks.get(account_mark(account.platform, account.id)), zone),
            }
            for account in organisation.accounts
        ],
        "open": [_open(head, clock, now, zone) for head, clock in running],
        "storms": _storms(context, now, zone),
        "on_call": _on_call(context, now, zone),
        "pages": [_page(page, zone) for page in sorted(pages, key=lambda page: page.created_at, reverse=True)],
        "unusable": context.notes.counts(now.astimezone(UTC)),
    }


def _open(head: Head, clock: Running, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "conversation": head.conversation,
        "account": clock.account,
        "platform": head.platform,
        "surface": head.surface,
        "customer": clock.customer_name or clock.customer,
        "clock": clock.clock,
        "asked_at": _local(clock.asked_at, zone),
        "first_seen_at": _local(clock.first_seen_at, zone),
        "warn_at": _local(clock.warn_at, zone),
        "due_at": _local(clock.due_at, zone),
        "state": state(clock, now),
        "acknowledged_by": head.acknowledged_by,
        "approximate": clock.approximate,
    }


def state(clock: Running, now: datetime) -> str:
    """Derived, never stored: breached from the due instant on, warned from the first step on."""
    if now >= clock.due_at:
        return "breached"
    return "warned" if now >= clock.warn_at else "running"


def _storms(context: Context, now: datetime, zone: ZoneInfo) -> list[dict[str, Any]]:
    storms = []
    for brand in context.roster.organisation.brands:
        if storm := storm_on(brand, context, now):
            taken = storm_taken(storm, context, now)
            storms.append(
                {
                    "brand": brand,
                    "conversation": storm.ref,
                    "since": _local(storm.since, zone),
                    "last_reached_at": _local(storm.last_reached_at, zone),
                    "acknowledged_by": taken.by if taken else None,
                    "acknowledged_at": _local(taken.at if taken else None, zone),
                }
            )
    return storms


def _on_call(context: Context, now: datetime, zone: ZoneInfo) -> list[dict[str, Any]]:
    duties = []
    for brand in context.roster.organisation.brands.values():
        for role, rota in (("on-call", brand.on_call), ("manager", brand.manager)):
            duty = context.roster.duty(rota, now)
            person = context.roster.organisation.people.get(duty.person or "")
            duties.append(
                {
                    "brand": brand.id,
                    "role": role,
                    "rota": rota,
                    "person": duty.person,
                    "name": person.name if person else None,
                    "until": _local(duty.until, zone),
                }
            )
    return duties


def _page(page: Page, zone: ZoneInfo) -> dict[str, Any]:
    lateness = page.lateness
    return {
        "id": page.id,
        "at": _local(page.sent_at or page.created_at, zone),
        "to": page.person,
        "channel": page.channel,
        "state": page.state,
        "conversations": list(dict.fromkeys(alert.conversation for alert in page.alerts)),
        "late_seconds": round(lateness.total_seconds(), 3) if lateness is not None else None,
        "reason": page.reason,
    }


def _local(at: datetime | None, zone: ZoneInfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat()
