"""The status as JSON values: who waits, who is on duty, what was paged, which channels are heard."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.domain.head import Head, Running
from chalicelib.domain.organisation import Language
from chalicelib.domain.paging import Page
from chalicelib.usecases.attainment import attainment
from chalicelib.usecases.attention import attention
from chalicelib.usecases.channels import channels
from chalicelib.usecases.open_clocks import open_clocks, state
from chalicelib.usecases.ports import Context
from chalicelib.usecases.storm import storm_on, storm_taken

PAGES_OF = timedelta(hours=24)
MOST_OF_A_RANGE = 400
"""Entries of each of the eight ranges of the index: an answer of a Lambda function holds 6 MB."""


def board(context: Context, now: datetime, cursor: str = "", language: Language | None = None) -> dict[str, Any]:
    """What `/status.json` answers. Times are ISO 8601 with the organisation's zone; status is told by `now`.

    Of what is open a bounded part, the first to break first, and in `next_cursor` where the rest begins; None after
    the last part. `language` is that of what needs attention; None: the organisation's. Raises NoCursor.
    """
    organisation = context.roster.organisation
    zone = ZoneInfo(organisation.zone)
    found = open_clocks(context, MOST_OF_A_RANGE, cursor)
    marks = context.notes.marks()
    pages = [page for person in organisation.people for page in context.people.pages(person, now - PAGES_OF)]
    lines = attention(context, marks, language or organisation.language, now)
    return {
        "now": _local(now, zone),
        "attention": [
            {"kind": line.kind, "who": line.who, "since": _local(line.since, zone), "text": line.text} for line in lines
        ],
        "accounts": [
            {
                "platform": heard.account.platform,
                "id": heard.account.id,
                "name": heard.account.name,
                "brand": heard.account.brand,
                "last_event_at": _local(heard.at, zone),
                "state": heard.state,
                "silent_since": _local(heard.since, zone),
            }
            for heard in channels(context, marks, now)
        ],
        "open": [_open(line.head, line.clock, now, zone) for line in found.lines],
        "next_cursor": found.cursor or None,
        "storms": _storms(context, now, zone),
        "on_call": _on_call(context, now, zone),
        "pages": [_page(page, zone) for page in sorted(pages, key=lambda page: page.created_at, reverse=True)],
        "attainment": attainment(context, now),
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
        "delivered_at": _local(page.delivered_at, zone),
        "late_seconds": round(lateness.total_seconds(), 3) if lateness is not None else None,
        "reason": page.reason,
    }


def _local(at: datetime | None, zone: ZoneInfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat()
