"""/figures in the deployed app: for whoever is signed in, its CSV and JSON for machines too, and looking only looks."""

import re
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from chalice.test import HTTPResponse

from chalicelib import bootstrap
from chalicelib.domain.attainment import tally
from chalicelib.store.results import Results
from chalicelib.store.tokens import Token, Tokens
from tests.domain.counted import result
from tests.usecases.deployed import TOKEN, Deployed, deployed
from tests.web.reading import text
from tests.web.signing import Browser, browser_of

ACCOUNT = "2244994945"
BEARER = {"authorization": f"Bearer {TOKEN}"}
MACHINES = ["/figures.json", "/figures.csv"]


@pytest.fixture(scope="module")
def stage() -> Iterator[Deployed]:
    """Yesterday two were answered, one of them in time, and one three weeks ago."""
    with pytest.MonkeyPatch.context() as patch, deployed(patch) as fresh:
        results, now = Results(bootstrap.table()), bootstrap.now()
        today = now.astimezone(ZoneInfo("Europe/Amsterdam")).date()
        for back, seconds in ((1, (600, 7200)), (20, (60,))):
            tallies = tally(result(seconds=each) for each in seconds)
            results.roll_up("x", ACCOUNT, today - timedelta(days=back), tallies)
        yield fresh


@pytest.fixture
def browser(stage: Deployed) -> Browser:
    return browser_of(stage, "sanne")


def shares(answer: HTTPResponse) -> list[tuple[int, int]]:
    return [
        (each["within_target"], each["past_target_or_answered"])
        for each in answer.json_body["figures"]
        if each["by"] == "all"
    ]


def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(stage: Deployed) -> None:
    answer = stage.get("/figures?days=30")
    assert answer.status_code == 303
    assert "signin?next=%2Ffigures%3Fdays%3D30" in answer.headers["Location"]


@pytest.mark.parametrize("person", ["sanne", "mirjam"])
def test_both_roles_read_the_page(stage: Deployed, person: str) -> None:
    answer = browser_of(stage, person).get("/figures")
    assert answer.status_code == 200
    assert "| Eerste antwoord | 50% | 1 van 2 binnen de grens |" in text(answer.body.decode())
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param("", "1 van 2 binnen de grens", id="a week unless asked for more"),
        pytest.param("?days=30", "2 van 3 binnen de grens", id="a month"),
        pytest.param("?days=today", "Hier is in deze dagen nog niets geteld.", id="today, of which nothing counts yet"),
        pytest.param(f"?account=x%3A{ACCOUNT}", "1 van 2 binnen de grens", id="one account"),
        pytest.param("?account=x%3A404", "Hier is in deze dagen nog niets geteld.", id="an account that is none"),
        pytest.param("?days=%3Ci%3E&account=%22%3E%3Ci%3E", "nog niets geteld", id="markup"),
        pytest.param("?colour=red", "1 van 2 binnen de grens", id="nothing that we know"),
    ],
)
def test_what_is_asked_for_stands_in_the_address(browser: Browser, query: str, said: str) -> None:
    answer = browser.get(f"/figures{query}")
    assert answer.status_code == 200
    assert said in text(answer.body.decode())
    assert "<i>" not in answer.body.decode()


def test_the_board_leads_to_the_figures_and_they_lead_back(browser: Browser) -> None:
    assert 'href="./figures">Cijfers</a>' in browser.get("/status").body.decode()
    assert 'href="./status"' in browser.get("/figures").body.decode()


def test_its_sheets_are_ours_and_are_there(browser: Browser) -> None:
    sheets = re.findall(r'<link rel="stylesheet" href="\./([^"]+)"', browser.get("/figures").body.decode())
    assert [sheet.split(".")[0] for sheet in sheets] == ["static/page", "static/figures"]
    assert {browser.stage.get(f"/{sheet}").status_code for sheet in sheets} == {200}


def test_looking_changes_nothing(browser: Browser) -> None:
    before = browser.stage.rows()
    for path in ("/figures", "/figures.json", "/figures.csv"):
        assert browser.get(path).status_code == 200
    assert browser.stage.rows() == before


@pytest.mark.parametrize("path", MACHINES)
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no token"),
        pytest.param({"authorization": f"Bearer {TOKEN}x"}, id="a wrong one"),
        pytest.param({"cookie": "__Host-waakhond=x"}, id="a cookie that is none of ours"),
    ],
)
def test_machines_without_a_token_are_told_nothing(stage: Deployed, path: str, headers: dict[str, str]) -> None:
    answer = stage.get(path, **headers)
    assert (answer.status_code, answer.headers["WWW-Authenticate"], set(answer.json_body)) == (401, "Bearer", {"error"})


@pytest.mark.parametrize("path", MACHINES)
def test_the_token_and_whoever_is_signed_in_read_the_same(browser: Browser, path: str) -> None:
    by_token, by_cookie = browser.stage.get(path, **BEARER), browser.get(path)
    assert by_token.status_code == by_cookie.status_code == 200
    told = [re.sub(r'"now": "[^"]+"', "", answer.body.decode()) for answer in (by_token, by_cookie)]
    assert told[0] == told[1]


def test_a_token_that_may_only_read_is_enough(stage: Deployed) -> None:
    token = "x-made-token"
    Tokens(bootstrap.table()).keep(token, Token("reporting", "read", bootstrap.now()))
    assert stage.get("/figures.json", authorization=f"Bearer {token}").status_code == 200


@pytest.mark.parametrize("path", MACHINES)
@pytest.mark.parametrize(
    ("query", "right"),
    [
        pytest.param("days=8", "today, 7, 30", id="days that we do not have"),
        pytest.param("clock=stopwatch", "first_response", id="a clock that is none"),
        pytest.param("account=x%3A404", "platform:id", id="an account that is none"),
        pytest.param(f"account={ACCOUNT}", "platform:id", id="an account without its platform"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_what_could(stage: Deployed, path: str, query: str, right: str) -> None:
    answer = stage.get(f"{path}?{query}", **BEARER)
    assert answer.status_code == 400
    assert right in answer.json_body["error"]


def test_days_accounts_and_clocks_narrow_the_answer(stage: Deployed) -> None:
    assert shares(stage.get("/figures.json", **BEARER)) == [(1, 2)]
    assert shares(stage.get("/figures.json?days=30&clock=first_response", **BEARER)) == [(2, 3)]
    assert shares(stage.get("/figures.json?days=today", **BEARER)) == []
    assert shares(stage.get("/figures.json?clock=promise", **BEARER)) == []
    assert shares(stage.get(f"/figures.json?account=x%3A{ACCOUNT}", **BEARER)) == [(1, 2)]


def test_the_same_figures_are_not_told_twice(stage: Deployed) -> None:
    first = stage.get("/figures.json", **BEARER)
    again = stage.get("/figures.json", **BEARER, **{"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.body) == (304, b"")
    other = stage.get("/figures.json?days=30", **BEARER, **{"if-none-match": first.headers["ETag"]})
    assert other.status_code == 200


def test_csv_is_a_file_with_its_days_in_its_name(stage: Deployed) -> None:
    answer = stage.get("/figures.csv", **BEARER)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(
        r'attachment; filename="waakhond-figures-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv"',
        answer.headers["Content-Disposition"],
    )
    assert answer.body.startswith(b"\xef\xbb\xbffirst_day,")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
