"""What a text does, told by word lists from the configuration: asks, complains, thanks, moves the talk to DM.

Signals are found once, when a message comes in, and stored instead of the text; whether a thank-you counts as one
is judged later, from the facts.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from chalicelib.domain.facts_seen import Signal
from chalicelib.domain.organisation import Phrases

EXCERPT_LENGTH = 140
THANKS_AT_MOST = 6

_ASKS = re.compile("[?\u061f\u2753\u2754]")  # also the Arabic mark and the two emoji
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
_LEADING_HANDLES = re.compile(r"^(?:@\w+[,:]? )+")
_HANDLE_OR_LINK = re.compile(r"(?:^|(?<=\s))(?:[@#]\w+|https?://\S+)")


def signals(text: str, phrases: Phrases) -> frozenset[Signal]:
    """What the text does. Empty for a text that does nothing we know."""
    plain = fold(text)
    found: set[Signal] = set()
    # A link may hold a question mark of its own.
    if _ASKS.search(_HANDLE_OR_LINK.sub(" ", plain)) or _says(plain, phrases.questions):
        found.add("question")
    if _says(plain, phrases.complaints):
        found.add("complaint")
    if _says(plain, phrases.invites_dm):
        found.add("invites_dm")
    if _says(plain, phrases.promises_contact):
        found.add("promises_contact")
    if "question" not in found and "complaint" not in found and _thanks(plain, phrases):
        found.add("thanks")
    return frozenset(found)


def says_automatic(text: str, phrases: Phrases) -> bool:
    """The text is one of the configured automatic replies (an away message, a receipt)."""
    return _says(fold(text), phrases.automatic)


def excerpt(text: str) -> str:
    """At most 140 characters of one line, without control characters; cut at a word with `..` behind it.

    The handles in front are left out: everybody on call knows whom the customer writes to.
    """
    line = " ".join("".join(" " if _unprintable(c) else c for c in text).split())
    line = _LEADING_HANDLES.sub("", line)  # each with the space behind it, so that something is left
    if len(line) <= EXCERPT_LENGTH:
        return line
    cut = line[: EXCERPT_LENGTH - 2]
    head, space, _ = cut.rpartition(" ")
    return (head if space and 2 * len(head) > EXCERPT_LENGTH else cut) + ".."


def fold(text: str) -> str:
    """Lower case without accents, white space single: what phrases are compared in.

    Letters of the fancy fonts that people paste count as the plain ones.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def mentions_any(text: str, words: Iterable[str]) -> bool:
    """True when one of the words or phrases stands in the text as whole words, whatever the case."""
    return _says(fold(text), frozenset(words))


def _thanks(plain: str, phrases: Phrases) -> bool:
    """At most six words or emoji, and either a word of thanks or nothing but emoji."""
    said = _HANDLE_OR_LINK.sub(" ", plain)
    words = _WORD.findall(said)
    emoji = [c for c in said if unicodedata.category(c) == "So"]
    if not 0 < len(words) + len(emoji) <= THANKS_AT_MOST:
        return False
    return not words or _says(said, phrases.thanks)


def _says(plain: str, phrases: frozenset[str]) -> bool:
    pattern = _pattern(phrases)
    return pattern is not None and pattern.search(plain) is not None


@lru_cache(maxsize=64)
def _pattern(phrases: frozenset[str]) -> re.Pattern[str] | None:
    alternatives = sorted((re.escape(plain) for p in phrases if (plain := fold(p))), key=len, reverse=True)
    if not alternatives:
        return None
    # Not \b: a phrase may begin or end with an emoji, which is no word character.
    return re.compile(r"(?<!\w)(?:" + "|".join(alternatives) + r")(?!\w)")


def _unprintable(char: str) -> bool:
    # Cc: controls and NUL; Cf: right-to-left overrides and zero-width joiners; Cs: lone surrogates.
    return unicodedata.category(char) in {"Cc", "Cf", "Cs"}
