"""The page behind the link: what it says, and what its button does."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.pages import PageView
from chalicelib.web.render import render_done, render_gone, render_page
from tests.texts.building import DIRECT, MENTION, PROMISE, VIEW, at, told
from tests.web.reading import text

MANAGED = replace(MENTION, for_manager=True, told=told("Bram", "20 23:45", "20 23:55"))
OTHER = replace(MENTION, conversation="x:merk:2", customer_name="@piet_v", excerpt="pinnen doet het niet")


@pytest.mark.parametrize(
    ("view", "said"),
    [
        pytest.param(
            VIEW,
            "Waakhond | Waakhond | Stand van 23:45 | Ververs | nog 15 min | Grens za 00:00 | @marieke_jansen1"
            " | X, openbaar, @merk_webcare | al 3x gebeld en steeds weer in de wacht gezet, het is echt te gek"
            " voor woorden dit | Wacht 45 min, sinds 23:00 | Nog door niemand opgepakt | Ik pak dit"
            " | Alleen een antwoord stopt de klok.",
            id="one mention, in time",
        ),
        pytest.param(
            replace(VIEW, language="en", composed_at=at("21 00:31"), items=(MANAGED,), nobody_on_duty="webcare"),
            "Waakhond | Waakhond | As of 00:31 | Refresh | 31 min late | Limit Sat 00:00 | @marieke_jansen1"
            " | X, public, @merk_webcare | al 3x gebeld en steeds weer in de wacht gezet, het is echt te gek"
            " voor woorden dit | Waiting 1h31, since 23:00 | Paged: Bram 23:45 + 23:55 | Nobody has it yet"
            " | Nobody is on duty (webcare), so it comes to you. | I take over | Only an answer stops the clock.",
            id="the manager, late, in English",
        ),
        pytest.param(
            replace(
                VIEW, composed_at=at("20 23:50"), items=(replace(DIRECT, taken_by="Bram", taken_at=at("20 23:47")),)
            ),
            "Waakhond | Waakhond | Stand van 23:50 | Ververs | 36 uur te laat | Grens do 11:50 | @marieke_jansen1"
            " | X, DM, @merk_webcare"
            " | Ligt 1,5 werkdag stil, sinds di 11:50 | Opgepakt door Bram 23:47 | Ik neem over"
            " | Alleen een antwoord stopt de klok.",
            id="a direct message somebody else took",
        ),
        pytest.param(
            replace(VIEW, composed_at=at("23 11:00"), items=(replace(PROMISE, excerpt=None),)),
            "Waakhond | Waakhond | Stand van 11:00 | Ververs | nog 1 uur | Grens ma 12:00 | @marieke_jansen1"
            " | X, openbaar, @merk_webcare | Belofte tot ma 12:00, 'oplossing nota', beloofd door Annemarie"
            " | Wacht 2 dagen, sinds vr 23:00 | Nog door niemand opgepakt | Ik pak dit"
            " | Alleen een antwoord stopt de klok.",
            id="a promise",
        ),
    ],
)
def test_what_the_page_says(view: PageView, said: str) -> None:
    assert text(render_page(view)) == said


def test_every_item_of_the_page_is_listed_and_taken_together() -> None:
    said = text(render_page(replace(VIEW, items=(MENTION, OTHER, OTHER))))
    assert "Ook op deze melding: 2" in said
    assert said.count("nog 15 min | @piet_v | X, openbaar, @merk_webcare | pinnen doet het niet") == 2
    assert "Ik pak alle 3" in said


@pytest.mark.parametrize(
    ("taken_by", "answered", "button"),
    [
        pytest.param((None, None), (), "Ik pak alle 2", id="nobody took any"),
        pytest.param((None, "Bram"), (), "Ik pak alle 2", id="somebody took one of them"),
        pytest.param(("Bram", "Bram"), (), "Ik neem over", id="somebody else took them"),
        pytest.param(("Sanne", "Bram"), (), "Ik neem over", id="somebody else took one, the reader the other"),
        pytest.param(("Sanne", "Sanne"), (), "Nog steeds van mij", id="the reader took them"),
        pytest.param((None, None), ("x:merk:1",), "Ik pak dit", id="one is answered"),
        pytest.param(("Sanne", None), ("x:merk:2",), "Nog steeds van mij", id="the reader took what is not answered"),
        pytest.param((None, None), ("x:merk:1", "x:merk:2"), None, id="all are answered"),
    ],
)
def test_the_button(taken_by: tuple[str | None, ...], answered: tuple[str, ...], button: str | None) -> None:
    items = tuple(
        replace(item, taken_by=name, taken_at=at("20 23:44") if name else None)
        for item, name in zip((MENTION, OTHER), taken_by, strict=True)
    )
    page = render_page(replace(VIEW, items=items), answered=dict.fromkeys(answered, at("20 23:44")))
    assert re.findall(r"<button>(.*)</button>", page) == ([button] if button else [])
    assert page.count("<form ") == page.count('name="action" value="acknowledge"') == bool(button)


def test_what_is_answered_goes_last_and_says_so() -> None:
    said = text(render_page(replace(VIEW, items=(MENTION, OTHER)), answered={MENTION.conversation: at("20 23:44")}))
    assert said.index("@piet_v") < said.index("Beantwoord 23:44") < said.index("@marieke_jansen1")


def test_when_everything_is_answered_nobody_has_to_do_anything() -> None:
    said = text(render_page(VIEW, answered={MENTION.conversation: at("20 23:44")}))
    assert "Beantwoord 23:44 | Hier wacht niemand meer." in said
    assert "Wacht 45 min" not in said
    assert "opgepakt" not in said
    assert "stopt de klok" not in said


@pytest.mark.parametrize(
    ("by", "said"),
    [
        pytest.param("Sanne", "Opgepakt | Opgepakt door jou 23:47", id="the reader"),
        pytest.param("Bram", "Opgepakt | Opgepakt door Bram 23:47", id="somebody else, a moment before"),
    ],
)
def test_after_the_button(by: str, said: str) -> None:
    page = render_done(replace(VIEW, items=(MENTION, OTHER)), by=by, at=at("20 23:47"))
    assert text(page) == (
        f"Waakhond | Waakhond | {said} | Alleen een antwoord stopt de klok."
        " | nog 15 min | @marieke_jansen1 | X, openbaar, @merk_webcare | Grens za 00:00"
        " | nog 15 min | @piet_v | X, openbaar, @merk_webcare | Grens za 00:00 | Terug naar de melding"
    )
    assert "<form" not in page


def test_a_page_that_is_gone_says_nothing_of_what_it_was() -> None:
    assert text(render_gone("nl")) == (
        "Waakhond | Waakhond | Deze melding is er niet meer | De link is verlopen of klopt niet. Er is niets"
        " veranderd. | Kijk op het bord wie er wacht, of vraag wie dienst heeft."
    )
    assert "Nothing was changed." in text(render_gone("en"))


def test_a_clock_is_late_from_its_due_time_on() -> None:
    due = MENTION.due_at
    assert "nog 1 min" in render_page(replace(VIEW, composed_at=due - timedelta(seconds=1)))
    assert "0 min te laat" in render_page(replace(VIEW, composed_at=due))
