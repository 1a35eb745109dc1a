"""What may be wrong with a policy, and what the reader answers."""

import pytest

from tests.config.example import assert_one_problem

_FIRST_STEP = '{ after = "45m", notify = ["on-call"] },'
_MENTION = 'target = "1h"\n'


@pytest.mark.parametrize(
    ("old", "new", "path", "said"),
    [
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
            "[policies.promise]\n",
            '[policies.calm]\ntarget = "4h"\n\n[policies.promise]\n',
            "policies.calm.steps",
            'pages nobody without steps; add steps = [{ after = "45m", notify = ["on-call"] }]',
            id="a policy without steps",
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
    ],
)
def test_a_mistake_is_named_with_its_key_and_what_right_looks_like(old: str, new: str, path: str, said: str) -> None:
    assert_one_problem(old, new, path, said)
