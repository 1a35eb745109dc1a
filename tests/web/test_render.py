"""The page behind the link: what it says, what it can be made to say, and that it can be read at night."""

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

import chalicelib.web
from chalicelib.domain.pages import PageView
from chalicelib.web.render import SECURITY_HEADERS, render_done, render_gone, render_page
from tests.texts.building import DIRECT, FRIDAY, MENTION, PROMISE, VIEW, at, told

CSS = (Path(chalicelib.web.__file__).parent / "static" / "page.css").read_text("utf-8")


class Reader(HTMLParser):
    """What a person reads, and what could be run or fetched."""

    VOID = frozenset({"meta", "br", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open and data.strip():
            self.words.append(" ".join(data.split()))


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def text(page: str) -> str:
    return " | ".join(read(page).words)


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
    assert page.count('<form method="post">') == page.count('name="action" value="acknowledge"') == bool(button)


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
        " | nog 15 min | @marieke_jansen1 | X, openbaar, @merk_webcare"
        " | nog 15 min | @piet_v | X, openbaar, @merk_webcare | Terug naar de melding"
    )
    assert "<form" not in page


def test_a_page_that_is_gone_says_nothing_of_what_it_was() -> None:
    assert text(render_gone("nl")) == (
        "Waakhond | Waakhond | Deze melding is er niet meer | De link is verlopen of klopt niet. Er is niets"
        " veranderd. | Kijk op het bord wie er wacht, of vraag wie dienst heeft."
    )
    assert "Nothing was changed." in text(render_gone("en"))


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("<script>alert(1)</script><img src=x onerror=alert(1)>", id="markup"),
        pytest.param('"><form action="https://evil.example"><button>', id="a form of theirs"),
        pytest.param("{{ 7 * 7 }} {% include 'layout.html' %} {# #}", id="a template of theirs"),
        pytest.param("\u202egnp\u2066\0\x1b", id="controls and reversed reading"),
        pytest.param("\ud800 x", id="half a character"),
        pytest.param("x" * 10_000, id="ten thousand characters"),
    ],
)
def test_strangers_cannot_change_the_page(hostile: str) -> None:
    item = replace(
        MENTION,
        customer_name=hostile,
        excerpt=hostile,
        account_name=hostile,
        platform=hostile,
        promise=hostile,
        promised_by=hostile,
        clock="promise",
        taken_by=hostile,
        taken_at=FRIDAY,
        told=told(hostile, "20 23:45"),
    )
    view = replace(VIEW, items=(item, item), nobody_on_duty=hostile)
    plain = replace(MENTION, clock="promise", promise="x", promised_by="x", taken_by="x", taken_at=FRIDAY)
    usual = replace(VIEW, items=(replace(plain, told=told("x", "20 23:45")),) * 2, nobody_on_duty="x")
    for page, ordinary in (
        (render_page(view), render_page(usual)),
        (render_done(view, by=hostile, at=FRIDAY), render_done(usual, by="x", at=FRIDAY)),
    ):
        page.encode()
        assert read(page).tags == read(ordinary).tags
        assert read(page).attributes == read(ordinary).attributes
        assert not set(page) & set("\u202e\u2066\0\x1b")
        assert "49" not in text(page)
        assert len(page) < 12_000


def test_nothing_of_a_direct_message_is_shown() -> None:
    leak = replace(DIRECT, excerpt="mijn bsn staat hier")
    view = replace(VIEW, items=(leak, leak))
    assert "bsn" not in render_page(view) + render_done(view, by="Sanne", at=FRIDAY)


PAGES = [
    pytest.param(render_page(replace(VIEW, items=(MENTION, OTHER))), id="page"),
    pytest.param(render_done(VIEW, by="Sanne", at=FRIDAY), id="done"),
    pytest.param(render_gone("en"), id="gone"),
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_runs_nothing_and_fetches_nothing(page: str) -> None:
    reader = read(page)
    assert not set(reader.tags) & {"script", "link", "img", "iframe", "object", "base"}
    names = {name for name, _ in reader.attributes}
    assert not names & {"style", "src", "action", "formaction", "http-equiv"}
    assert not {name for name in names if name.startswith("on")}
    assert "url(" not in CSS
    assert "@import" not in CSS


@pytest.mark.parametrize("page", PAGES)
def test_the_policy_lets_exactly_this_style_through(page: str) -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    fingerprint = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert SECURITY_HEADERS["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{fingerprint}'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    )


def test_a_page_is_kept_nowhere_and_sent_nowhere() -> None:
    assert {name: value for name, value in SECURITY_HEADERS.items() if "Security" not in name} == {
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
    }


def colours(scheme: str) -> dict[str, str]:
    light, dark = CSS.split("@media (prefers-color-scheme: dark)")
    return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", light if scheme == "light" else dark))


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper", "least"),
    [
        ("--on-ground", "--ground", 4.5),
        ("--quiet", "--ground", 4.5),
        ("--on-running", "--running", 4.5),
        ("--on-late", "--late", 4.5),
        ("--on-calm", "--calm", 4.5),
        ("--on-act", "--act", 4.5),
        ("--line", "--ground", 3.0),
        ("--act", "--ground", 3.0),
    ],
)
def test_everything_can_be_read_in_either_light(scheme: str, ink: str, paper: str, least: float) -> None:
    palette = colours(scheme)
    low, high = sorted((luminance(palette[ink]), luminance(palette[paper])))
    assert (high + 0.05) / (low + 0.05) >= least


def test_a_clock_is_late_from_its_due_time_on() -> None:
    due = MENTION.due_at
    assert "nog 1 min" in render_page(replace(VIEW, composed_at=due - timedelta(seconds=1)))
    assert "0 min te laat" in render_page(replace(VIEW, composed_at=due))


def test_colour_is_never_alone() -> None:
    """Late, running and answered differ in words as well as in colour."""
    late = replace(VIEW, composed_at=VIEW.items[0].due_at + timedelta(minutes=1))
    signs = [
        re.findall(r'<p class="sign (\w+)">([^<]+)<', page)[0]
        for page in (
            render_page(VIEW),
            render_page(late),
            render_page(VIEW, answered={MENTION.conversation: FRIDAY}),
        )
    ]
    assert signs == [("running", "nog 15 min"), ("late", "1 min te laat"), ("calm", "Beantwoord 23:00")]
