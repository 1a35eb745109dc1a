"""The language of somebody we do not know yet."""

from typing import TYPE_CHECKING

from chalice.app import Request

if TYPE_CHECKING:
    from chalicelib.domain.organisation import Language


def language_of(request: Request) -> "Language":
    """The browser's first choice among ours; Dutch when it has none."""
    for choice in str(request.headers.get("accept-language", "")).split(","):
        tag = choice.split(";")[0].strip().lower().split("-")[0]
        if tag == "en":
            return "en"
        if tag == "nl":
            break
    return "nl"
