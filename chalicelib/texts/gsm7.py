"""Text that fits a text message: folded into the GSM-7 alphabet, measured and cut in septets.

One character outside that alphabet turns a whole message into UCS-2, where 70 characters are one
message instead of 160 (3GPP TS 23.038). So nothing leaves unfolded, however a customer spells their name.
"""

import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("^{}\\[~]|€")  # an escape and a character: two septets each

# What telephones type that neither is in the alphabet nor comes apart into letters that are. Escaped, since
# most of these cannot be told from what they become.
_LOOK_ALIKES = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u02bc`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043", "-"),
        **dict.fromkeys("\u2022\u00b7\u2219", "."),
        "\u2044": "/",  # what a half is split with
        "\u00d7": "x",
        "©": "(c)",
        "®": "(r)",
        "\u0131": "i",  # Turkish, without its dot
        **{"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T"},
        **{"œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "ŋ": "n", "Ŋ": "N", "ẞ": "SS"},
    }
)

MARK = ".."
"""Stands where something was cut off."""


def fold(text: str) -> str:
    """One line of GSM-7 that reads like `text`: folding it again changes nothing.

    Accents the alphabet lacks go, curly quotes and dashes become plain ones, emoji and white space of any
    kind become one space, and what has no likeness (other scripts, controls, direction marks) is dropped.
    """
    folded = "".join(_fold_character(character) for character in unicodedata.normalize("NFC", text))
    return " ".join(folded.split())


def _fold_character(character: str) -> str:
    if character in _BASIC or character in _EXTENSION:
        return character
    plain = character.translate(_LOOK_ALIKES)
    if plain != character:
        return plain
    parts = unicodedata.normalize("NFKD", character).translate(_LOOK_ALIKES)
    kept = "".join(part for part in parts if part in _BASIC or part in _EXTENSION)
    # An emoji between two words must not glue them together; a boxed letter is still a letter.
    gap = character.isspace() or unicodedata.category(character) == "So"
    return kept or (" " if gap else "")


def septets(text: str) -> int:
    """How much of a message's 160 the text takes. Raises ValueError for a character that is not GSM-7."""
    strangers = {character for character in text if character not in _BASIC and character not in _EXTENSION}
    if strangers:
        raise ValueError(f"not GSM-7, fold it first: {sorted(strangers)!r}")
    return len(text) + sum(character in _EXTENSION for character in text)


def cut(text: str, most: int) -> str:
    """`text` if it takes at most `most` septets, else its beginning and the mark; empty when only the mark fits."""
    if septets(text) <= most:
        return text
    room = most - septets(MARK)
    kept = 0
    while kept < len(text) and septets(text[: kept + 1]) <= room:
        kept += 1
    beginning = text[:kept].rstrip(" .,")
    return beginning + MARK if beginning else ""


def cut_words(text: str, most: int) -> str:
    """As `cut`, but between two words: half a number is a wrong number."""
    if septets(text) <= most:
        return text
    words = text.split(" ")
    while words and septets(" ".join(words)) > most - septets(MARK):
        words.pop()
    return " ".join(words).rstrip(" .,:(") + MARK if words else cut(text, most)
