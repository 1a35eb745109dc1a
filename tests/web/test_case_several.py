"""Several conversations at once: each is done that fits, and of the others it is said why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from chalice.test import HTTPResponse

from chalicelib import bootstrap
from chalicelib.domain.facts_by_hand import Acknowledgement, Dismissal
from chalicelib.web.case_address import case_address
from chalicelib.web.case_several import AT_MOST, read_several
from tests.web.reading import read, text
from tests.web.signing import FORM
from tests.web.waiting import Board, board_stage


@dataclass(frozen=True)
class Several:
    board: Board
    fields: dict[str, str]
    """As the board's own forms carry them."""

    def send(self, *refs: str, **changed: str) -> HTTPResponse:
        pairs = [*(self.fields | changed).items(), *(("conversation", ref) for ref in refs)]
        cookie = "; ".join(f"{name}={value}" for name, value in self.board.browser.cookies.items())
        return self.board.browser.stage.post("/c", urlencode(pairs).encode(), **FORM, cookie=cookie)

    def deeds(self) -> list[tuple[str, ...]]:
        """Who did what, by conversation."""
        conversations = bootstrap.context(bootstrap.now()).conversations
        loaded = [conversations.load(ref).facts for ref in self.board.conversations]
        return [
            tuple(f"{fact.KIND} {fact.by}" for fact in facts if isinstance(fact, Acknowledgement | Dismissal))
            for facts in loaded
        ]


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> Iterator[Several]:
    with board_stage(monkeypatch, "jan_uit_ede", "piet_v", "els") as board:
        form = board.form()
        yield Several(board, {"csrf": form["csrf"], "shown": form["shown"], "action": "take"})


def test_those_that_were_chosen_are_taken_and_no_others(several: Several) -> None:
    answer = several.send(*several.board.conversations[:2])
    assert answer.status_code == 200
    said = text(answer.body.decode())
    assert "Opgepakt: 2" in said
    assert several.deeds() == [("acknowledgement sanne",), ("acknowledgement sanne",), ()]


def test_those_that_were_chosen_are_dismissed_for_one_reason_and_lead_to_where_that_is_undone(several: Several) -> None:
    answer = several.send(*several.board.conversations, action="dismiss", reason="spam")
    html = answer.body.decode()
    assert "Geen antwoord nodig: 3" in text(html)
    assert several.deeds() == [("dismissal sanne",)] * 3
    for ref in several.board.conversations:
        assert f'href="./{case_address(ref)}"' in html
        assert several.board.browser.get("/" + case_address(ref)).status_code == 200


def test_sent_twice_it_is_done_once_and_told_the_same(several: Several) -> None:
    first, again = (several.send(*several.board.conversations, action="dismiss", reason="spam") for _ in range(2))
    assert first.body == again.body
    assert several.deeds() == [("dismissal sanne",)] * 3


def test_one_that_does_not_fit_keeps_nothing_of_the_others_from_being_done(several: Several) -> None:
    jan, piet, _ = several.board.conversations
    several.send(jan, action="dismiss", reason="spam")
    later = several.board.form()["shown"]
    answer = several.send(jan, piet, "x:merk:public:404", "nonsense", shown=later)
    said = text(answer.body.decode())
    assert answer.status_code == 200
    assert "Opgepakt: 1 | Niet gedaan: 3" in said
    assert several.deeds() == [("dismissal sanne",), ("acknowledgement sanne",), ()]


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        pytest.param({"csrf": "x"}, 403, id="another session's form"),
        pytest.param({"csrf": ""}, 403, id="a form without its session"),
        pytest.param({"shown": "yesterday"}, 422, id="no instant"),
        pytest.param({"action": "delete"}, 422, id="an action that is none"),
        pytest.param({"action": "dismiss"}, 422, id="a dismissal without a reason"),
        pytest.param({"action": "dismiss", "reason": "because"}, 422, id="a reason that is not on the list"),
    ],
)
def test_what_does_not_fit_does_nothing(several: Several, changed: dict[str, str], status: int) -> None:
    answer = several.send(*several.board.conversations, **changed)
    assert answer.status_code == status
    assert several.deeds() == [(), (), ()]
    read(answer.body.decode())


def test_nothing_chosen_is_nothing_done(several: Several) -> None:
    answer = several.send()
    assert answer.status_code == 422
    assert "Kies eerst een of meer gesprekken" in text(answer.body.decode())


def test_whoever_is_not_signed_in_is_led_to_sign_in(several: Several) -> None:
    several.board.browser.cookies.clear()
    assert several.send(*several.board.conversations).status_code == 303
    assert several.deeds() == [(), (), ()]


@pytest.mark.parametrize(
    ("body", "fields", "refs"),
    [
        pytest.param(
            b"action=take&conversation=a&conversation=b&conversation=a", {"action": "take"}, ("a", "b"), id="each once"
        ),
        pytest.param(b"action=take&action=dismiss&conversation=a", {}, ("a",), id="two actions are none"),
        pytest.param(b"conversation=a&" * (AT_MOST + 21), {}, (), id="too many fields"),
        pytest.param(b"conversation=" + b"a" * 70_000, {}, (), id="too long"),
        pytest.param(b"", {}, (), id="nothing"),
    ],
)
def test_what_is_read(body: bytes, fields: dict[str, str], refs: tuple[str, ...]) -> None:
    assert read_several(body) == (fields, refs)
