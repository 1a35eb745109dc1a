"""Pages by HTTP: how many a second one process sends, and how late they are in the local cloud, paced and all at once.

The rates are those of the rules, the channel and the provider; the table is in memory. The lateness is that of the
whole deployed app, whose functions share this machine's cores with the local AWS.
"""

import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles

from bench import crowd, pagingpeople, pagingrate
from bench.figures import Figure, show
from bench.pagingpeople import PER_CLOCK, Due
from tools import localcloud
from tools.localcloud import LocalCloud

_SLOW = 0.2
_BRANDS = 50
# Room for the deliveries to come in before the first of their clocks is due.
_COMES_IN = timedelta(seconds=30)
# At one instant: so many that all ten workers start.
_WARM_UP = 25
_PATIENCE = 120.0
# Somebody who looks every two seconds sees what is due a second late on average, and then still has to send it.
_POLL = 2.0


def measure() -> list[Figure]:
    return [
        _rate("a provider that answers at once, one worker", 0.0, 1, 40),
        _rate("a provider that answers at once, ten workers", 0.0, 10, 40),
        _rate("a provider that takes 200 ms, one worker", _SLOW, 1, 15),
        _rate("a provider that takes 200 ms, ten workers", _SLOW, 10, 40),
        *_lateness(),
    ]


def _rate(what: str, takes: float, workers: int, brands: int) -> Figure:
    """Beside bare posts for a quick provider; a slow one sets the limit itself, and nearly all of it is our aim."""
    with pagingrate.sink(takes) as url:
        bare = workers / takes if takes else pagingrate.posts_a_second(url, workers, brands * PER_CLOCK)
        ours = pagingrate.pages_a_second(url, workers, brands)
    beside = "what it can take from so many" if takes else "bare posts by as many threads"
    return Figure(
        f"pages a second to {what}",
        f"{ours:.3g}",
        f"{bare:.3g}: {beside}",
        ours / bare,
        "at least 0.8" if takes else "",
        ours / bare >= 0.8 if takes else None,
    )


def _lateness() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="waakhond-bench-") as name:
        directory = Path(name)
        (directory / "app").mkdir()
        root = pagingpeople.make_root(directory / "app", pagingpeople.pairs(_BRANDS) + crowd.SETTINGS)
        with localcloud.started(directory / "cloud", _silent, root=root) as cloud:
            _arrivals(cloud, _WARM_UP, timedelta(), "opwarmer")
            paced = _arrivals(cloud, _BRANDS, timedelta(seconds=_BRANDS), "gespreid")
            burst = _arrivals(cloud, _BRANDS, timedelta(), "ineens")
            first = crowd.measure(cloud)
    return [
        *_figures(f"{_BRANDS * PER_CLOCK} pages, two each second", paced),
        *_figures("as many at once", burst),
        first,
    ]


def _arrivals(cloud: LocalCloud, brands: int, over: timedelta, customer: str) -> list[float]:
    """Seconds from the instant at which each page was due until it was with the provider, in no order.

    Less than one for each person when some did not come within two minutes.
    """
    begin, before = datetime.now(UTC).replace(microsecond=0) + _COMES_IN, len(cloud.providers.incidents.all)
    dues = [Due(number, f"{customer}_{number}", begin + over * number / brands) for number in range(brands)]
    with ThreadPoolExecutor(2) as senders:
        list(senders.map(lambda due: pagingpeople.mention(cloud, due), dues))
    time.sleep(max((begin + over - datetime.now(UTC)).total_seconds(), 0.0))
    end = time.monotonic() + _PATIENCE
    # Only what lies in this process is looked at meanwhile: asking the table would hold up what is measured.
    while len(cloud.providers.incidents.all) < before + brands * PER_CLOCK and time.monotonic() < end:
        time.sleep(0.5)
    return _lateness_of(cloud, brands, begin)


def _lateness_of(cloud: LocalCloud, brands: int, since: datetime) -> list[float]:
    arrived: dict[str, datetime] = {}
    for call in list(cloud.providers.calls):
        if isinstance(call.body, dict):
            arrived.setdefault(str(call.body.get("dedup_key")), datetime.fromisoformat(call.at))
    pages = (page for page in pagingpeople.pages(cloud, brands, since) if page.id in arrived)
    return [(arrived[page.id] - page.alerts[0].planned_at).total_seconds() for page in pages]


def _figures(what: str, late: Sequence[float]) -> list[Figure]:
    people = _BRANDS * PER_CLOCK
    arrived = Figure(
        f"{what}: arrived", str(len(late)), f"{people} people", len(late) / people, "exactly 1", len(late) == people
    )
    if len(late) < PER_CLOCK:
        return [arrived]
    points = quantiles(late, n=20, method="inclusive")
    beside = f"{_POLL:g} s: looking every {_POLL:g} s, before anything is sent"
    return [
        arrived,
        Figure(f"{what}: late, median", f"{points[9]:.3f} s", beside, points[9] / _POLL),
        Figure(f"{what}: late, 95 %", f"{points[18]:.3f} s", beside, points[18] / _POLL),
        Figure(f"{what}: late, at most", f"{max(late):.3f} s", beside, max(late) / _POLL),
    ]


def _silent(sentence: str) -> None:
    return None


if __name__ == "__main__":
    show(measure)
