"""Who may send a form of a page: its own site and what is no browser, never another site."""

import pytest

from chalicelib.web.origin import is_foreign

PUBLIC = "https://wh.example.com"


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        pytest.param({}, False, id="the button of a push message tells nothing"),
        pytest.param({"sec-fetch-site": "same-origin", "origin": "null"}, False, id="our own page"),
        pytest.param({"sec-fetch-site": "none"}, False, id="the person by hand"),
        pytest.param({"sec-fetch-site": "cross-site", "origin": "null"}, True, id="another site"),
        pytest.param({"sec-fetch-site": "same-site", "origin": PUBLIC}, True, id="a neighbour under one domain"),
        pytest.param({"sec-fetch-site": ""}, True, id="an empty word"),
        pytest.param({"origin": "null"}, False, id="our own page in an older browser"),
        pytest.param({"origin": PUBLIC}, False, id="our public address"),
        pytest.param({"origin": "https://abc.example.org", "host": "abc.example.org"}, False, id="the address called"),
        pytest.param({"origin": "https://evil.example", "host": "wh.example.com"}, True, id="another origin"),
        pytest.param({"origin": "https://wh.example.com.evil.example"}, True, id="one that begins like ours"),
        pytest.param({"origin": "https://["}, True, id="no origin at all"),
        pytest.param({"origin": "", "host": ""}, True, id="an empty origin"),
    ],
)
def test_forms_of_other_sites_are_foreign(headers: dict[str, str], foreign: bool) -> None:
    assert is_foreign(headers, PUBLIC) is foreign


def test_without_a_public_address_the_one_that_was_called_counts() -> None:
    assert is_foreign({"origin": "https://evil.example", "host": "abc.example.org"}, "")
    assert not is_foreign({"origin": "https://abc.example.org", "host": "abc.example.org"}, "")
