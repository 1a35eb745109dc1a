"""A run that left out a story of the local cloud, or what a browser would have shown, is no green run."""

import pytest

from tools.skipped import left_out

CLOUD = '<testcase classname="tests.cloud.test_smoke" name="test_a_page"/>'
BROWSER = '<testcase classname="tests.browser.test_board" name="test_a_tap"/>'
RAN = CLOUD + BROWSER
SKIPPED = '<testcase classname="tests.cloud.test_smoke" name="test_a_page"><skipped message="no cloud"/></testcase>'
UNSEEN = '<testcase classname="tests.browser.test_board" name="test_a_tap"><skipped message="no Chromium"/></testcase>'
ELSEWHERE = '<testcase classname="tests.domain.test_clock" name="test_x"><skipped message="slow"/></testcase>'


@pytest.mark.parametrize(
    ("cases", "wrong"),
    [
        pytest.param(RAN, [], id="every story ran"),
        pytest.param(RAN + ELSEWHERE, [], id="only a test of something else was skipped"),
        pytest.param(
            RAN + SKIPPED, ["tests.cloud.test_smoke: test_a_page was skipped: no cloud"], id="a story was skipped"
        ),
        pytest.param(
            CLOUD + UNSEEN, ["tests.browser.test_board: test_a_tap was skipped: no Chromium"], id="nobody looked"
        ),
        pytest.param(BROWSER + ELSEWHERE, ["no test of the local cloud ran at all"], id="no story was found"),
        pytest.param(CLOUD + ELSEWHERE, ["no test in a browser ran at all"], id="no browser was found"),
    ],
)
def test_a_report_tells_what_was_left_out(cases: str, wrong: list[str]) -> None:
    assert left_out(f"<testsuites><testsuite>{cases}</testsuite></testsuites>") == wrong
