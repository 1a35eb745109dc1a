"""The repository's own files, read as text or as syntax: nothing of them is run."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What building and running leave behind, and what belongs to the machine.
_NOT_OURS = {
    ".git",
    ".venv",
    ".local",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
    "deployed",
    "deployments",
    "htmlcov",
    "mutants",
    "node_modules",
}


def python(*places: str) -> list[Path]:
    """Every Python file of these files and folders, below the root."""
    found: list[Path] = []
    for place in places:
        path = ROOT / place
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [path for path in found if not _NOT_OURS & set(path.parts)]


def texts() -> Iterator[tuple[str, str]]:
    """Every text file of the repository with its path below the root."""
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.name in _NOT_OURS or path.is_symlink():
                continue
            if path.is_dir():
                folders.append(path)
            elif (text := _text(path)) is not None:
                yield str(path.relative_to(ROOT)), text


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def module(path: Path) -> str:
    """The name a file is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """Every module a file imports, late ones and those for types too.

    `from a import b` imports `a.b` where that is a module of ours, else `a`.
    """
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{path}:{node.lineno} imports relatively"
            found |= {_module_or_parent(node.module, name.name) for name in node.names}
    return found


def names_used(path: Path) -> Iterator[tuple[int, str]]:
    """Every dotted name that is read, with its line: `datetime.now`, `self._client.query`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            yield node.lineno, ast.unparse(node)


def within(name: str, *packages: str) -> bool:
    """Whether a module is one of these packages or inside one."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def _module_or_parent(parent: str, name: str) -> str:
    inside = ROOT.joinpath(*parent.split("."), name)
    return f"{parent}.{name}" if inside.is_dir() or inside.with_suffix(".py").is_file() else parent


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return None
