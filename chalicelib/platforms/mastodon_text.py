"""The words of a status: HTML of a stranger's server, read as text and never as markup."""

import re
from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "li", "blockquote", "pre"})
_SILENT = frozenset({"script", "style"})
# Handles that the software put in front of a reply: of everybody who takes part in the thread.
_LEADING_HANDLES = re.compile(r"(?:\s*@[\w.-]+(?:@[\w.-]+)?(?![\w@]))+", re.ASCII)


class _Words(HTMLParser):
    """Collects text, with a space where a paragraph or line ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BREAKS:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(self._silent - (tag in _SILENT), 0)
        if tag in _BREAKS:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)


def words(html: str) -> str:
    """The text alone, on one line."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.pieces).split())


def own_words(text: str) -> str:
    """What follows the handles at the beginning."""
    prefix = _LEADING_HANDLES.match(text)
    return text[prefix.end() :] if prefix else text
