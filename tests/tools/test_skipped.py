"""A run that left out a story of the local cloud is no green run."""

import pytest

from tools.skipped import left_out

RAN = '<testcase classname="tests.cloud.test_smoke" name="test_a_page"/>'
SKIPPED = '<testcase classname="tests.cloud.test_smoke" name="test_a_page"><skipped message="no cloud"/></testcase>'
ELSEWHERE = '<testcase classname="tests.domain.test_clock" name="test_x"><skipped message="slow"/></testcase>'


@pytest.mark.parametrize(
    ("cases", "wrong"),
    [
        pytest.param(RAN, [], id="every story ran"),
        pytest.param(RAN + ELSEWHERE, [], id="only a test of something else was skipped"),
        pytest.param(
            RAN + SKIPPED, ["tests.cloud.test_smoke: test_a_page was skipped: no cloud"], id="a story was skipped"
        ),
        pytest.param(ELSEWHERE, ["no test of the local cloud ran at all"], id="no story was found"),
    ],
)
def test_a_report_tells_what_was_left_out(cases: str, wrong: list[str]) -> None:
    assert left_out(f"<testsuites><testsuite>{cases}</testsuite></testsuites>") == wrong
