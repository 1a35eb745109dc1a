"""A configuration that somebody names on the command line, or the one of this tree."""

from datetime import date

from chalicelib import config
from chalicelib.domain.organisation import Organisation
from tools.organisation import PATH
from tools.unusable import Unusable


def read(path: str | None, day: date) -> Organisation:
    """Holidays are those of the years around `day`, so the answer does not depend on when it is asked.

    Raises Unusable with every problem of the file.
    """
    name = path or str(PATH)
    try:
        return config.load_file(name, day)
    except OSError as error:
        raise Unusable(f"--config: {name} cannot be read ({error.strerror}); name a file such as {PATH.name}") from None
    except config.ConfigProblems as error:
        raise Unusable(f"--config: {name} has problems.\n{error}") from None
