"""What a person typed, or a file they named, cannot be used: told in sentences, not in a traceback."""

import sys
from typing import NoReturn

EXIT_CODE = 2


class Unusable(Exception):
    """The text says what is wrong, where, and how to mend it."""


def leave(problem: Unusable) -> NoReturn:
    """Print the sentences where they mix with no output and end with the code for bad input."""
    print(problem, file=sys.stderr)
    sys.exit(EXIT_CODE)
