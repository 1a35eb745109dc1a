"""What may be wrong with the organisation, a brand, an account or a rule."""

import pytest

from tests.config.example import assert_one_problem


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        pytest.param(
            'public_policy = "mention"',
            'public_policy = "promise"',
            "accounts[0].public_policy",
            '"promise" is for promises, it has no target; name another policy',
            id="an account with the policy of promises",
        ),
        pytest.param(
            'direct_policy = "direct"',
            'direct_policy = "dm"',
            "accounts[0].direct_policy",
            '"dm" is no policy; known: direct, mention, promise',
            id="an account with a policy that is not there",
        ),
        pytest.param(
            'calendar = "kantoor"',
            'calendar = "office"',
            "accounts[0].calendar",
            '"office" is no calendar; known: always, kantoor, winkel',
            id="an account on a calendar that is not there",
        ),
        pytest.param(
            'brand = "merk"',
            'brand = "merkk"',
            "accounts[0].brand",
            '"merkk" is no brand; did you mean "merk"?',
            id="an account of a brand that is not there",
        ),
        pytest.param(
            'id = "6253282"',
            'id = "2244994945"',
            "accounts[1].id",
            'x "2244994945" stands in the file already; remove one',
            id="two accounts with the same platform and id",
        ),
        pytest.param(
            'platform = "x"',
            'platform = "twitter"',
            "accounts[0].platform",
            '"twitter" is no platform we know; known: ',
            id="a platform nobody wrote an adapter for",
        ),
        pytest.param(
            'id = "2244994945" ',
            "id = 2244994945 ",
            "accounts[0].id",
            '2244994945 is a number; ids are texts, write "2244994945"',
            id="an account id that is not between quotes",
        ),
        pytest.param(
            'id = "2244994945" ',
            'id = "22449 94945" ',
            "accounts[0].id",
            '"22449 94945" holds a space; copy the id as the platform gives it',
            id="an account id with a space in it",
        ),
        pytest.param(
            'name = "merk" ',
            'name = "@merk" ',
            "accounts[0].name",
            '"@merk" begins with @; leave it out: "merk"',
            id="an account name with its @",
        ),
        pytest.param(
            "watch_from = 2024-01-01T00:00:00+01:00",
            "watch_from = 2024-01-01T00:00:00",
            "accounts[0].watch_from",
            "2024-01-01 00:00:00 has no zone; say how far it is from UTC: 2026-11-16T09:00:00+01:00",
            id="an instant without a zone",
        ),
        pytest.param(
            "watch_from = 2024-01-01T00:00:00+01:00",
            "watch_from = 9999-12-31T23:59:59-01:00",
            "accounts[0].watch_from",
            "9999-12-31 is far away; the year lies between 2000 and 2100",
            id="an instant in the last second that a date can hold",
        ),
        pytest.param(
            "watch_from = 2024-01-01T00:00:00+01:00",
            "watch_from = 2024-01-01",
            "accounts[0].watch_from",
            "2024-01-01 is no instant; write it without quotes: 2026-11-16T09:00:00+01:00",
            id="a date where an instant belongs",
        ),
        pytest.param(
            "needs_follow = false",
            'needs_follow = "no"',
            "accounts[0].needs_follow",
            '"no" is neither true nor false; write true or false, without quotes',
            id="a switch that is a word",
        ),
        pytest.param(
            'comments = "questions"',
            'comments = "some"',
            "accounts[0].comments",
            '"some" is no choice here; write "questions" or "all"',
            id="a choice that is not offered",
        ),
        pytest.param(
            'on_call = "webcare"',
            'on_call = "webcrae"',
            "brands.merk.on_call",
            '"webcrae" is no rota; did you mean "webcare"?',
            id="a brand with a rota that is not there",
        ),
        pytest.param(
            'promise_policy = "promise"',
            'promise_policy = "promises"',
            "organisation.promise_policy",
            '"promises" is no policy; did you mean "promise"?',
            id="promises under a policy that is not there",
        ),
        pytest.param(
            '[organisation]\nname = "Merk"\nzone = "Europe/Amsterdam"',
            '[organisation]\nname = "Merk"\nzone = "Europe/Amsterdm"',
            "organisation.zone",
            '"Europe/Amsterdm" is no time zone; did you mean "Europe/Amsterdam"?',
            id="a zone that does not exist",
        ),
        pytest.param(
            "reach_at_least = 250000          # followers\n",
            "reach_at_least = -1\n",
            "rules[0].reach_at_least",
            "-1 is no number from 1 to 10000000000; write it without quotes, such as 6",
            id="a reach below zero",
        ),
        pytest.param(
            'platforms = ["x"]\nreach_at_least = 250000',
            "# 250000",
            "rules[0]",
            "holds for every message; add a condition: ",
            id="a rule without a condition",
        ),
        pytest.param(
            '"verslaggever"]   # in what they say about themselves\nnotify = ["manager"]',
            '"verslaggever"]',
            "rules[2]",
            'changes nothing; add earlier = "15m" or notify = ["manager"]',
            id="a rule that changes nothing",
        ),
        pytest.param(
            'accounts = ["merk", "merk_webcare"]',
            'accounts = ["merk", "merk_webcar"]',
            "rules[3].accounts[1]",
            '"merk_webcar" is no account in the file; did you mean "merk_webcare"?',
            id="a rule for an account that is not there",
        ),
        pytest.param(
            'name = "Merk"\nzone',
            'name = "Me\\nrk"\nzone',
            "organisation.name",
            '"Me rk" cannot be shown; use one line of at most 200 characters',
            id="a name on two lines",
        ),
        pytest.param(
            'staff = ["99000000001", "99000000002"]',
            'staff = "99000000001"',
            "accounts[0].staff",
            '"99000000001" is no list; write it between square brackets: [...]',
            id="one value where a list belongs",
        ),
    ],
)
def test_a_mistake_is_named_with_its_key_and_what_right_looks_like(old: str, new: str, path: str, said: str) -> None:
    assert_one_problem(old, new, path, said)
