"""A conversation's page in the deployed app: its story, and its forms that do what they say, once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape

import pytest
from chalice.test import HTTPResponse

from chalicelib import bootstrap
from chalicelib.domain.facts_by_hand import Acknowledgement, Dismissal, Promise, Withdrawal
from chalicelib.domain.facts_seen import Continued, Message, MovedToDm
from chalicelib.store.conversations import Conversations
from chalicelib.usecases.act import take
from chalicelib.web.case_address import case_address, ref_in
from tests.web.paged import Paged, paged_stage
from tests.web.reading import read, text
from tests.web.signing import Browser, browser_of

SECRET_WORDS = "mijn rekeningnummer"


@dataclass(frozen=True)
class CasePage:
    paged: Paged
    browser: Browser

    @property
    def path(self) -> str:
        return "/" + case_address(self.paged.conversation)

    def show(self, query: str = "") -> str:
        answer = self.browser.get(self.path + query)
        assert answer.status_code == 200, answer.body
        return str(answer.body.decode())

    def form(self, action: str, **filled: str) -> dict[str, str]:
        """The hidden fields of the page's form for that action, and what a person fills in."""
        forms = re.findall(r'<form method="post".*?</form>', self.show(), re.DOTALL)
        found = next(form for form in forms if f'name="action" value="{action}"' in form)
        hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', found)
        return {name: unescape(value) for name, value in hidden} | filled

    def send(self, form: dict[str, str], **headers: str) -> HTTPResponse:
        return self.browser.post(self.path, form, **headers)

    def does(self, action: str, **filled: str) -> None:
        answer = self.send(self.form(action, **filled))
        assert answer.status_code == 303, text(answer.body.decode())
        assert answer.headers["Location"] == f"..{self.path}#newest"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[CasePage]:
    with paged_stage(monkeypatch) as paged:
        yield CasePage(paged, browser_of(paged.stage, "mirjam"))


def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(page: CasePage) -> None:
    page.browser.cookies.clear()
    answer = page.browser.get(page.path)
    assert answer.status_code == 303
    assert f"signin?next=%2F{page.path[1:].replace('/', '%2F')}" in answer.headers["Location"]
    assert "jan_uit_ede" not in answer.body.decode()


def test_the_story_says_what_was_seen_decided_and_sent_to_whom_and_why(page: CasePage) -> None:
    said = text(page.show())
    name = page.paged.person.name
    told = [
        "@jan_uit_ede schreef",
        "waar blijft <mijn> bestelling??",
        "Klok gestart: eerste antwoord, grens",
        "beleid mention, kalender always, configuratie",
        f"melding voor {name}",
        f"{name}: ",
        "(webcare)",
        f"Verstuurd aan {name}",
    ]
    places = [said.find(each, said.index("Wat er gebeurde")) for each in told]
    assert -1 not in places, (told[places.index(-1)], said)
    assert places == sorted(places)
    assert "Alle tijden in Europe/Amsterdam." in said


def test_looking_changes_nothing(page: CasePage) -> None:
    before = page.paged.stage.rows()
    page.show()
    assert page.paged.stage.rows() == before


def test_taking_it_is_told_with_who_and_how_and_can_be_undone_by_anybody(page: CasePage) -> None:
    page.does("acknowledge")
    assert page.paged.taken_by() == ["mirjam"]
    assert "Mirjam pakte het op | via het bord" in text(page.show())
    page.browser.cookies.update(browser_of(page.paged.stage, "sanne").cookies)
    page.does("undo")
    (undone,) = [fact for fact in page.paged.facts() if isinstance(fact, Withdrawal)]
    assert undone.by == "sanne"
    assert page.paged.case().acknowledgements == ()
    said = text(page.show())
    assert "Sanne maakte ongedaan: Mirjam pakte het op" in said
    assert "Ongedaan gemaakt door Sanne" in said


def test_a_question_is_dismissed_with_its_reason_and_comes_back_when_that_is_undone(page: CasePage) -> None:
    page.does("dismiss", reason="thanks")
    (given,) = [fact for fact in page.paged.facts() if isinstance(fact, Dismissal)]
    assert (given.by, given.reason) == ("mirjam", "thanks")
    said = text(page.show())
    assert "Mirjam: geen antwoord nodig | Alleen een bedankje" in said
    assert "Hier wacht niemand meer." in said
    page.does("undo")
    assert page.paged.case().open


def test_a_promise_is_noted(page: CasePage) -> None:
    page.does("promise", until=page.paged.at(hours=20), what="we bellen", owner="sanne")
    (made,) = [fact for fact in page.paged.facts() if isinstance(fact, Promise)]
    assert (made.by, made.owner, made.what) == ("mirjam", "sanne", "we bellen")
    assert "'we bellen', Sanne zorgt ervoor" in text(page.show())


def test_of_several_that_wait_one_can_be_chosen(page: CasePage) -> None:
    page.does("promise", until=page.paged.at(hours=20), what="we bellen", owner="sanne")
    (number, *_) = re.findall(r'href="\?conversation=(\d+)">Alleen deze', page.show())
    narrowed = page.show(f"?conversation={number}")
    assert f'name="conversation" value="{number}"' in narrowed
    assert "Terug naar alle 2" in text(narrowed)


@pytest.mark.parametrize(
    ("action", "filled"),
    [
        pytest.param("acknowledge", {}, id="taking"),
        pytest.param("dismiss", {"reason": "spam"}, id="dismissing"),
        pytest.param("answered_elsewhere", {"at": ""}, id="answered elsewhere"),
        pytest.param("escalate_now", {}, id="calling for help"),
    ],
)
def test_a_form_that_is_sent_twice_is_done_once(page: CasePage, action: str, filled: dict[str, str]) -> None:
    form = page.form(action, **filled)
    first = page.send(form)
    facts = page.paged.facts()
    again = page.send(form)
    assert (first.status_code, again.status_code) == (303, 303)
    assert {repr(fact) for fact in page.paged.facts()} == {repr(fact) for fact in facts}


def test_calling_for_help_where_nobody_waits_any_more_says_that_nobody_was_told(page: CasePage) -> None:
    form = page.form("escalate_now")
    page.does("dismiss", reason="spam")
    said = text(page.send(form).body.decode())
    assert "Niemand extra gewaarschuwd" in said
    assert "Wat er gebeurde" in said


def test_whoever_was_called_stands_in_the_story_with_who_called(page: CasePage) -> None:
    page.does("escalate_now")
    said = text(page.show())
    assert "Mirjam riep hulp: melding voor" in said
    assert "gevraagd door Mirjam" in said


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        pytest.param({"csrf": "x"}, 403, id="another session's form"),
        pytest.param({"csrf": ""}, 403, id="a form without its session"),
        pytest.param({"action": "delete"}, 422, id="an action that is none"),
        pytest.param({"shown": "<script>"}, 422, id="no instant"),
        pytest.param({"conversation": "7"}, 422, id="nobody who waits there"),
        pytest.param({"action": "dismiss", "reason": "because"}, 422, id="a reason that is not on the list"),
        pytest.param({"action": "undo", "undo": "nothing"}, 422, id="nothing that was done"),
        pytest.param({"action": "still_a_question", "message": "1"}, 422, id="a message that nobody sent"),
        pytest.param({"action": "kept"}, 422, id="no promise"),
    ],
)
def test_what_does_not_fit_does_nothing(page: CasePage, changed: dict[str, str], status: int) -> None:
    form = page.form("acknowledge") | changed
    before = page.paged.facts()
    answer = page.send(form)
    assert answer.status_code == status
    assert set(map(repr, page.paged.facts())) == set(map(repr, before))
    read(answer.body.decode())


def test_a_form_from_another_site_does_nothing(page: CasePage) -> None:
    assert page.send(page.form("acknowledge"), **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert page.paged.taken_by() == []


def test_what_was_not_done_by_hand_cannot_be_undone(page: CasePage) -> None:
    assert 'value="undo"' not in page.show()


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/c/nonsense", id="no address of ours"),
        pytest.param("/" + case_address("nonsense"), id="no conversation"),
        pytest.param("/" + case_address("x:merk:nowhere:1"), id="a surface that is none"),
        pytest.param("/" + case_address("x:merk:public:404"), id="one that nothing is known of"),
        pytest.param("/" + case_address("storm:merk:public:20261121T190000Z"), id="a storm"),
    ],
)
def test_an_address_that_names_nothing_gets_one_calm_answer(page: CasePage, path: str) -> None:
    answer = page.browser.get(path)
    assert answer.status_code == 404
    assert "Dit gesprek is er niet" in text(answer.body.decode())


def test_a_page_fetches_only_what_is_ours_and_runs_nothing(page: CasePage) -> None:
    answer = page.browser.get(page.path)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; form-action 'self'")
    assert "unsafe" not in policy
    html = answer.body.decode()
    assert not re.search(r"<style|<script|https?://|javascript:|\bon\w+=", html)
    assert answer.headers["Cache-Control"] == "no-store"
    sheets = re.findall(r'stylesheet" href="\.\./(static/[^"]+)"', html)
    assert len(sheets) == 3
    assert {page.paged.stage.get("/" + sheet).status_code for sheet in sheets} == {200}


def test_the_public_and_the_direct_part_are_one_story_without_a_word_of_the_direct_one(page: CasePage) -> None:
    now = bootstrap.now()
    direct = page.paged.conversation.replace(":public:", ":direct:")
    heard = Message(
        id="dm-1",
        direction="inbound",
        first_seen_at=now,
        stored_at=now,
        accounts=frozenset({"1"}),
        asked_at=now - timedelta(minutes=1),
        author_name="jan_uit_ede",
        excerpt=SECRET_WORDS,  # never stored, and never shown should it be
    )
    Conversations(bootstrap.table()).add(direct, heard)
    take((direct,), "sanne", "sms", bootstrap.context(now), now)
    html = page.show()
    said = text(html)
    assert "DM | @jan_uit_ede schreef" in said
    assert "Sanne pakte het op | via sms" in said
    assert SECRET_WORDS not in html
    assert f'href="../{case_address(direct)}"' in html
    page.does("undo")
    facts = Conversations(bootstrap.table()).load(direct).facts
    assert [fact.by for fact in facts if isinstance(fact, Withdrawal)] == ["mirjam"]


def test_an_alert_that_needed_no_page_says_why(page: CasePage) -> None:
    now = bootstrap.now()
    people = bootstrap.context(now).people
    (alert,) = people.pages("sanne", now - timedelta(hours=1))[0].alerts
    people.drop(replace(alert, person="mirjam"), "answered at 2026-11-21T11:00:00Z", now)
    people.drop(replace(alert, id="another"), "deleted at 2026-11-21T11:00:00Z", now)
    said = text(page.show())
    assert "Geen melding aan Mirjam | beantwoord za 21-11 12:00" in said
    assert said.count("Geen melding aan") == 1


def test_a_customer_with_another_id_has_one_page_and_nothing_is_done_on_the_old_one(page: CasePage) -> None:
    now = bootstrap.now()
    conversations = Conversations(bootstrap.table())
    form = page.form("acknowledge")
    other = "x:merk:public:another"
    for fact in page.paged.facts():
        conversations.add(other, fact)
    for ref, there, leaves in ((other, page.paged.conversation, False), (page.paged.conversation, other, True)):
        conversations.add(ref, Continued(id="c", other=there, leaves=leaves, first_seen_at=now, stored_at=now))
    for answer in (page.browser.get(page.path), page.send(form)):
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"../{case_address(other)}"
    assert page.paged.taken_by() == []
    assert "De klant kreeg een andere id" in text(page.browser.get("/" + case_address(other)).body.decode())


def test_elsewhere_than_on_x_the_two_parts_are_one_story_once_a_move_showed_that_they_are(page: CasePage) -> None:
    now = bootstrap.now()
    conversations = Conversations(bootstrap.table())
    public, direct = "standard:merk:public:7", "standard:merk:direct:7"
    heard = Message(
        id="1",
        direction="inbound",
        first_seen_at=now,
        stored_at=now,
        accounts=frozenset({"1"}),
    )
    for ref in (public, direct):
        conversations.add(ref, heard)
    link = f'href="../{case_address(direct)}"'
    assert link not in page.browser.get("/" + case_address(public)).body.decode()
    conversations.add(direct, MovedToDm(id="m", account="1", first_seen_at=now, stored_at=now))
    assert link in page.browser.get("/" + case_address(public)).body.decode()


def test_what_strangers_and_tools_wrote_stays_text(page: CasePage) -> None:
    now = bootstrap.now()
    hostile = "\u202e</time><script>alert(1)</script>{name}"
    given = Acknowledgement(id="hostile", by=hostile, at=now, stored_at=now, via=hostile)
    Conversations(bootstrap.table()).add(page.paged.conversation, given)
    html = page.show()
    read(html)
    assert "<script" not in html
    assert "\u202e" not in html


@pytest.mark.parametrize(
    "ref", ["x:merk:public:42", "facebook:merk:public:thread:7_9", "standard:merk:direct:é/../?#%2F\udc80"]
)
def test_an_address_names_one_conversation_and_is_one_segment(ref: str) -> None:
    address = case_address(ref)
    assert re.fullmatch(r"c/[A-Za-z0-9_-]+", address)
    assert ref_in(address.removeprefix("c/")) == ref


@pytest.mark.parametrize("segment", ["", "a", "eDptZXJr=", "é", "eDptZXJrOnB1YmxpYzo0Mg==", "_____"])
def test_another_spelling_is_no_address(segment: str) -> None:
    assert ref_in(segment) == ""
