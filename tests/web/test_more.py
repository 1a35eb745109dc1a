"""The forms under "more", and what the page says after one: in both languages, harmless, and light."""

import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

import chalicelib.web
from chalicelib.domain.facts_by_hand import DismissalReason
from chalicelib.domain.organisation import Language
from chalicelib.domain.pages import PageItem
from chalicelib.domain.waits import End
from chalicelib.texts import choices as words
from chalicelib.usecases.by_link import Action, Wish
from chalicelib.web.choices import Choices
from chalicelib.web.done import done_of
from chalicelib.web.form import Wrong
from chalicelib.web.render import render_done, render_page
from tests.domain.merk import MERK
from tests.texts.building import FRIDAY, MENTION, PROMISE, VIEW, at
from tests.web.reading import read, text

CHOICES = Choices(shown="20261120T224500000000Z", people={"chris": "Chris", "sanne": "Sanne"}, owner="sanne")
LANGUAGES: tuple[Language, ...] = get_args(Language)
ACTIONS: tuple[Action, ...] = get_args(Action)
ENDS: tuple[End, ...] = get_args(End)


def wish(action: Action, reason: str = "spam") -> Wish:
    until = at("23 12:00")
    return Wish(
        action=action, about=(), shown_at=FRIDAY, key="k", until=until, at=FRIDAY, reason=reason, what="nota",
        owner="chris",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("items", "storm", "offered"),
    [
        pytest.param(
            (MENTION,), False, "pass_on escalate_now snooze dismiss answered_elsewhere promise", id="a question"
        ),
        pytest.param((PROMISE,), False, "kept renew pass_on escalate_now snooze", id="a promise"),
        pytest.param((PROMISE, PROMISE), False, "pass_on escalate_now snooze", id="two promises"),
        pytest.param(
            (PROMISE, MENTION),
            False,
            "pass_on escalate_now snooze dismiss answered_elsewhere promise",
            id="a promise and a question",
        ),
        pytest.param((MENTION, MENTION), True, "pass_on escalate_now", id="a storm"),
    ],
)
def test_what_is_offered(items: tuple[PageItem, ...], storm: bool, offered: str) -> None:
    page = render_page(replace(VIEW, items=items, storm=storm), choices=CHOICES)
    actions = re.findall(r'name="action" value="(\w+)"', page)
    assert actions[0] == "acknowledge", "the one button comes first"
    assert list(dict.fromkeys(actions[1:])) == offered.split()


def test_everything_but_the_one_button_is_folded_away() -> None:
    page = render_page(VIEW, choices=CHOICES)
    before, after = page.split("<details", 1)
    assert before.count("<button") == 1
    assert "open" not in re.findall(r"<details([^>]*)>", page)
    assert after.count("<button") > 5


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", ACTIONS)
def test_what_was_done_is_said_in_the_readers_language(language: Language, action: Action) -> None:
    view = replace(VIEW, language=language)
    said = {}
    for told in ((), ("mirjam",)):
        done = done_of(wish(action), told, view, MERK)
        page = render_done(view, by="Sanne", at=FRIDAY, done=done, choices=CHOICES)
        assert done.title in text(page) and done.so in text(page)
        assert ('value="undo"' in page) is (action not in ("pass_on", "escalate_now", "undo"))
        said[told] = done.detail
    if action in ("pass_on", "escalate_now"):
        assert "Mirjam" in said["mirjam",] and "Mirjam" not in said[()]


@pytest.mark.parametrize("reason", get_args(DismissalReason))
def test_every_reason_has_words_in_both_languages(reason: str) -> None:
    said = [done_of(wish("dismiss", reason), (), replace(VIEW, language=each), MERK).detail for each in LANGUAGES]
    assert all(said) and "_" not in "".join(said)


@pytest.mark.parametrize("end", ENDS)
def test_what_ended_otherwise_is_not_called_answered(end: End) -> None:
    ended = {MENTION.conversation: at("20 23:44")}
    choices = replace(CHOICES, ends={MENTION.conversation: end})
    page = text(render_page(VIEW, answered=ended, choices=choices))
    assert "23:44" in page
    assert ("Beantwoord" in page) is (end == "answered")


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param('"><script>alert(1)</script>', id="markup"),
        pytest.param("{{ 7 * 7 }}{what}{0}", id="a template of theirs"),
        pytest.param("\u202egnp\u2066\0\x1b", id="controls and reversed reading"),
        pytest.param("x" * 10_000, id="ten thousand characters"),
    ],
)
def test_nobody_can_change_the_forms(hostile: str) -> None:
    def page(said: str) -> str:
        fields = {"action": "promise", "until": said, "what": said, "owner": said, "at": said}
        wrong = Wrong("wrong past", "until", time="12:00")
        choices = replace(CHOICES, people={"a": said}, what=said, sent=fields, wrong=wrong)
        done = done_of(replace(wish("promise"), what=said, owner=said), (), VIEW, MERK)
        return render_page(VIEW, choices=choices) + render_done(VIEW, by="x", at=FRIDAY, done=done, choices=choices)

    told, ordinary = page(hostile), page("x")
    assert read(told).tags == read(ordinary).tags
    assert [name for name, _ in read(told).attributes] == [name for name, _ in read(ordinary).attributes]
    assert "49" not in text(told)
    assert not set(told) & set("\u202e\u2066\0\x1b")
    assert len(told) < 16_000


def test_a_page_with_every_form_stays_light() -> None:
    many = tuple(replace(MENTION, conversation=f"x:merk:{n}", alert=f"a{n}") for n in range(100))
    numbers = {item.alert: n for n, item in enumerate(many, 1)}
    assert len(render_page(VIEW, choices=CHOICES)) < 8_000
    assert len(render_page(replace(VIEW, items=many), choices=replace(CHOICES, numbers=numbers))) < 60_000


def test_every_phrase_of_these_is_said_somewhere() -> None:
    folder = Path(chalicelib.web.__file__).parent
    places = [*folder.glob("*.py"), *folder.glob("templates/*.html")]
    said = set(re.findall(r"""["']([a-z ]+)["']""", "".join(path.read_text("utf-8") for path in places)))
    said |= {f"did {action.replace('_', ' ')}" for action in ACTIONS}
    said |= {f"ended {end.replace('_', ' ')}" for end in ENDS}
    said |= {f"reason {reason.replace('_', ' ')}" for reason in get_args(DismissalReason)}
    assert set(words.NL) - said == set()
