"""A session: whose it is, until when, how it ends, and what a form or a machine has to show."""

import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chalice.app import Request, Response
from hypothesis import given
from hypothesis import strategies as st

from chalicelib import bootstrap
from chalicelib.domain.signin import Claim, csrf_of, seal
from chalicelib.store.sessions import Sessions
from chalicelib.store.tokens import Token, Tokens
from chalicelib.web.addresses import here
from chalicelib.web.auth import Session, allowed_scope, check_post, require, signed_in
from chalicelib.web.cookies import read_session, session_cookie
from tests.usecases.deployed import TOKEN
from tests.web.signing import SESSION_SECRET, Browser, World, browser_of, code_in, signing

HOST = "__Host-waakhond"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch, signing(patch) as fresh:
        yield fresh


def request(
    path: str = "/status",
    cookie: str = "",
    query: Mapping[str, list[str]] | None = None,
    values: Mapping[str, str] | None = None,
    **headers: str,
) -> Request:
    event: dict[str, Any] = {
        "multiValueQueryStringParameters": query,
        "headers": headers | ({"cookie": cookie} if cookie else {}),
        "pathParameters": values,
        "requestContext": {"httpMethod": "GET", "resourcePath": path},
        "body": None,
        "stageVariables": None,
    }
    return Request(event)


def cookie_of(browser: Browser) -> str:
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def session_of(browser: Browser) -> Session | None:
    return signed_in(request(cookie=cookie_of(browser)))


def test_a_session_knows_its_person_as_they_are_now(world: World) -> None:
    session = session_of(browser_of(world.stage, "mirjam"))
    assert session is not None
    assert (session.person, session.role, session.language) == ("mirjam", "manager", "nl")
    other = session_of(browser_of(world.stage, "sanne"))
    assert other is not None
    assert other.role == "conversation_manager"
    assert other.csrf != session.csrf


@pytest.mark.parametrize(
    ("until", "there"), [(timedelta(minutes=1), True), (timedelta(), False), (timedelta(days=-1), False)]
)
def test_a_session_ends_at_its_instant(world: World, until: timedelta, there: bool) -> None:
    assert (session_of(browser_of(world.stage, "sanne", until)) is not None) is there


def test_somebody_who_left_the_configuration_is_out(world: World) -> None:
    assert session_of(browser_of(world.stage, "nobody")) is None


def test_a_new_session_lasts_fourteen_days_and_its_cookie_is_for_us_alone(world: World) -> None:
    browser = Browser(world.stage)
    browser.ask("chris")
    assert world.mail().to == "chris@example.com"
    set_cookie = browser.type(code_in(world.email.sent[-1])).headers["Set-Cookie"]
    name_and_value, *rules = set_cookie.split("; ")
    assert name_and_value.startswith(f"{HOST}=")
    ages = [int(rule.partition("=")[2]) for rule in rules if rule.startswith("Max-Age=")]
    assert len(ages) == 1
    assert 0 <= 14 * 86_400 - ages[0] <= 1
    assert {rule for rule in rules if not rule.startswith("Max-Age")} == {
        "Path=/",
        "HttpOnly",
        "SameSite=Lax",
        "Secure",
    }


def sealed(key: str = SESSION_SECRET, **changes: Any) -> str:
    ahead = (bootstrap.now() + timedelta(hours=1)).replace(microsecond=0)
    fields: dict[str, Any] = {"person": "sanne", "id": "x", "generation": 0, "expires_at": ahead}
    return seal(Claim(**(fields | changes)), key)


@pytest.mark.parametrize(
    "cookie",
    [
        pytest.param("", id="none"),
        pytest.param(f"{HOST}=", id="an empty one"),
        pytest.param(f"{HOST}=a.b", id="one that is no claim"),
        pytest.param(f"{HOST}=..", id="dots"),
        pytest.param(f'{HOST}="\\303\\251.\\377"', id="characters that are not ours"),
        pytest.param("=;;=\x00; é=✓", id="no cookies at all"),
    ],
)
def test_a_cookie_that_is_none_of_ours_is_nobodys(world: World, cookie: str) -> None:
    assert signed_in(request(cookie=cookie)) is None


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_header_breaks_it(name: str, value: str) -> None:
    assert read_session(request(cookie=f"{name}={value}; other={value}")) == "" or HOST in name + value


def test_only_our_signature_counts(world: World) -> None:
    good = sealed()
    body, _, signature = good.partition(".")
    forged = sealed(person="mirjam").partition(".")[0]
    for bad in (f"{body}.", f"{body}.{signature[:-2]}", f"{forged}.{signature}", sealed("another-secret")):
        assert signed_in(request(cookie=f"{HOST}={bad}")) is None
    assert signed_in(request(cookie=f"{HOST}={good}")) is not None
    # Somebody else's cookies in front of it, odd ones too.
    assert signed_in(request(cookie=f"a[1]=b; {{x}}=y; {HOST}={good}; z")) is not None


def test_the_name_without_its_prefix_is_not_read(world: World) -> None:
    assert signed_in(request(cookie=f"waakhond={sealed()}")) is None


def test_on_this_machine_http_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.config import settings

    monkeypatch.setenv("WAAKHOND_PUBLIC_URL", "http://localhost:8420")
    settings.cache_clear()
    try:
        written = session_cookie("a.b", NOON + timedelta(days=1), NOON)
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert written == "waakhond=a.b; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax"


def test_signing_out_ends_this_session_and_no_other(world: World) -> None:
    phone, copy = browser_of(world.stage, "bram"), browser_of(world.stage, "bram")
    laptop = f"{HOST}={sealed(person='bram', id='laptop')}"
    session = session_of(phone)
    assert session is not None
    answer = phone.post("/signout", {"csrf": session.csrf})
    assert (answer.status_code, answer.headers["Location"]) == (303, "./signin")
    assert phone.cookies == {}
    assert session_of(copy) is None
    assert signed_in(request(cookie=laptop)) is not None


def test_signing_out_everywhere_ends_all_of_that_person_and_of_nobody_else(world: World) -> None:
    phone, laptop, other = (browser_of(world.stage, who) for who in ("chris", "chris", "mirjam"))
    session = session_of(phone)
    assert session is not None
    assert phone.post("/signout", {"csrf": session.csrf, "everywhere": "yes"}).status_code == 303
    assert session_of(laptop) is None
    assert session_of(other) is not None
    assert session_of(browser_of(world.stage, "chris")) is not None  # who signs in afterwards


def test_signing_out_needs_the_form_of_this_session(world: World) -> None:
    browser = browser_of(world.stage, "mirjam")
    other = session_of(browser_of(world.stage, "sanne"))
    assert other is not None
    for form in ({}, {"csrf": ""}, {"csrf": other.csrf}, {"csrf": "é\ud800".encode("utf-8", "replace").decode()}):
        assert browser.post("/signout", form).status_code == 403
    assert session_of(browser) is not None
    assert Browser(world.stage).post("/signout").headers["Location"] == "./signin?next=%2Fstatus"


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        pytest.param({}, True, id="no browser's header"),
        pytest.param({"sec-fetch-site": "same-origin", "origin": "null"}, True, id="our own page"),
        pytest.param({"sec-fetch-site": "cross-site"}, False, id="another site"),
        pytest.param({"origin": "https://evil.example"}, False, id="another origin"),
    ],
)
def test_a_form_of_another_site_is_refused_whatever_it_carries(
    world: World, headers: dict[str, str], allowed: bool
) -> None:
    session = session_of(browser_of(world.stage, "sanne"))
    assert session is not None
    refusal = check_post(request(**headers), {"csrf": session.csrf}, session)
    assert (refusal is None) is allowed
    assert refusal is None or refusal.status_code == 403


def test_the_csrf_value_is_of_one_session_and_is_no_signature_of_its_cookie() -> None:
    claim = Claim("sanne", "a", 0, NOON)
    values = {csrf_of(claim, "one"), csrf_of(claim, "two"), csrf_of(Claim("sanne", "b", 0, NOON), "one")}
    assert len(values | {seal(claim, "one").partition(".")[2]}) == 4


@pytest.mark.parametrize(
    ("asked", "location"),
    [
        (request("/status"), "./signin?next=%2Fstatus"),
        (
            request("/status", query={"brand": ["merk", "a&b"]}),
            "./signin?next=%2Fstatus%3Fbrand%3Dmerk%26brand%3Da%2526b",
        ),
        (request("/c/{ref}", values={"ref": "x:merk"}), "../signin?next=%2Fc%2Fx%253Amerk"),
        (request("/c/{ref}", values={"ref": "x%3Amerk"}), "../signin?next=%2Fc%2Fx%253Amerk"),
        (request("/rota/{name}/ics", values={"name": "a/b"}), "../../signin?next=%2Frota%2Fa%252Fb%2Fics"),
        (request("/c/{ref}", values={"ref": "../.."}), "../signin?next=%2Fstatus"),
    ],
)
def test_whoever_is_not_signed_in_is_led_to_it_and_back(world: World, asked: Request, location: str) -> None:
    answer = require(asked)
    assert isinstance(answer, Response)
    assert (answer.status_code, answer.headers["Location"]) == (303, location)


def test_whoever_is_signed_in_goes_on(world: World) -> None:
    session = require(request(cookie=cookie_of(browser_of(world.stage, "sanne"))))
    assert isinstance(session, Session)
    assert browser_of(world.stage, "sanne").get("/signin?next=%2Frota").headers["Location"] == "./rota"


@given(st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=8), min_size=1, max_size=2), max_size=3))
def test_every_query_is_carried_along_or_dropped_whole(query: dict[str, list[str]]) -> None:
    encodable = all(each.isprintable() for name, values in query.items() for each in (name, *values))
    back = here(request("/status", query=query)) if encodable else "/status"
    assert back.startswith("/status")


@pytest.mark.parametrize("scope", ["read", "act"])
def test_a_made_token_may_do_what_its_scope_says_until_it_is_revoked(world: World, scope: Any) -> None:
    tokens = Tokens(bootstrap.table())
    assert tokens.keep(f"wh-{scope}", Token(f"by-{scope}", scope, NOON))
    asked = request(authorization=f"Bearer wh-{scope}")
    assert allowed_scope(asked) == scope
    assert world.stage.get("/status.json", authorization=f"Bearer wh-{scope}").status_code == 200
    assert tokens.revoke(f"by-{scope}")
    assert allowed_scope(asked) is None
    assert world.stage.get("/status.json", authorization=f"Bearer wh-{scope}").status_code == 401


@pytest.mark.parametrize(
    ("headers", "scope"),
    [
        ({}, None),
        ({"authorization": f"Bearer {TOKEN}"}, "read"),
        ({"authorization": f"bearer  {TOKEN} "}, "read"),
        ({"authorization": f"Basic {TOKEN}"}, None),
        ({"authorization": "Bearer "}, None),
        ({"authorization": "Bearer é\ud800"}, None),
    ],
)
def test_a_machine_shows_its_token_as_a_bearer(world: World, headers: dict[str, str], scope: str | None) -> None:
    assert allowed_scope(request(**headers)) == scope


def test_a_session_opens_nothing_for_machines_and_a_token_nothing_for_people(world: World) -> None:
    assert allowed_scope(request(cookie=cookie_of(browser_of(world.stage, "mirjam")))) is None
    assert signed_in(request(authorization=f"Bearer {TOKEN}")) is None


def test_no_row_holds_what_signs_in(world: World) -> None:
    browser = Browser(world.stage)
    browser.ask("mirjam")
    mail = world.mail()
    Tokens(bootstrap.table()).keep("wh-in-the-clear", Token("clear", "read", NOON))
    browser.type(code_in(mail))
    rows = repr(world.stage.rows())
    for secret in (mail.link.rpartition("/")[2], browser.cookies[HOST], "wh-in-the-clear"):
        assert secret not in rows
    assert f"'{code_in(mail)}'" not in rows
    assert Sessions(bootstrap.table()).standing("mirjam").generation == 0


def test_no_log_line_holds_what_signs_in(world: World) -> None:
    browser = Browser(world.stage)
    browser.ask("bram")
    mail = world.mail()
    browser.post(mail.link.removeprefix("https://wh.example.com"))
    of_every_line = vars(logging.makeLogRecord({})).keys() - {"msg"}  # instants and numbers, by chance alike
    lines = repr([{name: line[name] for name in line.keys() - of_every_line} for line in world.stage.log.lines])
    assert "signed_in" in lines
    for secret in (mail.link.rpartition("/")[2], code_in(mail), browser.cookies.get(HOST, "x" * 9)):
        assert secret not in lines
