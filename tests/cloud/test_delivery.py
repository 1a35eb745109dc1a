"""Whatever the provider or the workers do, each page arrives: the deployed app, real HTTP, people by the hundred.

Nothing here asks how long it took: a shared machine has no say in whether a page is lost.
"""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bench import crowd, pagingpeople
from bench.pagingpeople import PER_CLOCK, Due
from chalicelib.config import Settings
from chalicelib.domain.caps import IN_A_STORM
from chalicelib.domain.paging import LEASE, Page
from chalicelib.store.dynamo_table import DynamoTable
from chalicelib.store.notes import Notes
from chalicelib.usecases.sweep import OVERDUE
from tests.cloud.eventually import eventually, pause_until
from tools import faults, localcloud
from tools.fakeproviders import ENQUEUE
from tools.localcloud import LocalCloud
from tools.wake import wake

pytestmark = pytest.mark.cloud

BRANDS = 100
# Room for the deliveries to come in before the first of their clocks is due.
COMES_IN = timedelta(seconds=15)
CROWD_COMES_IN = timedelta(seconds=25)
A_FEW = 20
((_, MOST_PAGES),) = IN_A_STORM
STAGE = Settings(stage=localcloud.STAGE, public_url="")


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    root = pagingpeople.make_root(tmp_path_factory.mktemp("app"), pagingpeople.pairs(BRANDS) + crowd.SETTINGS)
    with localcloud.started(tmp_path_factory.mktemp("cloud"), print, root=root) as started:
        yield started


def fall_due(cloud: LocalCloud, brands: int, over: timedelta, customer: str) -> datetime:
    """A clock for so many brands; returns when the first of them falls due, the last is `over` later."""
    begin = datetime.now(UTC).replace(microsecond=0) + COMES_IN
    dues = [Due(number, f"{customer}_{number}", begin + over * number / brands) for number in range(brands)]
    pagingpeople.queue(cloud, dues)
    return begin


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
    before = len(cloud.providers.incidents.all)
    begin = fall_due(cloud, BRANDS, timedelta(seconds=20), "storing")
    pause_until(begin)
    cloud.providers.fault = faults.read({"status": 503, "seconds": 10, "path": ENQUEUE})
    all_arrived(cloud, BRANDS, before, begin)
    assert any(call.answered == "503" for call in cloud.providers.calls), "the provider was never ill"


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux tells which process is a function's")
def test_workers_that_are_killed_five_times_lose_no_page(cloud: LocalCloud) -> None:
    """Two hundred pages. Each time half of the function's processes end, while the provider holds its answers back.

    What the minute's sweep finds by itself within two minutes of a lease's end is looked for at once.
    """
    before = len(cloud.providers.incidents.all)
    cloud.providers.fault = faults.read({"slow": 0.3, "path": ENQUEUE})
    begin = fall_due(cloud, BRANDS, timedelta(seconds=10), "omgevallen")
    for arrived in (10, 40, 70, 100, 130):
        eventually(partial(have_arrived, cloud, before + arrived), f"{arrived} incidents")
        assert kill_workers(cloud) > 0
    cloud.providers.fault = faults.NONE
    pause_until(datetime.now(UTC) + LEASE)
    Notes(DynamoTable(cloud.aws.session().client("dynamodb"), STAGE.table)).mark(OVERDUE, begin - timedelta(hours=1))
    wake(cloud.aws, localcloud.STAGE, cloud.api_url)
    found = all_arrived(cloud, BRANDS, before, begin)
    assert any(page.attempts > 1 for page in found), "nobody died with a page in hand"


def test_a_thousand_clocks_of_one_person_are_three_pages_and_none_is_lost(cloud: LocalCloud) -> None:
    """The storm's page and two about their step: what an hour of a storm allows. What these do not carry waits."""
    begin = datetime.now(UTC).replace(microsecond=0) + CROWD_COMES_IN
    crowd.come_in(cloud, begin)
    before = begin - timedelta(hours=1)
    eventually(lambda: len(crowd.pages(cloud, before)) >= MOST_PAGES, "three pages", pause=2.0)
    eventually(lambda: crowd.held(cloud) >= A_FEW, "some that may not go any more", pause=2.0)
    eventually(lambda: len(crowd.known(cloud, begin)) == crowd.CLOCKS, "each is due, waits or is on a page", pause=2.0)
    storm, *others = crowd.pages(cloud, before)
    assert (storm.alerts[0].step, {page.alerts[0].step for page in others}) == ("storm", {crowd.STEP})
    assert 1 + len(others) == MOST_PAGES
    told = Counter(alert.conversation for page in others for alert in page.alerts)
    assert set(told.values()) == {1}, "nobody is told of twice"
    eventually(lambda: {page.state for page in crowd.pages(cloud, begin)} == {"sent"}, "each went out", pause=2.0)


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
