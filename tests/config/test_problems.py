"""What a conversation manager may get wrong in `waakhond.toml`, and what the reader answers."""

import pytest

from chalicelib import config
from tests.config.example import TEXT, TODAY, changed, problems_of

_SANNE_SMS = '{ channel = "sms", to = "+31600000001", first = true },'
_FIRST_STEP = '{ after = "45m", notify = ["on-call"] },'
_MENTION = 'target = "1h"\n'
_LAYER = 'people = ["sanne", "bram"]'
_MONDAY = 'monday = ["09:00-17:30"]'
_WEEK = TEXT[TEXT.index(_MONDAY) : TEXT.index("[calendars.kantoor.holidays]")]

BAD_INPUT = [
    pytest.param(
        _FIRST_STEP,
        '{ after = "45m", notify = ["sane"] },',
        "policies.mention.steps[0].notify[0]",
        '"sane" is nobody in [people]; did you mean "sanne"?',
        id="a step that tells an unknown person",
    ),
    pytest.param(
        _FIRST_STEP,
        '{ after = "45m", notify = [] },',
        "policies.mention.steps[0].notify",
        'tells nobody; write for example notify = ["on-call"]',
        id="a step that tells nobody",
    ),
    pytest.param(
        _FIRST_STEP,
        '{ after = "45m" },',
        "policies.mention.steps[0].notify",
        'is missing; add notify = ["on-call"]',
        id="a step that does not say whom to tell",
    ),
    pytest.param(
        _FIRST_STEP,
        '{ after = "45m", notify = ["on-call", "on-call"] },',
        "policies.mention.steps[0].notify[1]",
        '"on-call" is listed twice; remove one of them',
        id="a step that tells the same person twice",
    ),
    pytest.param(
        _FIRST_STEP,
        '{ after = "45m", notify = ["owner"] },',
        "policies.mention.steps[0].notify[0]",
        'only a promise has an owner; write "on-call", "manager" or a person',
        id="an owner where nothing was promised",
    ),
    pytest.param(
        _FIRST_STEP,
        '{ after = "45m", before = "15m", notify = ["on-call"] },',
        "policies.mention.steps[0]",
        'says when more than once: after and before; write one of after = "45m", before = "1h" or at = "due"',
        id="a step both after and before",
    ),
    pytest.param(
        _FIRST_STEP,
        '{ notify = ["on-call"] },',
        "policies.mention.steps[0]",
        'does not say when; write one of after = "45m", before = "1h" or at = "due"',
        id="a step at no time",
    ),
    pytest.param(
        'after = "55m"',
        'after = "45m"',
        "policies.mention.steps[1]",
        "falls together with steps[0]; make one step of the two",
        id="two steps at the same moment",
    ),
    pytest.param(
        'after = "55m"',
        'before = "15m"',
        "policies.mention.steps[1]",
        "falls together with steps[0]; make one step of the two",
        id="two steps at the same moment, one of them counted back from the target",
    ),
    pytest.param(
        'after = "55m"',
        'at = "due"',
        "policies.mention.steps[2]",
        "falls together with steps[1]; make one step of the two",
        id="a step at the target beside one after just as long",
    ),
    pytest.param(
        'after = "55m"',
        'before = "61m"',
        "policies.mention.steps[1]",
        "falls before the clock starts; shorten it, or lengthen the target",
        id="a step further before the target than the target is long",
    ),
    pytest.param(
        'after = "1.5 working days"',
        'after = "2 working day"',
        "policies.direct.steps[0].after",
        '"2 working day" has the wrong plural; write "2 working days"',
        id="two working day",
    ),
    pytest.param(
        'after = "55m"',
        'after = "-5m"',
        "policies.mention.steps[1].after",
        'write it like "45m", "1h30m", "4 working hours" or "1.5 working days"',
        id="a negative duration",
    ),
    pytest.param(
        'after = "55m"',
        'after = "9000h"',
        "policies.mention.steps[1].after",
        '"9000h" is longer than 366 days; write a shorter one',
        id="a duration of more than a year",
    ),
    pytest.param(
        'after = "55m"',
        "after = 55",
        "policies.mention.steps[1].after",
        '55 is no text; write it between quotes: "..."',
        id="a duration without its unit",
    ),
    pytest.param(
        "repeat = { every",
        "repeat = { evry",
        "policies.mention.repeat.evry",
        'unknown key; did you mean "every"?',
        id="a misspelt key",
    ),
    pytest.param(
        "at_most = 6, notify",
        "at_most = 0, notify",
        "policies.mention.repeat.at_most",
        "0 is no number from 1 to 100; write it without quotes, such as 6",
        id="repeating no times",
    ),
    pytest.param(
        _MENTION,
        "",
        "policies.mention.target",
        'is missing; add target = "1h"',
        id="a policy without a target",
    ),
    pytest.param(
        "[policies.promise]\n",
        '[policies.promise]\ntarget = "1h"\n',
        "policies.promise.target",
        "a promise is due when it was promised for; remove the target",
        id="a promise with a target",
    ),
    pytest.param(
        _MENTION + 'calendar = "always"',
        _MENTION + 'calendar = "kantor"',
        "policies.mention.calendar",
        '"kantor" is no calendar; did you mean "kantoor"?',
        id="a policy on a calendar that is not there",
    ),
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
        '"twitter" is no platform we know; known: x',
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
        '[calendars.kantoor]\nzone = "Europe/Amsterdam"',
        '[calendars.kantoor]\nzone = "Europe"',
        "calendars.kantoor.zone",
        '"Europe" is no time zone; use an IANA name, such as Europe/Amsterdam',
        id="a continent where a zone belongs",
    ),
    pytest.param(
        '[people.sanne]\nname = "Sanne"\nlanguage = "nl"',
        '[people.sanne]\nname = "Sanne"\nlanguage = "de"',
        "people.sanne.language",
        '"de" is no choice here; write "nl" or "en"',
        id="a language nobody wrote texts in",
    ),
    pytest.param(
        _MONDAY,
        'monday = ["09:00-12:30", "12:00-17:30"]',
        "calendars.kantoor.hours.monday",
        "09:00-12:30 overlaps 12:00-17:30; let one period end before the next begins",
        id="overlapping periods",
    ),
    pytest.param(
        _MONDAY,
        'monday = ["9-17"]',
        "calendars.kantoor.hours.monday[0]",
        "write it like 09:00-17:30, 22:00-06:00 or 00:00-24:00",
        id="a period that is no period",
    ),
    pytest.param(
        _MONDAY,
        'mondy = ["09:00-17:30"]',
        "calendars.kantoor.hours.mondy",
        'unknown key; did you mean "monday"?',
        id="a misspelt weekday",
    ),
    pytest.param(
        _WEEK,
        "monday = []\n\n",
        "calendars.kantoor.hours",
        'it never opens: no weekday has a period; open on at least one weekday, such as monday = ["09:00-17:30"]',
        id="a calendar that never opens",
    ),
    pytest.param(
        "[calendars.kantoor.hours]        # a day that is not listed is closed\n" + _WEEK,
        "",
        "calendars.kantoor.hours",
        'is missing; add hours = { monday = ["09:00-17:30"] }',
        id="a calendar without hours",
    ),
    pytest.param(
        "[calendars.kantoor]\n",
        '[calendars.account]\nhours = { monday = ["09:00-17:30"] }\n\n[calendars.kantoor]\n',
        "calendars.account",
        '"account" already means something where a calendar is named; choose another name',
        id="a calendar with a name that is taken",
    ),
    pytest.param(
        'country = "NL"',
        'country = "Nederland"',
        "calendars.kantoor.holidays.country",
        '"Nederland" is no country we have holidays of; use two letters, such as "NL" or "BE"',
        id="a country by its name",
    ),
    pytest.param(
        'subdivision = "NW"',
        'subdivision = "NRW"',
        "calendars.winkel.holidays.subdivision",
        '"NRW" is no part of DE',
        id="a part of a country that is not there",
    ),
    pytest.param(
        'except = ["Good Friday"]',
        'except = ["Good Fryday"]',
        "calendars.kantoor.holidays.except[0]",
        '"Good Fryday" is no holiday of NL; did you mean "Good Friday"?',
        id="an exception to a holiday that is not there",
    ),
    pytest.param(
        'country = "NL"',
        "",
        "calendars.kantoor.holidays.except",
        'says nothing without a country; add country = "NL"',
        id="an exception to the holidays of no country",
    ),
    pytest.param(
        "extra = [2027-05-07]",
        'extra = ["2027-05-07"]',
        "calendars.winkel.holidays.extra[0]",
        '"2027-05-07" is no date; write it without quotes, such as 2026-12-24',
        id="a date between quotes",
    ),
    pytest.param(
        "2026-12-24 = [",
        '"24 december" = [',
        'calendars.winkel.special."24 december"',
        '"24 december" is no date; write it like 2026-12-24',
        id="a special day that is no date",
    ),
    pytest.param(
        "2026-12-24 = [",
        "0001-01-01 = [",
        "calendars.winkel.special.0001-01-01",
        "0001-01-01 is far away; the year lies between 2000 and 2100",
        id="a special day two thousand years ago",
    ),
    pytest.param(
        '2026-12-24 = ["09:00-13:00"]',
        '2026-12-24 = ["09:00-13:00", "12:00-14:00"]',
        "calendars.winkel.special.2026-12-24",
        "09:00-13:00 overlaps 12:00-14:00; let one period end before the next begins",
        id="overlapping periods on a special day",
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
        "people.sanne.methods[1].to",
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
        "[people.chris] ",
        '[people.piet]\nname = "Piet"\n\n[people.chris] ',
        "people.piet",
        'nobody can be paged without a way to; add methods = [{ channel = "sms", to = "..." }]',
        id="a person who cannot be reached",
    ),
    pytest.param(
        'quiet_hours = "23:00-07:00"',
        'quiet_hours = "00:00-24:00"',
        "people.bram.quiet_hours",
        'is the whole day; leave some hours over, such as "23:00-07:00"',
        id="quiet hours without end",
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
        'accounts = ["2244994945", "6253282"]',
        'accounts = ["2244994945", "625328"]',
        "rules[3].accounts[1]",
        '"625328" is no account in the file; did you mean "6253282"?',
        id="a rule for an account that is not there",
    ),
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
        'name = "Merk"\nzone',
        'name = "Me\\nrk"\nzone',
        "organisation.name",
        '"Me rk" cannot be shown; use one line of at most 200 characters',
        id="a name on two lines",
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
    pytest.param(
        'staff = ["99000000001", "99000000002"]',
        'staff = "99000000001"',
        "accounts[0].staff",
        '"99000000001" is no list; write it between square brackets: [...]',
        id="one value where a list belongs",
    ),
]


@pytest.mark.parametrize(("old", "new", "path", "said"), BAD_INPUT)
def test_a_mistake_is_named_with_its_key_and_what_right_looks_like(old: str, new: str, path: str, said: str) -> None:
    problems = problems_of(changed(old, new))
    named = [problem for problem in problems if problem.path.startswith(path)]
    assert [said in str(problem) for problem in named] == [True], problems
    assert named[0].cure
    # What is misspelt is missing too, and missed where it is named; nothing else in the file may be accused.
    others = [problem.what for problem in problems if problem not in named]
    assert all(what == "is missing" or what.endswith(" is no account in the file") for what in others)


def test_every_problem_is_told_at_once_in_the_order_of_the_parts() -> None:
    text = TEXT.replace('"sanne@example.com"', '"sanne"').replace('after = "55m"', 'after = "-5m"')
    text = text.replace('platform = "x"', 'platform = "y"')
    with pytest.raises(config.ConfigProblems) as raised:
        config.read(text, TODAY)
    paths = [
        "accounts[0].platform",
        "accounts[1].platform",
        "people.sanne.methods[1].to",
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
