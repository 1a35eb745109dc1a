"""Every wrong value gives the page again with one clear sentence, at the field it is about, and does nothing."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from chalicelib import bootstrap
from chalicelib.texts.phrases import PHRASES
from chalicelib.web.form import stamp
from tests.web.paged import Paged, paged_stage
from tests.web.reading import read

LONG = "x" * 10_000
Value = str | Callable[[Paged], str]


@pytest.fixture(scope="module")
def page() -> Iterator[Paged]:
    """One for all of them, since none of them changes anything."""
    with pytest.MonkeyPatch.context() as monkeypatch, paged_stage(monkeypatch, "merel_utrecht88") as page:
        yield page


def promise(**fields: Value) -> dict[str, Value]:
    return {"action": "promise", "until": lambda page: page.at(days=1), "what": "oplossing nota", **fields}


@pytest.mark.parametrize(
    ("form", "at", "sentence"),
    [
        pytest.param({"action": ""}, "", "wrong action", id="no action"),
        pytest.param({"action": LONG}, "", "wrong action", id="an endless action"),
        pytest.param({"action": "Acknowledge"}, "", "wrong action", id="an action in capitals"),
        pytest.param({"action": "kept"}, "", "wrong action", id="kept, where nothing was promised"),
        pytest.param({"action": "renew"}, "", "wrong action", id="a new time, where nothing was promised"),
        pytest.param({"action": "undo", "undo": "snooze"}, "", "wrong stale", id="an undo of no known time"),
        pytest.param(
            {"action": "undo", "undo": "dance", "shown": lambda page: stamp(bootstrap.now())},
            "",
            "wrong action",
            id="an undo of nothing we do",
        ),
        pytest.param({"action": "pass_on", "conversation": "3"}, "", "wrong conversation", id="one it does not carry"),
        pytest.param({"action": "pass_on", "conversation": "0"}, "", "wrong conversation", id="number nought"),
        pytest.param({"action": "pass_on", "conversation": "²"}, "", "wrong conversation", id="a superscript"),
        pytest.param({"action": "pass_on", "conversation": "1\0"}, "", "wrong conversation", id="a NUL behind it"),
        pytest.param({"action": "pass_on", "conversation": LONG}, "", "wrong conversation", id="an endless number"),
        pytest.param({"action": "pass_on", "shown": "yesterday"}, "", "wrong stale", id="shown at no time"),
        pytest.param({"action": "pass_on", "shown": "20261399T000000000000Z"}, "", "wrong stale", id="no such day"),
        pytest.param(
            {"action": "pass_on", "shown": lambda page: stamp(bootstrap.now() + timedelta(minutes=1))},
            "",
            "wrong stale",
            id="shown in the future",
        ),
        pytest.param(
            {"action": "pass_on", "shown": lambda page: stamp(bootstrap.now() - timedelta(minutes=6))},
            "",
            "wrong stale",
            id="shown before there was a link",
        ),
        pytest.param({"action": "snooze"}, "until", "wrong time", id="a snooze for no time"),
        pytest.param({"action": "snooze", "until": "45"}, "until", "wrong time", id="minutes that are not offered"),
        pytest.param({"action": "snooze", "until": "25:00"}, "until", "wrong time", id="an hour no day has"),
        pytest.param({"action": "snooze", "until": "12:00\0"}, "until", "wrong time", id="a time with a NUL"),
        pytest.param({"action": "snooze", "until": LONG}, "until", "wrong time", id="an endless time"),
        pytest.param({"action": "snooze", "until": lambda page: page.at(hours=-1)}, "until", "wrong past", id="past"),
        pytest.param({"action": "snooze", "until": lambda page: page.at(days=4)}, "until", "wrong far", id="days on"),
        pytest.param({"action": "dismiss"}, "reason", "wrong reason", id="no reason"),
        pytest.param({"action": "dismiss", "reason": "lazy"}, "reason", "wrong reason", id="no reason of the list"),
        pytest.param({"action": "dismiss", "reason": LONG}, "reason", "wrong reason", id="an endless reason"),
        pytest.param({"action": "answered_elsewhere", "at": "soon"}, "at", "wrong time", id="answered at no time"),
        pytest.param(
            {"action": "answered_elsewhere", "at": lambda page: page.at(minutes=2)},
            "at",
            "wrong future",
            id="an answer to come",
        ),
        pytest.param(
            {"action": "answered_elsewhere", "at": lambda page: page.at(hours=-2)},
            "at",
            "wrong before",
            id="an answer before the question",
        ),
        pytest.param(promise(until="2026-02-30T12:00"), "until", "wrong time", id="the thirtieth of February"),
        pytest.param(promise(until=lambda page: page.at(days=-1)), "until", "wrong past", id="promised for yesterday"),
        pytest.param(promise(until=lambda page: page.at(days=400)), "until", "wrong far", id="promised for next year"),
        pytest.param(promise(what=""), "what", "wrong text", id="nothing promised"),
        pytest.param(promise(what=" \t "), "what", "wrong text", id="blanks promised"),
        pytest.param(promise(what="nota\0"), "what", "wrong text", id="a promise with a NUL"),
        pytest.param(promise(what="x" * 81), "what", "wrong text", id="81 characters"),
        pytest.param(promise(what=LONG), "what", "wrong text", id="an endless promise"),
        pytest.param(promise(owner="nobody"), "owner", "wrong owner", id="an owner we do not know"),
        pytest.param(promise(owner=""), "owner", "wrong owner", id="no owner"),
        pytest.param(promise(owner=LONG), "owner", "wrong owner", id="an endless owner"),
    ],
)
def test_a_wrong_value_does_nothing_and_says_why(page: Paged, form: dict[str, Value], at: str, sentence: str) -> None:
    before = page.stage.rows()
    answer = page.send(**{name: each if isinstance(each, str) else each(page) for name, each in form.items()})
    shown = answer.body.decode()
    assert answer.status_code == (422 if at else 400)
    assert page.stage.rows() == before
    (said,) = re.findall(r'role="alert">(.*?)<', shown)
    words = re.escape(PHRASES[page.person.language][sentence])
    assert re.fullmatch(re.sub(r"\\{\w+\\}", ".+", words), said)
    assert len(read(shown).tags) > 20, "the page again, whole"
    assert len(answer.body) < 12_000
    if at and at != "reason":  # reasons are buttons
        before_it = shown.split('role="alert"')[0]
        assert before_it.rstrip().rsplit(" name=", 1)[1].startswith(f'"{at}"') or at == "owner"
        assert f'name="{at}"' in before_it
        assert "autofocus" in before_it


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"action=pass_on&action=pass_on", id="a field twice"),
        pytest.param(b"action=dismiss&reason=spam&reason=joke", id="two reasons"),
        pytest.param(b"action=pass_on&" + b"&".join(b"f%d=1" % n for n in range(60)), id="sixty fields"),
        pytest.param(b"action=pass_on&what=" + b"x" * 40_000, id="forty thousand bytes"),
    ],
)
def test_what_is_no_form_of_ours_does_nothing(page: Paged, body: bytes) -> None:
    before = page.stage.rows()
    answer = page.press(body)
    assert answer.status_code == 400
    assert PHRASES[page.person.language]["wrong form"] in answer.body.decode()
    assert page.stage.rows() == before


def test_what_was_typed_need_not_be_typed_again(page: Paged) -> None:
    answer = page.send(action="promise", until="", what='<b>"nota"', owner="chris").body.decode()
    assert 'value="&lt;b&gt;&#34;nota&#34;"' in answer
    assert '<option value="chris" selected>' in answer
    assert answer.count("<details open>") == 1
    assert '<details class="more" open>' in answer
