"""Which channels are heard, as the board says it, and that a platform is never refused in silence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib import bootstrap, functions
from chalicelib.domain.organisation import Language, Person
from chalicelib.store.alarms import Alarms
from chalicelib.usecases.channels import ChannelState, Heard
from chalicelib.usecases.overview import overview
from chalicelib.web.status_filter import Filter
from chalicelib.web.status_marks import Mark, folds_of
from chalicelib.web.status_render import render_status
from chalicelib.web.status_view import view_of
from tests.stories.world import World, local
from tests.usecases.deployed import TOKEN, Deployed, deployed
from tests.web.reading import text

WORLD = World("2026-11-20 16:20")
NOW = WORLD.now
SANNE = WORLD.organisation.people["sanne"]
HEARD = [
    Heard(account=account, at=NOW - timedelta(minutes=5), state="heard") for account in WORLD.organisation.accounts
]
CALM = replace(overview(WORLD.context(), NOW, "nl"), attention=(), heard=tuple(HEARD))
SINCE = local("2026-11-20 14:10")


def channels(*heard: Heard, reader: Person = SANNE) -> Mark:
    """The mark, where the first accounts are as given."""
    seen = replace(CALM, heard=(*heard, *HEARD[len(heard) :]))
    return folds_of(seen, reader)[-1]


def speaking(language: Language) -> Person:
    return replace(SANNE, language=language)


@pytest.mark.parametrize(
    ("state", "dutch", "english"),
    [
        ("silent", "X merk stil sinds 14:10", "X merk silent since 14:10"),
        ("stale", "X merk ophalen mislukt sinds 14:10", "X merk cannot be polled since 14:10"),
        ("revoked", "X merk toegang ingetrokken, sinds 14:10", "X merk access revoked, since 14:10"),
        ("refused", "X merk geweigerd, er is geen geheim ingesteld", "X merk refused, no secret is set"),
    ],
)
def test_a_channel_that_is_not_heard_is_red_and_said_in_words(state: ChannelState, dutch: str, english: str) -> None:
    lost = replace(HEARD[0], state=state, since=SINCE)
    for language, words in (("nl", dutch), ("en", english)):
        mark = channels(lost, reader=speaking("nl" if language == "nl" else "en"))
        assert (mark.value, mark.alarm) == (words, True)
        assert mark.more[0].startswith(words.replace("X merk ", "X, merk: "))


@pytest.mark.parametrize(("language", "words"), [("nl", "we horen alle 3"), ("en", "all 3 heard")])
def test_all_are_heard(language: Language, words: str) -> None:
    mark = channels(reader=speaking(language))
    assert (mark.value, mark.alarm) == (words, False)
    assert len(mark.more) == 3


def test_a_channel_of_which_nothing_ever_came_is_no_alarm() -> None:
    mark = channels(replace(HEARD[0], at=None, state="never"))
    assert (mark.value, mark.alarm) == ("van 1 van de 3 kwam nog nooit iets binnen", False)
    assert mark.more[0] == "X, merk: nog nooit iets binnen"


def test_several_are_silent() -> None:
    silent = [replace(each, state="silent", since=SINCE) for each in HEARD[:2]]
    assert channels(*silent).value == "X merk stil sinds 14:10, en nog 1"


def test_the_surface_is_said_where_the_other_one_is_heard() -> None:
    silent = replace(HEARD[0], state="silent", since=SINCE, surface="direct")
    assert channels(silent).value == "X-DM's merk stil sinds 14:10"
    assert channels(silent, reader=speaking("en")).more[0].startswith("X DMs, merk: silent since 14:10, last 16:15")


def test_that_it_is_heard_again_stands_on_the_board() -> None:
    again = replace(HEARD[0], again_at=local("2026-11-20 16:05"))
    assert channels(again).more[0] == "X, merk: weer gehoord sinds 16:05, laatst 16:15"


def test_the_page_says_it_in_words_and_in_red() -> None:
    seen = replace(CALM, heard=(replace(HEARD[0], state="silent", since=SINCE), *HEARD[1:]))
    view = view_of(seen, SANNE, Filter())
    html = render_status(view, Filter(), WORLD.organisation, root=".", csrf="c", shown="s")
    assert "X merk stil sinds 14:10" in text(html)
    assert 'class="alarm"><summary>Kanalen' in html


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    with deployed(monkeypatch) as fresh:
        yield fresh


@pytest.mark.parametrize("knock", ["handshake", "delivery"])
def test_a_platform_that_is_refused_for_want_of_a_secret_is_told_of_once(stage: Deployed, knock: str) -> None:
    stage.set_secret("x", " ")
    for _ in range(2):
        if knock == "handshake":
            assert stage.get("/webhooks/x?crc_token=abc").status_code == 503
        else:
            assert stage.post("/webhooks/x", b"{}").status_code == 401
    (alarm,) = Alarms(bootstrap.table()).all()
    assert (alarm.kind, alarm.platform, alarm.open) == ("refused", "x", True)


@pytest.mark.parametrize("path", ["/webhooks/x", "/webhooks/telegram"])
def test_a_stranger_alarms_nobody(stage: Deployed, path: str) -> None:
    """Refused for their own fault, or at the door of a platform that we have no account on."""
    assert stage.post(path, b"{}").status_code == 401
    assert Alarms(bootstrap.table()).all() == ()


def test_a_platform_without_a_secret_stands_in_the_status(stage: Deployed) -> None:
    seen = stage.get("/status.json", authorization=f"Bearer {TOKEN}").json_body
    states = {(each["platform"], each["name"]): each["state"] for each in seen["accounts"]}
    assert states == {("x", "merk"): "never", ("x", "merk_webcare"): "never", ("facebook", "merk"): "refused"}
    assert [line["who"] for line in seen["attention"] if line["kind"] == "refused"] == ["facebook"]


def test_the_audit_counts_the_dead_letters_of_both_queues(stage: Deployed) -> None:
    for queue in ("inbox-dead", "inbox-dead", "work-dead"):
        stage.send(queue, "x")
    functions.audit()
    assert bootstrap.context(bootstrap.now()).notes.dead_letters() == {"inbox": 2, "work": 1}
