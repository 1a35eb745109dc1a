"""What a text does, by the word lists of a small configuration."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.organisation import Phrases
from chalicelib.domain.wording import EXCERPT_LENGTH, excerpt, fold, mentions_any, says_automatic, signals

PHRASES = Phrases(
    thanks=frozenset({"bedankt", "dank je wel", "top", "🙏"}),
    complaints=frozenset({"nog steeds", "schandalig", "😡"}),
    questions=frozenset({"hoe kan ik", "wanneer"}),
    invites_dm=frozenset({"stuur ons een dm"}),
    promises_contact=frozenset({"we sturen je een dm", "we bellen je"}),
    automatic=frozenset({"we zijn bereikbaar via"}),
)
NOTHING = Phrases()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", "", id="nothing says nothing"),
        pytest.param("Waar blijft mijn pakket?", "question", id="a question mark asks"),
        pytest.param("Waar blijft mijn pakket？", "question", id="a wide one too"),
        pytest.param("أين طلبي؟", "question", id="an Arabic one too"),
        pytest.param("pakket ❓", "question", id="an emoji too"),
        pytest.param("kijk https://example.com/a?b=1", "", id="one inside a link does not"),
        pytest.param("Hoe kan ik dit retourneren", "question", id="a word that asks"),
        pytest.param("WANNEER komt het", "question", id="whatever the case"),
        pytest.param("wanneerkomthet", "", id="as a whole word only"),
        pytest.param("Schandalig dit", "complaint", id="a complaint"),
        pytest.param("nog\n  steeds geen antwoord", "complaint", id="over a line's end"),
        pytest.param("𝓢𝓬𝓱𝓪𝓷𝓭𝓪𝓵𝓲𝓰", "complaint", id="in a fancy font"),
        pytest.param("Schandálig", "complaint", id="with an accent"),
        pytest.param("Bedankt!", "thanks", id="a thank-you"),
        pytest.param("bedankt een twee drie vier vijf", "thanks", id="of six words"),
        pytest.param("bedankt een twee drie vier vijf zes", "", id="seven words are no thank-you"),
        pytest.param("bedankt een twee drie vier vijf 👍", "", id="emoji count as words"),
        pytest.param("@merk #top bedankt een twee drie vier vijf", "thanks", id="handles and hashtags do not"),
        pytest.param("bedankt een twee drie vier vijf https://example.com/x", "thanks", id="nor do links"),
        pytest.param("Dank je wel, foto's zijn top", "thanks", id="foto's is one word"),
        pytest.param("👍", "thanks", id="an emoji alone is a thank-you"),
        pytest.param("❤️👍🏻🎉", "thanks", id="with a skin tone as well"),
        pytest.param("👍👍👍👍👍👍", "thanks", id="six of them"),
        pytest.param("👍👍👍👍👍👍👍", "", id="seven are something else"),
        pytest.param("😡", "complaint", id="an angry one is no thank-you"),
        pytest.param("ok", "", id="a word that is on no list is no thank-you"),
        pytest.param("...", "", id="nor is mere punctuation"),
        pytest.param("@merk", "", id="nor a mere handle"),
        pytest.param("#bedankt", "", id="a hashtag thanks nobody"),
        pytest.param("bedankt, maar wanneer?", "question", id="a thank-you that asks is a question"),
        pytest.param("bedankt, nog steeds geen antwoord", "complaint", id="one that complains is a complaint"),
        pytest.param("nog geen antwoord", "", id="who still waits does not thank"),
        pytest.param("Kun je mij helpen? Stuur ons een DM", "question invites_dm", id="an invitation to DM"),
        pytest.param("Oké, we bellen je morgen", "promises_contact", id="a promise of contact"),
        pytest.param("we sturen je een dm", "promises_contact", id="which is no invitation"),
    ],
)
def test_signals(text: str, found: str) -> None:
    assert signals(text, PHRASES) == frozenset(found.split())


def test_without_word_lists_only_marks_and_emoji_speak() -> None:
    assert signals("bedankt, schandalig, stuur ons een dm", NOTHING) == frozenset()
    assert signals("?", NOTHING) == {"question"}
    assert signals("🙏", NOTHING) == {"thanks"}


def test_an_automatic_reply_is_told_by_its_words() -> None:
    assert says_automatic("Bedankt! We zijn bereikbaar via de site.", PHRASES)
    assert not says_automatic("Bedankt! Je bereikt ons via de site.", PHRASES)
    assert not says_automatic("We zijn bereikbaar via de site.", NOTHING)


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        pytest.param("Journalist bij een krant", {"journalist"}, True, id="whatever the case"),
        pytest.param("journalisten", {"journalist"}, False, id="a whole word"),
        pytest.param("(journalist)", {"journalist"}, True, id="between marks"),
        pytest.param("i❤jou", {"❤"}, False, id="also for emoji: not inside a word"),
        pytest.param("jij ❤ jou", {"❤"}, True, id="an emoji by itself"),
        pytest.param("a+b", {"a+b"}, True, id="signs are no patterns"),
        pytest.param("alles", {""}, False, id="an empty word is in nothing"),
        pytest.param("alles", {"\u0301"}, False, id="nor a mere accent"),
        pytest.param("", {"journalist"}, False, id="nothing is in nothing"),
        pytest.param("tv maker", {"tv", "tv maker"}, True, id="the longer phrase does not hide the shorter"),
    ],
)
def test_words_in_a_text(text: str, words: set[str], found: bool) -> None:
    assert mentions_any(text, words) is found


@pytest.mark.parametrize(
    ("text", "short"),
    [
        pytest.param("kort", "kort", id="a short text stays as it is"),
        pytest.param(" twee \n regels\t ", "twee regels", id="on one line"),
        pytest.param("a\u202eb\x00c\ud83dd", "a b c d", id="without what turns, hides or breaks"),
        pytest.param("@merk @merk_nl, @merk: waar?", "waar?", id="without the handles in front"),
        pytest.param("dag @merk waar?", "dag @merk waar?", id="only those"),
        pytest.param("@merk", "@merk", id="nothing but a handle is all there is"),
        pytest.param("x" * 140, "x" * 140, id="140 characters fit"),
        pytest.param("x" * 141, "x" * 138 + "..", id="one more is cut"),
        pytest.param("woord " * 30, " ".join(["woord"] * 23) + "..", id="cut at a word"),
        pytest.param("a " + "x" * 200, "a " + "x" * 136 + "..", id="but not far back"),
        pytest.param("x" * 69 + " " + "y" * 100, "x" * 69 + " " + "y" * 68 + "..", id="not to less than half"),
        pytest.param("x" * 70 + " " + "y" * 100, "x" * 70 + " " + "y" * 67 + "..", id="nor to half"),
        pytest.param("x" * 71 + " " + "y" * 100, "x" * 71 + "..", id="to more than half"),
    ],
)
def test_excerpts(text: str, short: str) -> None:
    assert excerpt(text) == short


@given(st.text())
def test_an_excerpt_fits_whatever_the_text(text: str) -> None:
    short = excerpt(text)
    assert len(short) <= EXCERPT_LENGTH
    assert not {unicodedata.category(char) for char in short} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert excerpt(short) == short
    short.encode("utf-8")


@given(st.text())
def test_to_fold_twice_is_to_fold_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(min_size=1).filter(lambda text: fold(text) != ""))
def test_a_text_mentions_itself(text: str) -> None:
    assert mentions_any(f"( {text} )", {text})
