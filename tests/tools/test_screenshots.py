"""The README's pictures: there is one of every evening, for a telephone, and none weighs much."""

from pathlib import Path

import pytest

from tests.browser.evenings import DAYS
from tools.screenshots import INTO

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def test_there_is_a_picture_of_every_evening_and_no_other() -> None:
    assert {path.stem for path in INTO.iterdir()} == set(DAYS)


@pytest.mark.parametrize("path", sorted(INTO.glob("*.png")), ids=lambda path: path.stem)
def test_a_picture_is_as_wide_as_a_telephone_and_small(path: Path) -> None:
    picture = path.read_bytes()
    # The header comes first, and its first field is the width (RFC 2083, section 4.1.1).
    assert (picture[:8], int.from_bytes(picture[16:20])) == (SIGNATURE, 360)
    assert len(picture) < 80_000
