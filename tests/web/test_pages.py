"""A page's own link in the deployed app: looking changes nothing, the button takes it, a dead code tells nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from chalice.test import HTTPResponse

from chalicelib import bootstrap
from chalicelib.domain.facts import Acknowledgement, StepTaken
from chalicelib.store.conversations import Conversations
from chalicelib.usecases.deliver import deliver
from chalicelib.usecases.escalate import escalate
from chalicelib.usecases.ingest import ingest
from chalicelib.usecases.receive import receive
from chalicelib.web.render import SECURITY_HEADERS
from tests.stories import x
from tests.usecases.deployed import Deployed, Signed, deployed
from tests.web.reading import text

FORM = {"content-type": "application/x-www-form-urlencoded"}
DEAD = ["unknown", "a" * 17, "x-y_z", "%3Cscript%3E", "a" * 3000]


@dataclass(frozen=True)
class FixedClock:
    at: datetime

    def now(self) -> datetime:
        return self.at

    def sleep_until(self, instant: datetime) -> None:
        assert instant <= self.at


@dataclass(frozen=True)
class Paged:
    stage: Deployed
    path: str
    conversation: str

    def show(self, **headers: str) -> HTTPResponse:
        return self.stage.get(self.path, **headers)

    def press(self, form: bytes = b"action=acknowledge") -> HTTPResponse:
        return self.stage.post(self.path, form, **FORM)

    def people_paged(self) -> set[str]:
        facts = Conversations(bootstrap.table()).load(self.conversation).facts
        return {person for fact in facts if isinstance(fact, StepTaken) for person in fact.recipients}

    def taken_by(self) -> list[str]:
        facts = Conversations(bootstrap.table()).load(self.conversation).facts
        return [fact.by for fact in facts if isinstance(fact, Acknowledgement)]


@pytest.fixture
def paged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Paged]:
    """Five minutes ago somebody was paged about a customer who asked 46 minutes before."""
    with deployed(monkeypatch) as stage:
        at = bootstrap.now() - timedelta(minutes=5)
        asked_at = at - timedelta(minutes=46)
        bodies: list[str] = []
        post = x.mention("jan_uit_ede", "waar blijft <mijn> bestelling??", asked_at)
        receive("x", Signed(), {}, x.posts(post), [], now=asked_at, send=bodies.append, keep=bootstrap.keep_body)
        ingest(bodies[0], bootstrap.context(asked_at), asked_at)
        ref = f"x:merk:public:{post['user']['id_str']}"
        decision = escalate(ref, bootstrap.context(at), at)
        (alert,) = decision.alerts
        sent, *_ = deliver(alert.person, bootstrap.context(at), FixedClock(at))
        assert sent.state == "sent"
        yield Paged(stage, f"/p/{bootstrap.link_code(sent.group, at)}", ref)


def test_the_page_shows_who_waits_and_a_button(paged: Paged) -> None:
    answer = paged.show()
    page = answer.body.decode()
    assert answer.status_code == 200
    assert "@jan_uit_ede" in text(page)
    assert "waar blijft <mijn> bestelling??" in text(page)
    assert "<button>" in page


def test_looking_changes_nothing(paged: Paged) -> None:
    before = Conversations(bootstrap.table()).load(paged.conversation)
    for _ in range(3):
        paged.show()
    assert Conversations(bootstrap.table()).load(paged.conversation) == before


def test_the_button_takes_it_in_that_persons_name(paged: Paged) -> None:
    before = paged.show()
    answer = paged.press()
    assert answer.status_code == 200
    (by,) = paged.taken_by()
    assert by in paged.people_paged()
    assert "<button>" not in answer.body.decode()
    assert paged.show().body != before.body


def test_pressing_twice_is_as_good_as_once(paged: Paged) -> None:
    first, second = paged.press(), paged.press()
    assert (first.status_code, second.status_code) == (200, 200)
    assert len(set(paged.taken_by())) == 1


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"action=", id="an empty action"),
        pytest.param(b"action=dance", id="an unknown action"),
        pytest.param(b"action=acknowledge&action=acknowledge", id="two actions"),
        pytest.param(b"\xff\xfe=\x00", id="no text"),
        pytest.param(b'{"action": "acknowledge"}', id="JSON"),
    ],
)
def test_any_other_form_shows_the_page_again_and_does_nothing(paged: Paged, form: bytes) -> None:
    answer = paged.press(form)
    assert answer.status_code == 400
    assert "@jan_uit_ede" in text(answer.body.decode())
    assert paged.taken_by() == []


@pytest.mark.parametrize("code", DEAD)
def test_every_dead_code_gets_the_same_calm_answer(paged: Paged, code: str) -> None:
    shown, pressed = paged.stage.get(f"/p/{code}"), paged.stage.post(f"/p/{code}", b"action=acknowledge", **FORM)
    reference = paged.stage.get("/p/never-was")
    assert (shown.status_code, pressed.status_code) == (404, 404)
    assert shown.body == pressed.body == reference.body
    assert code not in shown.body.decode()


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("en-GB,en;q=0.9", "en"), ("nl,en", "nl"), ("de,en", "en"), ("", "nl"), ("fr", "nl"), (",;,", "nl")],
)
def test_a_dead_code_is_answered_in_the_readers_language(paged: Paged, wanted: str, language: str) -> None:
    answer = paged.stage.get("/p/unknown", **{"accept-language": wanted})
    assert f'lang="{language}"' in answer.body.decode()


def test_nothing_under_a_link_is_kept_framed_or_told_to_others(paged: Paged) -> None:
    for answer in (paged.show(), paged.press(), paged.press(b""), paged.stage.get("/p/unknown")):
        assert dict(SECURITY_HEADERS).items() <= answer.headers.items()
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_the_code_is_in_no_log_line_and_in_no_row(paged: Paged) -> None:
    paged.show()
    paged.press()
    code = paged.path.removeprefix("/p/")
    assert code not in repr(paged.stage.log.lines)
    assert code not in repr(paged.stage.rows())
