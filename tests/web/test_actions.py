"""What can be done on a page's own link: each deed, sent twice, taken back and done again, as the case tells it."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from chalicelib import bootstrap
from chalicelib.domain.case import Case
from chalicelib.domain.steps import StepTaken
from tests.web.paged import Paged, paged_stage
from tests.web.reading import read


@dataclass(frozen=True)
class Deed:
    """Fields of a form (a callable asks the page), and how the case tells whether it is done."""

    action: str
    told: Callable[[Case], bool]
    fields: dict[str, str | Callable[[Paged], str]] = field(default_factory=dict)

    def form(self, page: Paged, shown: str) -> dict[str, str]:
        filled = {name: value if isinstance(value, str) else value(page) for name, value in self.fields.items()}
        return {"action": self.action, "shown": shown, **filled}


def ended(how: str) -> Callable[[Case], bool]:
    return lambda case: [clock.end for clock in case.clocks] == [how] and not case.open


TAKE = Deed("acknowledge", lambda case: any(a.until is None for a in case.acknowledgements))
DEEDS = [
    pytest.param(TAKE, id="take"),
    pytest.param(
        Deed("snooze", lambda case: any(a.until for a in case.acknowledgements), {"until": "30"}), id="snooze, minutes"
    ),
    pytest.param(
        Deed(
            "snooze",
            lambda case: any(a.until for a in case.acknowledgements),
            {"until": lambda page: page.at(hours=3)},
        ),
        id="snooze, until a time",
    ),
    *(
        pytest.param(Deed("dismiss", ended("dismissed"), {"reason": reason}), id=f"needs no answer: {reason}")
        for reason in ("thanks", "spam")
    ),
    pytest.param(Deed("answered_elsewhere", ended("answered")), id="answered elsewhere, now"),
    pytest.param(
        Deed("answered_elsewhere", ended("answered"), {"at": lambda page: page.at(minutes=-2)}),
        id="answered elsewhere, two minutes ago",
    ),
    pytest.param(
        Deed(
            "promise",
            lambda case: [p.what for p in case.history.promises] == ["oplossing nota"],
            {"what": " oplossing  nota ", "until": lambda page: page.at(days=2), "owner": "chris"},
        ),
        id="promise",
    ),
]


@pytest.fixture
def paged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Paged]:
    with paged_stage(monkeypatch) as page:
        yield page


def undo_form(page: str) -> dict[str, str]:
    """The hidden fields of the page's last form."""
    last = page.rsplit("<form ", 1)[1]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', last))
    assert fields["action"] == "undo"
    return {name: html.unescape(value) for name, value in fields.items()}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_is_done_once_undone_once_and_can_be_done_again(paged: Paged, deed: Deed) -> None:
    form = deed.form(paged, paged.shown())
    assert not deed.told(paged.case())
    first = paged.send(**form)
    assert first.status_code == 200, first.body.decode()
    assert deed.told(paged.case())
    facts = paged.facts()
    again = paged.send(**form)
    assert again.status_code == 200
    assert paged.facts() == facts, "a form that is sent twice is done once"

    undo = undo_form(again.body.decode())
    assert paged.send(**undo).status_code == 200
    assert not deed.told(paged.case())
    assert len(paged.case().open) == 1
    facts = paged.facts()
    assert paged.send(**undo).status_code == 200
    assert paged.facts() == facts

    assert paged.send(**deed.form(paged, paged.shown())).status_code == 200
    assert deed.told(paged.case())


def test_what_was_promised_is_kept_with_its_owner_and_its_maker(paged: Paged) -> None:
    until = paged.at(days=2)
    paged.send(action="promise", until=until, what="oplossing nota", owner="chris", shown=paged.shown())
    (made,) = paged.case().history.promises
    assert (made.by, made.owner, made.what) == (paged.person.id, "chris", "oplossing nota")
    paged.send(action="promise", until=until, what="terugbellen", shown=paged.shown())
    assert [p.owner for p in paged.case().history.promises if p.what == "terugbellen"] == [paged.person.id]


@pytest.mark.parametrize("action", ["pass_on", "escalate_now"])
def test_calling_somebody_else_is_done_once(paged: Paged, action: str) -> None:
    shown = paged.shown()
    paged.press()
    answers = [paged.send(action=action, shown=shown) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    asked = [fact for fact in paged.facts() if isinstance(fact, StepTaken) and fact.step.startswith("by hand ")]
    (told,) = [person for fact in asked for person in fact.recipients]
    assert told != paged.person.id
    name = bootstrap.context(bootstrap.now()).roster.organisation.people[told].name
    for answer in answers:
        assert name in answer.body.decode()
    assert bool(paged.case().acknowledgements) is (action == "escalate_now"), "who passes it on has it no longer"
    assert paged.stage.count("work") > 0


def test_the_button_of_a_push_message_tells_its_action_alone(paged: Paged) -> None:
    assert paged.press(b"action=acknowledge").status_code == 200
    assert paged.taken_by() == [paged.person.id]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, id="by a browser of today"),
        pytest.param({"Origin": "https://evil.example"}, id="by an older one"),
    ],
)
def test_a_form_of_another_site_does_nothing(paged: Paged, headers: dict[str, str]) -> None:
    before = paged.stage.rows()
    answer = paged.press(b"action=acknowledge", **headers)
    assert answer.status_code == 403
    assert 'role="alert"' in answer.body.decode()
    assert paged.stage.rows() == before


def test_our_own_form_is_taken(paged: Paged) -> None:
    ours = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}
    assert paged.press(b"action=acknowledge", **ours).status_code == 200
    assert paged.taken_by() == [paged.person.id]


def test_one_of_several_is_done_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    with paged_stage(monkeypatch, "merel_utrecht88", "piet_v") as page:
        numbers = set(re.findall(r'href="\?conversation=(\d)"', page.show().body.decode()))
        assert numbers == {"1", "2", "3"}
        narrowed = page.stage.get(f"{page.path}?conversation=2").body.decode()
        assert len(re.findall(r'name="conversation" value="2"', narrowed)) == narrowed.count("<form ")
        answer = page.send(action="dismiss", reason="spam", conversation="2", shown=page.shown())
        assert answer.status_code == 200
        assert sorted(len(page.case(ref).open) for ref in page.conversations) == [0, 1, 1]
        page.send(**undo_form(answer.body.decode()))
        assert [len(page.case(ref).open) for ref in page.conversations] == [1, 1, 1]

        page.send(action="acknowledge", conversation="3", shown=page.shown())
        assert sorted(len(page.case(ref).acknowledgements) for ref in page.conversations) == [0, 0, 1]

        page.send(action="answered_elsewhere", shown=page.shown())
        assert [page.case(ref).open for ref in page.conversations] == [()] * 3
        assert "<details" not in page.show().body.decode(), "nobody waits: nothing to do"


def test_every_action_of_the_page_is_one_that_is_understood(paged: Paged) -> None:
    """Each form of the page, sent as it stands there, does what it says or tells which field wants filling."""
    page = paged.show().body.decode()
    forms = page.split("<form ")[1:]
    assert len(forms) > 5
    for form in forms:
        reader = read("<form " + form.split("</form>")[0] + "</form>")
        assert ("method", "post") in reader.attributes
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.split("</form>")[0]))
        answer = paged.send(**fields)
        alert = 'role="alert"' in answer.body.decode()
        assert (answer.status_code, alert) in {(200, False), (422, True)}, fields
        paged.send(action="undo", undo=fields["action"], shown=fields["shown"])
