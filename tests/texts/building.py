"""One-line builders of pages, in the zone and the weeks of the examples."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.pages import PageItem, PageView, Told

ZONE = "Europe/Amsterdam"
LINK = "https://wh.merk.nl/p/abcdefghijklmnopq"
HANDLE = "@marieke_jansen1"  # sixteen characters, the most a text shows
EXCERPT = "al 3x gebeld en steeds weer in de wacht gezet, het is echt te gek voor woorden dit"

FRIDAY = datetime(2026, 11, 20, 23, 0, tzinfo=ZoneInfo(ZONE))


def at(day_and_time: str) -> datetime:
    """A day of November 2026 and a time in Amsterdam: `20 23:45`."""
    day, time = day_and_time.split()
    return datetime.fromisoformat(f"2026-11-{day}T{time.zfill(5)}").replace(tzinfo=ZoneInfo(ZONE))


MENTION = PageItem(
    conversation="x:merk:1",
    alert="a1",
    platform="x",
    surface="public",
    account_name="@merk_webcare",
    customer_name=HANDLE,
    clock="first_response",
    step="after 45m",
    nth=1,
    for_manager=False,
    asked_at=FRIDAY,
    due_at=FRIDAY + timedelta(hours=1),
    excerpt=EXCERPT,
)

DIRECT = replace(
    MENTION,
    surface="direct",
    clock="dm_follow_up",
    step="after 1.5 working days",
    excerpt=None,
    asked_at=at("17 11:50"),
    due_at=at("19 11:50"),
    idle_working_days="1.5",
)

PROMISE = replace(
    MENTION,
    clock="promise",
    step="before 1h",
    due_at=at("23 12:00"),
    promise="oplossing nota",
    promised_by="Annemarie",
)

VIEW = PageView(
    page="p1",
    person="sanne",
    person_name="Sanne",
    language="nl",
    zone=ZONE,
    composed_at=at("20 23:45"),
    items=(MENTION,),
    link=LINK,
    can_reply=True,
)


def told(name: str, *times: str) -> tuple[Told, ...]:
    return tuple(Told(name=name, at=at(time)) for time in times)
