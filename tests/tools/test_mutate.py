"""What `make mutate` makes of the runner's list of changes."""

import pytest

from tools.mutate import read, table

LISTED = """
    chalicelib.domain.caps.x_opens_at__mutmut_1: killed
    chalicelib.domain.caps.x_opens_at__mutmut_2: survived
    chalicelib.domain.rota.x_edges__mutmut_7: timeout
    chalicelib.domain.rota.xǁLayerǁat__mutmut_1: no tests
"""


@pytest.mark.parametrize(
    ("modules", "rows"),
    [
        pytest.param(
            [],
            [
                "caps                     1 of     2 noticed    50.0%",
                "rota                     1 of     2 noticed    50.0%",
                "together                 2 of     4 noticed    50.0%",
            ],
            id="a change that never ends is noticed, one that no test comes past is not",
        ),
        pytest.param(
            ["caps"],
            [
                "caps                     1 of     2 noticed    50.0%",
                "together                 1 of     2 noticed    50.0%",
            ],
            id="only the modules that were asked for",
        ),
        pytest.param(["duty"], ["together                 0 of     0 noticed     0.0%"], id="nothing at all"),
    ],
)
def test_what_was_noticed_is_told_by_module(modules: list[str], rows: list[str]) -> None:
    assert table(read(LISTED, modules)) == rows
