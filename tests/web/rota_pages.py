"""The rota page as a browser sees it: its forms, and what they leave behind."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

from chalice.test import HTTPResponse

from chalicelib import bootstrap
from chalicelib.domain.organisation import Person
from chalicelib.domain.signin import csrf_of, unseal
from chalicelib.store.duties import Entry
from chalicelib.usecases.ports import Context
from chalicelib.web.rota_form import exact
from tests.web.signing import SESSION_SECRET, Browser, World

DAY = timedelta(days=1)


def carries(rota: str = "webcare") -> str:
    """Who has the phone now; the example always has somebody there."""
    person = context().roster.duty(rota, bootstrap.now()).person
    assert person is not None
    return person


def the_other() -> str:
    return {"sanne": "bram", "bram": "sanne"}[carries()]


def person(id: str) -> Person:
    return context().roster.organisation.people[id]


def context() -> Context:
    return bootstrap.context(bootstrap.now())


def entries() -> list[Entry]:
    return list(context().duties.entries())


def show(browser: Browser, query: str = "") -> str:
    answer = browser.get(f"/rota{query}")
    assert answer.status_code == 200, answer.body
    return str(answer.body.decode())


def forms(page: str) -> list[dict[str, str]]:
    """What each form's hidden fields would send."""
    found = re.findall(r'<form method="post".*?</form>', page, re.DOTALL)
    hidden = (re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form) for form in found)
    return [{name: unescape(value) for name, value in fields} for fields in hidden]


def post(browser: Browser, **fields: str) -> HTTPResponse:
    """A form of this session with these fields; "+1" as an instant is a day from now."""
    opened = unseal(browser.cookies["__Host-waakhond"], (SESSION_SECRET,))
    assert opened is not None
    now = bootstrap.now()
    filled = {k: exact(now + int(v) * DAY) if re.fullmatch(r"[+-]\d+", v) else v for k, v in fields.items()}
    return browser.post("/rota", {"csrf": csrf_of(*opened), **filled})


def send(browser: Browser, **fields: str) -> int:
    return int(post(browser, **fields).status_code)


def rows(world: World) -> list[dict[str, Any]]:
    """All but the configuration and since when it is there, which whoever comes first writes down."""
    return [row for row in world.stage.rows() if row["pk"] != {"S": "CONFIG"} and row["sk"] != {"S": "begun"}]
