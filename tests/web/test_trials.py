"""A test page's own link: looking changes nothing, pressing says that it arrived, and our number goes along."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from chalicelib import bootstrap, config
from chalicelib.domain.trial import Trial, trial_id
from chalicelib.store.notes import Notes, StoredConfig
from chalicelib.store.reach import Reaches
from chalicelib.store.tries import MOST_A_MINUTE
from chalicelib.texts.card import contact_card
from tests.stories.test_reply_by_sms import TWO_WAY
from tests.usecases.deployed import Deployed, deployed

FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    with deployed(monkeypatch) as fresh:
        yield fresh


def sent(asked_at: datetime, person: str = "sanne") -> str:
    """A test mail to somebody; the path of its link."""
    to = f"{person}@example.com"
    id_ = trial_id(person, 2, "email", to, asked_at)
    trial = Trial(
        id=id_,
        person=person,
        number=2,
        channel="email",
        to=to,
        asked_at=asked_at,
        state="sent",
        attempts=1,
        sent_at=asked_at,
    )
    code = bootstrap.link_code(id_, asked_at)
    assert Reaches(bootstrap.table()).begin(trial, code)
    return f"/t/{code}"


def states(person: str = "sanne") -> list[str]:
    since = bootstrap.now() - timedelta(days=2)
    return [trial.state for trial in Reaches(bootstrap.table()).trials(person, since)]


def test_looking_changes_nothing_and_pressing_once_or_twice_answers_it(stage: Deployed) -> None:
    path = sent(bootstrap.now())
    shown = stage.get(path)
    assert shown.status_code == 200
    assert b"Dit heeft mij bereikt" in shown.body
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert states() == ["sent"]
    for _ in range(2):
        pressed = stage.post(path, b"action=reached", **FORM)
        assert pressed.status_code == 200
        assert b"zo kunnen we je bereiken" in pressed.body
        assert b"<button" not in pressed.body
    assert states() == ["answered"]
    (reach,) = Reaches(bootstrap.table()).of("sanne")
    assert (reach.channel, reach.to, reach.how) == ("email", "sanne@example.com", "answered a test page")


def test_another_site_presses_nothing(stage: Deployed) -> None:
    path = sent(bootstrap.now())
    answer = stage.post(path, b"action=reached", origin="https://elsewhere.example", **FORM)
    assert (answer.status_code, states()) == (403, ["sent"])


@pytest.mark.parametrize(
    ("age", "status"),
    [(timedelta(hours=23, minutes=59), 200), (timedelta(hours=24, minutes=1), 404)],
    ids=["within a day", "after it"],
)
def test_a_link_works_for_a_day(stage: Deployed, age: timedelta, status: int) -> None:
    path = sent(bootstrap.now() - age)
    assert stage.get(path).status_code == status
    assert stage.post(path, b"", **FORM).status_code == status


def test_an_unknown_code_gets_a_pages_calm_answer_and_guessing_ends_in_429(stage: Deployed) -> None:
    for path in ("/t/abcdefghijklmnopq", "/t/abcdefghijklmnopq/card.vcf"):
        answer = stage.get(path)
        assert answer.status_code == 404
        assert "Deze melding is er niet meer" in answer.body.decode()
    assert stage.post("/t/abcdefghijklmnopq", b"", **FORM).status_code == 404
    answers = [stage.get("/t/abcdefghijklmnopq").status_code for _ in range(MOST_A_MINUTE)]
    assert answers[-1] == 429


def test_a_pages_code_opens_no_test_page_and_the_other_way_round(stage: Deployed) -> None:
    path = sent(bootstrap.now())
    assert stage.get(path.replace("/t/", "/p/")).status_code == 404


def test_without_a_number_there_is_no_card(stage: Deployed) -> None:
    path = sent(bootstrap.now())
    assert b"card.vcf" not in stage.get(path).body
    assert stage.get(f"{path}/card.vcf").status_code == 404


@pytest.fixture
def numbered(stage: Deployed) -> Iterator[Deployed]:
    """The stage with a number that texts come from; a process keeps its configurations for a minute."""
    kept, now = vars(bootstrap)["_shelf"], bootstrap.now()
    body = config.dump(config.read(TWO_WAY, now.date()))
    Notes(bootstrap.table()).register(StoredConfig("two-way", now - timedelta(days=1), body))
    kept.clear()
    yield stage
    kept.clear()


def test_our_number_comes_with_it_as_a_card(numbered: Deployed) -> None:
    path, stage = sent(bootstrap.now()), numbered
    assert f'href="{path.removeprefix("/t/")}/card.vcf"'.encode() in stage.get(path).body
    card = stage.get(f"{path}/card.vcf")
    assert (card.status_code, card.headers["Content-Type"]) == (200, "text/vcard; charset=utf-8")
    assert b"TEL;TYPE=CELL:+31600000000\r\n" in card.body


def test_the_card_is_one_that_every_telephone_reads() -> None:
    assert contact_card("Waakhond, webcare", ["+31970000001", "+31970000002", "+31970000001"]) == (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Waakhond\\, webcare;;;;\r\nFN:Waakhond\\, webcare\r\n"
        "TEL;TYPE=CELL:+31970000001\r\nTEL;TYPE=CELL:+31970000002\r\nEND:VCARD\r\n"
    )
