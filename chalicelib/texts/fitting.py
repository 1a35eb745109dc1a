"""One row and its fields into one text message of at most 160 septets.

What gives way, in this order: the quote shrinks and vanishes, the handle is cut, the hint how to reply
goes, our own name in front, and under a link of eighty characters the last words. The link never does.
"""

from collections.abc import Mapping

from chalicelib.domain.organisation import Language
from chalicelib.texts.catalogue import ASKS, Row
from chalicelib.texts.gsm7 import cut, cut_words, septets

LIMIT = 160
OUR_NAME = "Waakhond: "
HANDLE_MOST = 16
HANDLE_LEAST = 8
QUOTE_LEAST = 10
"""Shorter than this a quote tells nothing."""
SENTENCE_LEAST = 20
"""Less room than this for words and a page says nothing but a link, which looks like fraud."""
SUBJECT_MOST = 78


def fit(
    row: Row,
    language: Language,
    fields: Mapping[str, str],
    *,
    handle: str,
    quote: str,
    link: str,
    can_reply: bool,
) -> str:
    """The message, its link last, if it has one. Everything given is folded already.

    Raises ValueError for a link that leaves no room for words: that is a setting of ours, not a customer's.
    """
    tail = f" {link}" if link else ""
    room = LIMIT - septets(tail)
    if room < SENTENCE_LEAST:
        raise ValueError(f"a link of {len(link)} characters leaves no room in a text message")
    ask = ASKS[row.ask][language].format(**fields) if row.ask and can_reply else ""
    for hint in (ask, ""):
        for most in range(HANDLE_MOST, HANDLE_LEAST - 1, -1):
            shown = cut(handle, most)
            spare = room - septets(fill(row, language, fields, handle=shown) + hint)
            if spare >= 0:
                fitting = _quote_within(row, quote, spare)
                return f"{fill(row, language, fields, handle=shown, quote=fitting)}{hint}{tail}"
    bare = fill(row, language, fields, handle=cut(handle, HANDLE_LEAST)).removeprefix(OUR_NAME)
    return f"{cut_words(bare, room)}{tail}"


def subject(row: Row, language: Language, fields: Mapping[str, str], *, handle: str) -> str:
    """The row as the subject of a mail: one line, without quote, hint or link."""
    return cut_words(fill(row, language, fields, handle=cut(handle, HANDLE_MOST)), SUBJECT_MOST)


def fill(row: Row, language: Language, fields: Mapping[str, str], *, handle: str, quote: str = "") -> str:
    """The row's sentence in one language, as long as it happens to be."""
    sentence = row.nl if language == "nl" else row.en
    return sentence.format(**fields, handle=handle, quote=row.quoted.format(quote) if quote else ".")


def _quote_within(row: Row, quote: str, spare: int) -> str:
    most = spare + len(".") - septets(row.quoted.format(""))  # the full stop makes way for the quote
    worth_it = most >= min(QUOTE_LEAST, septets(quote))
    return cut(quote, most) if row.quoted and worth_it else ""
