"""What the status page says, whoever's names and texts it has to show, and that it says when it is old."""

import gzip
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import chalicelib.web
from chalicelib.domain.facts_by_hand import Acknowledgement
from chalicelib.domain.head import Head, Running, Silent
from chalicelib.domain.organisation import Person
from chalicelib.domain.pages import ClockKind, Crowd
from chalicelib.domain.storm import Storm
from chalicelib.usecases.open_clocks import Line
from chalicelib.usecases.overview import Overview, Quiet, StormSeen, overview
from chalicelib.web.status_filter import Filter
from chalicelib.web.status_render import render_status
from chalicelib.web.status_view import LISTED_AT_MOST, view_of
from tests.stories.world import World, local
from tests.web.reading import read, text

STATIC = Path(chalicelib.web.__file__).parent / "static"
WORLD = World("2026-11-20 14:05")
NOW = WORLD.now
SANNE = WORLD.organisation.people["sanne"]
CLOCK = Running(
    clock="first_response",
    anchor="m1",
    account="2244994945",
    customer="1",
    customer_name="marieke_j",
    asked_at=NOW - timedelta(minutes=50),
    first_seen_at=NOW - timedelta(minutes=50),
    warn_at=NOW - timedelta(minutes=5),
    due_at=NOW + timedelta(minutes=10),
    excerpt="waar blijft het?",
)
HEAD = Head(
    conversation="x:merk:public:1", platform="x", brand="merk", surface="public", running=(CLOCK,), next_at=None
)
CALM = replace(overview(WORLD.context(), NOW, "nl"), attention=())
ONE = replace(CALM, lines=(Line(HEAD, CLOCK),))
THANKS = Silent(message="m2", why="thanks", customer_name="jan", at=NOW - timedelta(minutes=3), excerpt="bedankt!")
STORM = StormSeen(
    storm=Storm(
        brand="merk",
        since=local("2026-11-20 13:01"),
        reached_at=local("2026-11-20 13:05"),
        last_reached_at=local("2026-11-20 14:00"),
    ),
    brand=WORLD.organisation.brands["merk"],
    taken=None,
    crowd=Crowd(
        waiting=212,
        growth=38,
        growth_of=timedelta(minutes=5),
        first_due_at=NOW + timedelta(minutes=13),
        furthest=("@x_nieuws", 80_000),
        other_topics=("@piet_v",),
        topic=("pinnen", "storing"),
        about=193,
    ),
    free=120,
    late=4,
)


def page(seen: Overview, reader: Person = SANNE) -> str:
    view = view_of(seen, reader, Filter())
    return render_status(view, Filter(), seen.today, root="./", csrf="c", shown="20261120T130500000000Z")


def waiting(clock: ClockKind = "first_response", **changes: object) -> Overview:
    running = replace(CLOCK, clock=clock, **changes)
    head = replace(HEAD, running=(running,), surface="direct" if clock == "dm_follow_up" else "public")
    return replace(CALM, lines=(Line(head, running),))


HOSTILE = [
    pytest.param("<script>alert(1)</script><img src=x onerror=alert(1)>", id="markup"),
    pytest.param('"><form action="https://evil.example"><button>', id="a form of theirs"),
    pytest.param("{{ 7 * 7 }} {% include 'layout.html' %} {# #} {}", id="a template of theirs"),
    pytest.param("\u202egnp\u2066\0\x1b", id="controls and reversed reading"),
    pytest.param("\ud800 x", id="half a character"),
    pytest.param("x" * 10_000, id="ten thousand characters"),
    pytest.param("👩‍👩‍👧‍👦" * 500, id="families"),
]


def full(name: str) -> Overview:
    """A page on which that name stands wherever a stranger's, a colleague's or a setting's may."""
    clock = replace(CLOCK, customer_name=name, excerpt=name, account=name)
    head = replace(HEAD, platform=name, acknowledged_by=name, acknowledged_at=NOW, running=(clock,))
    crowd = STORM.crowd and replace(STORM.crowd, furthest=(name, 1), other_topics=(name,), topic=(name,))
    taken = Acknowledgement(id="a", by=name, at=NOW, stored_at=NOW, via="board")
    brand = replace(STORM.brand, name=name)
    heard = tuple(replace(each, account=replace(each.account, name=name, platform=name)) for each in CALM.heard)
    duties = tuple(replace(each, rota=name, person=None) for each in CALM.duties)
    storm = replace(STORM, crowd=crowd, taken=taken, brand=brand)
    return replace(
        CALM,
        lines=(Line(head, clock), Line(replace(head, acknowledged_by=None), clock)),
        storms=(storm,),
        heard=heard,
        duties=duties,
        attention=(name, name),
        quiet=(Quiet(replace(head, running=()), replace(THANKS, customer_name=name, excerpt=name, message=name)),),
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_strangers_cannot_change_the_page(hostile: str) -> None:
    shown, usual = page(full(hostile)), page(full("x"))
    shown.encode()
    assert read(shown).tags == read(usual).tags
    same = [name for name, _ in read(shown).attributes]
    assert same == [name for name, _ in read(usual).attributes]
    assert not set(shown) & set("\u202e\u2066\0\x1b")
    assert "49" not in text(shown)
    assert len(shown) < 20_000


def test_nothing_of_a_direct_message_is_shown() -> None:
    seen = waiting("dm_follow_up", excerpt="mijn bsn staat hier")
    assert "bsn" not in page(seen)


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        pytest.param(CALM, "| Niemand wacht |", id="nobody waits"),
        pytest.param(ONE, "| nog 10 min | Grens vr 14:15 | @marieke_j |", id="somebody waits"),
        pytest.param(waiting(due_at=NOW - timedelta(minutes=3)), "| 3 min te laat | Grens vr 14:02 |", id="late"),
        pytest.param(waiting(due_at=NOW), "| 0 min te laat |", id="at the very instant"),
        pytest.param(
            replace(ONE, storms=(STORM,)),
            "| STORM sinds 13:01 | Merk: 212 wachten, +38 in 5 min | Eerste grens 14:18"
            " | Beantwoord 0, van niemand 120, te laat 4"
            " | 91% over 'pinnen' | Bereik: @x_nieuws 80.000 | Ander onderwerp (1): @piet_v"
            " | Ik heb de storm bij Merk gezien | Pak er 50 die niemand heeft"
            " | Roep hulp | Licht pers in | Bekijk de groep | Storing aan |",
            id="a storm",
        ),
        pytest.param(
            replace(CALM, answered_at=NOW - timedelta(minutes=36)),
            "| Niemand wacht | Laatst beantwoord 13:29 | Dienst |",
            id="nobody waits any more",
        ),
        pytest.param(replace(ONE, times=2), " | 2e keer in 7 d | waar blijft het? |", id="somebody who asked before"),
        pytest.param(
            replace(CALM, attention=("dit is stuk", "dat ook")),
            "| Let op (2): | dit is stuk | dat ook |",
            id="what needs attention",
        ),
    ],
)
def test_the_moods(seen: Overview, said: str) -> None:
    assert said in text(page(seen))


def test_the_same_in_english() -> None:
    said = text(page(replace(ONE, storms=(STORM,)), replace(SANNE, language="en")))
    assert "| 10 min left | Limit Fri 14:15 |" in said
    assert "Reach: @x_nieuws 80,000" in said
    assert "| On duty | Sanne | until Mon 09:00. Next Bram | Call Sanne |" in said


def test_a_storm_leads_to_its_group_and_to_the_outage_that_it_may_be() -> None:
    shown = page(replace(ONE, storms=(STORM,)))
    assert 'href="./status?brand=merk&amp;who=storm"' in shown
    assert 'href="./rota?words=pinnen%2C+storing&amp;account=merk#outage"' in shown
    unclear = replace(STORM, crowd=STORM.crowd and replace(STORM.crowd, topic=()))
    assert "#outage" not in page(replace(ONE, storms=(unclear,)))
    passed = page(replace(CALM, storms=(replace(STORM, crowd=None, free=0),)))
    assert "who=storm" not in passed.split("<details")[0]
    assert 'value="take_all"' not in passed


def test_of_a_storm_that_is_too_large_to_count_the_number_is_a_least() -> None:
    huge = replace(STORM, crowd=STORM.crowd and replace(STORM.crowd, more=True))
    assert "Merk: 212 of meer wachten" in text(page(replace(ONE, storms=(huge,))))


def test_whoever_took_a_storm_can_be_called_by_somebody_else() -> None:
    taken = Acknowledgement(id="a", by="sanne", at=NOW, stored_at=NOW, via="board")
    seen = replace(CALM, storms=(replace(STORM, taken=taken),), duties=())
    assert 'href="tel:' not in page(seen)
    assert 'href="tel:+31600000001">Bel Sanne<' in page(seen, WORLD.organisation.people["mirjam"])


def test_whoever_is_on_duty_can_be_called_and_nobody_is_told() -> None:
    assert 'href="tel:+31600000001"' in page(CALM)
    alone = replace(CALM, duties=(replace(CALM.duties[0], person=None),))
    assert "| niemand (webcare) |" in text(page(alone))
    assert "tel:" not in page(alone)


def test_a_count_that_is_a_least_says_so() -> None:
    many = tuple(Line(replace(HEAD, conversation=f"x:merk:public:{n}"), CLOCK) for n in range(300))
    said = text(page(replace(CALM, lines=many, more=True)))
    assert "300 of meer, van niemand 300 of meer" in said
    assert "En meer dan 200 anderen" in said
    exact = text(page(replace(CALM, lines=many)))
    assert "300, van niemand 300, te laat 0" in exact
    assert "En nog 200 anderen" in exact


def test_a_full_page_is_light() -> None:
    names = [f"x:merk:public:{n * 7919 % 100_003}" for n in range(LISTED_AT_MOST)]
    excerpt = " ".join(str(n * n) for n in range(30))[:140]
    clocks = [replace(CLOCK, customer_name=f"klant_{name}", excerpt=f"{name} {excerpt}"[:140]) for name in names]
    lines = tuple(Line(replace(HEAD, conversation=name), clock) for name, clock in zip(names, clocks, strict=True))
    first_view = page(replace(CALM, lines=lines)).encode()
    sheets = [(STATIC / name).read_bytes() for name in ("page.css", "status.css", "status.js")]
    assert sum(len(gzip.compress(each)) for each in (first_view, *sheets)) < 60_000


def test_colour_is_never_alone() -> None:
    """Late, running and calm differ in words as well as in colour."""
    late = waiting(due_at=NOW - timedelta(minutes=1))
    signs = [re.findall(r'class="sign (\w+)">(?:<span[^>]*>)?([^<]+)<', page(each))[0] for each in (ONE, late, CALM)]
    assert signs == [("running", "nog 10 min"), ("late", "1 min te laat"), ("calm", "Niemand wacht")]


def test_what_started_no_clock_is_folded_below_and_asks_whether_it_is_a_question() -> None:
    waits = replace(THANKS, why="waiting", message="", customer_name="piet", excerpt=None)
    quiet = (Quiet(replace(HEAD, running=()), THANKS), Quiet(replace(HEAD, running=()), waits))
    shown = page(replace(ONE, quiet=quiet))
    assert (
        "| Zonder klok, laatste dag (2) | @jan, X | bedankt! | Bedankje, 14:02 | Toch een vraag"
        " | @piet, X | Wacht op de klant, sinds 14:02 |"
    ) in text(shown)
    assert shown.index('id="quiet"') > shown.index('class="waits"')
    assert shown.count('value="still_a_question"') == 1


def test_every_control_has_a_name_of_its_own() -> None:
    several = tuple(
        Line(replace(HEAD, conversation=f"x:merk:public:{n}"), replace(CLOCK, customer_name=f"k{n}")) for n in range(3)
    )
    shown = page(replace(CALM, lines=several))
    labels = re.findall(r'<button[^>]*aria-label="([^"]+)"', shown)
    assert labels == ["Pak @k0 op X", "Pak @k0 op X", "Pak @k1 op X", "Pak @k2 op X"]
    ids = [value for name, value in read(shown).attributes if name == "id"]
    assert len(ids) == len(set(ids))


def test_a_page_that_nobody_renews_says_so_without_any_script() -> None:
    assert "Deze pagina is oud" in text(page(CALM))
    sheet = (STATIC / "status.css").read_text("utf-8")
    assert re.search(r"\.stale \{[^}]*visibility: hidden;[^}]*animation: show 0s 90s forwards", sheet)
    assert re.search(r"main:has\(\.stale\) > :not\(\.stale\) \{ animation: fade 0s 90s forwards", sheet)


def test_the_script_has_no_words_and_no_other_place_to_go() -> None:
    script = (STATIC / "status.js").read_text("utf-8")
    assert not re.search(r"https?:|innerHTML|eval|document\.write|localStorage", script)
    assert 'data-left="nog {}" data-late="{} te laat"' in page(CALM)
