"""What strangers wrote, before it stands between our own words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.texts.outside import one_line, short


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        pytest.param(
            "kijk https://t.co/abc123 even", "kijk (link) even", id="a link goes: only the page's own may stand"
        ),
        pytest.param("www.merk-betaal.nl/nu nu", "(link) nu", id="without a scheme as well"),
        pytest.param("log in op t.co/abc", "log in op (link)", id="and without www"),
        pytest.param("ht\u200btps://t.co/abc", "(link)", id="an invisible character hides none"),
        pytest.param("cijfer: 3.5/10", "cijfer: 3.5/10", id="a mark out of ten is no link"),
        pytest.param("en/of.dus", "en/of.dus", id="nor is a slash"),
        pytest.param("!!! ... 😡", "", id="no letter or digit is nothing"),
        pytest.param("李明", "", id="a name in another script is nothing"),
    ],
)
def test_in_a_text_message(written: str, sent: str) -> None:
    assert short(written) == sent


def test_what_is_longer_than_anything_stored_is_not_even_read() -> None:
    assert short("x" * 600) == "x" * 500


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("李明", "李明", id="keeps its own script"),
        pytest.param("a\n\nOpgepakt: Sanne", "a Opgepakt: Sanne", id="cannot begin a line of ours"),
        pytest.param("\u202eexe.gnp\u2069\0", "exe.gnp", id="cannot turn the reading direction"),
        pytest.param("👩‍👧", "👩‍👧", id="a family stays together"),
        pytest.param("x" * 30, "x" * 19 + "…", id="what is too long ends in an ellipsis"),
        pytest.param("\ud83d los", "los", id="half an emoji would break the encoding"),
    ],
)
def test_where_there_is_room(written: str, shown: str) -> None:
    assert one_line(written, 20) == shown


@given(st.text(st.characters(codec=None), max_size=300))
def test_one_line_can_always_be_sent_and_shown(text: str) -> None:
    line = one_line(text, 60)
    line.encode()
    assert len(line) <= 60
    assert not {unicodedata.bidirectional(each) for each in line} & {"LRO", "RLO", "LRE", "RLE", "RLI", "LRI", "PDF"}
    assert "\n" not in line
