"""Which account is meant, and which configuration counts when."""

from dataclasses import replace

import pytest

from chalicelib.domain.organisation import Account, Book
from tests.domain.build import at
from tests.domain.merk import ACCOUNT, ACCOUNTS, ID, MERK, WEBCARE, entry

OTHER_BRAND = replace(ACCOUNT, id="2001", brand="ander")
ORGANISATION = replace(MERK, accounts=(OTHER_BRAND, *ACCOUNTS))


@pytest.mark.parametrize(
    ("account", "siblings"),
    [
        pytest.param(ACCOUNT, [("x", ID), ("x", WEBCARE)], id="of its brand on its platform, itself included"),
        pytest.param(ACCOUNTS[2], [("facebook", ID)], id="on another platform"),
        pytest.param(OTHER_BRAND, [("x", "2001")], id="of another brand"),
    ],
)
def test_accounts_that_answer_for_each_other(account: Account, siblings: list[tuple[str, str]]) -> None:
    assert [(each.platform, each.id) for each in ORGANISATION.siblings(account)] == siblings


@pytest.mark.parametrize(
    ("platform", "id", "found"),
    [
        pytest.param("x", WEBCARE, ACCOUNTS[1], id="by platform and id"),
        pytest.param("facebook", ID, ACCOUNTS[2], id="the same id on another platform is another account"),
        pytest.param("facebook", WEBCARE, None, id="an id of another platform"),
        pytest.param("threads", ID, None, id="a platform without accounts"),
    ],
)
def test_which_account_is_meant(platform: str, id: str, found: Account | None) -> None:
    assert ORGANISATION.account(platform, id) == found
    assert ORGANISATION.owner_of(platform, frozenset({id, "unknown"})) == found


def test_of_several_accounts_that_saw_a_message_the_first_in_the_file_owns_it() -> None:
    assert ORGANISATION.owner_of("x", frozenset({WEBCARE, ID})) == ACCOUNT
    assert ORGANISATION.owner_of("x", frozenset()) is None


@pytest.mark.parametrize(
    ("when", "config"),
    [
        pytest.param("16 12:00", 0, id="what began before all of them: the first"),
        pytest.param("10:00", 0, id="from its very instant"),
        pytest.param("11:59:59", 0, id="until the next"),
        pytest.param("12:00", 1, id="the next from its very instant"),
        pytest.param("18 12:00", 1, id="and from then on"),
    ],
)
def test_which_configuration_counts_for_an_instant(when: str, config: int) -> None:
    book = Book((entry(MERK, at("10:00")), entry(ORGANISATION, at("12:00"))))
    assert book.at(at(when)) == book.entries[config]
    assert book.latest == ORGANISATION
