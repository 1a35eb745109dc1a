"""The page of a known outage, word for word."""

from dataclasses import replace

import pytest

from chalicelib.domain.organisation import Language
from chalicelib.domain.pages import OutageTold, PageView
from chalicelib.texts.compose import compose
from tests.texts.building import FRIDAY, LINK, VIEW, at

TOLD = OutageTold(words=("pinnen",), waiting=31, more=False, past=0, oldest_at=FRIDAY, next_at=at("21 00:33"))
PAGE = replace(VIEW, composed_at=at("21 00:03"), outage=TOLD, can_reply=False)


@pytest.mark.parametrize(
    ("view", "language", "words"),
    [
        (PAGE, "nl", "Waakhond: storing 'pinnen': 31 wachten, oudste 1u03. Volgende melding 00:33."),
        (PAGE, "en", "Waakhond: outage 'pinnen': 31 waiting, oldest 1h03. Next page 00:33."),
        (
            replace(PAGE, outage=replace(TOLD, words=("pín\u200bnen\n", "app", "storing"), waiting=1, past=1)),
            "nl",
            "Waakhond: storing 'pinnen' en nog 2: 1 wacht, oudste 1u03, 1 VOORBIJ DE GRENS. Volgende melding 00:33.",
        ),
        (
            replace(PAGE, outage=replace(TOLD, waiting=999, past=40, more=True)),
            "en",
            "Waakhond: outage 'pinnen': 999+ waiting, oldest 1h03, 40+ PAST THE LIMIT. Next page 00:33.",
        ),
        (
            replace(PAGE, nobody_on_duty="webcare"),
            "nl",
            "Waakhond: NIEMAND HEEFT DIENST (webcare), storing 'pinnen': 31 wachten, oudste 1u03.",
        ),
        (
            replace(PAGE, nobody_on_duty="webcare"),
            "en",
            "Waakhond: NOBODY ON DUTY (webcare), outage 'pinnen': 31 waiting, oldest 1h03.",
        ),
    ],
)
def test_an_outage(view: PageView, language: Language, words: str) -> None:
    assert compose(replace(view, language=language)).text == f"{words} {LINK}"
