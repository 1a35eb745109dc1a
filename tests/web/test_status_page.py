"""The status page in the deployed app: for whoever is signed in, and its forms do what they say, once."""

import re
from collections.abc import Iterator

import pytest

from chalicelib import bootstrap
from chalicelib.domain.storm import Storm
from chalicelib.store.storms import Storms
from chalicelib.web.case_address import case_address
from chalicelib.web.form import REASONS
from tests.web.reading import read, text
from tests.web.waiting import Board, board_stage


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    with board_stage(monkeypatch, "jan_uit_ede", "piet_v") as stage:
        yield stage


def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(board: Board) -> None:
    board.browser.cookies.clear()
    answer = board.browser.get("/status?who=late")
    assert answer.status_code == 303
    assert "signin?next=%2Fstatus%3Fwho%3Dlate" in answer.headers["Location"]
    assert "jan_uit_ede" not in answer.body.decode()


def test_who_waits_longest_is_on_top_with_nobody_who_has_it(board: Board) -> None:
    said = text(board.show())
    assert re.search(r"\| nog \d+ min \| Grens", said)
    assert said.index("@jan_uit_ede") < said.index("@piet_v")
    assert "Nog door niemand opgepakt" in said
    assert "2, van niemand 2, te laat 0" in said


def test_in_the_language_of_the_person_not_of_the_browser(board: Board) -> None:
    board.browser.language = "en"
    page = board.show()
    assert '<html lang="nl">' in page
    assert "Dienst" in text(page)


def test_a_tap_takes_it_and_shows_the_page_again_with_its_filter(board: Board) -> None:
    answer = board.send(board.form(0, "?platform=x"))
    assert answer.status_code == 303
    assert answer.headers["Location"] == "../status?platform=x"
    assert board.taken_by(0) == ["sanne"]
    assert board.taken_by(1) == []
    said = text(board.show())
    assert "Opgepakt door jou" in said
    assert "2, van niemand 1, te laat 0" in said


def test_a_form_that_is_sent_twice_is_done_once(board: Board) -> None:
    form = board.form()
    board.send(form)
    board.send(form)
    assert board.taken_by() == ["sanne"]


def test_a_line_further_down_can_be_taken_too(board: Board) -> None:
    board.send(board.form(2))
    assert (board.taken_by(0), board.taken_by(1)) == ([], ["sanne"])


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        pytest.param({"csrf": "x"}, 403, id="another session's form"),
        pytest.param({"csrf": ""}, 403, id="a form without its session"),
        pytest.param({"conversation": "x:merk:public:404"}, 422, id="somebody who does not wait"),
        pytest.param({"conversation": "nonsense"}, 422, id="no conversation"),
        pytest.param({"conversation": "x:merk:nowhere:1"}, 422, id="a surface that is none"),
        pytest.param({"conversation": "storm:merk:public:20261121T190000Z"}, 422, id="a storm that is not on"),
        pytest.param({"action": "take_all"}, 422, id="all of a storm, but it is none"),
        pytest.param({"action": "delete"}, 422, id="an action that is none"),
        pytest.param({"shown": "<script>"}, 422, id="no instant"),
        pytest.param({"action": "still_a_question", "message": "1"}, 422, id="a message that nobody sent"),
    ],
)
def test_what_does_not_fit_does_nothing(board: Board, changed: dict[str, str], status: int) -> None:
    answer = board.send(board.form() | changed)
    assert answer.status_code == status
    assert board.taken_by() == []
    read(answer.body.decode())


def test_a_form_from_another_site_does_nothing(board: Board) -> None:
    answer = board.send(board.form(), **{"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert board.taken_by() == []


def test_after_a_refusal_everything_on_the_page_still_leads_somewhere(board: Board) -> None:
    page = board.send(board.form() | {"action": "delete"}).body.decode()
    assert "Er is niets gedaan" in text(page)
    targets = set(re.findall(r'(?:href|action|src)="(?!tel:)([^"]+)"', page))
    assert all(target.startswith("../") for target in targets), targets


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        pytest.param("", {"jan_uit_ede", "piet_v"}, id="no filter"),
        pytest.param("?who=nobody", {"piet_v"}, id="nobody's"),
        pytest.param("?who=mine", {"jan_uit_ede"}, id="one's own"),
        pytest.param("?who=late", set(), id="late"),
        pytest.param("?who=storm", set(), id="a storm that is not on"),
        pytest.param("?kind=dm", set(), id="direct messages"),
        pytest.param("?kind=mention&platform=x&brand=merk", {"jan_uit_ede", "piet_v"}, id="all that fits"),
        pytest.param("?platform=myspace", set(), id="a platform we do not have"),
        pytest.param("?colour=red", {"jan_uit_ede", "piet_v"}, id="no filter of ours"),
    ],
)
def test_a_filter_narrows_the_list_alone(board: Board, query: str, shown: set[str]) -> None:
    board.send(board.form())
    page = board.show(query)
    (rows,) = re.findall(r'<ol class="waits">.*?</ol>', page, re.DOTALL) or [""]
    assert {name for name in ("jan_uit_ede", "piet_v") if name in rows} == shown
    assert re.search(
        r"<h1><a href=\"[^\"]+\"><bdi>@jan_uit_ede</bdi></a></h1>", page
    )  # whoever breaks first cannot be filtered away
    assert ("Deze lijst is gefilterd" in page) == (query not in ("", "?colour=red"))


def test_a_page_fetches_only_what_is_ours_and_runs_nothing_of_its_own(board: Board) -> None:
    answer = board.browser.get("/status")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'")
    assert "unsafe" not in policy
    page = answer.body.decode()
    assert not re.search(r"<style|<script>|https?://|javascript:|\bon\w+=", page)
    assert answer.headers["Cache-Control"] == "no-store"
    for address in re.findall(r'(?:href|src)="(\./static/[^"]+|static/[^"]+)"', page):
        got = board.browser.stage.get("/" + address.removeprefix("./"))
        assert got.status_code == 200
        assert "immutable" in got.headers["Cache-Control"]
        assert got.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["status.css", "status.000000000000.js", "..%2Fauth.py", "render.py"])
def test_nothing_else_is_served(board: Board, name: str) -> None:
    assert board.browser.stage.get(f"/static/{name}").status_code == 404


def test_calm_weather(monkeypatch: pytest.MonkeyPatch) -> None:
    with board_stage(monkeypatch, person="mirjam") as quiet:
        said = text(quiet.show())
    assert "| Niemand wacht |" in said
    assert "Op resterende tijd" not in said
    assert "0, van niemand 0, te laat 0" in said


def test_in_a_storm_one_tap_takes_all_and_one_link_shows_the_group(board: Board) -> None:
    now = bootstrap.now()
    storm = Storm(brand="merk", since=now, reached_at=now, last_reached_at=now)
    assert Storms(bootstrap.table()).begin(storm, None, (), now)
    assert "Bekijk de groep" not in board.show(), "both came before it"
    board.came("eva_m", "tom_z")
    shown = board.show("?brand=merk&who=storm")
    (rows,) = re.findall(r'<ol class="waits">.*?</ol>', shown, re.DOTALL)
    assert ("eva_m" in rows, "jan_uit_ede" in rows) == (True, False)
    form = board.form(1)
    assert form["action"] == "take_all"
    assert board.send(form).status_code == 303
    said = text(board.show())
    assert "van niemand 2, te laat 0" in said
    assert "Pak er" not in said


def test_in_a_storm_one_tap_calls_for_help_and_the_page_says_who_came(board: Board) -> None:
    now = bootstrap.now()
    storm = Storm(brand="merk", since=now, reached_at=now, last_reached_at=now)
    assert Storms(bootstrap.table()).begin(storm, None, (), now)
    board.came("eva_m")
    help = next(form for form in map(board.form, range(8)) if form["action"] == "help")
    assert board.send(help).status_code == 303
    shown = board.show()
    assert re.search(r"Hulp geroepen \d+:\d\d: Mirjam", text(shown))
    assert 'value="help"' not in shown
    assert 'value="press"' in shown
    answer = board.send(help)
    assert answer.status_code == 422
    assert "Niemand om erbij te roepen" in text(answer.body.decode())


def test_looking_changes_nothing(board: Board) -> None:
    before = board.browser.stage.rows()
    board.show()
    assert board.browser.stage.rows() == before


def test_a_thank_you_can_be_made_a_question(board: Board) -> None:
    board.thanks("jan_uit_ede")
    form = board.form(-1)
    assert form["action"] == "still_a_question"
    assert board.send(form).status_code == 303
    assert 'value="still_a_question"' not in board.show()
    assert "2, van niemand 2" in text(board.show())


def test_every_name_leads_to_its_conversation(board: Board) -> None:
    page = board.show()
    for ref in board.conversations:
        assert f'href="./{case_address(ref)}"' in page


def test_what_is_ticked_on_the_page_is_what_its_form_for_several_sends(board: Board) -> None:
    page = board.show()
    ticked = re.findall(r'name="conversation" value="([^"]+)" form="several"', page)
    assert ticked == list(board.conversations)
    assert '<form id="several" method="post" action="./c">' in page
    for reason in REASONS:
        assert f'<option value="{reason}">' in page
