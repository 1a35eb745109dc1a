"""Names and words of strangers, made harmless before they stand between ours.

A page is trusted by whoever is woken by it, so nothing in it may pretend to be ours: no line breaks, no
reversed reading direction, no link but the page's own.
"""

import re
import unicodedata

from chalicelib.texts.gsm7 import fold

# Telephones make links of these by themselves, and carriers filter texts with addresses they do not know.
_LINK = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{1,15}://|\bwww\.|\b(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}/)\S*", re.IGNORECASE
)

# Longer than any excerpt or name that is stored: what comes beyond it is an attack, not a message.
_MOST = 500

# A family emoji and Persian words are held together by these two; every other format character goes.
_JOINERS = "\u200c\u200d"


def one_line(text: str, most: int) -> str:
    """`text` in its own script on one line of at most `most` characters, controls and direction marks gone."""
    visible = "".join(_visible(character) for character in text[: most * 8])
    line = " ".join(visible.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Cs"} and character not in _JOINERS
    return "" if hidden else character


def without_links(text: str) -> str:
    """`text` with "(link)" where an address stood."""
    return _LINK.sub("(link)", text)


def short(text: str) -> str:
    """`text` as a text message may carry it: folded, without links; empty when no letter or digit is left."""
    folded = without_links(fold(text[:_MOST]))
    return folded if any(character.isalnum() for character in folded) else ""
