"""What the page of figures says and draws: numbers for who sees and who listens, whoever's names stand among them."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import chalicelib.web
from chalicelib.domain.organisation import Language, Organisation
from chalicelib.domain.results import Result
from chalicelib.usecases.figures import Seen
from chalicelib.web.figures_filter import Asked
from chalicelib.web.figures_render import render_figures
from tests.domain.counted import result
from tests.domain.merk import ACCOUNT, MERK
from tests.web.counting import NOW, PROMISES, WEEK, named, row, seen
from tests.web.reading import read, text

SHEET = (Path(chalicelib.web.__file__).parent / "static" / "figures.css").read_text("utf-8")
SANNE = MERK.people["sanne"]


def page(
    week: Seen = WEEK, asked: Asked | None = None, language: Language = "nl", organisation: Organisation = MERK
) -> str:
    reader = replace(SANNE, language=language)
    return render_figures(week, asked or Asked(), organisation, reader, NOW, "./")


def one(*results: Result) -> str:
    return text(page(seen(row(ACCOUNT, *results))))


def test_each_clock_with_its_share_and_its_median() -> None:
    said = text(page())
    assert "| Hoe gaat het? | za 14-11 t/m vr 20-11, stand van 14:05 | Vandaag | 7 dagen | 30 dagen |" in said
    assert (
        "| Eerste antwoord | 50% | 3 van 6 binnen de grens | Mediaan 15 min (1 nog onbeantwoord) | Nooit beantwoord: 1"
        " | Beloften | 100% | 1 van 1 binnen de grens | Mediaan 2 dagen 1u (0 nog onbeantwoord) |"
    ) in said


def test_the_first_clock_that_counts_is_looked_at_closely() -> None:
    said = text(page())
    assert (
        "| Eerste antwoord, nader bekeken | Storing: 2, waarvan 1 binnen de grens | Per kanaal | merk, X | 40% |"
    ) in said
    assert "| Binnen openingstijd | 66% | 2 van 3 binnen de grens | Mediaan 20 min (0 nog onbeantwoord) |" in said
    assert "| Buiten openingstijd | 33% | 1 van 3 binnen de grens | Mediaan 5 min (1 nog onbeantwoord) |" in said


def test_a_chosen_clock_is_looked_at_instead() -> None:
    shown = page(asked=Asked(clock="promise"))
    assert "| Beloften, nader bekeken | Openingstijden |" in text(shown), "of one channel there is no list of channels"
    assert re.search(r'clock=promise" aria-current="true">Beloften<', shown)
    assert shown.count("aria-current") == 2


@pytest.mark.parametrize(
    ("results", "said"),
    [
        pytest.param(
            [result("waiting")], "| 0% | 0 van 1 binnen de grens | Nog geen antwoord (1 nog onbeantwoord) |", id="waits"
        ),
        pytest.param(
            [result("never_answered")],
            "| 0% | 0 van 1 binnen de grens | Nog geen antwoord (0 nog onbeantwoord) | Nooit beantwoord: 1 |",
            id="never answered",
        ),
        pytest.param(
            [result(seconds=40)], "| 100% | 1 van 1 binnen de grens | Mediaan 40 s (0 nog onbeantwoord) |", id="fast"
        ),
    ],
)
def test_a_median_says_how_many_are_not_in_it(results: list[Result], said: str) -> None:
    assert said in one(*results)


def test_the_same_in_english() -> None:
    said = text(page(language="en"))
    assert "| How are we doing? | Sat 14-11 to Fri 20-11, as of 14:05 |" in said
    assert "| First response | 50% | 3 of 6 within the limit | Median 15 min (1 still unanswered) |" in said
    assert "| Outage: 2, of which 1 within the limit |" in said


@pytest.mark.parametrize(
    ("week", "asked"),
    [
        pytest.param(seen(), Asked(), id="nothing at all"),
        pytest.param(WEEK, Asked(clock="dm_follow_up"), id="nothing of this clock"),
        pytest.param(WEEK, Asked(clock="<b>"), id="a clock that is none"),
        pytest.param(seen(), Asked(account="x:404"), id="an account that is none"),
    ],
)
def test_where_nothing_counts_the_page_says_so(week: Seen, asked: Asked) -> None:
    shown = page(week, asked)
    assert "Hier is in deze dagen nog niets geteld." in text(shown)
    assert 'class="chart"' not in shown


def test_numbers_that_are_drawn_stand_in_a_table_too() -> None:
    said = text(page())
    assert "| Uur | Binnen | Deel | Mediaan | Open | Nooit | 00 | 1 van 1 | 100% | 5 min | 0 | 0 |" in said
    assert "| 23 | 0 van 2 | 0% | - | 1 | 1 |" in said
    assert "| Dag | Binnen | Deel | Mediaan | Open | Nooit | di | 2 van 3 | 66% | 20 min | 0 | 0 |" in said


def test_a_drawing_is_told_to_whoever_only_hears_it() -> None:
    shown = page()
    drawings = re.findall(r'<svg class="chart"[^>]*aria-labelledby="([^"]+)"', shown)
    assert len(drawings) == 4
    ids = [value for name, value in read(shown).attributes if name == "id"]
    assert len(ids) == len(set(ids))
    for named_by in drawings:
        assert set(named_by.split()) <= set(ids)
    assert "3 van 6 binnen de grens. De meeste bij 10: 3." in text(shown)
    assert "De langste bij 10: 20 min." in text(shown)
    assert shown.count("<svg") == shown.count('role="img"') + shown.count('aria-hidden="true"')


def test_without_any_answer_no_medians_are_drawn() -> None:
    shown = page(seen(row(ACCOUNT, result("waiting"))))
    assert len(re.findall(r'<svg class="chart"', shown)) == 2


def test_colour_is_never_alone() -> None:
    """Within is filled and late is hollow, and both are named beside their sign."""
    assert "| binnen de grens | te laat of onbeantwoord |" in text(page())
    assert re.search(r"rect\.late \{ fill: none; stroke:", SHEET)
    assert re.search(r"rect\.within \{ fill: var", SHEET)


def test_the_page_says_which_days_are_not_added_up_yet() -> None:
    days = [date(2026, 11, 14), date(2026, 11, 15)]
    assert "opgeteld" not in text(page()).replace("Zo is er geteld", "")
    assert "Nog niet overal opgeteld: 1 van deze dagen." in text(page(replace(WEEK, missing=tuple(days[:1]))))
    assert "Nog niet overal opgeteld: 2 van deze dagen." in text(page(replace(WEEK, missing=tuple(days))))


def test_what_is_chosen_goes_along_wherever_one_goes() -> None:
    asked = Asked(account=f"x:{ACCOUNT.id}", clock="promise", days="30")
    shown = page(seen(row(ACCOUNT, *PROMISES)), asked)
    chosen = f"?account=x%3A{ACCOUNT.id}&amp;clock=promise"
    assert f'href="./figures{chosen}"' in shown, "seven days need no saying"
    assert f'href="./figures{chosen}&amp;days=today"' in shown
    assert f'href="./figures.csv{chosen}&amp;days=30"' in shown
    assert f'href="./figures.json{chosen}&amp;days=30"' in shown
    assert f'<option value="x:{ACCOUNT.id}" selected>' in shown
    assert 'name="days" value="30"' in shown


def test_days_that_are_none_are_the_usual_ones() -> None:
    assert re.search(r'aria-current="page">7 dagen<', page(asked=Asked(days="400")))


def test_nothing_runs_and_nothing_is_styled_in_the_page_itself() -> None:
    shown = page()
    assert not re.search(r"<style|<script|\sstyle=|https?://|javascript:|\bon\w+=", shown)
    assert "url(" not in SHEET
    assert "@import" not in SHEET


HOSTILE = [
    pytest.param("<script>alert(1)</script><img src=x onerror=alert(1)>", id="markup"),
    pytest.param('"><form action="https://evil.example"><button>', id="a form of theirs"),
    pytest.param("</title><svg onload=alert(1)>", id="a drawing of theirs"),
    pytest.param("{{ 7 * 7 }} {% include 'layout.html' %} {}", id="a template of theirs"),
    pytest.param("\u202egnp\u2066\0\x1b", id="controls and reversed reading"),
    pytest.param("\ud800 x", id="half a character"),
    pytest.param("👩‍👩‍👧‍👦" * 500, id="families"),
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_names_cannot_change_the_page(hostile: str) -> None:
    shown, usual = (page(week, organisation=org) for week, org in (named(hostile), named("x")))
    visible = re.sub(r'<option value="[^"]*"', "<option", shown)
    visible.encode()
    assert read(shown).tags == read(usual).tags
    assert [name for name, _ in read(shown).attributes] == [name for name, _ in read(usual).attributes]
    assert not set(visible) & set("\u202e\u2066\0\x1b")
    assert "49" not in text(shown)


def test_a_name_without_end_does_not_make_a_page_without_end() -> None:
    week, organisation = named("x" * 10_000)
    assert len(page(week, organisation=replace(organisation, accounts=MERK.accounts))) < 25_000


def test_a_page_is_light() -> None:
    every_hour = [result(seconds=97 * n, hour=n % 24, weekday=n % 7) for n in range(500)]
    assert len(page(seen(row(ACCOUNT, *every_hour))).encode()) < 40_000
