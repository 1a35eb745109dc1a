"""What the page behind the link can be made to do: nothing. And that it can be read by day and by night."""

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import chalicelib.web
from chalicelib.web.render import SECURITY_HEADERS, render_done, render_gone, render_page
from tests.texts.building import DIRECT, FRIDAY, MENTION, VIEW, told
from tests.web.reading import read, text

CSS = (Path(chalicelib.web.__file__).parent / "static" / "page.css").read_text("utf-8")
OTHER = replace(MENTION, conversation="x:merk:2", customer_name="@piet_v", excerpt="pinnen doet het niet")


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
