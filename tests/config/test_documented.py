"""`docs/configuration.md` knows every key, and no other."""

import re
from pathlib import Path

import pytest

from chalicelib.configuration.keys import KEYS

_PAGE = Path(__file__).parents[2] / "docs" / "configuration.md"
_SECTIONS = re.split(r"^## `([a-z]+)`$", _PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
_ROWS = {
    name: re.findall(r"^\| `([a-z_]+)` \|", body, re.MULTILINE)
    for name, body in zip(_SECTIONS[1::2], _SECTIONS[2::2], strict=True)
}


@pytest.mark.parametrize("section", KEYS)
def test_every_key_is_explained(section: str) -> None:
    assert _ROWS[section] == list(KEYS[section])


def test_nothing_is_explained_that_cannot_be_set() -> None:
    assert set(_ROWS) == set(KEYS)
