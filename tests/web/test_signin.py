"""Signing in: a code in the browser that asked, a link in any, each once, for ten minutes; calm for everything else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import bootstrap
from chalicelib.channels.port import Permanent, Temporary
from chalicelib.domain.signin import unseal
from chalicelib.store.sessions import Sessions
from chalicelib.store.tries import MOST_A_MINUTE, Tries
from chalicelib.texts.phrases import PHRASES, say
from chalicelib.usecases import signin
from chalicelib.web.addresses import HOME, safe_back
from tests.web.signing import FORM, SESSION_SECRET, Browser, World, browser_of, code_in, link_in, signing

WRONG = {language: PHRASES[language]["sign in wrong"] for language in PHRASES}
SESSION = "__Host-waakhond"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with signing(monkeypatch) as fresh:
        yield fresh


def another_code(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_code_signs_in_and_leads_back(world: World, language: str) -> None:
    browser = Browser(world.stage, language)
    assert f'lang="{language}"' in browser.get("/signin?next=%2Fstatus%3Fbrand%3Dmerk").body.decode()
    second = browser.follow(browser.ask(next="/status?brand=merk"))
    assert second.status_code == 200
    assert 'value="/status?brand=merk"' in second.body.decode()
    answer = browser.type(code_in(world.mail()), next="/elsewhere")
    assert (answer.status_code, answer.headers["Location"]) == (303, "../status?brand=merk")
    assert f"{SESSION}=" in answer.headers["Set-Cookie"]
    here = browser.get("/signin")
    assert "Sanne" in here.body.decode()
    assert PHRASES["nl"]["sign out"] in here.body.decode()  # Sanne's own language, whatever the browser's


@pytest.mark.parametrize(
    "who",
    [
        pytest.param("sanne", id="the name in the configuration"),
        pytest.param(" SANNE ", id="as people type it"),
        pytest.param("Sanne@Example.com", id="the mail address"),
        pytest.param("+31 6 0000 0001", id="the telephone number, with spaces"),
    ],
)
def test_people_are_known_by_what_the_configuration_has_of_them(world: World, who: str) -> None:
    Browser(world.stage).ask(who)
    assert world.mail().to == "sanne@example.com"


def test_the_mail_has_code_and_link_and_its_subject_neither(world: World) -> None:
    Browser(world.stage).ask()
    mail = world.mail()
    assert code_in(mail) in mail.body
    assert mail.link in mail.body
    assert mail.link.startswith("https://wh.example.com/signin/")
    assert code_in(mail) not in mail.subject
    assert len(mail.text) <= 160


def test_a_name_that_is_nobodys_is_told_the_same_and_gets_nothing(world: World) -> None:
    known, unknown = Browser(world.stage), Browser(world.stage)
    answers = [known.ask("sanne"), unknown.ask("nobody@example.com")]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    pages = [browser.follow(answer) for browser, answer in zip((known, unknown), answers, strict=True)]
    assert pages[0].body == pages[1].body
    world.work()
    assert [mail.to for mail in world.email.sent] == ["sanne@example.com"]
    refusals = [known.type(another_code(code_in(world.email.sent[0]))), unknown.type("000000")]
    assert refusals[0].body == refusals[1].body
    assert {answer.status_code for answer in refusals} == {422}


def test_a_code_works_once_and_only_where_it_was_asked_for(world: World) -> None:
    mine, other = Browser(world.stage), Browser(world.stage)
    mine.ask()
    code = code_in(world.mail())
    other.ask("bram")
    assert WRONG["nl"] in other.type(code).body.decode()
    stranger = Browser(world.stage)
    assert WRONG["nl"] in stranger.type(code).body.decode()
    assert mine.type(f"{code[:3]} {code[3:]}").status_code == 303
    again = mine.type(code)
    assert again.status_code == 422
    assert WRONG["nl"] in again.body.decode()


def test_an_older_code_of_the_same_browser_is_wrong(world: World) -> None:
    browser = Browser(world.stage)
    browser.ask()
    old = code_in(world.mail())
    browser.ask()
    assert browser.type(old).status_code == 422
    assert browser.type(code_in(world.mail())).status_code == 303


def test_five_tries_and_the_code_is_dead_but_its_link_lives(world: World) -> None:
    browser = Browser(world.stage)
    browser.ask()
    mail = world.mail()
    for _ in range(5):
        assert browser.type(another_code(code_in(mail))).status_code == 422
    assert browser.type(code_in(mail)).status_code == 422
    assert Browser(world.stage).post(link_in(mail)).status_code == 303


def test_looking_at_a_link_uses_nothing_and_pressing_its_button_works_once(world: World) -> None:
    Browser(world.stage).ask(next="/rota")
    path = link_in(world.mail())
    phone = Browser(world.stage, "en")
    for _ in range(3):
        looked = phone.get(path)
        assert looked.status_code == 200
        assert PHRASES["en"]["sign in enter"] in looked.body.decode()
    assert "Set-Cookie" not in looked.headers
    pressed = phone.post(path)
    assert (pressed.status_code, pressed.headers["Location"]) == (303, "../rota")
    for answer in (phone.get(path), phone.post(path)):
        assert answer.status_code == 404
        assert WRONG["en"] in answer.body.decode()


def test_code_and_link_are_one_ticket(world: World) -> None:
    browser = Browser(world.stage)
    browser.ask()
    mail = world.mail()
    assert browser.post(link_in(mail)).status_code == 303
    assert browser.type(code_in(mail)).status_code == 422


@pytest.mark.parametrize(("age", "works"), [(timedelta(minutes=9, seconds=50), True), (timedelta(minutes=10), False)])
def test_a_ticket_works_for_ten_minutes(world: World, age: timedelta, works: bool) -> None:
    ticket = "0" * 32
    now = bootstrap.now()
    context = bootstrap.context(now)
    signin.ask("sanne", False, "/status", ticket, context, now - age)
    link = signin.link_of(ticket, context)
    assert signin.opens(link, context, now) is works
    assert (Browser(world.stage).post(f"/signin/{link}").status_code == 303) is works


def test_an_old_ticket_is_not_sent_any_more(world: World) -> None:
    Browser(world.stage).ask()
    world.work(later=timedelta(minutes=10))
    assert world.email.sent == []


def test_a_person_gets_three_tickets_in_ten_minutes_and_the_page_says_the_same(world: World) -> None:
    browser = Browser(world.stage)
    now = bootstrap.now().replace(minute=30)
    context = bootstrap.context(now)
    for number in range(5):
        signin.ask("sanne", False, "/status", f"{number:032}", context, now)
    signin.ask("bram", False, "/status", "b" * 32, context, now)
    kept = [
        f"{number:032}" for number in range(5) if signin.opens(signin.link_of(f"{number:032}", context), context, now)
    ]
    assert kept == [f"{number:032}" for number in range(3)]
    assert signin.opens(signin.link_of("b" * 32, context), context, now)
    assert browser.ask().status_code == 303


def test_names_that_are_nobodys_use_up_nothing_of_ours(world: World) -> None:
    now = bootstrap.now()
    sessions = Sessions(bootstrap.table())
    while sessions.within("asked, unknown", f"{now:%Y-%m-%dT%H}", signin.MOST_AN_HOUR, now):
        pass
    context = bootstrap.context(now)
    signin.ask("nobody", False, "/status", "0" * 32, context, now)
    signin.ask("sanne", False, "/status", "1" * 32, context, now)
    assert not signin.opens(signin.link_of("0" * 32, context), context, now)
    assert sessions.ticket(signin.link_of("0" * 32, context)) is None
    assert signin.opens(signin.link_of("1" * 32, context), context, now)


def test_by_text_three_times_a_day_and_then_by_mail(world: World) -> None:
    now = bootstrap.now().replace(hour=12, minute=0)
    for number in range(4):
        at = now + timedelta(minutes=20 * number)
        signin.ask("sanne", True, "/status", f"{number:032}", bootstrap.context(at), at)
    kept = [
        ticket.by_text
        for number in range(4)
        if (ticket := Sessions(bootstrap.table()).ticket(signin.link_of(f"{number:032}", bootstrap.context(now))))
    ]
    assert kept == [True, True, True, False]


def test_somebody_without_a_mailbox_gets_texts_three_times_a_day_too(world: World) -> None:
    now = bootstrap.now().replace(hour=12, minute=0)
    context = bootstrap.context(now)
    today = context.roster.organisation
    phone = tuple(method for method in today.people["sanne"].methods if method.channel == "sms")
    people = {**today.people, "sanne": replace(today.people["sanne"], methods=phone)}
    context = replace(context, roster=replace(context.roster, organisation=replace(today, people=people)))
    for number in range(4):
        signin.ask("sanne", False, "/status", f"{number:032}", context, now + timedelta(minutes=20 * number))
    links = [signin.link_of(f"{number:032}", context) for number in range(4)]
    assert [Sessions(bootstrap.table()).ticket(link) is not None for link in links] == [True, True, True, False]


def test_a_text_goes_to_the_phone_and_fits(world: World) -> None:
    browser = Browser(world.stage)
    browser.ask(by="text")
    world.work()
    assert ([text.to for text in world.sms.sent], world.email.sent) == (["+31600000001"], [])
    assert browser.type(code_in(world.sms.sent[0])).status_code == 303


def test_a_mail_provider_that_is_ill_is_asked_again_with_the_same_code(world: World) -> None:
    world.email.fails += [Temporary("throttled")]
    browser = Browser(world.stage)
    browser.ask()
    world.work()
    assert world.email.sent == []
    assert world.stage.count("work") == 2  # the one in hand, and the one that comes back


def test_an_address_that_takes_nothing_is_on_the_record(world: World) -> None:
    world.email.fails += [Permanent("no such mailbox")]
    Browser(world.stage).ask()
    world.work()
    assert [line["person"] for line in world.stage.log.of("sign_in_failed")] == ["sanne"]


def test_too_many_codes_in_a_day_leave_the_links(world: World) -> None:
    browser = Browser(world.stage, "en")
    browser.ask()
    mail = world.mail()
    now = bootstrap.now()
    sessions = Sessions(bootstrap.table())
    for _ in range(signin.MOST_CODES_A_DAY):
        assert sessions.within("codes", f"{now:%Y-%m-%d}", signin.MOST_CODES_A_DAY, now)
    answer = browser.type(code_in(mail))
    assert answer.status_code == 429
    assert PHRASES["en"]["sign in paused"] in answer.body.decode()
    assert browser.post(link_in(mail)).status_code == 303


def test_guessing_is_slowed_and_a_good_link_never(world: World) -> None:
    browser = Browser(world.stage)
    browser.ask()
    mail = world.mail()
    for later in (timedelta(), timedelta(minutes=1)):  # the minute may turn meanwhile
        for _ in range(MOST_A_MINUTE):
            Tries(bootstrap.table()).fail(bootstrap.now() + later)
    for answer in (browser.type("000000"), browser.get("/signin/unknown"), browser.post("/signin/unknown")):
        assert answer.status_code == 429
        assert say("nl", "sign in slow") in answer.body.decode()
        assert answer.headers["Retry-After"] == "60"
    assert browser.post(link_in(mail)).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"sec-fetch-site": "cross-site"}, id="another site"),
        pytest.param({"sec-fetch-site": "same-site"}, id="a neighbour"),
        pytest.param({"origin": "https://evil.example"}, id="another origin"),
    ],
)
def test_another_site_signs_nobody_in(world: World, headers: dict[str, str]) -> None:
    browser = Browser(world.stage)
    browser.ask()
    mail = world.mail()
    assert browser.post(link_in(mail), {}, **headers).status_code == 403
    assert browser.post("/signin/code", {"code": code_in(mail)}, **headers).status_code == 403
    assert browser.post("/signin", {"who": "bram"}, **headers).status_code == 403
    assert SESSION not in browser.cookies


@pytest.mark.parametrize(
    ("wanted", "back"),
    [
        ("/status?brand=merk", "/status?brand=merk"),
        ("/c/eDptZXJr", "/c/eDptZXJr"),
        ("//evil.example", HOME),
        ("/\\evil.example", HOME),
        ("https://evil.example/", HOME),
        ("javascript:alert(1)", HOME),
        ("/a/../../other", HOME),
        ("/a/%2e%2e/%2E%2E/other", HOME),
        ("/status\r\nSet-Cookie: x=1", HOME),
        ("/" + "a" * 500, HOME),
        ("", HOME),
    ],
)
def test_the_way_back_leads_nowhere_else(wanted: str, back: str) -> None:
    assert safe_back(wanted) == back


@given(st.text(max_size=60))
def test_whatever_address_is_given_the_way_back_is_a_path_of_ours(wanted: str) -> None:
    back = safe_back(wanted)
    assert back.startswith("/")
    assert not back.startswith("//")
    assert back.isascii()
    assert back.isprintable()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"code=1&code=2&who=a&who=b", id="a field twice"),
        pytest.param(b"who=%ED%A0%80%00&code=%D9%A1%D9%A2", id="odd characters"),
        pytest.param(b"a=" + b"x" * 40_000, id="a long one"),
    ],
)
def test_hostile_forms_get_a_calm_answer(world: World, body: bytes) -> None:
    for path in ("/signin", "/signin/code", "/signin/%00", "/signin/<b>"):
        answer = world.stage.post(path, body, **FORM)
        assert answer.status_code in (303, 400, 404, 422), path
        assert "<b>" not in answer.body.decode()


def test_a_hostile_way_back_is_shown_as_nothing(world: World) -> None:
    page = Browser(world.stage).get("/signin?next=%22%3E%3Cscript%3E").body.decode()
    assert "<script>" not in page
    assert f'value="{HOME}"' in page


def test_pages_of_signing_in_are_kept_by_nobody_and_run_nothing(world: World) -> None:
    browser = Browser(world.stage)
    for answer in (
        browser.get("/signin"),
        browser.get("/signin/code"),
        browser_of(world.stage, "sanne").get("/signin"),
    ):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "<script" not in answer.body.decode()


def test_during_a_rotation_both_secrets_count(world: World) -> None:
    world.stage.set_secret("session", f"new-secret,{SESSION_SECRET}")
    for key, signs_in in (("new-secret", True), (SESSION_SECRET, True), ("older-secret", False)):
        browser = browser_of(world.stage, "sanne", key=key)
        assert ("Sanne" in browser.get("/signin").body.decode()) is signs_in
    browser = Browser(world.stage)
    browser.ask()
    browser.type(code_in(world.mail()))
    opened = unseal(browser.cookies[SESSION], ["new-secret"])
    assert opened is not None
    assert opened[0].person == "sanne"
