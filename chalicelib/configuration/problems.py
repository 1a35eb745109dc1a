"""What is wrong with a configuration, where, and what right looks like."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`path` is the key as one would look for it, lists counted from 0: `policies.mention.steps[2].after`.

    For text that is no TOML it is `line 3, column 9`.
    """

    path: str
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}; {self.cure}"


class ConfigProblems(ValueError):
    """The configuration cannot be used. `problems` holds all of them, never none; `str` is a line for each."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
