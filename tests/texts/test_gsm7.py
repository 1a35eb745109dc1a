"""The alphabet of text messages: what folds into what, what counts double, where a cut falls."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.texts.gsm7 import cut, cut_words, fold, septets


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        pytest.param("àèéìòù äöñü ÄÖÑÜ ÇØøÅåÆæßÉ", "àèéìòù äöñü ÄÖÑÜ ÇØøÅåÆæßÉ", id="what the alphabet has stays"),
        pytest.param("Zoë, naïef, reünie, façade", "Zoe, naief, reünie, facade", id="only lacking accents go"),
        pytest.param("Zoe\u0308 re\u0301clame", "Zoe réclame", id="an accent typed apart is put on its letter first"),
        pytest.param("‘al’ “3x” „gebeld”", '\'al\' "3x" "gebeld"', id="curly quotes become plain"),
        pytest.param("ja–nee—wel‑niet…", "ja-nee-wel-niet...", id="dashes and an ellipsis become plain"),
        pytest.param("kapot😡😡weer", "kapot weer", id="emoji leave one space"),
        pytest.param("👨‍👩‍👧 hallo ❤️", "hallo", id="joined and coloured emoji leave nothing behind"),
        pytest.param("𝗕𝗢𝗢𝗦 Ⓐ ½ prijs ™", "BOOS A 1/2 prijs TM", id="styled letters become letters"),
        pytest.param("Łukasz Şahin Đorđe Ħœr IJs", "Lukasz Sahin Dorde Hoer IJs", id="letters of the neighbours"),
        pytest.param("€5 [nu] {x} ~", "€5 [nu] {x} ~", id="the extension stays"),
        pytest.param("a\0b\x07c\x1bd", "abcd", id="NUL, bell and escape are dropped"),
        pytest.param("een\r\ntwee\tdrie\u2028vier", "een twee drie vier", id="every line break is a space"),
        pytest.param("\u202egnp.exe\u2066x\u200f", "gnp.exex", id="direction marks are dropped"),
        pytest.param("Иван 李明", "", id="other scripts have no likeness"),
        pytest.param("\ud83d los", "los", id="half an emoji is dropped"),
    ],
)
def test_folding(typed: str, sent: str) -> None:
    assert fold(typed) == sent


@given(st.text())
def test_folded_text_is_one_line_of_the_alphabet_and_stays_as_it_is(text: str) -> None:
    folded = fold(text)
    assert septets(folded) >= len(folded)
    assert folded.isprintable()
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 0, id="nothing takes nothing"),
        pytest.param("ok@£$", 5, id="one each"),
        pytest.param("€5", 3, id="a euro takes two"),
        pytest.param("^{}\\[~]|€", 18, id="nine characters of the extension take eighteen"),
    ],
)
def test_counting(text: str, count: int) -> None:
    assert septets(text) == count


@pytest.mark.parametrize("stranger", ["ë", "’", "😡", "\n", "`", "\0"])
def test_counting_refuses_what_would_turn_the_message_into_ucs2(stranger: str) -> None:
    with pytest.raises(ValueError, match="fold it first"):
        septets(f"abc{stranger}")


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        pytest.param("@merel", 6, "@merel", id="what fits stays whole"),
        pytest.param("@merel_utrecht88", 8, "@merel..", id="a cut shows, and the mark counts"),
        pytest.param("€€€€", 7, "€€..", id="half an extension character is none"),
        pytest.param("al 3x, gebeld", 8, "al 3x..", id="no comma or space before the mark"),
        pytest.param("gebeld", 2, "", id="only room for the mark is no room"),
        pytest.param("gebeld", -3, "", id="nor is less than nothing"),
    ],
)
def test_cutting(text: str, most: int, left: str) -> None:
    assert cut(text, most) == left


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        pytest.param("grens 11:50", 11, "grens 11:50", id="what fits stays whole"),
        pytest.param("grens 11:50", 10, "grens..", id="a number that does not fit whole goes whole"),
        pytest.param("niemand heeft (dienst)", 16, "niemand heeft..", id="no bracket before the mark"),
        pytest.param("onafgebroken", 8, "onafge..", id="one long word is cut inside"),
    ],
)
def test_cutting_between_words(text: str, most: int, left: str) -> None:
    assert cut_words(text, most) == left


@given(st.text(max_size=80), st.integers(0, 40))
def test_no_cut_takes_more_than_it_may(text: str, most: int) -> None:
    assert septets(cut(fold(text), most)) <= most
    assert septets(cut_words(fold(text), most)) <= most
