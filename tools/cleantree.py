"""A copy of what Chalice packages, without what running the code leaves behind.

Chalice zips everything under chalicelib/, byte code too, which makes the package differ between
machines. A tree of its own also lets two local clouds deploy at once: each has its own record of
what was deployed, and its own addresses in the environment of its functions.
"""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from tools import localpolicies

ROOT = Path(__file__).resolve().parent.parent
_CACHE = Path(".chalice") / "deployments"


def make(tree: Path, stage: str, environment: Mapping[str, str] | None = None, root: Path = ROOT) -> None:
    """Fill `tree` with the app as it stands in `root`; a record of earlier deployments there is kept.

    `environment` overrides environment variables of the stage's functions.
    """
    shutil.rmtree(tree / "chalicelib", ignore_errors=True)
    shutil.copytree(root / "chalicelib", tree / "chalicelib", ignore=shutil.ignore_patterns("__pycache__"))
    (tree / ".chalice").mkdir(exist_ok=True)
    for name in ("app.py", "requirements.txt"):
        shutil.copy2(root / name, tree / name)
    shutil.copytree(root / ".chalice" / "policies", tree / ".chalice" / "policies", dirs_exist_ok=True)
    if stage == "local":
        localpolicies.widen(tree / ".chalice" / "policies")
    config = json.loads((root / ".chalice" / "config.json").read_text())
    config["stages"][stage]["environment_variables"].update(environment or {})
    (tree / ".chalice" / "config.json").write_text(json.dumps(config, indent=2))
    _copy_layers(root / _CACHE, tree / _CACHE)


def public_url(stage: str, root: Path = ROOT) -> str:
    config = json.loads((root / ".chalice" / "config.json").read_text())
    url: str = config["stages"][stage]["environment_variables"]["WAAKHOND_PUBLIC_URL"]
    return url


def keep_layer(tree: Path, root: Path = ROOT) -> None:
    """Save the package of third-party wheels, which takes long to build, for the next tree."""
    _copy_layers(tree / _CACHE, root / _CACHE)


def _copy_layers(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for layer in source.glob("managed-layer-*.zip"):
        if not (target / layer.name).exists():
            partial = target / f"{layer.name}.{source.parent.parent.name}.partial"
            shutil.copy2(layer, partial)
            partial.rename(target / layer.name)
