"""Fails when a test of the local cloud or in a browser did not run: a story that is skipped proves nothing.

`python -m tools.skipped REPORT` reads the JUnit report of a whole test run.
"""

import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

_MUST_RUN: Mapping[str, str] = MappingProxyType(
    {"tests.cloud.": "no test of the local cloud ran at all", "tests.browser.": "no test in a browser ran at all"}
)


def left_out(report: str) -> list[str]:
    """What is wrong with the run, a line each; nothing when every one of those tests ran."""
    cases = list(ET.fromstring(report).iter("testcase"))
    return [line for package, none in _MUST_RUN.items() for line in _left_out(cases, package, none)]


def _left_out(cases: list[ET.Element], package: str, none: str) -> Iterator[str]:
    found = [case for case in cases if case.get("classname", "").startswith(package)]
    if not found:
        yield none
    for case in found:
        for reason in case.iter("skipped"):
            yield f"{case.get('classname')}: {case.get('name')} was skipped: {reason.get('message')}"


if __name__ == "__main__":
    sys.exit("\n".join(left_out(Path(sys.argv[1]).read_text())) or 0)
