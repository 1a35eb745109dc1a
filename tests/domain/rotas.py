"""Small rotas, their exceptions and wall times, for tests of who carries the phone."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chalicelib.domain.calendar import Period
from chalicelib.domain.duty import Reason
from chalicelib.domain.rota import Absence, Layer, Override, Rota

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


DAY, WEEK, SECOND = timedelta(days=1), timedelta(weeks=1), timedelta(seconds=1)


WEEKS = Layer("webcare", ("sanne", "bram"), date(2026, 11, 16), time(9), 7)


WEBCARE = Rota("webcare", "Europe/Amsterdam", (WEEKS,))


DAYS = Layer("day", ("anna", "chris"), date(2026, 11, 16), time(8), 7, ((Period(480, 1200),),) * 7)


LATE = Layer("late", ("dewi",), date(2026, 11, 16), time(8), 7, ((Period(1320, 1800),),) * 7)


DAY_AND_NIGHT = Rota("webcare", "Europe/Amsterdam", (DAYS, WEEKS))


DAY_AND_LATE = Rota("webcare", "Europe/Amsterdam", (DAYS, LATE))


def at(text: str) -> datetime:
    """Amsterdam wall time, the first of two; a year and time left out are 2026 and midnight."""
    text = text if text.startswith("20") else f"2026-{text}"
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def override(person: str, start: str, end: str, made: str = "11-01", instead_of: str | None = None) -> Override:
    return Override(
        id=f"o-{person}",
        rota="webcare",
        person=person,
        start=at(start),
        end=at(end),
        by="mirjam",
        made_at=at(made),
        reason="holiday",
        instead_of=instead_of,
    )


def absence(person: str, start: str, end: str, made: str = "11-01", in_place: str | None = None) -> Absence:
    return Absence(
        id=f"a-{person}", person=person, start=at(start), end=at(end), by="mirjam", made_at=at(made), in_place=in_place
    )


SWAP = override("sanne", "12-21T09:00", "12-28T09:00", "12-18T10:00", "bram")


AWAY = absence("bram", "12-21", "2027-01-04")


NEW_YEAR = absence("sanne", "2027-01-01", "2027-01-02", "12-20")


SANNES = Reason("shift", "webcare", "sanne")


BRAMS = Reason("shift", "webcare", "bram")


ON_NEW_YEAR = Reason("nobody", "webcare", "sanne", "a-sanne", "mirjam", at("12-20"), away=("sanne",))


ONE = Rota("webcare", "Europe/Amsterdam", (replace(WEEKS, people=("sanne",)),))
