"""What gives way when a page is too long for one text message, and what never does."""

from dataclasses import replace

import pytest

from chalicelib.texts.compose import compose
from chalicelib.texts.gsm7 import septets
from tests.texts.building import MENTION, VIEW, at, told


def test_what_gives_way_to_a_longer_link_and_in_which_order() -> None:
    view = replace(VIEW, items=(replace(MENTION, platform="messenger"),))
    texts = [compose(replace(view, link=f"https://{'m' * n}.nl/p/{'c' * 17}")).text for n in range(1, 75)]
    stands = [("'al" in t, MENTION.customer_name in t, "OK = ik pak dit" in t, "Waakhond" in t) for t in texts]
    assert list(dict.fromkeys(stands)) == [
        (True, True, True, True),
        (False, True, True, True),  # the quote is gone
        (False, False, True, True),  # the handle is cut
        (False, True, False, True),  # the hint is gone, so the handle is whole again
        (False, False, False, True),
        (False, False, False, False),  # our own name is gone
    ]
    handles = {text.split(" op ")[0].split()[-1] for text in texts if "OK = " in text}
    assert min(handles, key=len) == "@marie.."  # eight characters at the least, before the hint goes
    for text in texts:
        assert septets(text) <= 160
        assert "nog 15 min" in text
        assert text.endswith(".nl/p/" + "c" * 17)


def test_a_link_that_leaves_no_room_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves no room"):
        compose(replace(VIEW, link="https://" + "m" * 132))


def test_the_subject_is_the_beginning_of_the_text_without_its_quote() -> None:
    assert compose(VIEW).subject == "Waakhond: nog 15 min. @marieke_jansen1 op X wacht 45 min."
    manager = replace(MENTION, for_manager=True, told=told("Annemarie", "20 23:45", "20 23:55"))
    assert compose(replace(VIEW, composed_at=at("21 00:01"), items=(manager,))).subject == (
        "Waakhond: 1 UUR VOORBIJ. @marieke_jansen1 op X. Gemeld Annemarie 23:45 +.."
    )
