"""Fails when a test of the local cloud did not run: a story that is skipped proves nothing.

`python -m tools.skipped REPORT` reads the JUnit report of a whole test run.
"""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

_CLOUD = "tests.cloud."


def left_out(report: str) -> list[str]:
    """What is wrong with the run, a line each; nothing when every cloud test ran."""
    cases = [case for case in ET.fromstring(report).iter("testcase") if case.get("classname", "").startswith(_CLOUD)]
    skipped = [
        f"{case.get('classname')}: {case.get('name')} was skipped: {reason.get('message')}"
        for case in cases
        for reason in case.iter("skipped")
    ]
    return skipped if cases else ["no test of the local cloud ran at all"]


if __name__ == "__main__":
    sys.exit("\n".join(left_out(Path(sys.argv[1]).read_text())) or 0)
