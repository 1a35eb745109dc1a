"""People, how they are reached, and the rotas in which they carry the phone."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Literal

from chalicelib.channels.registry import REGISTRY, AddressKind
from chalicelib.configuration import values
from chalicelib.configuration.calendars import week
from chalicelib.configuration.names import ROLES, Names
from chalicelib.configuration.table import Table
from chalicelib.domain.organisation import Language, Method, Person
from chalicelib.domain.rota import Layer, Rota, problems

_KINDS: Mapping[AddressKind, Callable[[object], str]] = {
    "phone": values.phone,
    "mail": values.mail,
    "secret": values.secret_name,
}

ADDRESSES: Mapping[str, Callable[[object], str]] = {name: _KINDS[each.address] for name, each in REGISTRY.items()}
"""What an address of each channel looks like."""

_ROLES: tuple[Literal["conversation_manager", "manager"], ...] = ("conversation_manager", "manager")


def read_person(id: str, table: Table, zone: str, language: Language) -> Person:
    """`zone` and `language` are the organisation's, for a person who has none of their own."""
    if id in ROLES:
        table.note(f'"{id}" is a role in escalation steps', "choose another name for the person")
    methods = table.tables("methods", "methods")
    if not methods:
        table.note("nobody can be paged without a way to", 'add methods = [{ channel = "sms", to = "..." }]')
    ways = tuple(_read_method(method) for method in methods)
    if ways and all(way.channel == "voice" for way in ways):
        cure = 'add a method that shows it, such as { channel = "sms", to = "..." }'
        table.note("a call has no link to open, and cannot be answered", cure, "methods")
    return Person(
        id,
        table.need("name", values.text, id),
        table.may("language", values.language, language),
        table.may("zone", values.zone, zone),
        ways,
        table.may("quiet_hours", values.quiet_hours, None),
        table.may("role", values.choice(_ROLES), "conversation_manager"),
    )


def _read_method(table: Table) -> Method:
    channel = table.need("channel", values.one_of(ADDRESSES, "channel"), "")
    return Method(
        channel,
        table.need("to", ADDRESSES.get(channel, values.text), ""),
        table.may("first", values.flag, False),
    )


def read_rota(name: str, table: Table, zone: str, names: Names) -> Rota:
    table.expect("layers")
    layers = tuple(_read_layer(layer, names) for layer in table.tables("layers", "layers"))
    rota = Rota(name, table.may("zone", values.zone, zone), layers)
    everybody = {person for layer in layers for person in layer.people}
    for problem in problems(rota, everybody) if layers else ():
        what = problem.removeprefix(f"rota {name}: ")
        table.note(what, "write each layer once, with hours that follow each other", "layers")
    return rota


def _read_layer(table: Table, names: Names) -> Layer:
    hours = table.table("hours", "hours")
    return Layer(
        table.need("name", values.text, ""),
        table.some("people", values.one_of(names.people, "person"), "nobody carries the phone") or ("",),
        table.need("starts", values.day, date(2000, 1, 3)),
        table.need("handoff", values.clock, time(9)),
        table.need("turn", values.turn, 7),
        week(hours) if hours is not None else (),
    )
