"""Many customers of one brand at once: when that is a storm, how long it lasts, and whom it tells.

To the rest of the house a storm is a conversation of the brand with everybody: it has a ref, alerts and pages carry
it, and an acknowledgement is a fact of it.
"""

import hashlib
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from statistics import median_low

from chalicelib.domain.alerts import Alert
from chalicelib.domain.events import Conversation
from chalicelib.domain.roster import Recipient

WITHIN = timedelta(minutes=10)
CUSTOMERS = 10
CUSTOMERS_WITHOUT_HISTORY = 20
TIMES_THE_USUAL = 4
LASTS = timedelta(hours=1)
HISTORY = timedelta(weeks=5)
_LEAST_WEEKS = 2

_PLATFORM = "storm"
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True, order=True)
class Arrival:
    """A customer's message that started a clock, or that names the brand, by the second in which we first saw it."""

    at: datetime
    customer: str
    """As `customer_key` tells it."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The rate of a storm, at the first and at the last arrival that had enough customers in its ten minutes.

    `since` is the earliest arrival of the first such ten minutes.
    """

    since: datetime
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Storm:
    """One storm of one brand, from its first customer until an hour after the rate was last reached."""

    brand: str
    since: datetime
    reached_at: datetime
    last_reached_at: datetime

    @property
    def ref(self) -> str:
        """The storm as a conversation: `storm:merk:public:20261121T190000Z`."""
        return Conversation(_PLATFORM, self.brand, "public", self.since.astimezone(UTC).strftime(_STAMP)).ref

    def over(self, at: datetime) -> bool:
        return at >= self.last_reached_at + LASTS


def customer_key(platform: str, customer: str) -> str:
    """Eight characters that stand for a customer: enough to tell hundreds apart, and short enough for one small row."""
    return hashlib.sha256(f"{platform}:{customer}".encode(errors="surrogatepass")).hexdigest()[:8]


def is_storm(ref: str) -> bool:
    """Does this ref name a storm instead of a conversation with somebody?"""
    return ref.startswith(f"{_PLATFORM}:")


def since_of(storm: Conversation) -> datetime:
    """When a storm's first customer came, told by its ref. Raises ValueError for the ref of something else."""
    return datetime.strptime(storm.counterpart, _STAMP).replace(tzinfo=UTC)


def reached(arrivals: Iterable[Arrival], usual: Fraction | None) -> Reached | None:
    """When enough different customers came within ten minutes, the tenth minute included; None when never.

    `usual` is how many ten minutes of that hour usually bring, None without history.
    """
    needed = CUSTOMERS_WITHOUT_HISTORY if usual is None else max(Fraction(CUSTOMERS), TIMES_THE_USUAL * usual)
    window: deque[Arrival] = deque()
    here: Counter[str] = Counter()
    found: Reached | None = None
    for arrival in sorted(set(arrivals)):
        window.append(arrival)
        here[arrival.customer] += 1
        while arrival.at - window[0].at > WITHIN:
            gone = window.popleft()
            here[gone.customer] -= 1
            if not here[gone.customer]:
                del here[gone.customer]
        if len(here) >= needed:
            found = replace(found, last=arrival.at) if found else Reached(window[0].at, arrival.at, arrival.at)
    return found


def usual_of(days: Mapping[date, Mapping[int, int]], day: date, hour: int) -> Fraction | None:
    """How many customers ten minutes of that hour bring on such a weekday: the middle one of the weeks before.

    `days` has the customers of each local hour; an hour without any is not in it. None with less than two weeks to
    look at: the first day we know of may have begun in its middle and is none. The middle one, so that the storm of
    one week is not the usual of the next; of two the lower.
    """
    first = min(days, default=day)
    weeks = (day - timedelta(weeks=back) for back in range(1, HISTORY // timedelta(weeks=1) + 1))
    seen = [days.get(earlier, {}).get(hour, 0) for earlier in weeks if earlier > first]
    if len(seen) < _LEAST_WEEKS:
        return None
    return Fraction(median_low(seen), timedelta(hours=1) // WITHIN)


def storm_after(current: Storm | None, rate: Reached, brand: str) -> Storm:
    """The storm that this rate belongs to: the current one, prolonged, or a new one once that is over."""
    if current is None or current.over(rate.first):
        return Storm(brand=brand, since=rate.since, reached_at=rate.first, last_reached_at=rate.last)
    return replace(current, last_reached_at=max(current.last_reached_at, rate.last))


def storm_alert(storm: Storm, recipient: Recipient, account: str, target_at: datetime) -> Alert:
    """The one alert of a storm for one person. `account` and `target_at` are those of a clock that made it one."""
    stamp = since_of(Conversation.parse(storm.ref)).strftime(_STAMP)
    return Alert(
        id=f"storm-{storm.brand}-{stamp}",
        person=recipient.person,
        conversation=storm.ref,
        account=account,
        step="storm",
        level=0,
        clock="storm",
        family="response",
        anchor=stamp,
        started_at=storm.since,
        target_at=target_at,
        planned_at=storm.reached_at,
        role=recipient.role,
        why=recipient.why,
        nobody_on=recipient.nobody_on,
    )


def one_page(alerts: tuple[Alert, ...]) -> tuple[tuple[Alert, ...], tuple[Alert, ...]]:
    """The alerts that go together on the next page, and those for a page after it.

    A storm goes first and alone: whoever takes its page takes no single conversation with it.
    """
    storm = next((alert for alert in alerts if is_storm(alert.conversation)), None)
    if storm is None:
        return alerts, ()
    return (storm,), tuple(alert for alert in alerts if alert is not storm)
