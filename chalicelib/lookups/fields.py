"""Reading single fields of an answer nobody promised us: each gives the value, or nothing of its kind."""

from collections.abc import Mapping

_NOTHING: Mapping[str, object] = {}


def mapping(raw: object) -> Mapping[str, object]:
    """An empty one for what is no object."""
    return raw if isinstance(raw, dict) else _NOTHING


def rows(raw: object) -> list[Mapping[str, object]]:
    """The objects of an edge: what stands in its `data`."""
    held = mapping(raw).get("data")
    return [mapping(each) for each in held] if isinstance(held, list) else []


def text(raw: object) -> str:
    """Empty for what is no text."""
    return raw if isinstance(raw, str) else ""
