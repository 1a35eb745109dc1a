"""What may be wrong with people and the rotas they carry the phone in."""

import pytest

from tests.config.example import assert_one_problem

_SANNE_SMS = '{ channel = "sms", to = "+31600000001", first = true },'
_LAYER = 'people = ["sanne", "bram"]'


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
        pytest.param(
            '[people.sanne]\nname = "Sanne"\nlanguage = "nl"',
            '[people.sanne]\nname = "Sanne"\nlanguage = "de"',
            "people.sanne.language",
            '"de" is no choice here; write "nl" or "en"',
            id="a language nobody wrote texts in",
        ),
        pytest.param(
            _LAYER,
            "people = []",
            "rotas.webcare.layers[0].people",
            'nobody carries the phone; write for example people = ["sanne", "bram"]',
            id="an empty rota",
        ),
        pytest.param(
            "[[rotas.webcare.layers]]",
            "[[rotas.webcare.later]]",
            "rotas.webcare.later",
            'unknown key; did you mean "layers"?',
            id="a rota whose layers are misspelt",
        ),
        pytest.param(
            _LAYER,
            'people = ["sanne", "bran"]',
            "rotas.webcare.layers[0].people[1]",
            '"bran" is no person; did you mean "bram"?',
            id="a rota with an unknown person",
        ),
        pytest.param(
            'turn = "1 week" ',
            'turn = "0 weeks" ',
            "rotas.webcare.layers[0].turn",
            '"0 weeks" is no turn; write it like "1 day", "1 week" or "2 weeks"',
            id="a turn of no time",
        ),
        pytest.param(
            'handoff = "09:00"',
            'handoff = "9 uur"',
            "rotas.webcare.layers[0].handoff",
            '"9 uur" is no time of the day; write it like "09:00"',
            id="a handoff that is no time",
        ),
        pytest.param(
            'turn = "1 week" ',
            'hours = { monday = ["08:00-20:00", "19:00-22:00"] }\nturn = "1 week" ',
            "rotas.webcare.layers",
            "layer week: Monday: 08:00-20:00 overlaps 19:00-22:00",
            id="a layer whose hours overlap",
        ),
        pytest.param(
            "[people.sanne]",
            "[people.sanne]\n[people.sanne]",
            "line",
            "Cannot declare",
            id="the same person twice",
        ),
        pytest.param(
            "[people.chris] ",
            "[people.Chris] ",
            "people.Chris",
            '"Chris" cannot be a name; use at most 40 lower-case letters, digits, - and _, such as sanne',
            id="a person whose id differs only by a capital",
        ),
        pytest.param(
            "[people.chris] ",
            "[people.manager] ",
            "people.manager",
            '"manager" is a role in escalation steps; choose another name for the person',
            id="a person called like a role",
        ),
        pytest.param(
            _SANNE_SMS,
            '{ channel = "sms", to = "0612345678", first = true },',
            "people.sanne.methods[0].to",
            '"0612345678" is no phone number; write + and the country code, without spaces, such as +31600000001',
            id="a phone number without its country",
        ),
        pytest.param(
            '"sanne@example.com"',
            '"sanne.example.com"',
            "people.sanne.methods[2].to",
            '"sanne.example.com" is no e-mail address; write it like sanne@example.com',
            id="an e-mail address without @",
        ),
        pytest.param(
            _SANNE_SMS,
            '{ channel = "smss", to = "+31600000001", first = true },',
            "people.sanne.methods[0].channel",
            '"smss" is no channel; did you mean "sms"?',
            id="a channel that is not there",
        ),
        pytest.param(
            'channel = "pagerduty", to = "sanne"',
            f'channel = "pagerduty", to = "{"x" * 32}"',
            "people.sanne.methods[1].to",
            "is no name of a secret; write the name of its secret, "
            'such as "sanne": the key or address itself is stored in SSM, never here',
            id="a key where the name of its secret belongs, and it is not repeated",
        ),
        pytest.param(
            'channel = "pagerduty", to = "sanne"',
            'channel = "slack", to = "https://hooks.example.com/x"',
            "people.sanne.methods[1].to",
            "is no name of a secret; write the name of its secret, "
            'such as "sanne": the key or address itself is stored in SSM, never here',
            id="an address where the name of its secret belongs",
        ),
        pytest.param(
            "[people.chris] ",
            '[people.piet]\nname = "Piet"\n\n[people.chris] ',
            "people.piet",
            'nobody can be paged without a way to; add methods = [{ channel = "sms", to = "..." }]',
            id="a person who cannot be reached",
        ),
        pytest.param(
            "[people.chris] ",
            '[people.piet]\nname = "Piet"\nmethods = [{ channel = "voice", to = "+31600000009" }]\n\n[people.chris] ',
            "people.piet.methods",
            'a call has no link to open, and cannot be answered; add a method that shows it, such as { channel = "sms"',
            id="a person who is only called",
        ),
        pytest.param(
            'quiet_hours = "23:00-07:00"',
            'quiet_hours = "00:00-24:00"',
            "people.bram.quiet_hours",
            'is the whole day; leave some hours over, such as "23:00-07:00"',
            id="quiet hours without end",
        ),
    ],
)
def test_a_mistake_is_named_with_its_key_and_what_right_looks_like(old: str, new: str, path: str, said: str) -> None:
    assert_one_problem(old, new, path, said)
