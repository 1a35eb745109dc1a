"""What may be wrong with the file as a whole, its texts and how pages leave; and how problems are told."""

import pytest

from chalicelib import config
from tests.config.example import TEXT, TODAY, assert_one_problem, problems_of


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        pytest.param(
            'sender_id = "Waakhond"',
            'sender_id = "Waakhond webcare"',
            "sms.sender_id",
            '"Waakhond webcare" cannot be a sender; use 1 to 11 letters and digits, at least one letter, no spaces',
            id="an SMS sender that is too long",
        ),
        pytest.param(
            'sender_id = "Waakhond"',
            'sender_id = "12345"',
            "sms.sender_id",
            '"12345" cannot be a sender; use 1 to 11 letters and digits, at least one letter, no spaces',
            id="an SMS sender without a letter",
        ),
        pytest.param(
            'sender_id = "Waakhond"',
            'sender_id = "Waakhond"\nnumber = "+31600000000"',
            "sms.number",
            "a text message has one sender: sender_id or number; remove one of the two",
            id="two SMS senders",
        ),
        pytest.param(
            "two_way = false",
            "two_way = true",
            "sms.two_way",
            'only a number can be replied to; set number = "+31..." or two_way = false',
            id="replies to a name",
        ),
        pytest.param(
            'max_price_usd = "0.50"',
            'max_price_usd = "0,50"',
            "sms.max_price_usd",
            '"0,50" is no price; write dollars with a point, such as "0.50"',
            id="a price with a comma",
        ),
        pytest.param(
            'max_price_usd = "0.50"',
            'max_price_usd = "0.00"',
            "sms.max_price_usd",
            '"0.00" is no price; write dollars with a point, such as "0.50"',
            id="text messages for nothing",
        ),
        pytest.param(
            'max_price_usd = "0.50"',
            'max_price_usd = "100.00"',
            "sms.max_price_usd",
            '"100.00" is no price; write dollars with a point, such as "0.50"',
            id="a text message for a hundred dollars",
        ),
        pytest.param(
            "two_way = false",
            'two_way = false\nservice = "pinpoint"',
            "sms.service",
            '"pinpoint" is no choice here; write "sns" or "end-user-messaging"',
            id="a service that does not carry texts",
        ),
        pytest.param(
            "two_way = false",
            'two_way = false\nconfiguration_set = "waakhond-prod"',
            "sms.configuration_set",
            'SNS has no configuration sets and no receipts; set service = "end-user-messaging", or remove it',
            id="receipts of a service that has none",
        ),
        pytest.param(
            'sender_id = "Waakhond"',
            'service = "end-user-messaging"',
            "sms.service",
            'needs to know whom a text comes from; add number = "+31..." or sender_id = "..."',
            id="any number of the account",
        ),
        pytest.param(
            "two_way = false",
            'two_way = false\nservice = "end-user-messaging"\nconfiguration_set = "waakhond prod"',
            "sms.configuration_set",
            '"waakhond prod" cannot be a configuration set; copy its name, or its ARN, from the AWS console',
            id="a configuration set with a space",
        ),
        pytest.param(
            '{ channel = "email", to = "sanne@example.com" },',
            '{ channel = "voice", to = "+31600000001" },',
            "voice",
            "is missing; add [voice]",
            id="calls from no number",
        ),
        pytest.param(
            "[mail]",
            "[voice]\n\n[mail]",
            "voice",
            "is missing",
            id="calls from nowhere",
        ),
        pytest.param(
            "[mail]",
            '[voice]\nnumber = "0612345678"\n\n[mail]',
            "voice.number",
            '"0612345678" is no phone number',
            id="calls from a number without its country",
        ),
        pytest.param(
            TEXT[TEXT.index("[mail]") :],
            "",
            "mail",
            "is missing; add [mail]",
            id="e-mail without a sender",
        ),
        pytest.param(
            "thanks = [",
            'thanks = [ "", ',
            "phrases.thanks[0]",
            "is empty; write something between the quotes",
            id="an empty phrase, which every text would contain",
        ),
        pytest.param(
            "[sms]",
            "[smss]",
            "smss",
            'unknown key; did you mean "sms"?',
            id="a misspelt table",
        ),
        pytest.param(
            "[sms]",
            "[[sms]]",
            "sms",
            "a list is no table; write it as [table] or { key = value }",
            id="a table written as a list",
        ),
    ],
)
def test_a_mistake_is_named_with_its_key_and_what_right_looks_like(old: str, new: str, path: str, said: str) -> None:
    assert_one_problem(old, new, path, said)


def test_every_problem_is_told_at_once_in_the_order_of_the_parts() -> None:
    text = TEXT.replace('"sanne@example.com"', '"sanne"').replace('after = "55m"', 'after = "-5m"')
    text = text.replace('platform = "x"', 'platform = "y"')
    with pytest.raises(config.ConfigProblems) as raised:
        config.read(text, TODAY)
    paths = [
        "accounts[0].platform",
        "accounts[1].platform",
        "people.sanne.methods[2].to",
        "policies.mention.steps[1].after",
    ]
    assert [problem.path for problem in raised.value.problems] == paths
    assert [line.split(": ")[0] for line in str(raised.value).splitlines()] == paths


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("a = [1,", "end of document: Invalid value; correct it there, or just before", id="cut off"),
        pytest.param("\n\nname Merk", "line 3, column 6: Expected '=' after a key", id="no TOML at all"),
        pytest.param("a = " + "[" * 5000, "the file: holds brackets within brackets without end", id="brackets"),
        pytest.param("a = " + "9" * 5000, "the file: holds a number of thousands of digits", id="digits"),
        pytest.param("a = 2026-02-30", "line 1, column 5: Invalid date or datetime", id="the thirteenth month"),
    ],
)
def test_text_that_is_no_toml_is_told_with_its_place(text: str, said: str) -> None:
    (problem,) = problems_of(text)
    assert str(problem).startswith(said)


def test_an_empty_file_is_told_what_it_lacks() -> None:
    assert [(problem.path, problem.what) for problem in problems_of("")] == [
        (part, "is missing") for part in ("organisation", "brands", "accounts", "policies", "people", "rotas")
    ]
