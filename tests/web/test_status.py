"""Status for machines: everything for whoever holds the token, ages only for anybody else."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib import bootstrap, functions
from chalicelib.store.notes import Notes
from chalicelib.usecases.ingest import LAST_DELIVERY, account_mark
from chalicelib.usecases.sweep import LAST_SWEEP
from tests.usecases.deployed import TOKEN, Deployed, deployed


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    with deployed(monkeypatch) as fresh:
        yield fresh


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no token"),
        pytest.param({"authorization": ""}, id="an empty header"),
        pytest.param({"authorization": "Bearer"}, id="no token behind the scheme"),
        pytest.param({"authorization": "Bearer "}, id="an empty token"),
        pytest.param({"authorization": f"Bearer {TOKEN}x"}, id="a longer token"),
        pytest.param({"authorization": f"Basic {TOKEN}"}, id="another scheme"),
        pytest.param({"authorization": "Bearer é✓"}, id="a token that is not ASCII"),
        pytest.param({"cookie": f"token={TOKEN}"}, id="the token elsewhere"),
    ],
)
def test_without_the_token_nothing_is_told(stage: Deployed, headers: dict[str, str]) -> None:
    answer = stage.get("/status.json", **headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert set(answer.json_body) == {"error"}


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_token_opens_the_status(stage: Deployed, scheme: str) -> None:
    answer = stage.get("/status.json", authorization=f"{scheme} {TOKEN}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"now", "accounts", "open", "on_call", "pages"} <= set(answer.json_body)
    assert {account["name"] for account in answer.json_body["accounts"]} == {"merk", "merk_webcare"}


def test_without_a_token_in_the_settings_nobody_has_it(stage: Deployed) -> None:
    stage.set_secret("manager_token", " ")
    for claimed in ("", " ", "None"):
        assert stage.get("/status.json", authorization=f"Bearer {claimed}").status_code == 401


def test_during_a_rotation_both_tokens_open(stage: Deployed) -> None:
    stage.set_secret("manager_token", f"new-token,{TOKEN}")
    for token in ("new-token", TOKEN):
        assert stage.get("/status.json", authorization=f"Bearer {token}").status_code == 200


BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    ("claimed", "status"),
    [
        pytest.param("{tag}", 304, id="the tag as it was given"),
        pytest.param('"old", {tag}', 304, id="one of several"),
        pytest.param("*", 304, id="any"),
        pytest.param('W/"00000000000000000000000000000000"', 200, id="another"),
        pytest.param("", 200, id="none"),
        pytest.param("{tag}x", 200, id="one that only begins so"),
    ],
)
def test_what_somebody_knows_already_is_not_told_again(stage: Deployed, claimed: str, status: int) -> None:
    functions.audit()  # until the first one, whom nothing reached is told as of this moment
    tag = stage.get("/status.json", **BEARER).headers["ETag"]
    assert tag.startswith('W/"')
    answer = stage.get("/status.json", **BEARER, **{"if-none-match": claimed.format(tag=tag)})
    assert answer.status_code == status
    assert answer.headers["ETag"] == tag
    assert (answer.body == b"") == (status == 304)


def test_something_new_has_a_new_tag(stage: Deployed) -> None:
    before = stage.get("/status.json", **BEARER).headers["ETag"]
    Notes(bootstrap.table()).mark(account_mark("x", "2244994945"), bootstrap.now())
    answer = stage.get("/status.json", **BEARER, **{"if-none-match": before})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != before


def test_what_does_not_fit_in_one_answer_is_read_on_with_its_cursor(stage: Deployed) -> None:
    answer = stage.get("/status.json", **BEARER)
    assert answer.json_body["next_cursor"] is None
    refused = stage.get("/status.json?cursor=x", **BEARER)
    assert refused.status_code == 400
    assert "next_cursor" in refused.json_body["error"]


@pytest.mark.parametrize(
    ("swept", "status"),
    [
        pytest.param(None, 503, id="never swept"),
        pytest.param(timedelta(seconds=5), 200, id="swept just now"),
        pytest.param(timedelta(seconds=170), 200, id="swept almost three minutes ago"),
        pytest.param(timedelta(seconds=190), 503, id="swept more than three minutes ago"),
    ],
)
def test_health_follows_the_sweep_and_tells_ages_only(stage: Deployed, swept: timedelta | None, status: int) -> None:
    notes, now = Notes(bootstrap.table()), bootstrap.now()
    if swept is not None:
        notes.mark(LAST_SWEEP, now - swept)
    notes.mark(LAST_DELIVERY, now - timedelta(hours=2))
    answer = stage.get("/health")
    told = json.loads(answer.body)
    assert answer.status_code == status
    assert set(told) == {"healthy", "last_sweep_seconds", "last_delivery_seconds"}
    assert told["healthy"] is (status == 200)
    assert told["last_delivery_seconds"] // 60 == 120
