"""What the parts of a file are called, gathered before any part is read, so that a reference is checked in place."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.configuration.table import Wrong, shown, suggestion
from chalicelib.configuration.values import one_of, text
from chalicelib.domain.organisation import MANAGER, ON_CALL, OWNER

ROLES = (ON_CALL, MANAGER, OWNER)


@dataclass(frozen=True, slots=True)
class Names:
    """The ids in the file, whether or not what they stand for could be read."""

    brands: frozenset[str]
    calendars: frozenset[str]
    policies: frozenset[str]
    people: frozenset[str]
    rotas: frozenset[str]
    promise_policy: str

    def clock_policy(self, value: object) -> str:
        """A policy for clocks that start at a message, and so have a target of their own."""
        name = one_of(self.policies, "policy")(value)
        if name == self.promise_policy:
            raise Wrong(f"{shown(name)} is for promises, it has no target", "name another policy")
        return name

    def platform_owner(self, value: object) -> str:
        """Who is told that an account is cut off: a person, a rota, or a role of the brand."""
        return one_of({ON_CALL, MANAGER, *self.people, *self.rotas}, "person, rota or role")(value)

    def person_or_rota(self, value: object) -> str:
        """Who is told by hand: a person, or a rota."""
        return one_of({*self.people, *self.rotas}, "person or rota")(value)

    def recipient(self, *, owner: bool) -> Callable[[object], str]:
        """A converter for whom to page: a role or a person; `owner` only where a promise has one."""

        def convert(value: object) -> str:
            name = text(value)
            if name == OWNER and not owner:
                raise Wrong("only a promise has an owner", f'write "{ON_CALL}", "{MANAGER}" or a person')
            known = {*ROLES[: 3 if owner else 2], *self.people}
            if name not in known:
                raise Wrong(f"{shown(name)} is nobody in [people]", suggestion(name, known))
            return name

        return convert
