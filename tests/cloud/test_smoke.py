"""The whole app in a local cloud, in real time: from a signed mention to a phone, through a deployment."""

import json
import re
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tools import arrivals, localcloud, organisation, redrive, xposts
from tools.localcloud import LocalCloud

pytestmark = pytest.mark.cloud

T = TypeVar("T")
PATIENCE = 120


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    with localcloud.started(tmp_path_factory.mktemp("cloud"), print) as started:
        yield started


class Brand:
    """The first account on X, as the world around the app sees it."""

    def __init__(self, cloud: LocalCloud) -> None:
        account = next(each for each in organisation.read().accounts if each.platform == "x")
        self.cloud, self.id, self.name = cloud, account.id, account.name

    def is_mentioned(self, author: str, text: str, ago: timedelta) -> xposts.Post:
        asked_at = datetime.now(UTC) - ago
        post = xposts.mention(self.id, self.name, author=author, text=text, asked_at=asked_at)
        self._deliver(post)
        return post

    def replies(self, to: xposts.Post, text: str) -> None:
        self._deliver(xposts.reply(self.id, self.name, to, text=text, answered_at=datetime.now(UTC)))

    def _deliver(self, post: xposts.Post) -> None:
        xposts.deliver(self.cloud.api_url, xposts.delivery(self.id, post), self.cloud.signing_secrets["x"])


def eventually(look: Callable[[], T | None], what: str) -> T:
    """The first thing `look` finds; the app runs in processes of its own, so it takes a moment."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.5)
    pytest.fail(f"{what}: not within {PATIENCE} s")


def texts(cloud: LocalCloud, about: str) -> list[str]:
    return [each.text for each in arrivals.read(cloud.aws) if each.kind == "SMS" and about in each.text]


def status(cloud: LocalCloud) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{cloud.api_url}/status.json", headers={"Authorization": f"Bearer {cloud.manager_token}"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def waiting(cloud: LocalCloud, customer: str) -> dict[str, Any] | None:
    return next((each for each in status(cloud)["open"] if customer in each["customer"]), None)


def test_a_mention_is_paged_taken_and_answered_through_a_deployment(cloud: LocalCloud) -> None:
    brand = Brand(cloud)

    first = brand.is_mentioned("merel_utrecht88", "al 3x gebeld, wanneer krijg ik antwoord?", timedelta(minutes=44, seconds=50))
    page = eventually(lambda: texts(cloud, "merel_utrecht88"), "the page at 45 minutes")[0]
    link = re.findall(r"http://localhost:\d+/p/\S+", page)[0]

    second = brand.is_mentioned("bas_k", "hallo, doet iemand het nog? pinnen lukt niet", timedelta(minutes=44, seconds=30))
    eventually(lambda: waiting(cloud, "bas_k"), "the second mention on the board")
    address = cloud.api_url
    cloud.deploy_again(print)
    assert urllib.request.urlopen(f"{address}/health", timeout=30).status == 200

    with urllib.request.urlopen(link, timeout=30) as shown:
        assert b"merel_utrecht88" in shown.read()
    assert waiting(cloud, "merel_utrecht88")["acknowledged_by"] is None, "looking at a page takes nothing"
    urllib.request.urlopen(link, data=urllib.parse.urlencode({"action": "acknowledge"}).encode(), timeout=30)
    assert waiting(cloud, "merel_utrecht88")["acknowledged_by"]

    brand.replies(first, "we zoeken het meteen uit")
    eventually(lambda: waiting(cloud, "merel_utrecht88") is None, "the answer stops the clock")

    eventually(lambda: texts(cloud, "bas_k"), "the page for the clock that ran through the deployment")
    brand.replies(second, "is verholpen, probeer het nog eens")
    eventually(lambda: waiting(cloud, "bas_k") is None, "the second answer stops its clock")
    assert len(texts(cloud, "merel_utrecht88")) == len(texts(cloud, "bas_k")) == 1


def test_a_body_reaches_the_signature_check_unchanged(cloud: LocalCloud) -> None:
    """Signatures cover bytes: no re-encoding, escaping or trimming may happen on the way."""
    body = b'{"for_user_id": "1",  "tweet_create_events": [], "x": "\xe2\x82\xac \xf0\x9f\x98\x80 \\u00e4 \\/"}\r\n'
    for address in (cloud.api_url, cloud.public_url):
        assert xposts.deliver(address, body, cloud.signing_secrets["x"]) == 200


def test_a_forged_delivery_is_refused(cloud: LocalCloud) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401") as refused:
        xposts.deliver(cloud.api_url, b"{}", "x-some-other-secret")
    refused.value.close()


def test_dead_letters_go_back_to_work_whole(cloud: LocalCloud) -> None:
    sqs = cloud.aws.session().client("sqs")
    dead = sqs.get_queue_url(QueueName="waakhond-local-inbox-dead")["QueueUrl"]
    post = xposts.mention("2244994945", "merk", author="cor_z", text="en?", asked_at=datetime.now(UTC))
    pytest.skip("x")


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="Linux tells which process listens where")
def test_nothing_listens_beyond_this_machine(cloud: LocalCloud) -> None:
    listening = {
        line.split()[1].split(":")[0]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
        if line.split()[3] == "0A"
    }
    assert listening
