"""The rules of signing in: whom a name means, codes, cookies that nobody else can write, and how sessions end."""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.organisation import Method, Person
from chalicelib.domain.signin import (
    MOST_ENDED,
    TRIES,
    VALID_FOR,
    Claim,
    Standing,
    Ticket,
    addresses,
    code_of,
    csrf_of,
    same,
    seal,
    unseal,
    whom,
)

NOW = datetime(2026, 11, 20, 22, 45, tzinfo=UTC)
CLAIM = Claim("sanne", "a-session", 0, NOW + timedelta(days=1))
ZONE = "Europe/Amsterdam"


def person(id: str, name: str, *methods: Method) -> Person:
    return Person(id, name, "nl", ZONE, methods)


SANNE = person("sanne", "Sanne", Method("sms", "+31600000001"), Method("email", "sanne@example.com"))
OTHER = person("s.devries", "Sanne", Method("email", "team@example.com"))
BRAM = person("bram", "Bram de Wit", Method("sms", "+31600000002"), Method("email", "team@example.com"))
# Called as somebody else's id and address, to be in their way.
ODD = person("odd", "bram", Method("pagerduty", "sanne@example.com"))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("sanne", SANNE, id="an id goes before a name that two have"),
        pytest.param("S.deVries", OTHER, id="capitals do not matter"),
        pytest.param("bram", BRAM, id="an id goes before somebody else's name"),
        pytest.param(" bram DE wit ", BRAM, id="a name with spaces"),
        pytest.param("sanne@example.com", SANNE, id="a mail address is no name of a secret"),
        pytest.param("team@example.com", None, id="a mailbox of two is nobody's"),
        pytest.param("+31 6 00 00 00 02", BRAM, id="a telephone number with spaces"),
        pytest.param("", None, id="nothing"),
        pytest.param("  ", None, id="only spaces"),
        pytest.param("sann", None, id="the beginning of a name"),
    ],
)
def test_a_name_means_one_person_or_nobody(typed: str, found: Person | None) -> None:
    assert whom(typed, [SANNE, OTHER, BRAM, ODD]) == found


@pytest.mark.parametrize(
    ("who", "by_text", "expected"),
    [
        pytest.param(SANNE, False, {"email": ("sanne@example.com",)}, id="by mail"),
        pytest.param(SANNE, True, {"sms": ("+31600000001",)}, id="by text, asked for"),
        pytest.param(OTHER, True, {"email": ("team@example.com",)}, id="by mail, who has no phone"),
        pytest.param(replace(SANNE, methods=SANNE.methods[:1]), False, {"sms": ("+31600000001",)}, id="no mailbox"),
        pytest.param(ODD, False, {"email": ()}, id="nowhere"),
    ],
)
def test_where_a_code_may_go(who: Person, by_text: bool, expected: dict[str, tuple[str, ...]]) -> None:
    assert addresses(who, by_text) == expected


@pytest.mark.parametrize(
    ("age", "works"),
    [(timedelta(), True), (VALID_FOR - timedelta(microseconds=1), True), (VALID_FOR, False)],
)
def test_a_ticket_works_up_to_its_tenth_minute(age: timedelta, works: bool) -> None:
    ticket = Ticket("sanne", False, "/status", NOW - age)
    assert (ticket.works(NOW), ticket.takes_a_code(NOW)) == (works, works)
    assert not replace(ticket, used=True).works(NOW)


@pytest.mark.parametrize(("tries", "takes"), [(TRIES - 1, True), (TRIES, False)])
def test_a_ticket_takes_five_codes_and_then_only_its_link(tries: int, takes: bool) -> None:
    ticket = Ticket("sanne", False, "/status", NOW, tries=tries)
    assert ticket.takes_a_code(NOW) is takes
    assert ticket.works(NOW)


@given(st.text())
def test_a_code_is_six_digits_and_only_its_own_digits_are_the_same(secret: str) -> None:
    code = code_of(secret.encode("utf-8", "replace").decode())
    assert len(code) == 6
    assert code.isascii()
    assert code.isdigit()
    assert same(f" {code[:3]} {code[3:]}\n", code)
    assert not same(code[:5], code)
    assert not same(code + "0", code)
    assert not same("", code)


def test_only_the_digits_of_what_was_typed_count() -> None:
    assert same("It is 123-456, xo XO", "123456")


def test_a_code_that_was_sent_before_a_release_works_after_it() -> None:
    assert code_of("a-ticket") == str(int(hashlib.sha256(b"a-ticket").hexdigest()[:16], 16))[-6:]


def test_codes_are_spread_over_all_digits() -> None:
    codes = {code_of(str(number)) for number in range(2000)}
    assert len(codes) > 1990
    assert {code[0] for code in codes} == set("0123456789")


@given(st.text(max_size=20), st.integers(0, 10**6), st.text(min_size=1, max_size=20))
def test_a_claim_comes_back_as_it_was_sealed_by_its_own_key_alone(who: str, generation: int, key: str) -> None:
    who, key = (each.encode("utf-8", "replace").decode() for each in (who, key))
    claim = replace(CLAIM, person=who, generation=generation)
    value = seal(claim, key)
    assert unseal(value, ["other " + key, key]) == (claim, key)
    assert unseal(value, ["other " + key]) is None
    assert unseal(value, []) is None


def signature(text: str) -> str:
    """Of the key `a-key`, unpadded."""
    return urlsafe_b64encode(hmac.digest(b"a-key", text.encode(), "sha256")).decode()[:43]


def test_a_session_and_its_open_forms_outlive_a_release() -> None:
    body, _, signed = seal(CLAIM, "a-key").partition(".")
    assert urlsafe_b64decode(body + "==") == b'["sanne","a-session",0,1795301100]'
    assert signed == signature(f"session\x1f{body}")
    assert "=" not in body
    assert csrf_of(CLAIM, "a-key") == signature("csrf\x1fsanne\x1fa-session")


@pytest.mark.parametrize("value", ["\udcff.a", "a.\udcff", "\udcff", ".", ""])
def test_a_cookie_that_is_no_text_is_nobodys(value: str) -> None:
    assert unseal(value, ["a-key"]) is None


@given(st.text(max_size=60))
def test_nobody_else_writes_a_claim(value: str) -> None:
    assert unseal(value, ["a-key"]) is None
    assert unseal(f"{value}.{value}", ["a-key"]) is None


@given(st.data())
def test_one_changed_character_spoils_it(data: st.DataObject) -> None:
    value = seal(CLAIM, "a-key")
    at = data.draw(st.integers(0, len(value) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda each: each != value[at]))
    assert unseal(value[:at] + other + value[at + 1 :], ["a-key"]) is None


def test_a_claim_is_no_other_kind_of_signature() -> None:
    assert csrf_of(CLAIM, "a-key") != seal(CLAIM, "a-key").partition(".")[2]
    assert csrf_of(CLAIM, "a-key") != csrf_of(replace(CLAIM, id="another"), "a-key")


@pytest.mark.parametrize(
    ("standing", "now", "allowed"),
    [
        pytest.param(Standing(), NOW, True, id="nothing happened"),
        pytest.param(Standing(0, ("another",)), NOW, True, id="another session was signed out"),
        pytest.param(Standing(0, ("another", "a-session")), NOW, False, id="this one was"),
        pytest.param(Standing(1), NOW, False, id="all were"),
        pytest.param(Standing(), CLAIM.expires_at - timedelta(microseconds=1), True, id="its last moment"),
        pytest.param(Standing(), CLAIM.expires_at, False, id="its end"),
    ],
)
def test_which_session_is_let_in(standing: Standing, now: datetime, allowed: bool) -> None:
    assert standing.allows(CLAIM, now) is allowed


@given(st.lists(st.sampled_from([f"s{number}" for number in range(30)]), max_size=60))
def test_whatever_is_signed_out_in_whatever_order_stays_out(ended: list[str]) -> None:
    standing = Standing()
    for session in ended:
        standing = standing.without(session)
        assert not standing.allows(replace(CLAIM, id=session), NOW)
    assert all(not standing.allows(replace(CLAIM, id=session), NOW) for session in ended)
    assert len(standing.ended) <= MOST_ENDED


def test_a_session_that_was_signed_out_before_changes_nothing_more() -> None:
    once = Standing().without("a-session")
    assert once == Standing(0, ("a-session",))
    assert once.without("a-session") == once


def test_too_many_to_remember_signs_all_of_them_out() -> None:
    full = Standing(3, tuple(f"session-{n}" for n in range(MOST_ENDED)))
    assert full.without("one-more") == Standing(4)
