"""What is uploaded: the zips that `chalice package` makes, and what takes their room."""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

from bench.figures import Figure, show
from tools import cleantree

# Lambda takes 50 MB zipped in one direct upload; less than half leaves room, and a quick deployment.
_AIM = 20e6
_TOP = 8


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="waakhond-bench-") as directory:
        tree = Path(directory) / "tree"
        tree.mkdir()
        cleantree.make(tree, "prod")
        _package(tree, Path(directory) / "out")
        zips = sorted((Path(directory) / "out").glob("*.zip"))
        return _figures(zips)


def _figures(zips: list[Path]) -> list[Figure]:
    whole = sum(path.stat().st_size for path in zips)
    parts: Counter[str] = Counter()
    for path in zips:
        parts.update(_parts(path))
    return [
        Figure(
            "everything, zipped, boto3 included",
            f"{whole / 1e6:.1f} MB",
            f"{_AIM / 1e6:.0f} MB: what we allow ourselves",
            whole / _AIM,
            "at most 1",
            whole <= _AIM,
        ),
        *(
            Figure(f"of which {name}", f"{size / 1e6:.2f} MB", "of the whole", size / whole)
            for name, size in parts.most_common(_TOP)
        ),
    ]


def _package(tree: Path, out: Path) -> None:
    """The same command that people run; wheels that were fetched before are taken from the tree's own copies."""
    command = [str(Path(sys.executable).with_name("chalice")), "package", "--stage", "prod", str(out)]
    environment = {**os.environ, "AWS_DEFAULT_REGION": "eu-west-1", "PYTHONDONTWRITEBYTECODE": "1"}
    finished = subprocess.run(
        command,
        cwd=tree,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if finished.returncode != 0:
        raise SystemExit(f"chalice package did not end well:\n{finished.stdout}")


def _parts(path: Path) -> Counter[str]:
    """Compressed bytes by package: what lies right in the zip, or right in a layer's site-packages."""
    sizes: Counter[str] = Counter()
    with ZipFile(path) as archive:
        for entry in archive.infolist():
            name = entry.filename.rpartition("site-packages/")[2].split("/")[0]
            sizes[name.split("-")[0]] += entry.compress_size
    return sizes


if __name__ == "__main__":
    show(measure)
