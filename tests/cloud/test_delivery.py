"""Whatever the provider or the workers do, each page arrives: the deployed app, real HTTP, people by the hundred.

Nothing here asks how long it took: a shared machine has no say in whether a page is lost.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bench import pagingpeople
from bench.pagingpeople import PER_CLOCK, Due
from chalicelib.config import Settings
from chalicelib.domain.paging import LEASE, Page
from chalicelib.store.dynamo_table import DynamoTable
from chalicelib.store.notes import Notes
from chalicelib.usecases.sweep import OVERDUE
from tools import faults, localcloud
from tools.fakeproviders import ENQUEUE
from tools.localcloud import LocalCloud
from tools.wake import wake

pytestmark = pytest.mark.cloud

BRANDS = 150
# For a machine that does other things too; nothing here waits longer than it must.
PATIENCE = 400
# Room for the deliveries to come in before the first of their clocks is due.
COMES_IN = timedelta(seconds=25)
STAGE = Settings(stage=localcloud.STAGE, public_url="")


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    root = pagingpeople.make_root(tmp_path_factory.mktemp("app"), pagingpeople.pairs(BRANDS))
    with localcloud.started(tmp_path_factory.mktemp("cloud"), print, root=root) as started:
        yield started


def fall_due(cloud: LocalCloud, brands: int, over: timedelta, customer: str) -> datetime:
    """A clock for so many brands; returns when the first of them falls due, the last is `over` later."""
    begin = datetime.now(UTC).replace(microsecond=0) + COMES_IN
    dues = [Due(number, f"{customer}_{number}", begin + over * number / brands) for number in range(brands)]
    with ThreadPoolExecutor(2) as senders:
        list(senders.map(lambda due: pagingpeople.mention(cloud, due), dues))
    return begin


def eventually(look: Callable[[], bool], what: str, pause: float = 0.2) -> None:
    """Return when it is so; the app runs in processes of its own, which looking too often would hold up."""
    end = time.monotonic() + PATIENCE
    while not look():
        if time.monotonic() > end:
            pytest.fail(f"{what}: not within {PATIENCE} s")
        time.sleep(pause)


def pause_until(instant: datetime) -> None:
    time.sleep(max((instant - datetime.now(UTC)).total_seconds(), 0.0))


def have_arrived(cloud: LocalCloud, incidents: int) -> bool:
    """Has the provider so many incidents, or more?"""
    return len(cloud.providers.incidents.all) >= incidents


def pages_of(cloud: LocalCloud, brands: int, since: datetime) -> list[Page]:
    return list(pagingpeople.pages(cloud, brands, since))


def all_sent(cloud: LocalCloud, brands: int, since: datetime) -> bool:
    found = pages_of(cloud, brands, since)
    return len(found) >= brands * PER_CLOCK and {page.state for page in found} == {"sent"}


def all_arrived(cloud: LocalCloud, brands: int, before: int, since: datetime) -> list[Page]:
    """Everybody's page: sent, and one incident of it at the provider, which had so many `before`; no task given up."""
    eventually(partial(have_arrived, cloud, before + brands * PER_CLOCK), "an incident for everybody")
    eventually(partial(all_sent, cloud, brands, since), "every page is recorded as sent", pause=5.0)
    found = pages_of(cloud, brands, since)
    assert sorted(page.person for page in found) == sorted(pagingpeople.people(brands)), "a page each, and one only"
    incidents = Counter(each.dedup_key for each in cloud.providers.incidents.all)
    assert {incidents[page.id] for page in found} == {1}
    sqs = cloud.aws.session().client("sqs")
    dead = sqs.get_queue_url(QueueName=STAGE.work_dead)["QueueUrl"]
    assert "Messages" not in sqs.receive_message(QueueUrl=dead)
    return found


def test_a_provider_that_is_ill_for_ten_seconds_costs_no_page(cloud: LocalCloud) -> None:
    """Two hundred pages to two hundred people fall due over twenty seconds."""
    brands, before = 100, len(cloud.providers.incidents.all)
    begin = fall_due(cloud, brands, timedelta(seconds=20), "storing")
    pause_until(begin)
    cloud.providers.fault = faults.read({"status": 503, "seconds": 10, "path": ENQUEUE})
    all_arrived(cloud, brands, before, begin)
    assert any(call.answered == "503" for call in cloud.providers.calls), "the provider was never ill"


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux tells which process is a function's")
def test_workers_that_are_killed_five_times_lose_no_page(cloud: LocalCloud) -> None:
    """Three hundred pages. Each time half of the function's processes end, while the provider holds its answers back.

    What the minute's sweep finds by itself within two minutes of a lease's end is looked for at once.
    """
    before = len(cloud.providers.incidents.all)
    cloud.providers.fault = faults.read({"slow": 0.3, "path": ENQUEUE})
    begin = fall_due(cloud, BRANDS, timedelta(seconds=10), "omgevallen")
    for arrived in (20, 70, 120, 170, 220):
        eventually(partial(have_arrived, cloud, before + arrived), f"{arrived} incidents")
        assert kill_workers(cloud) > 0
    cloud.providers.fault = faults.NONE
    pause_until(datetime.now(UTC) + LEASE)
    Notes(DynamoTable(cloud.aws.session().client("dynamodb"), STAGE.table)).mark(OVERDUE, begin - timedelta(hours=1))
    wake(cloud.aws, localcloud.STAGE, cloud.api_url)
    found = all_arrived(cloud, BRANDS, before, begin)
    assert any(page.attempts > 1 for page in found), "nobody died with a page in hand"


def kill_workers(cloud: LocalCloud) -> int:
    """End every second process of the work function as a crash does; how many those were."""
    ours = {f"AWS_LAMBDA_FUNCTION_NAME=waakhond-{localcloud.STAGE}-work", f"AWS_ENDPOINT_URL={cloud.aws.url}"}
    workers = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(FileNotFoundError, PermissionError, ProcessLookupError):
            if ours <= set(environment.read_text("utf-8", "replace").split("\0")):
                workers.append(int(environment.parent.name))
    for worker in workers[::2]:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
    return len(workers[::2])
