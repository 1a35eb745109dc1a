"""The whole app in a local cloud, in real time: from a signed mention to a phone, through a deployment."""

import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cloud.eventually import eventually
from tools import arrivals, faults, localcloud, organisation, xposts
from tools.fakepagerduty import Incident
from tools.fakeproviders import ENQUEUE
from tools.localcloud import LocalCloud

pytestmark = pytest.mark.cloud

NEARLY_DUE = timedelta(minutes=44, seconds=50)
A_DEPLOYMENT = timedelta(seconds=30)
# As /proc/net/tcp writes them.
LISTEN, LOOPBACK = "0A", "0100007F:"


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


def texts(cloud: LocalCloud, about: str) -> list[str]:
    return [each.text for each in arrivals.read(cloud.aws) if each.kind == "SMS" and about in each.text]


def fetch(url: str, form: dict[str, str] | None = None, token: str = "") -> str:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    data = urllib.parse.urlencode(form).encode() if form else None
    with urllib.request.urlopen(request, data, timeout=30) as answer:
        text: str = answer.read().decode()
        return text


def waiting(cloud: LocalCloud, customer: str) -> dict[str, Any] | None:
    """The customer's conversation as the board shows it; None when nobody waits there."""
    status = json.loads(fetch(f"{cloud.api_url}/status.json", token=cloud.manager_token))
    return next((each for each in status["open"] if customer in each["customer"]), None)


def taken_by(cloud: LocalCloud, customer: str) -> str | None:
    conversation = waiting(cloud, customer)
    assert conversation is not None
    taker: str | None = conversation["acknowledged_by"]
    return taker


def test_a_mention_is_paged_taken_and_answered_through_a_deployment(cloud: LocalCloud) -> None:
    brand = Brand(cloud)
    merel = brand.is_mentioned("merel_utrecht88", "al 3x gebeld, wanneer komt er antwoord?", ago=NEARLY_DUE)
    page = eventually(lambda: texts(cloud, "merel_utrecht88"), "the page at 45 minutes")[0]

    bas = brand.is_mentioned("bas_k", "hallo, doet iemand het nog? pinnen lukt niet", ago=NEARLY_DUE - A_DEPLOYMENT)
    eventually(lambda: waiting(cloud, "bas_k"), "the second mention on the board")
    cloud.deploy_again(print)
    assert json.loads(fetch(f"{cloud.api_url}/health"))["healthy"], "the API kept its address"

    (link,) = re.findall(r"http://localhost:\d+/p/\S+", page)
    assert "merel_utrecht88" in fetch(link)
    assert taken_by(cloud, "merel_utrecht88") is None, "looking at a page takes nothing"
    fetch(link, {"action": "acknowledge"})
    assert taken_by(cloud, "merel_utrecht88") is not None

    brand.replies(merel, "we zoeken het meteen uit")
    eventually(lambda: waiting(cloud, "merel_utrecht88") is None, "the answer stops the clock")

    eventually(lambda: texts(cloud, "bas_k"), "the page of the clock that ran through the deployment")
    brand.replies(bas, "is verholpen, probeer het nog eens")
    eventually(lambda: waiting(cloud, "bas_k") is None, "the second answer stops its clock")
    assert [len(texts(cloud, customer)) for customer in ("merel_utrecht88", "bas_k")] == [1, 1]


def test_a_pager_that_hangs_up_gets_the_page_again_under_the_same_key(cloud: LocalCloud) -> None:
    brand, pager = Brand(cloud), cloud.providers

    def incident() -> Incident | None:
        return next((each for each in list(pager.incidents.all) if "pin_k" in each.summary), None)

    pager.fault = faults.read({"drop": True, "path": ENQUEUE})
    post = brand.is_mentioned("pin_k", "pinnen lukt niet, kan iemand helpen?", ago=NEARLY_DUE)
    eventually(incident, "the page that PagerDuty takes without saying so")
    pager.fault = faults.NONE
    eventually(lambda: (found := incident()) is not None and found.triggers > 1, "the second try")
    assert len([each for each in pager.incidents.all if "pin_k" in each.summary]) == 1
    brand.replies(post, "is verholpen, probeer het nog eens")


def test_a_body_reaches_the_signature_check_unchanged(cloud: LocalCloud) -> None:
    """Signatures cover bytes: no re-encoding, escaping or trimming may happen on the way."""
    body = b'{"for_user_id": "1",  "tweet_create_events": [], "x": "\xe2\x82\xac \xf0\x9f\x98\x80 \\u00e4 \\/"}\r\n'
    for address in (cloud.api_url, cloud.public_url):
        assert xposts.deliver(address, body, cloud.signing_secrets["x"]) == 200


def test_a_forged_delivery_is_refused(cloud: LocalCloud) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401") as refused:
        xposts.deliver(cloud.api_url, b"{}", "x-some-other-secret")
    refused.value.close()


def open_in(program: str) -> Iterator[str]:
    """What the processes of a program have open. Some of it closes while we look: that listens no more."""
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if program.encode() in command.read_bytes():
                for descriptor in (command.parent / "fd").iterdir():
                    with suppress(FileNotFoundError):
                        yield os.readlink(descriptor)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells who listens where")
def test_the_local_cloud_listens_on_loopback_only(cloud: LocalCloud) -> None:
    inodes = {target.removeprefix("socket:[").removesuffix("]") for target in open_in("localawsprocess")}
    sockets = [
        line.split() for table in ("tcp", "tcp6") for line in Path("/proc/net", table).read_text().splitlines()[1:]
    ]
    listening = [socket[1] for socket in sockets if socket[3] == LISTEN and socket[9] in inodes]
    assert listening
    assert all(address.startswith(LOOPBACK) for address in listening)
