"""A page's own link in the deployed app: looking changes nothing, the button takes it, a dead code tells nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib import bootstrap
from chalicelib.store.table import Item, Put
from chalicelib.store.tries import MOST_A_MINUTE
from chalicelib.web.render import SECURITY_HEADERS
from tests.web.paged import FORM, Paged, paged_stage
from tests.web.reading import text

DEAD = ["unknown", "a" * 17, "x-y_z", "%3Cscript%3E", "a" * 3000]


@pytest.fixture
def paged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Paged]:
    with paged_stage(monkeypatch) as page:
        yield page


def test_the_page_shows_who_waits_and_a_button(paged: Paged) -> None:
    answer = paged.show()
    page = answer.body.decode()
    assert answer.status_code == 200
    assert "@jan_uit_ede" in text(page)
    assert "waar blijft <mijn> bestelling??" in text(page)
    assert "<button>" in page


def test_looking_changes_nothing(paged: Paged) -> None:
    before = paged.stage.rows()
    for query in ("", "?conversation=1", "?conversation=2", "?action=acknowledge"):
        assert paged.stage.get(paged.path + query).status_code == 200
    assert paged.stage.rows() == before


def test_the_button_takes_it_in_that_persons_name(paged: Paged) -> None:
    before = paged.show()
    answer = paged.press()
    assert answer.status_code == 200
    (by,) = paged.taken_by()
    assert by in paged.people_paged()
    assert 'name="undo" value="acknowledge"' in answer.body.decode()
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


def test_beyond_a_bound_of_tries_the_calm_answer_says_so_and_a_good_code_opens(paged: Paged) -> None:
    calm = paged.stage.get("/p/never-was")
    for minute in range(3):  # the test may run into the next one
        at = bootstrap.now() + timedelta(minutes=minute)
        full: Item = {"pk": "TRIES", "sk": f"{at:%Y-%m-%dT%H:%M}", "count": MOST_A_MINUTE}
        bootstrap.table().write(Put(full))
    for refused in (paged.stage.get("/p/a-guess"), paged.stage.post("/p/a-guess", b"action=acknowledge", **FORM)):
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
        assert refused.body == calm.body
    assert paged.stage.log.of("codes_tried")
    assert (paged.show().status_code, paged.press().status_code) == (200, 200)


def test_codes_are_a_groups_own_for_ever(paged: Paged) -> None:
    """So none is used again, within a day or ever: another page is another group."""
    now = bootstrap.now()
    codes = [bootstrap.link_code(f"group-{number}", now + timedelta(hours=number)) for number in range(48)]
    assert len(set(codes)) == 48
    assert codes[0] == bootstrap.link_code("group-0", now + timedelta(days=3))
    assert {len(code) for code in codes} == {17}
