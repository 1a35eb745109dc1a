"""What the repository as a whole may hold: small files, no secrets, nothing that listens to the world."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.structure.source import module, python, texts, tree

LONGEST = 250

# Written so that no pattern finds itself.
SECRETS = {
    "an AWS access key id": r"\b(?:AK[I]A|AS[I]A)[0-9A-Z]{16}\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE K[E]Y-----",
    "a GitHub token": r"\bgh[pousr]_[0-9A-Za-z]{30,}",
    "a Slack token": r"\bxox[baprs]-[0-9A-Za-z-]{10,}",
    "a live payment key": r"\b[sr]k_li[v]e_[0-9A-Za-z]{10,}",
    "a signed token": r"\bey[J][0-9A-Za-z_-]{15,}\.ey[J][0-9A-Za-z_-]{15,}\.",
}
REGISTRIES = {
    "the Python index": r"py[p]i\.(?:org|io|python)|pythonho[s]ted",
    "the npm registry": r"npm[j]s\.(?:org|com)|yarn[p]kg\.com",
    "a Debian or Ubuntu mirror": r"(?:deb|security)\.deb[i]an\.org|archive\.ubunt[u]\.com",
    "a registry of containers": r"docker[.]io|ghc[r]\.io|public\.ec[r]\.aws",
    "an index of one's own": r"--(?:extra-)?inde[x]-url|--trusted-hos[t]",
}
LOOPBACK = {"127.0.0.1", "localhost"}
LISTENERS = {"bind", "create_server", "HTTPServer", "ThreadingHTTPServer", "TCPServer", "make_server", "__init__"}


@pytest.mark.parametrize("path", python("app.py", "chalicelib"), ids=module)
def test_a_file_is_one_idea(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize(("what", "pattern"), SECRETS.items(), ids=SECRETS)
def test_no_secret_not_even_one_that_looks_real(what: str, pattern: str) -> None:
    assert [name for name, text in texts() if re.search(pattern, text)] == []


@pytest.mark.parametrize(("what", "pattern"), REGISTRIES.items(), ids=REGISTRIES)
def test_no_host_of_a_package_registry_is_named(what: str, pattern: str) -> None:
    """Which registry a machine uses is the machine's own setting."""
    assert [name for name, text in texts() if re.search(pattern, text)] == []


def test_the_patterns_do_find() -> None:
    """A pattern that finds nothing anywhere would pass for ever."""
    found = {
        "an AWS access key id": "AKI" + "A" + "B2" * 8,
        "a private key": "-----BEGIN RSA PRIVATE " + "KEY-----",
        "the Python index": "https://py" + "pi.org/simple",
        "an index of one's own": "pip install --index" + "-url x",
    }
    for what, text in found.items():
        assert re.search((SECRETS | REGISTRIES)[what], text), what


@pytest.mark.parametrize("path", python("tools", "bench"), ids=module)
def test_what_listens_does_so_on_loopback_only(path: Path) -> None:
    assert {host for host in _listened_hosts(path)} <= LOOPBACK
    words = {node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)}
    assert not words & {"0.0.0.0", "::", "[::]"}


def test_listening_is_seen() -> None:
    """The front door listens: if it is not found, the rule above looks for the wrong thing."""
    assert {host for path in python("tools/frontdoor.py") for host in _listened_hosts(path)} == {"127.0.0.1"}


def _listened_hosts(path: Path) -> Iterator[str]:
    """The host of every address a file listens on: written out, or a constant of this or another tool."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Tuple):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if name in LISTENERS and len(node.args[0].elts) == 2:
            host = node.args[0].elts[0]
            if isinstance(host, ast.Constant):
                yield str(host.value)
            else:
                yield from _constants(ast.unparse(host).rpartition(".")[2])


def _constants(name: str) -> list[str]:
    """What a name stands for in the files that assign it at their top; a name nobody assigns is told as it is."""
    found = []
    for path in python("tools", "bench"):
        for node in tree(path).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
                found.append(str(ast.literal_eval(node.value)))
    return found or [name]
