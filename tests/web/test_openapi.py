"""The document of the addresses for machines tells the truth: what they really answer fits it, word for word."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from app import app
from chalicelib import bootstrap
from chalicelib.domain.attainment import tally
from chalicelib.store.notes import Notes
from chalicelib.store.results import Results
from chalicelib.usecases.board import board
from chalicelib.usecases.sweep import LAST_SWEEP
from tests.domain.counted import result
from tests.stories import x
from tests.stories.world import AMSTERDAM, World, local
from tests.usecases.deployed import TOKEN, Deployed, deployed
from tests.web.paged import paged_stage

FOR_PEOPLE = re.compile(r"/(p|t|signin|signout|status|static|c|rota|figures)(/.*)?")
KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployed]:
    with deployed(monkeypatch) as fresh:
        yield fresh


def wrong(value: object, schema: dict[str, Any], whole: dict[str, Any], at: str = "") -> list[str]:
    """Where a value does not fit its schema; a property that the schema does not name is wrong too."""
    if "$ref" in schema:
        schema = whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "const" in schema:
        return [] if value == schema["const"] else [f"{at}: not {schema['const']!r}"]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not isinstance(value, tuple(each for kind in kinds for each in KINDS[kind])):
        return [f"{at}: {value!r} is no {kinds}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: {value!r} is not in the list"]
    if schema.get("format") == "date-time" and isinstance(value, str) and datetime.fromisoformat(value).tzinfo is None:
        return [f"{at}: {value!r} has no zone"]
    if isinstance(value, list):
        return [found for n, each in enumerate(value) for found in wrong(each, schema["items"], whole, f"{at}[{n}]")]
    if isinstance(value, dict) and "properties" in schema:
        named: dict[str, Any] = schema["properties"]
        strange = [f"{at}.{name}: not in the document" for name in value.keys() - named.keys()]
        missing = [f"{at}.{name}: missing" for name in set(schema["required"]) - value.keys()]
        inside = [named[name] for name in value if name in named]
        told = [value[name] for name in value if name in named]
        deep = [
            found
            for v, s in zip(told, inside, strict=True)
            for found in wrong(v, s, whole, f"{at}/{s.get('$ref', '')}")
        ]
        return [*strange, *missing, *deep]
    return []


def fits(answer: Any, path: str, method: str, whole: dict[str, Any]) -> None:
    told = whole["paths"][path][method]["responses"][str(answer.status_code)]
    assert wrong(answer.json_body, told["content"]["application/json"]["schema"], whole) == []


def document(stage: Deployed) -> dict[str, Any]:
    return dict(stage.get("/openapi.json").json_body)


def test_it_names_every_address_for_machines_and_no_other(stage: Deployed) -> None:
    routes = {
        (path, method.lower())
        for path, methods in app.routes.items()
        for method in methods
        if not FOR_PEOPLE.fullmatch(path)
    }
    paths = document(stage)["paths"]
    named = {(path, method) for path, methods in paths.items() for method in methods if method != "parameters"}
    assert named == routes


def test_the_status_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    with paged_stage(monkeypatch) as paged:
        whole = document(paged.stage)
        answer = paged.stage.get("/status.json", authorization=f"Bearer {TOKEN}")
        assert answer.json_body["open"]
        assert answer.json_body["pages"]
        fits(answer, "/status.json", "get", whole)
        fits(paged.stage.get("/status.json"), "/status.json", "get", whole)
        fits(paged.stage.get("/status.json?cursor=x", authorization=f"Bearer {TOKEN}"), "/status.json", "get", whole)


def test_the_status_of_a_stormy_day_fits(stage: Deployed) -> None:
    world = World("2026-11-20 19:00")
    for number in range(25):
        world.until(local("2026-11-20 19:05") + timedelta(seconds=10 * number))
        post = x.mention(f"klant_{number}", "pinnen doet het niet?", world.now)
        world.post(x.posts(post))
    world.at("2026-11-20 19:20").post(x.posts(x.reply(post, "het is verholpen", world.now)))
    told = board(world.context(), world.now)
    assert all(told[name] for name in ("open", "storms", "on_call", "pages", "attainment", "attention"))
    assert wrong(told, {"$ref": "#/components/schemas/Status"}, document(stage)) == []


def test_the_figures_fit(stage: Deployed) -> None:
    whole = document(stage)
    yesterday = bootstrap.now().astimezone(AMSTERDAM).date() - timedelta(days=1)
    tallies = tally([result(seconds=60), result("waiting", apart="outage-1")])
    Results(bootstrap.table()).roll_up("x", "2244994945", yesterday, tallies)
    answer = stage.get("/figures.json", authorization=f"Bearer {TOKEN}")
    assert {each["by"] for each in answer.json_body["figures"]} == {"all", "opening_hours", "hour", "weekday", "outage"}
    fits(answer, "/figures.json", "get", whole)
    for path in ("/figures.json", "/figures.csv"):
        fits(stage.get(path), path, "get", whole)
        fits(stage.get(f"{path}?days=8", authorization=f"Bearer {TOKEN}"), path, "get", whole)


@pytest.mark.parametrize("age", [timedelta(seconds=5), timedelta(minutes=9)])
def test_the_health_fits(stage: Deployed, age: timedelta) -> None:
    Notes(bootstrap.table()).mark(LAST_SWEEP, bootstrap.now() - age)
    fits(stage.get("/health"), "/health", "get", document(stage))


def test_the_refusals_fit(stage: Deployed) -> None:
    whole = document(stage)
    fits(stage.post("/webhooks/x", b"{}"), "/webhooks/{platform}", "post", whole)
    fits(stage.post("/webhooks/nowhere", b"{}"), "/webhooks/{platform}", "post", whole)
    fits(stage.get("/webhooks/nowhere"), "/webhooks/{platform}", "get", whole)
    fits(stage.post("/pagers/pagerduty", b"{}"), "/pagers/pagerduty", "post", whole)


def test_what_does_not_fit_is_seen(stage: Deployed) -> None:
    whole = document(stage)
    schema = {"$ref": "#/components/schemas/Health"}
    right = {"healthy": True, "last_sweep_seconds": 3, "last_delivery_seconds": None}
    assert wrong(right, schema, whole) == []
    for value in ({}, [], right | {"healthy": "yes"}, right | {"more": 1}, right | {"last_sweep_seconds": 0.5}):
        assert wrong(value, schema, whole) != [], value
